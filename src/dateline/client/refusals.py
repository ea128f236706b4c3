"""What a desk refuses, as the errors that the archive itself raises where there are such."""

from __future__ import annotations

import msgspec

from dateline.archive import ArchiveError, NoSuchIdError, StaleVersionError
from dateline.errors import DatelineError


class DeskError(DatelineError):
    """A request that a desk did not answer as asked; ``status`` is the HTTP status, 0 where no answer came."""

    code = "web"

    def __init__(self, status: int, what: str, *, code: str, remedy: str, where: str | None = None) -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.status = status

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.status, self.what, self.code, self.remedy, self.where)


def _rebuild(status: int, what: str, code: str, remedy: str, where: str | None) -> DeskError:
    return DeskError(status, what, code=code, remedy=remedy, where=where)


class _Told(msgspec.Struct):
    detail: str
    code: str
    remedy: str = ""
    where: str | None = None


def error_of(status: int, body: bytes) -> DatelineError:
    """The error that an answer tells.

    Returns:
        `StaleVersionError`, `NoSuchIdError` or `ArchiveError` where the archive refused, else `DeskError`.
    """
    try:
        told = msgspec.json.decode(body, type=_Told)
    except msgspec.MsgspecError:
        return DeskError(
            status,
            f"the server answered with status {status}, and not as a desk does",
            remedy="Check the address; a proxy in between may have answered.",
            code="web.not-a-desk",
        )
    for kind in (StaleVersionError, NoSuchIdError):
        if told.code == kind.code:
            return kind(told.detail, where=told.where, remedy=told.remedy)
    if told.code.startswith("archive."):
        return ArchiveError(told.detail, where=told.where, remedy=told.remedy, code=told.code)
    return DeskError(status, told.detail, code=told.code, remedy=told.remedy, where=told.where)

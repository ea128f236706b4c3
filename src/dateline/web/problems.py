"""The one shape of errors on the web: RFC 9457 problem details, with dateline's code, place and remedy."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.responses import Response

from dateline.errors import DatelineError, InputError

MEDIA_TYPE = "application/problem+json"


class WebError(DatelineError):
    """A request that is refused; ``status`` is the HTTP status it is answered with."""

    code = "web"

    def __init__(
        self,
        status: int,
        what: str,
        *,
        code: str,
        remedy: str,
        where: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.status, self.what, self.code, self.remedy, self.where, self.retry_after)


def _rebuild(status: int, what: str, code: str, remedy: str, where: str | None, retry_after: int | None) -> WebError:
    return WebError(status, what, code=code, remedy=remedy, where=where, retry_after=retry_after)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What an error is told as.

    Attributes:
        type: a name of the kind of error; docs/errors.md explains each.
        title: the status in words.
        status: of the answer.
        detail: what was wrong.
        code: dateline's name of it.
        where: the parameter or input at fault.
        remedy: what to do about it.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    where: str | None = None
    remedy: str = ""


_STATUS = {
    "archive.no-such-id": 404,
    "archive.stale-version": 409,
    "archive.query": 422,
    "archive.cursor": 422,
    "archive.moment": 422,
    "archive.edit": 422,
    "archive.decision": 409,
    "archive.account": 409,
    "archive.review": 409,
    "archive.read-only": 403,
    "archive.busy": 503,
    "archive.unreachable": 503,
    "archive.disk-full": 507,
}


def status_of(error: DatelineError) -> int:
    """The HTTP status that an error is answered with."""
    if isinstance(error, WebError):
        return error.status
    if isinstance(error, InputError):
        return 422
    return _STATUS.get(error.code, 500)


def problem_of(error: DatelineError) -> Problem:
    """The problem that an error is told as; what a server's own paths are is not told to those who ask from afar."""
    status = status_of(error)
    where = error.where if status < 500 and not error.code.startswith("archive.") else None
    return Problem(
        type=f"urn:x-dateline:error:{error.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=error.what,
        code=error.code,
        where=where,
        remedy=error.remedy,
    )


def answer(problem: Problem, *, retry_after: int | None = None, challenge: bool = False) -> Response:
    """The response that tells a problem."""
    headers = {"cache-control": "no-store"}
    if retry_after is not None:
        headers["retry-after"] = str(retry_after)
    if challenge:
        headers["www-authenticate"] = 'Bearer realm="dateline"'
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)

"""What reading an input gives: a `Report`, or a `Rejection` that says why there is none."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from dateline.errors import DatelineError, InputError, ReportError
from dateline.records import Report
from dateline.reports.faults import Finding

EXCERPT_CHARACTERS = 2000
"""How much of a rejected input is kept beside the reason."""


class Rejection(msgspec.Struct, frozen=True, kw_only=True):
    """An input, or a part of one, that gave no report.

    Attributes:
        kind: ``rejected`` is an error; ``passed over`` is none (a text in a language that is not read).
        file: the path as given, or ``<stdin>``.
        line: the line it starts at, counted from 1; None where the file as a whole is at fault.
        key: the key of the report at fault.
        code: stable short name; docs/errors.md explains each.
        what: what is wrong, in one sentence without a full stop.
        remedy: what the user can do.
        document: the report's own id, where it gave one.
        raw_sha256: hash of the bytes as they came; None where nothing was read.
        raw: the first 2,000 characters of the input as it came.
    """

    kind: Literal["rejected", "passed over"]
    file: str
    line: int | None = None
    key: str | None = None
    code: str
    what: str
    remedy: str
    document: str | None = None
    raw_sha256: str | None = None
    raw: str | None = None

    @property
    def where(self) -> str:
        """``file``, ``file:line`` or ``file:line:key``."""
        return ":".join(str(part) for part in (self.file, self.line, self.key) if part is not None)

    def error(self) -> DatelineError:
        """The same as an exception: an `InputError` for a whole input, a `ReportError` for a report."""
        kind = InputError if self.code.startswith("input.") else ReportError
        return kind(self.what, where=self.where, remedy=self.remedy, code=self.code)

    def __str__(self) -> str:
        return str(self.error())


Outcome = Report | Rejection


def rejection_of(
    finding: Finding, *, file: str, line: int | None = None, raw: bytes | None = None, document: str | None = None
) -> Rejection:
    """The rejection that a finding of level ``rejected`` or ``passed over`` makes of an input.

    Raises:
        ValueError: the finding is only a warning.
    """
    if finding.fault.level == "warning":
        raise ValueError(f"{finding.fault.code} rejects nothing")
    # Four bytes are the most that one character takes, so this much is enough for the excerpt.
    excerpt = raw[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace")[:EXCERPT_CHARACTERS] if raw is not None else None
    return Rejection(
        kind=finding.fault.level,
        file=file,
        line=line,
        key=finding.key,
        code=finding.fault.code,
        what=finding.what,
        remedy=finding.remedy,
        document=document,
        raw_sha256=hashlib.sha256(raw).hexdigest() if raw is not None else None,
        raw=excerpt,
    )


_ENCODER = msgspec.json.Encoder()


def rejection_to_json(rejection: Rejection) -> str:
    """One line of JSON, without the line end; what ``rejected.jsonl`` holds."""
    return _ENCODER.encode(rejection).decode()

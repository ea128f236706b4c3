"""Named errors. Each says what was wrong, where (file:line:key) and what to do about it."""

from __future__ import annotations


class DatelineError(Exception):
    """Base of every error dateline raises on purpose.

    Attributes:
        code: stable short name, e.g. ``report.not-json``; documented in docs/errors.md.
        what: what was wrong, in one sentence without a full stop.
        where: ``file``, ``file:line`` or ``file:line:key``; None where no input is at fault.
        remedy: what the user can do.
    """

    code = "dateline"

    def __init__(self, what: str, *, where: str | None = None, remedy: str, code: str | None = None) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        if code is not None:
            self.code = code
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} [{self.code}]. {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders under --jobs; the default would call __init__ without its keywords.
        return _rebuild, (type(self), self.what, self.where, self.remedy, self.code)


def _rebuild(kind: type[DatelineError], what: str, where: str | None, remedy: str, code: str) -> DatelineError:
    return kind(what, where=where, remedy=remedy, code=code)


class ReportError(DatelineError):
    """A report that cannot be read; the others of its file still are."""

    code = "report"


class InputError(DatelineError):
    """An input as a whole (file, folder, option) that cannot be used."""

    code = "input"


class InstallError(DatelineError):
    """A part of the installation (weights, gazetteer, data file) that is missing or damaged."""

    code = "install"


class CodebookError(DatelineError):
    """A codebook data file that breaks its own rules."""

    code = "codebook"

"""The lasting name of an event or report outside of our own files."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID, uuid5

from dateline.errors import InputError
from dateline.records import Report

_OURS = UUID("6f2c3ba4-6a0e-5c54-9d0f-2f3b6d1f7f0a")
HOLE = "{id}"


class Permalinks:
    """Makes the names: by a pattern where the events have pages, else ``urn:uuid`` made of the id, always the same."""

    def __init__(self, pattern: str | None = None) -> None:
        """``pattern`` holds ``{id}``, as ``https://example.org/events/{id}``.

        Raises:
            InputError: it does not, or is no web address (``input.unusable-option``).
        """
        if pattern is not None and (HOLE not in pattern or not pattern.startswith(("https://", "http://"))):
            raise InputError(
                f"{pattern!r} gives no event a page of its own",
                where="--permalink",
                remedy="Give a web address with {id} in it, as https://example.org/events/{id}.",
                code="input.unusable-option",
            )
        self._pattern = pattern

    def of_event(self, id: str) -> str:
        """The name of an event."""
        if self._pattern is None:
            return named("event", id)
        return self._pattern.replace(HOLE, quote(id, safe=""))

    @staticmethod
    def of_report(id: str, report: Report | None) -> str:
        """The address of a report where it has one on the web."""
        url = report.url if report is not None else None
        return url if url and url.startswith(("https://", "http://")) else named("report", id)


def named(what: str, id: str) -> str:
    """A ``urn:uuid`` that is the same for the same thing everywhere."""
    return f"urn:uuid:{uuid5(_OURS, f'{what}:{id}')}"

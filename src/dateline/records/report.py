"""`Report`: one text with where it came from; `Span`: some of its characters."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec

from dateline.records.kinds import TextField


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Characters ``start`` to ``end`` (exclusive) of a report's text or title; ``text`` is exactly that slice."""

    start: int
    end: int
    text: str
    field: TextField = "text"

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.field == other.field and self.start < other.end and other.start < self.end


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report as kept: NFC text after boilerplate removal. Every offset in a record points into ``text``.

    Attributes:
        id: unique within a run; given by the input or derived from its content.
        text: the kept text, immutable; ``text_sha256`` is its hash.
        published: ISO 8601 date or date and time of publication, or None; relative dates resolve against it.
        language: ISO 639-1 code, given or detected; None where the text is too short to tell.
        raw_sha256: hash of the input as it came (the bytes of the page, file or line).
        origin: ``file`` or ``file:line`` that it was read from.
        extra: keys of the input that dateline does not know, kept as they came.
        warnings: what was mended or is missing, one plain sentence each.
    """

    text: str
    id: str = ""
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None
    raw_sha256: str | None = None
    origin: str | None = None
    extra: dict[str, Any] = {}
    warnings: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the kept text in UTF-8, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def published_day(self) -> date | None:
        """The day of publication in the zone it was given in, or None."""
        if self.published is None:
            return None
        return datetime.fromisoformat(self.published.replace("Z", "+00:00")).date()

    def span(self, start: int, end: int, field: TextField = "text") -> Span:
        """The span of these characters.

        Raises:
            ValueError: the offsets do not lie inside the text, or are empty.
        """
        body = self.text if field == "text" else self.title or ""
        if not 0 <= start < end <= len(body):
            raise ValueError(f"no characters {start} to {end} in the {field} of report {self.id!r}")
        return Span(start=start, end=end, text=body[start:end], field=field)

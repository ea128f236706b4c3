"""The sentence that a value was read from, in three pieces: what stands before its words, the words, what follows."""

from __future__ import annotations

import re

import msgspec

from dateline.export.legible import legible
from dateline.records import Report
from dateline.records.kinds import TextField

_LONGEST = 220
"""Characters shown on either side of the words."""
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\Wa-z_])|\n")


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a report with the sentence around them.

    Attributes:
        report, field, start, end: where the words stand.
        before, words, after: the sentence in three pieces; controls are made visible, white space is one space.
        cut_before, cut_after: whether more of the sentence stands there than is shown.
    """

    report: str
    field: TextField
    start: int
    end: int
    before: str
    words: str
    after: str
    cut_before: bool = False
    cut_after: bool = False

    @property
    def text(self) -> str:
        """The sentence as one."""
        return f"{self.before}{self.words}{self.after}"

    @property
    def anchor(self) -> str:
        """The name of these words on the report's page."""
        return anchor_of(self.field, self.start, self.end)


def anchor_of(field: str, start: int, end: int) -> str:
    """How words of a report are called in the address of its page, such as ``w-text-118-131``."""
    return f"w-{field}-{start}-{end}"


def quote_of(report: Report, field: TextField, start: int, end: int) -> Quote | None:
    """The words with their sentence; None where they do not lie in this text (a record of another revision)."""
    body = legible(report.text if field == "text" else report.title or "")
    if not 0 <= start < end <= len(body):
        return None
    first = max((match.end() for match in _ENDS.finditer(body, max(0, start - 2_000), start)), default=0)
    following = _ENDS.search(body, max(start, end - 1))
    last = len(body) if following is None else max(end, following.end())
    before, after = body[first:start], body[end:last]
    cut_before, cut_after = len(before) > _LONGEST, len(after) > _LONGEST
    if cut_before:
        before = before[-_LONGEST:].partition(" ")[2]
    if cut_after:
        after = after[:_LONGEST].rpartition(" ")[0]
    return Quote(
        report=report.id,
        field=field,
        start=start,
        end=end,
        before=_spaced(before).lstrip(),
        words=_spaced(body[start:end]),
        after=_spaced(after).rstrip(),
        cut_before=cut_before,
        cut_after=cut_after,
    )


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)

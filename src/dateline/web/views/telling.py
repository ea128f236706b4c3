"""Who tells a value of an event, and in which sentence: the rows of its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dateline.archive import KeptMention, KeptReport
from dateline.export.ledger_terminal import marks_of
from dateline.export.legible import on_one_line
from dateline.records import Mention, Report, Span
from dateline.records.event import Event, Told
from dateline.records.kinds import TextField
from dateline.web.views.folding import Folding, is_graphic
from dateline.web.views.quotes import Quote, quote_of
from dateline.web.views.wording import STANCES, moment_words


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One told value.

    Attributes:
        value: as a person reads it.
        about: what stands behind it in small letters.
        publisher, published: of the report.
        document, mention: where it stands.
        mark: the report's letter of origin and number, such as ``A1``.
        source: whom the report has it from, outermost last; empty for its own voice.
        stance: what that source does, such as "claims it".
        by_side: whether it rests on the word of one that took part.
        quote: the sentence; None where the words are not at hand.
        chosen: whether it is the value that was resolved.
        folded: whether the value is a private person's name that the reader did not ask for.
        graphic: whether the sentence is, and the reader did not ask for it.
    """

    value: str
    about: str = ""
    publisher: str = ""
    published: str = ""
    document: str = ""
    mention: str = ""
    mark: str = ""
    source: str = ""
    stance: str = ""
    by_side: bool = False
    quote: Quote | None = None
    chosen: bool = False
    folded: bool = False
    graphic: bool = False


class Tellers:
    """The mentions and reports of one event, and how its rows are made of them."""

    def __init__(
        self,
        event: Event,
        mentions: Mapping[str, KeptMention],
        reports: Mapping[str, KeptReport],
        folding: Folding,
    ) -> None:
        self.event, self.mentions, self.reports, self.folding = event, mentions, reports, folding
        self.marks = marks_of(event)

    def mention(self, id: str) -> Mention | None:
        """A mention, where it is at hand."""
        kept = self.mentions.get(id)
        return kept.mention if kept is not None else None

    def report(self, id: str) -> Report | None:
        """A report, where it is at hand."""
        kept = self.reports.get(id)
        return kept.report if kept is not None else None

    def row(
        self,
        told: Told[Any],
        value: str,
        words: Span | None,
        *,
        about: str = "",
        chosen: bool = False,
        folded: bool = False,
    ) -> Row:
        """The row of a told value that was read from these words."""
        quote = self.quote(told.document, words)
        mention = self.mention(told.mention)
        names = {on_one_line(name) for name in told.source}
        stances = [one.stance for one in mention.sources if on_one_line(one.name) in names] if mention else []
        return Row(
            value=value,
            about=about,
            publisher=on_one_line(told.publisher or told.document),
            published=moment_words(told.published),
            document=told.document,
            mention=told.mention,
            mark=self.marks.get(told.document, ""),
            source=", ".join(on_one_line(name) for name in told.source),
            stance=STANCES[stances[0]] if stances else "",
            by_side=told.by_side,
            quote=quote,
            chosen=chosen,
            folded=folded and self.folding.names,
            graphic=bool(quote and self.folding.graphic and is_graphic(quote.text)),
        )

    def quote(self, document: str, words: Span | None) -> Quote | None:
        """The sentence that words stand in."""
        report = self.report(document)
        if words is None or report is None:
            return None
        return quote_of(report, words.field, words.start, words.end)


def span(start: int, end: int, field: TextField = "text") -> Span:
    """Characters of a report, whose text the page takes from the report itself."""
    return Span(start=start, end=end, text="", field=field)

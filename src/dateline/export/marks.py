"""Which words of a report each value of its records was read from, as marks that can be laid over the text."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dateline.export.legible import on_one_line
from dateline.export.wording import (
    actor_words,
    event_words,
    figure_words,
    period_words,
    place_words,
    source_words,
    standing_words,
)
from dateline.records import Figures, Mention

MarkedRole = Literal[
    "trigger",
    "perpetrator",
    "target",
    "place",
    "date",
    "killed",
    "injured",
    "source",
    "retaliation",
    "unresolved",
]
ROLE_WORDS: dict[MarkedRole, str] = {
    "trigger": "what",
    "perpetrator": "who",
    "target": "to whom",
    "place": "where",
    "date": "when",
    "killed": "killed",
    "injured": "injured",
    "source": "who says so",
    "retaliation": "in answer to",
    "unresolved": "unresolved",
}


@dataclass(frozen=True, order=True)
class Words:
    """Characters ``start`` to ``end`` (exclusive) of the report's text or title."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class ToldValue:
    """One value of a record as a person reads it, and the words it was read from (none for weapon and status)."""

    label: str
    value: str
    role: MarkedRole | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Mark:
    """Words with every part they play: pairs of the event's number in the report, from 1, and the role."""

    words: Words
    parts: tuple[tuple[int, MarkedRole], ...]


@dataclass
class Piece:
    """A stretch of text under one mark, and the pieces inside it. ``whole`` is False for the rest of a split mark."""

    start: int
    end: int
    mark: Mark
    whole: bool
    inside: list[Piece] = field(default_factory=list)


def told_values(mention: Mention) -> tuple[ToldValue, ...]:
    """Everything a record says, in reading order: what, who, whom, where, when, with what, how many, who says so."""
    trigger = mention.trigger
    values = [_value("trigger", event_words(mention), Words(trigger.field, trigger.start, trigger.end))]
    if standing := standing_words(mention):
        values.append(ToldValue("status", ", ".join(standing)))
    for role, actors in (("perpetrator", mention.perpetrators), ("target", mention.targets)):
        marked: MarkedRole = "perpetrator" if role == "perpetrator" else "target"
        values += [_value(marked, actor_words(one), Words(one.field, one.start, one.end)) for one in actors]
    if place := mention.place:
        values.append(_value("place", place_words(place), Words(place.field, place.start, place.end)))
    if date := mention.date:
        span = date.text
        words = Words(span.field, span.start, span.end)
        values.append(_value("date", f"{period_words(date)} ({date.basis})", words))
    if mention.weapon:
        values.append(ToldValue("with", mention.weapon))
    values += _figures("killed", mention.fatalities) + _figures("injured", mention.injuries)
    values += [_value("source", source_words(one), Words(one.field, one.start, one.end)) for one in mention.sources]
    if answer := mention.retaliation_for:
        values.append(_value("retaliation", on_one_line(answer.text), Words(answer.field, answer.start, answer.end)))
    for one in mention.unresolved:
        words = Words(one.text.field, one.text.start, one.text.end)
        values.append(_value("unresolved", f"{one.field}: {on_one_line(one.text.text)} ({one.why})", words))
    return tuple(values)


def marks_of(mentions: Sequence[Mention], *, field: str, length: int) -> tuple[Mark, ...]:
    """The marks on the text or title of ``length`` characters, in text order; the same words make one mark.

    Words that do not lie inside the text are left out: a record of another version of it must not break the page.
    """
    parts: dict[Words, dict[tuple[int, MarkedRole], None]] = {}
    for number, mention in enumerate(mentions, start=1):
        for value in told_values(mention):
            for words in value.words:
                if value.role and words.field == field and 0 <= words.start < words.end <= length:
                    parts.setdefault(words, {})[number, value.role] = None
    return tuple(Mark(words, tuple(parts[words])) for words in sorted(parts))


def nest(marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The marks as pieces that lie beside or inside one another, never across: a crossing mark is split.

    Joined in order, the pieces of one mark cover exactly its characters, and the first of them is ``whole`` or begins
    where the mark begins.
    """
    roots: list[Piece] = []
    opened: list[Piece] = []
    waiting = [(mark.words.start, -mark.words.end, index, True) for index, mark in enumerate(marks)]
    heapq.heapify(waiting)
    while waiting:
        start, minus_end, index, first = heapq.heappop(waiting)
        while opened and opened[-1].end <= start:
            opened.pop()
        end = -minus_end
        if opened and end > opened[-1].end:
            heapq.heappush(waiting, (opened[-1].end, minus_end, index, False))
            end = opened[-1].end
        piece = Piece(start=start, end=end, mark=marks[index], whole=first)
        (opened[-1].inside if opened else roots).append(piece)
        opened.append(piece)
    return tuple(roots)


def _value(role: MarkedRole, value: str, *words: Words) -> ToldValue:
    return ToldValue(ROLE_WORDS[role], value, role, words)


def _figures(role: Literal["killed", "injured"], figures: Figures | None) -> list[ToldValue]:
    if figures is None:
        return []
    words = tuple(Words("text", told.start, told.end) for told in figures.told)
    tellers = [on_one_line(told.source) for told in figures.told if told.source]
    value = figure_words(figures) + (f" (told by {', '.join(tellers)})" if tellers else "")
    return [_value(role, value, *words)]

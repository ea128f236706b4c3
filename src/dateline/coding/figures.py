"""Finds and reads how many were killed and injured.

``find_figures`` marks every expression of a text that tells a number of killed or injured; ``read_figure`` reads a
marked span; ``combine`` makes one range of all told figures, as the guideline of the Dispatches collections has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from dateline.coding.casualties import SentenceRules
from dateline.coding.casualty_words import FoundFigure, Harm
from dateline.coding.people import being_of, is_plural, party_at, tokens_of
from dateline.coding.unharmed import may_tell_none, none_harmed
from dateline.reading.sentences import split_sentences
from dateline.records import Figures, ToldFigure

__all__ = ["FoundFigure", "Harm", "combine", "find_figures", "read_figure"]


def _without_overlap(figures: list[FoundFigure]) -> list[FoundFigure]:
    """The figures in text order; of two of one kind that overlap, the surer, else the longer."""
    kept: list[FoundFigure] = []
    for figure in sorted(figures, key=lambda f: (-f.surety, f.start - f.end, f.start)):
        if not any(k.kind == figure.kind and k.start < figure.end and figure.start < k.end for k in kept):
            kept.append(figure)
    return sorted(kept, key=lambda f: (f.start, f.end, f.kind))


def find_figures(text: str) -> list[FoundFigure]:
    """Every expression of ``text`` that tells a number of killed or injured, in order.

    Figures of one kind do not overlap; "no casualties" gives one of either kind at the same characters.
    """
    tokens = tokens_of(text)
    found: list[FoundFigure] = []
    position = 0
    for start, end in split_sentences(text):
        first = position
        while position < len(tokens) and tokens[position].start < end:
            position += 1
        inside = tokens[first:position]
        words = {token.lower for token in inside}
        if not inside:
            continue
        figures = list(SentenceRules(inside).find())
        if may_tell_none(words):
            figures.extend(none_harmed(text, start, end))
        found.extend(_open_ended(figure, text) for figure in _without_overlap(figures))
    return found


_AT_LEAST_AFTER = re.compile(r",?\sat\s(?:the\s)?(?:very\s)?least\b", re.IGNORECASE)


def _open_ended(figure: FoundFigure, text: str) -> FoundFigure:
    """The figure, without its upper end if "at least" stands after it."""
    match = _AT_LEAST_AFTER.match(text, figure.end)
    return figure if match is None else msgspec.structs.replace(figure, end=match.end(), high=None)


def read_figure(words: str, kind: Harm) -> tuple[int | None, int | None] | None:
    """Low and high of a span that is known to tell a number of ``kind``, or None if it tells none.

    The span may be a whole expression ("at least three killed"), a number, or only who it was: "a soldier" is one,
    "a woman and her two sons" three, "nobody" none. None as an end of the pair is open; ("several" has no number and
    gives None).
    """
    found = [figure for figure in find_figures(words) if figure.kind == kind]
    if found:
        return _widest(
            [(figure.low, figure.high) for figure in found if not figure.partial] or [(found[0].low, found[0].high)]
        )
    tokens = tokens_of(words)
    if not tokens:
        return None
    if may_tell_none({token.lower for token in tokens}):
        return 0, 0
    uncounted = False
    for first in range(len(tokens)):
        party = party_at(tokens, first)
        if party is None:
            continue
        if party.counted and party.being != "thing":
            return party.low, party.high
        uncounted = uncounted or party.being == "person"
    if uncounted or len(tokens) > 6:
        return None
    # A name or a bare noun ("constable", "him"): somebody, in the singular unless the noun is plural.
    last = tokens[-1]
    if last.lower in ("him", "her", "he", "she") or being_of(last.text, plural=False) == "person":
        return None if is_plural(last.text) else (1, 1)
    return None


_VAGUE_WORDS = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|several\s(?:dozen|hundred|thousand))\b", re.IGNORECASE
)


def _widest(ranges: Sequence[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    lows = [low for low, _ in ranges if low is not None]
    closed = [high for _, high in ranges if high is not None]
    # An open figure leaves the range open only if no closed one reaches as far: "at least 20" and "41" is 20 to 41.
    largest_open = max((low for low, high in ranges if high is None and low is not None), default=None)
    high = max(closed, default=None)
    if largest_open is not None and (high is None or largest_open > high):
        high = None
    return min(lows, default=None), high


def combine(told: Sequence[ToldFigure]) -> Figures | None:
    """One range over all told figures, or None if none of them has a number.

    By the guideline: low and high over all figures; high None if the largest figure is open; sizes without a number
    ("dozens") count only where no number is told. Figures of different victims are not added.
    """
    numbers = [figure for figure in told if figure.low is not None or figure.high is not None]
    plain = [figure for figure in numbers if not _VAGUE_WORDS.search(figure.text)]
    ranges = [(figure.low, figure.high) for figure in plain or numbers]
    if not ranges:
        return None
    low, high = _widest(ranges)
    return Figures(low=low, high=high, told=tuple(told))

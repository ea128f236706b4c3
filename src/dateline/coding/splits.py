"""Totals that the text splits at once: "four strikes, three in the south and one on the heights" is two records.

The guideline (rule 1, and its ruling on triggers) wants the parts and no record for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dateline.coding.numbers import number_value
from dateline.records import Report, Span

_NUMBER: Final = (
    r"(?:\d{1,3}|a\s+(?:single|further)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
)
_PART: Final = re.compile(
    rf"\b(?P<number>{_NUMBER})\s+(?:(?:more|others?|of\s+them|each)\s+)?(?:[a-z]+\s+)?"
    r"(?:in|on|at|near|against|over|outside|around|inside|into|across|towards?)\s+(?:the\s+)?"
    r"(?P<place>(?:(?:southern|northern|eastern|western|central|south|north|east|west|town\s+of|city\s+of|village\s+of)\s+)*"
    r"[A-Z][\w'’-]*(?:\s+(?:(?:al|el|de|of|the|and\s+the)\s+)?[A-Z][\w'’-]*)*|(?:south|north|east|west|capital)\b)",
)


@dataclass(frozen=True)
class Part:
    """One part of a total: its words, its count, and the words of its place."""

    words: Span
    count: int
    place: Span


def parts_of(report: Report, trigger: Span, total: int, sentence: Span) -> Sequence[Part]:
    """The parts that a total told at ``trigger`` is split into in the same sentence, in text order.

    Empty where there are fewer than two, or where they do not add up to ``total``.
    """
    found = []
    for match in _PART.finditer(report.text, trigger.end, sentence.end):
        words = match["number"].lower()
        count = 1 if words.startswith("a") else number_value(words)
        if count is not None:
            found.append(
                Part(
                    words=report.span(match.start("number"), match.end("place")),
                    count=count,
                    place=report.span(match.start("place"), match.end("place")),
                )
            )
    return found if len(found) > 1 and sum(part.count for part in found) == total else ()

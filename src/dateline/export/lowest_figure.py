"""The lowest figure of dead that is told, with sizes told in words counted as the ACLED-shaped file counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dateline.export.field_codes import field_codes
from dateline.records import Figures, Mention
from dateline.records.event import Event


def lowest_reported(event: Event, mentions: Sequence[Mention] = ()) -> int | None:
    """The lowest figure among those that still stand; 0 where none is told; None where deaths are told by no number.

    Args:
        event: its ``fatalities.low`` is over the figures that still stand.
        mentions: those of the event, which hold the words. Without them "dozens" counts as what the coder takes for
            its lower end, and "several" as nothing told.
    """
    words = {mention.id: worth for mention in mentions if (worth := _worth(mention.fatalities)) is not None}
    low = event.fatalities.low
    numbers: list[int] = []
    for one in event.fatalities.told:
        number = one.value.low if one.value.low is not None else one.value.high
        if number is None or (low is not None and number < low):
            continue
        in_words = words.get(one.mention) if one.value.high is None else None
        numbers.append(number if in_words is None else in_words)
    if numbers:
        return min(numbers)
    if event.fatalities.told:
        return low
    if words:
        return min(words.values())
    # "Killed" without any size is no figure of nought.
    return None if any(mention.fatalities is not None for mention in mentions) else 0


def _worth(figures: Figures | None) -> int | None:
    """What the words of a mention's only figure count as; None where it tells a number, or several figures."""
    if figures is None or figures.high is not None or len(figures.told) != 1:
        return None
    text = figures.told[0].text
    return next((worth for pattern, worth in _patterns() if pattern.search(text)), None)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    """Each word with its worth, the largest first: "several dozen" is a matter of dozens."""
    words = sorted(field_codes().acled.vague.items(), key=lambda one: -one[1])
    return tuple((re.compile(_form(word), re.IGNORECASE), worth) for word, worth in words)


def _form(word: str) -> str:
    unit = word.removesuffix("s")
    return rf"\b{word}\b" + (rf"|\b(?:several|many|a\sfew)\s{unit}\b" if word in ("dozens", "hundreds") else "")

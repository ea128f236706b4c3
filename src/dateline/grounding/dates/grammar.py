"""The phrases that tell a time, in layers: what one layer finds is a token of the next."""

from __future__ import annotations

from dateline.grounding.dates.calendar_phrases import CALENDAR, NUMBERS
from dateline.grounding.dates.counted_phrases import COUNTED
from dateline.grounding.dates.joined_phrases import PARTS, RANGES, WHOLE
from dateline.grounding.dates.rules import Rule
from dateline.grounding.dates.tokens import EVENT_DATES

LAYERS: tuple[tuple[Rule, ...], ...] = (NUMBERS, CALENDAR, COUNTED, PARTS, RANGES, WHOLE)
# What may stand before an expression and belongs to it.
PREPOSITIONS = EVENT_DATES.pattern("(?:on|in|at|during|over|within|throughout)")
ON = EVENT_DATES.pattern("(?:on|at)")
FOR = EVENT_DATES.pattern("(?:in|over|during|within|for)")

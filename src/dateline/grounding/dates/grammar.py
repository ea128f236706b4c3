"""The phrases that tell a time, in layers: what one layer finds is a token of the next."""

from __future__ import annotations

from dateline.grounding.dates.calendar_phrases import CALENDAR, NUMBERS
from dateline.grounding.dates.counted_phrases import COUNTED
from dateline.grounding.dates.joined_phrases import PARTS, RANGES, WHOLE
from dateline.grounding.dates.rules import Rule
from dateline.grounding.dates.tokens import pattern

LAYERS: tuple[tuple[Rule, ...], ...] = (NUMBERS, CALENDAR, COUNTED, PARTS, RANGES, WHOLE)
# What may stand before an expression and belongs to it.
PREPOSITIONS = pattern("(?:on|in|at|during|over|within|throughout)")
ON = pattern("(?:on|at)")
FOR = pattern("(?:in|over|during|within|for)")

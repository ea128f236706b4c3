"""Builds mentions from what was marked: values are spans of the text and what the words alone say. Knows no map,

no calendar.
"""

from dateline.coding.building import AWAITS_CALENDAR, build

__all__ = ["AWAITS_CALENDAR", "build"]

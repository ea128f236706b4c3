"""Spans to values: places against the gazetteer, dates against the calendar, actors by kind and country."""

from dateline.grounding.setting import Grounder

__all__ = ["Grounder"]

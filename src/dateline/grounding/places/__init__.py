"""Places: from a name in a report to a point, with its precision and what else it could be."""

from dateline.grounding.places.gazetteer import Gazetteer, open_gazetteer
from dateline.grounding.places.resolver import PlaceResolver, ReportPlaces

__all__ = ["Gazetteer", "PlaceResolver", "ReportPlaces", "open_gazetteer"]

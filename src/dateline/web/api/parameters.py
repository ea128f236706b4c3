"""How the filters of events are described; what they mean is read by `dateline.web.asking`."""

from __future__ import annotations

from typing import Any, get_args

from dateline.archive.answers import Review
from dateline.records import Status, SubEventType
from dateline.records.event import Grade
from dateline.web.asking import event_types


def _many(name: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return _parameter(
        name,
        f"{what} May be given several times: any of the values.",
        {"type": "array", "items": schema, "maxItems": 50},
    )


def _parameter(name: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": what, "schema": schema}


_NAME = {"type": "string", "maxLength": 300}
_DEATHS = {"type": "integer", "minimum": 0, "maximum": 10_000_000}
_AS_OF = _parameter("as_of", "As of the end of this day, this time, or the change of this number.", _NAME)
_DAY = {"type": "string", "format": "date"}
_BOX = {"type": "string", "maxLength": 300, "examples": ["33,29,43,37"]}


def filters(*, ogc: bool = False) -> dict[str, Any]:
    """The part of an operation's description that tells its filters; ``ogc`` adds the names of OGC API Features."""
    box = "West, south, east, north in degrees; the events whose point lies inside."
    interval = "A day, a time, or two with a slash, of which one may be `..`; events whose days touch it."
    parameters = [
        _parameter("text", 'Words of the reports: all of them, "a phrase", -without, this OR that.', _NAME),
        _parameter("bbox" if ogc else "box", box, _BOX),
        *([_parameter("datetime", interval, _NAME)] if ogc else []),
        _parameter("since", "First day.", _DAY),
        _parameter("until", "Last day, inclusive.", _DAY),
        _many("country", "ISO 3166-1 alpha-2 code.", {"type": "string", "pattern": "^[A-Za-z]{2}$"}),
        _many("admin1", "Part of a country, as the gazetteer names it.", _NAME),
        _many("type", "Type of event.", {"type": "string", "enum": list(get_args(SubEventType))}),
        _many("event_type", "Wider type of event.", {"type": "string", "enum": list(event_types())}),
        _many("actor", "Name or id of a perpetrator or target.", _NAME),
        _many("publisher", "Who printed it.", _NAME),
        _many("source", "Who a report has it from.", _NAME),
        _many("grade", "How sure it is.", {"type": "string", "enum": list(get_args(Grade))}),
        _many("status", "Whether it happened.", {"type": "string", "enum": list(get_args(Status))}),
        _many("review", "What a person last said of it.", {"type": "string", "enum": list(get_args(Review))}),
        _parameter("min_score", "Lowest score.", {"type": "number", "minimum": 0, "maximum": 1}),
        _parameter("min_fatalities", "Lowest best figure of the dead.", _DEATHS),
        _parameter("merged", "With events that were merged into others.", {"type": "boolean"}),
        _AS_OF,
    ]  # fmt: skip
    return {"parameters": parameters}


def moment() -> dict[str, Any]:
    """The part of an operation's description that tells as of when it may be asked."""
    return {
        "parameters": [
            _parameter("as_of", "As of the end of this day, this time, or the change of this number.", _NAME)
        ]
    }

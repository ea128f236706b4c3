"""What a person decided of an event, laid over what was read: review, and edited fields, by the decisions in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.archive.answers import Review
from dateline.archive.errors import ArchiveError
from dateline.codebook import event_type_of
from dateline.records import Actor, Period, Place, Status, SubEventType, Weapon
from dateline.records.event import Decision, Event, Toll

EDITABLE: dict[str, Any] = {
    "sub_event_type": SubEventType,
    "count": int | None,
    "targets": Actor | None,
    "weapon": Weapon | None,
    "place": Place | None,
    "date": Period | None,
    "status": Status,
    "fatalities": Toll,
    "injuries": Toll,
}
"""The fields that a person may set, and the shape of the value; of a toll the best figure is its low end."""

_REVIEWS: dict[str, Review] = {"accept": "accepted", "reject": "rejected", "flag": "flagged"}


def with_decisions(event: Event, decisions: Sequence[Decision]) -> tuple[Event, Review]:
    """The event with every edit laid over it, oldest first, and what was last said of it."""
    review: Review = "open"
    for decision in decisions:
        if decision.action == "edit":
            event = _edited(event, decision)
        elif decision.action in _REVIEWS:
            review = _REVIEWS[decision.action]
    return event, review


def checked_value(field: str | None, value: object) -> str:
    """The JSON of a value that a field may have.

    Raises:
        ArchiveError: no such field may be edited, or the value is not of its shape (``archive.edit``).
    """
    if field not in EDITABLE:
        raise ArchiveError(
            f"{field!r} is no field that can be edited",
            remedy=f"Give one of {', '.join(EDITABLE)}.",
            code="archive.edit",
        )
    try:
        made = msgspec.convert(msgspec.to_builtins(value), EDITABLE[field])
    except (msgspec.ValidationError, TypeError) as error:
        raise ArchiveError(
            f"the value does not fit the field {field}: {error}",
            remedy="Give it as the record has it (docs/archive.md shows each).",
            code="archive.edit",
        ) from error
    return msgspec.json.encode(made).decode()


def value_of(event: Event, field: str) -> str:
    """The JSON of a field's value as it is."""
    now = getattr(event, field)
    if field in ("fatalities", "injuries"):
        return msgspec.json.encode(Toll(low=now.low, high=now.high)).decode()
    return msgspec.json.encode(now.value).decode()


def _edited(event: Event, decision: Decision) -> Event:
    field = decision.field or ""
    value = msgspec.json.decode(decision.after or "null", type=EDITABLE[field])
    rule = f"set by decision {decision.number} of {decision.who}"
    now = getattr(event, field)
    if isinstance(value, Toll):
        best = value.low if value.low is not None else value.high
        made: Any = msgspec.structs.replace(now, low=value.low, best=best, high=value.high, rule=rule)
    else:
        made = msgspec.structs.replace(now, value=value, rule=rule)
    changes: dict[str, Any] = {field: made}
    if field == "sub_event_type":
        changes["event_type"] = event_type_of(value)
    return msgspec.structs.replace(event, **changes)

"""What changed from one version of an event to the next."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.archive import KeptEvent
from dateline.export.saying import casualty_words
from dateline.export.sides import perpetrators_of
from dateline.records.event import Event
from dateline.web.views.wording import FIELD_NAMES, actor_name, counted, day_words, moment_words, place_name


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A value that is another one in the later version; empty where there was, or is, none."""

    name: str
    before: str
    after: str


class VersionChange(msgspec.Struct, frozen=True, kw_only=True):
    """One version: when and by whom it was made, by doing what, and what is other than before."""

    version: int
    at: str
    number: int
    who: str
    action: str
    why: str
    differences: tuple[Difference, ...] = ()


def version_changes(versions: Sequence[KeptEvent]) -> tuple[VersionChange, ...]:
    """The versions of an event, the newest first."""
    changes = []
    before: KeptEvent | None = None
    for kept in versions:
        changes.append(
            VersionChange(
                version=kept.event.version,
                at=moment_words(kept.change.at),
                number=kept.change.number,
                who=kept.change.who,
                action=kept.change.action,
                why=kept.change.why,
                differences=differences(before, kept) if before is not None else (),
            )
        )
        before = kept
    return tuple(reversed(changes))


def differences(one: KeptEvent, other: KeptEvent) -> tuple[Difference, ...]:
    """What is other in the second than in the first."""
    was, now = _values(one), _values(other)
    return tuple(Difference(name=name, before=was[name], after=now[name]) for name in was if was[name] != now[name])


def _values(kept: KeptEvent) -> dict[str, str]:
    event = kept.event
    return {**values_of(event), "Review": kept.review}


def values_of(event: Event) -> dict[str, str]:
    """Every resolved value in words, by the name of its field; empty where there is none."""
    place, days, target = event.place.value, event.date.value, event.targets.value
    return {
        FIELD_NAMES["sub_event_type"]: event.sub_event_type.value or event.event_type,
        FIELD_NAMES["date"]: day_words(days) if days else "",
        FIELD_NAMES["place"]: place_name(place) if place else "",
        "Who": ", ".join(actor_name(one) for one in perpetrators_of(event).actors),
        FIELD_NAMES["targets"]: actor_name(target) if target else "",
        FIELD_NAMES["weapon"]: event.weapon.value or "",
        FIELD_NAMES["fatalities"]: casualty_words(event.fatalities)
        if event.fatalities.told or event.fatalities.rule
        else "",
        FIELD_NAMES["injuries"]: casualty_words(event.injuries) if event.injuries.told or event.injuries.rule else "",
        FIELD_NAMES["count"]: "" if event.count.value is None else str(event.count.value),
        FIELD_NAMES["status"]: event.status.value or "",
        "Grade": event.grade,
        "Told by": counted(len(event.reports), "report"),
        "Merged into": event.merged_into or "",
    }

"""Sets the actors of a mention against the directory, by the place, day and type of its event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from dateline.codebook import actor_kind_of
from dateline.grounding.actors.asked import Deed
from dateline.grounding.actors.resolver import ReportActors
from dateline.grounding.places import ReportPlaces
from dateline.records import Actor, Mention, Report, Unresolved

NOT_IN_DIRECTORY = "a proper name that the directory of actors does not have"
_DEEDS: dict[str, Deed] = {
    "Battles": "arms",
    "Explosions/Remote violence": "arms",
    "Violence against civilians": "arms",
    "Violent demonstration": "riot",
    "Mob violence": "riot",
    "Peaceful protest": "protest",
}
"""What the perpetrators of an event type or sub-event type do."""
Field = Literal["perpetrators", "targets"]


def with_actors(mention: Mention, report: Report, named: ReportActors, places: ReportPlaces) -> Mention:
    """The mention, whose place and day are resolved, with its actors resolved; unknown groups are in ``unresolved``."""
    unresolved = list(mention.unresolved)
    deed = _DEEDS.get(mention.sub_event_type) or _DEEDS.get(mention.event_type)

    def resolved(field: Field, actors: Sequence[Actor], deed: Deed | None) -> tuple[Actor, ...]:
        found = []
        for actor in actors:
            one = named.resolve(
                actor.start,
                actor.end,
                in_title=actor.field == "title",
                country=mention.place.country if mention.place is not None else None,
                day=mention.date.start if mention.date is not None else None,
                deed=deed,
            )
            if one.flagged:
                words = report.span(actor.start, actor.end, actor.field)
                unresolved.append(Unresolved(field=field, text=words, why=NOT_IN_DIRECTORY))
            kind, country = one.kind, one.country
            if one.actor_id is None:
                kind = kind or actor_kind_of(actor.name)
                country = country or places.country_in(actor.name)
            found.append(
                msgspec.structs.replace(
                    actor, actor_id=one.actor_id, label=one.label, kind=kind, country=country, sector=one.sector
                )
            )
        return tuple(found)

    return msgspec.structs.replace(
        mention,
        perpetrators=resolved("perpetrators", mention.perpetrators, deed),
        # Whom a force meets at a demonstration are its demonstrators.
        targets=resolved("targets", mention.targets, "protest" if mention.event_type == "Protests" else None),
        unresolved=tuple(unresolved),
    )

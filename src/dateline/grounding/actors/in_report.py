"""Joins the actors of a report to its places: which countries it speaks of, and where its towns are."""

from __future__ import annotations

from dateline.grounding.actors.resolver import ActorResolver, ReportActors
from dateline.grounding.places import ReportPlaces
from dateline.grounding.places.name_keys import name_key
from dateline.records import Report

_TRUSTED = 0.4
"""How sure a place must be before it lends its country to somebody ("Jubaland troops")."""


def actors_of(resolver: ActorResolver, report: Report, places: ReportPlaces) -> ReportActors:
    """What resolves the actors of one report whose places have been looked up."""

    def country_of(name: str) -> str | None:
        key = name_key(name)
        for seen in places.context.sightings:
            if seen.key == key and seen.country and (seen.known or seen.trust >= _TRUSTED):
                return seen.country
        return None

    day = report.published[:10] if report.published else None
    return resolver.of_report(
        report.text, title=report.title, day=day, spoken=places.context.countries, country_of=country_of
    )

"""Makes the answer for an actor that is no entry of the directory but follows a rule: "Military Forces of Israel"."""

from __future__ import annotations

from dateline.grounding.actors.governments import governments
from dateline.grounding.actors.nations import nations
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.roles import RULES, Role
from dateline.records import ActorKind

_SURE, _UNSURE = 0.8, 0.5


def made(
    role: Role,
    country: str | None,
    why: str,
    *,
    day: str | None,
    kind: ActorKind | None = None,
    sector: str | None = None,
) -> Resolution:
    """The actor of this role in or of this country (None where it isn't known).

    A government's id ends in the year it began where the country has had several and the day is known.

    Args:
        role: what it is; not ``group``, which is nobody by itself.
        country: ISO code.
        why: how it was found.
        day: ISO day of the event, or None.
        kind: where it isn't the role's own.
        sector: where it isn't the role's own.
    """
    rule = RULES[role]
    identifier = rule.id.format(country) if country is not None else rule.id.replace(":{}", "")
    label = rule.name.format(nations().name(country)) if country is not None else rule.bare
    if role == "government" and country is not None and day is not None:
        ruling = governments().of(country, day)
        if ruling is not None and ruling.since and governments().changed(country):
            identifier = f"{identifier}:{ruling.since[:4]}"
            why = f"{why}; on the day: {ruling.name}"
    return Resolution(
        actor_id=identifier,
        label=label,
        kind=kind or rule.kind,
        country=country,
        sector=sector or rule.sector,
        why=why,
        score=_SURE if country else _UNSURE,
        role=role,
    )

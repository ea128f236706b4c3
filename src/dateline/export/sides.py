"""The two sides of an event as columns of actors need them: who first, and who is told beside them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.records import Actor
from dateline.records.event import Event, Responsibility


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side: ``actors`` as told together, the first foremost; ``others`` are what other tellings say instead."""

    actors: tuple[Actor, ...] = ()
    others: tuple[Actor, ...] = ()

    @property
    def first(self) -> Actor | None:
        """The foremost; None where nobody is told."""
        return self.actors[0] if self.actors else None


_NOBODY = Side()


def perpetrators_of(event: Event) -> Side:
    """Who did it.

    Several who are told by the same mention did it together; those that only other mentions tell are other answers
    to the question of who it was, and never company.
    """
    told = event.perpetrators
    if not told:
        return _NOBODY
    if len(told) == 1:
        return Side(actors=(told[0].actor,))
    first = frozenset(told[0].mentions)
    together = [one.actor for one in told[1:] if _shares(one, first)]
    apart = [one.actor for one in told[1:] if not _shares(one, first)]
    return Side(actors=(told[0].actor, *together), others=tuple(apart))


def targets_of(event: Event) -> Side:
    """Whom or what it was aimed at: the resolved one, with those that a mention of it tells beside it."""
    chosen = event.targets.value
    if chosen is None:
        return _NOBODY
    told = event.targets.told
    if len(told) < 2:
        return Side(actors=(chosen,))
    key = key_of(chosen)
    if all(key_of(one.value) == key for one in told):
        return Side(actors=(chosen,))
    first = {one.mention for one in told if key_of(one.value) == key}
    together = _each_once((one.value for one in told if one.mention in first), key)
    apart = _each_once((one.value for one in told if one.mention not in first), key)
    named = {key_of(one) for one in together}
    return Side(actors=(chosen, *together), others=tuple(one for one in apart if key_of(one) not in named))


def name_of(actor: Actor) -> str:
    """The neutral name of the directory where it has one, else the name as told."""
    return actor.label or actor.name


def key_of(actor: Actor) -> str:
    """What makes two actors one: the entry of the directory, else the name in any case."""
    return actor.actor_id or actor.name.casefold()


def _shares(one: Responsibility, mentions: frozenset[str]) -> bool:
    return any(mention in mentions for mention in one.mentions)


def _each_once(actors: Iterable[Actor], but: str) -> list[Actor]:
    kept: dict[str, Actor] = {}
    for actor in actors:
        key = key_of(actor)
        if key != but:
            kept.setdefault(key, actor)
    return list(kept.values())

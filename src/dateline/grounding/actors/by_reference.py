"""Words that point back to somebody whom the text has named: "the group", "the rebels", "it"."""

from __future__ import annotations

from dateline.grounding.actors.asked import AskedName
from dateline.grounding.actors.by_name import entry_resolution
from dateline.grounding.actors.choosing import Choice
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.made import made
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.roles import ARMED, FORCES, Role
from dateline.grounding.actors.words import Head, actor_words
from dateline.grounding.places.name_keys import name_key
from dateline.records import ActorKind

_KINDS: dict[Role, tuple[ActorKind, ...]] = {
    "rebels": ("rebel group", "political militia"),
    "militia": ("political militia", "identity militia", "rebel group"),
    "communal": ("identity militia",),
    "group": ("rebel group", "political militia", "identity militia"),
}
_SECTORS: dict[Role, str] = {"parties": "PTY", "opposition": "OPP", "gangs": "CRM"}
_BODIES = frozenset({"coalition", "alliance", "mission", "peacekeeper", "peacekeepers", "brigade", "cartel", "front"})
"""Words that point back only to somebody who has them in a name."""
_SINGLE = frozenset({"coalition", "mission"})
_GROUPS = frozenset({"group", "groups", "faction", "factions", "cell", "cells"})


def pointing_back(asked: AskedName) -> Resolution | None:
    """Whom "the group", "its fighters" or "it" stands for; armed groups that nobody names are unidentified."""
    phrase = asked.phrase
    if phrase.hits or phrase.unknown or not phrase.main:
        return None
    if len(phrase.main) == 1 and asked.last_word in actor_words().pronouns:
        entry = _entry_before(asked, None)
        return entry_resolution(asked, Choice(entry, 1.0, ()), "the last party named before") if entry else None
    if phrase.head is None or phrase.head.role != "group":
        return None
    found = back_to(asked, phrase.head) or _only_body_there(asked)
    if found is None and phrase.nation is None and [token.key for token in phrase.main[-2:-1]] == ["armed"]:
        return made("unidentified", asked.country or asked.main_country(), "description", day=asked.day)
    if found is None and asked.nation is not None and asked.deed == "arms" and asked.last_word in _GROUPS:
        return made("militia", asked.nation, "a nation's groups that use arms", day=asked.day)
    return found


def _only_body_there(asked: AskedName) -> Resolution | None:
    """ "The coalition" that nobody names: the only one of the directory in the country of the event at that time."""
    year = asked.around().year
    if asked.last_word not in _SINGLE or asked.country is None or year is None or not asked.nothing_but_head():
        return None
    there = [
        entry
        for entry in asked.directory.bearing(asked.last_word)
        if asked.country in entry.countries and entry.existed_in(year) and entry.kind == "external forces"
    ]
    if len(there) != 1:
        return None
    return entry_resolution(asked, Choice(there[0], 0.5, ()), f"the only {asked.last_word} there at that time")


def back_to(asked: AskedName, head: Head) -> Resolution | None:
    """The entry that a bare head ("the rebels", "group") stands for, or None."""
    if head.role not in (*ARMED, "group", "parties", "opposition") or head.needs_owner:
        return None
    if asked.phrase.tails or not asked.nothing_but_head() or (head.role == "group" and not asked.points()):
        return None
    if asked.phrase.nation is not None and asked.phrase.nation.form != "adjective":
        # "The Lebanese group" is one named before, "the Zaire group" a name.
        return None
    entry = _entry_before(asked, head.role)
    if entry is None:
        return None
    return entry_resolution(asked, Choice(entry, 1.0, ()), f"{entry.name}, named in the text")


def _entry_before(asked: AskedName, role: Role | None) -> ActorEntry | None:
    """The entry named last before the name that agrees with the role; else the only one of the text that does.

    Where the words tell a nation only entries of that country agree: "the Lebanese group".
    """
    points = asked.points()
    fits = [
        one
        for one in asked.seen.entries
        if _agrees(one.entry, role, asked.last_word, points=points)
        and (asked.nation is None or asked.nation in one.entry.countries)
    ]
    if len({one.entry.id for one in fits}) == 1:
        return fits[0].entry
    before = [one for one in fits if one.end <= asked.limit]
    if not before or not (role is None or points):
        return None
    return before[-1].entry


def _agrees(entry: ActorEntry, role: Role | None, word: str, *, points: bool) -> bool:
    if word in _BODIES:
        return any(word in name_key(name).split(" ") for name in entry.names)
    if role is None:
        return entry.sector not in ("CVL", "NGO")
    if role in _SECTORS:
        return entry.sector == _SECTORS[role]
    if role == "militia" and not ("militia" in word or word.startswith("paramilit")):
        # "Death squads" and "mercenaries" say what they do, not whom the text has named.
        return False
    other = (role == "militia" and entry.kind == "rebel group") or (role == "rebels" and entry.kind != "rebel group")
    if other and (not points or entry.sector in ("PTY", "OPP", "CRM")):
        return False
    return entry.kind in _KINDS.get(role, ())


def state_before(asked: AskedName, role: Role) -> str | None:
    """The country whose body of this role, or whose other forces, the text named last before: "the army"."""
    before = [one for one in asked.seen.states if one.start < asked.limit]
    same = [one for one in before if one.role == role]
    if same:
        return same[-1].country
    forces = [one for one in before if one.role in FORCES]
    return forces[-1].country if role in ("military", "security") and forces else None

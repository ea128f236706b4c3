"""Whether two names are of one body, and whether a voice speaks for somebody who took part."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from dateline.grounding.actors import open_directory
from dateline.linking.phrases import words_of
from dateline.records import Actor

_SHORT = 4
"""Letters up to which an s at the end of a word is no plural, as in "Fars"."""
_MANY = frozenset({"civilians", "protesters", "rioters", "unidentified"})
_STATE = frozenset({"state forces", "external forces"})
_GROUPS = frozenset({"rebel group", "political militia", "identity militia"})


@lru_cache(maxsize=4096)
def words_in(name: str) -> frozenset[str]:
    """The words of a name that tell who it is: folded, singular, without accents, articles and offices of speech."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = frozenset(re.findall(r"\w+", plain)) - words_of("sides", "empty")
    return frozenset(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


@cache
def _kinds_of_body(key: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in words_of("sides", key))


def same_name(one: str, other: str) -> bool:
    """Whether half of the telling words are shared, or all of the shorter's are in the longer."""
    first, second = words_in(one), words_in(other)
    if not first or not second:
        return False
    both = len(first & second)
    return both == min(len(first), len(second)) or both / len(first | second) >= 0.5


def same_actor(one: Actor, other: Actor) -> bool:
    """Whether two mentions name one body; two crowds or gunmen of one country need not be the same, but go together."""
    if one.actor_id is not None and other.actor_id is not None:
        return one.actor_id == other.actor_id
    if one.kind in _MANY and other.kind in _MANY and one.kind == other.kind:
        return True
    return same_name(one.name, other.name)


@lru_cache(maxsize=16384)
def entries_named(voice: str) -> frozenset[str]:
    """Ids of the directory's entries that a whole name may mean, and of the bodies that these are part of."""
    directory = open_directory()
    found: set[str] = set()
    for named in directory.named(voice):
        entry = directory.get(named.entry.id)
        while entry is not None and entry.id not in found:
            found.add(entry.id)
            entry = directory.get(entry.parent) if entry.parent else None
    return frozenset(found)


def _is_part_of(part: str, whole: frozenset[str]) -> bool:
    """Whether an entry is one of these, or belongs to one."""
    directory = open_directory()
    seen: set[str] = set()
    entry = directory.get(part)
    while entry is not None and entry.id not in seen:
        if entry.id in whole:
            return True
        seen.add(entry.id)
        entry = directory.get(entry.parent) if entry.parent else None
    return part in whole


def speaks_for(voice: str, actor: Actor) -> bool:
    """Whether somebody who goes by this name speaks for the actor.

    He does under its own name, under another name that the directory has for it or for what it is part of (JNIM, the
    Islamic State), or as an office of its kind (the defence ministry for a state's forces).
    """
    if same_name(voice, actor.name):
        return True
    if actor.kind in _MANY or actor.kind is None:
        return False
    if actor.label is not None and same_name(voice, actor.label):
        return True
    words = words_in(voice)
    if actor.actor_id is not None and (ids := entries_named(voice)):
        return _is_part_of(actor.actor_id, ids)
    if actor.kind in _STATE:
        return bool(words & _kinds_of_body("state_forces"))
    return actor.kind in _GROUPS and bool(words & _kinds_of_body("armed_group"))


def may_claim_for(voice: str, actor: Actor) -> bool:
    """Whether a claim by this voice can be the actor's where no other is named: nothing shows him to be another's.

    "The group's channel" and a person can; a body that the directory has under another entry cannot, nor can an
    office of a state for a group, or anybody for a crowd.
    """
    if speaks_for(voice, actor) or names_only_an_office(voice):
        return True
    if actor.kind in _MANY or entries_named(voice):
        return False
    return actor.kind in _STATE or not words_in(voice) & _kinds_of_body("state_forces")


def names_only_an_office(voice: str) -> bool:
    """Whether a voice is named only by an office or a kind of body ("the group's spokesman"), so by nobody's name."""
    return words_in(voice) <= _kinds_of_body("armed_group")

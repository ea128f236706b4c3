"""The words of ``data/actor_words.toml``: what stands around names of actors, and what descriptions make of them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from dateline.errors import InstallError
from dateline.grounding.actors.entry import DATA, KINDS
from dateline.grounding.actors.roles import Role
from dateline.grounding.places.name_keys import name_key
from dateline.records import ActorKind

_LISTS = (
    "stops",
    "owners",
    "places",
    "severed",
    "kept",
    "against",
    "before",
    "empty",
    "armed_with",
    "pointing",
    "pronouns",
    "group_nouns",
    "ordinary",
    "short_titles",
    "peoples",
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a head word says of the actor.

    Attributes:
        role: what the words make of it.
        sector: PLOVER/CAMEO sector, or None.
        kind: where it isn't the role's own.
        needs_owner: whether the word speaks of somebody only with an owner: "Israeli jets", not "a jet".
        thing: whether it is a thing, which is no actor: "hospital".
        plural: whether this is the plural form.
    """

    role: Role
    sector: str | None
    kind: ActorKind | None
    needs_owner: bool
    thing: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class ActorWords:
    """The lists of the file's ``phrase`` table, folded; every head by its `name_key`; and its other tables."""

    stops: frozenset[str]
    owners: frozenset[str]
    places: frozenset[str]
    severed: frozenset[str]
    kept: frozenset[str]
    against: frozenset[str]
    before: frozenset[str]
    empty: frozenset[str]
    armed_with: frozenset[str]
    pointing: frozenset[str]
    pronouns: frozenset[str]
    group_nouns: frozenset[str]
    ordinary: frozenset[str]
    short_titles: frozenset[str]
    peoples: frozenset[str]
    armies: dict[str, str]
    heads: dict[str, Head]
    longest: int
    words: frozenset[str]

    def is_generic(self, key: str) -> bool:
        """Whether a name is made of words for forces and groups alone: "presidential guard", "popular front"."""
        return all(word in self.words or word in self.group_nouns or word in self.ordinary for word in key.split(" "))

    def is_people(self, key: str) -> bool:
        """Whether a word names a people without a state of its own, in the singular or plural."""
        return key in self.peoples or key.removesuffix("s") in self.peoples

    def head_at_end(self, keys: Sequence[str]) -> tuple[int, Head] | None:
        """The longest head that ends these words: how many of them, and what it says; or None."""
        for length in range(min(self.longest, len(keys)), 0, -1):
            head = self.heads.get(" ".join(keys[len(keys) - length :]))
            if head is not None:
                return length, head
        return None


def load_actor_words(path: Path) -> ActorWords:
    """The words of one file.

    Raises:
        InstallError: the file is missing or not as described here.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        lists = {name: frozenset(name_key(str(word)) for word in table["phrase"][name]) for name in _LISTS}
        armies = {str(country): str(other) for country, other in table["armies"].items()}
        heads: dict[str, Head] = {}
        for group in table["words"]:
            for key, head in _heads(group):
                heads.setdefault(key, head)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InstallError(
            f"the words around actors cannot be read ({error})",
            where=str(path),
            remedy="Mend the file, or reinstall dateline.",
            code="install.actors",
        ) from error
    longest = max(len(key.split(" ")) for key in heads)
    words = frozenset(word for key in heads for word in key.split(" "))
    return ActorWords(armies=armies, heads=heads, longest=longest, words=words, **lists)


def _heads(group: dict[str, Any]) -> list[tuple[str, Head]]:
    role, kind = group["role"], group.get("kind")
    if role not in get_args(Role) or (kind is not None and kind not in KINDS):
        raise ValueError(f"no such role or kind: {role} {kind}")
    needs_owner, thing = bool(group.get("needs_owner", False)), bool(group.get("thing", False))

    def head(*, plural: bool) -> Head:
        return Head(cast(Role, role), group.get("sector"), cast("ActorKind | None", kind), needs_owner, thing, plural)

    found = [(name_key(word), head(plural=False)) for word in group["heads"]]
    found += [(name_key(plural_of(word)), head(plural=True)) for word in group["heads"]]
    found += [(name_key(word + "s"), head(plural=True)) for word in group["heads"] if word.endswith("person")]
    return found + [(name_key(word), head(plural=True)) for word in group.get("plurals", ())]


def plural_of(noun: str) -> str:
    """The regular plural of an English noun; of a phrase, of its last word ("ministry of X" changes its first)."""
    for joint in (" of ", " for ", " with "):
        if joint in noun:
            first, rest = noun.split(joint, 1)
            return plural_of(first) + joint + rest
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    if noun.endswith("child"):
        return noun + "ren"
    if noun.endswith("person"):
        return noun[:-6] + "people"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeou"):
        return noun[:-1] + "ies"
    if noun.endswith(("wife", "thief")):
        return noun.removesuffix("e")[:-1] + "ves"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@lru_cache(maxsize=1)
def actor_words() -> ActorWords:
    """The shipped words."""
    return load_actor_words(DATA / "actor_words.toml")

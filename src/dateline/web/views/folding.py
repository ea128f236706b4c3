"""What a page keeps folded until it is asked for: names of private persons among the victims, and graphic passages.

A name is folded when in doubt: one too many costs a click, one too few may harm a family.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from dateline.records import Actor, Mention

_TITLE_WORDS = re.compile(r"\b[\w’'-]+\b")
_FEWEST_OF_SURNAME = 4


class Folding(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader wants to see: everything is folded at first."""

    names: bool = True
    graphic: bool = True


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    honorifics: frozenset[str]
    not_persons: frozenset[str]
    particles: frozenset[str]
    graphic: re.Pattern[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(files("dateline.web").joinpath("data/folding.toml").read_text(encoding="utf-8"))
    stems = "|".join(sorted((re.escape(stem) for stem in table["graphic"]["stems"]), key=len, reverse=True))
    return _Words(
        honorifics=frozenset(table["persons"]["honorifics"]),
        not_persons=frozenset(table["persons"]["not_persons"]),
        particles=frozenset(table["persons"]["particles"]),
        graphic=re.compile(rf"\b(?:{stems})\w*", re.IGNORECASE),
    )


def is_private_person(actor: Actor) -> bool:
    """Whether a target is named as one person of no public office: no entry of the directory, and a name like one's.

    ``Omar Haddad, 34`` and ``Dr Haddad`` are; ``villagers``, ``the Red Crescent`` and ``Al-Shabaab`` are not.
    """
    if actor.kind not in (None, "civilians", "protesters") or _in_directory(actor):
        return False
    known = _words()
    tokens = _TITLE_WORDS.findall(actor.name)
    bare = [token for token in tokens if not token.isdigit()]
    if not bare or bare[0].casefold() in ("a", "an", "the") or known.not_persons & {one.casefold() for one in bare}:
        return False
    titled = bare[0].casefold().rstrip(".") in known.honorifics
    names = [one for one in bare[titled:] if one.casefold() not in known.particles]
    capital = [one for one in map(_without_article, names) if one[:1].isupper() and not one.isupper()]
    return len(capital) == len(names) and len(names) >= (1 if titled else 2) and len(names) <= 4


def _without_article(name: str) -> str:
    """A name without an Arabic article: ``al-Rashid`` is as much a name as ``Rashid``."""
    article, hyphen, rest = name.partition("-")
    return rest if hyphen and rest and article.casefold() in ("al", "el", "as", "an", "ar") else name


def _in_directory(actor: Actor) -> bool:
    # An actor made by rule ("civilians of Sudan") has an id too, and says nothing of a person.
    return actor.actor_id is not None and actor.label is not None and actor.label != actor.name


def private_names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The names of private persons among the targets, with their surnames, the longest first."""
    found: set[str] = set()
    for mention in mentions:
        for actor in mention.targets:
            if is_private_person(actor):
                words = [one for one in _TITLE_WORDS.findall(actor.name) if one[0].isupper()]
                found.add(" ".join(actor.name.split()))
                if words and len(words[-1]) >= _FEWEST_OF_SURNAME:
                    found.add(words[-1])
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def is_graphic(text: str) -> bool:
    """Whether a passage describes what was done to a body."""
    return _words().graphic.search(text) is not None

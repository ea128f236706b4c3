"""Which of several entries that bear one name is meant: by the country and day of the event, and by the text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dateline.grounding.actors.directory import Named
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.words import actor_words
from dateline.grounding.places.gazetteer import spelling_likeness
from dateline.grounding.places.name_keys import bare_key, name_key

MARGIN = 0.04
"""How much better than the next entry the chosen one must fit; below it the name stays open."""
_YEARS_OF_GRACE = 2
_FEW_COUNTRIES = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around a name.

    Attributes:
        country: ISO code of the country of the event, or None.
        day: ISO day (or year) of the event or of publication, or None.
        spoken: how much the text speaks of each country, from 0 to 1.
        nation: country that the words of the name themselves tell ("Lebanese Hezbollah"), or None.
    """

    country: str | None = None
    day: str | None = None
    spoken: Mapping[str, float] = field(default_factory=dict)
    nation: str | None = None

    @property
    def year(self) -> int | None:
        """The year of the day, or None."""
        return int(self.day[:4]) if self.day and self.day[:4].isdigit() else None

    @property
    def place_known(self) -> bool:
        """Whether anything is known of where it plays."""
        return bool(self.country or self.nation or self.spoken)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry, how well it fits (about 0 to 4), and the others of that name, best first."""

    entry: ActorEntry
    score: float
    others: tuple[ActorEntry, ...]


def choose(named: Iterable[Named], around: Circumstances, *, key: str, acronym: bool = False) -> Choice | None:
    """The entry that fits best, or None where none fits, or several as well as each other.

    Args:
        named: the candidates.
        around: what is known around the name.
        key: the `name_key` under which they were found.
        acronym: whether it was printed as an acronym, which many bear.
    """
    ranked = sorted(((_fit(one, around, key), one.entry) for one in named), key=lambda pair: -pair[0])
    if not ranked:
        return None
    best, entry = ranked[0]
    others = tuple(other for _, other in ranked[1:])
    if entry.own:
        return Choice(entry, best, others)
    if len(ranked) > 1 and best - ranked[1][0] < MARGIN:
        nearest = [other for score, other in ranked[1:] if best - score < MARGIN]
        family = _family_head([entry, *nearest]) or (_latest([entry, *nearest]) if around.day is None else None)
        if family is None:
            return None
        entry, others = family, tuple(other for _, other in ranked if other.id != family.id)
    own_name, common = name_key(entry.name), actor_words().is_generic(key)
    if common and around.nation is not None and entry.countries and around.nation not in entry.countries:
        # Another country's "People's Liberation Army".
        return None
    # Who is active in many countries is known by a common name as its own: "Islamic State".
    own = key.startswith(own_name + " ") or (own_name == key and len(entry.countries) > _FEW_COUNTRIES)
    generic = common and not own and not (own_name == key and not around.place_known)
    needs_proof = generic or (acronym and len(key) <= 3) or (acronym and len(ranked) > 1)
    if needs_proof and around.place_known and not _in_place(entry, around):
        return None
    if generic and not around.place_known:
        return None
    return Choice(entry, best, others)


def _fit(named: Named, around: Circumstances, key: str) -> float:
    entry = named.entry
    score = named.quality
    score += 0.1 * spelling_likeness(bare_key(name_key(entry.name)), bare_key(key)) ** 2
    # Who has many names in the news is in the news: this decides only where nothing else does.
    score += 0.03 * math.log2(1 + min(len(entry.aliases), 30))
    if entry.own:
        score += 2.0
    countries = entry.countries
    if countries:
        if around.nation is not None:
            score += 1.5 if around.nation == countries[0] else 1.2 if around.nation in countries else -0.6
        if around.country is not None:
            score += 1.0 if around.country == countries[0] else 0.8 if around.country in countries else -0.5
        score += 0.6 * max(around.spoken.get(code, 0.0) * (1.0 if code == countries[0] else 0.85) for code in countries)
    year = around.year
    if year is not None and not entry.existed_in(year):
        near = entry.existed_in(year - _YEARS_OF_GRACE) or entry.existed_in(year + _YEARS_OF_GRACE)
        score -= 0.3 if near else 0.8
    elif year is not None and (entry.since is not None or entry.until is not None):
        score += 0.05
    return score


def _in_place(entry: ActorEntry, around: Circumstances) -> bool:
    if not entry.countries:
        return True
    told = {around.country, around.nation} & set(entry.countries)
    return bool(told) or any(around.spoken.get(code, 0.0) > 0.25 for code in entry.countries)


def _latest(entries: Sequence[ActorEntry]) -> ActorEntry | None:
    """Of entries of one country that came one after the other, the last; None where they are otherwise."""
    order = sorted(entries, key=lambda one: one.since or 0)
    follow = all(a.until is not None and a.until <= (b.since or 0) for a, b in pairwise(order))
    return order[-1] if follow and len({one.country for one in entries}) == 1 else None


def _family_head(entries: Sequence[ActorEntry]) -> ActorEntry | None:
    """Of entries of one family, the one that is parent of the others; None where they aren't one family."""
    for one in entries:
        if all(other is one or other.parent == one.id for other in entries):
            return one
    return None

"""`ActorResolver` and `ReportActors`: from the words of a name to a `Resolution`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dateline.codebook import actor_kind_of
from dateline.grounding.actors.asked import AskedName, CountryOf, Deed
from dateline.grounding.actors.by_name import name_inside, other_spelling, whole_name
from dateline.grounding.actors.by_reference import pointing_back
from dateline.grounding.actors.by_rule import described, government_by_name, nation_alone, people_alone
from dateline.grounding.actors.directory import ActorDirectory, open_directory
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.roles import FORCES
from dateline.grounding.actors.sightings import ReportSightings
from dateline.grounding.actors.tokens import Token, is_shouted
from dateline.grounding.actors.words import actor_words
from dateline.records import ActorKind

MAX_NAME = 300
"""Characters of a name that are read; no actor has a longer one."""
_ACRONYM = re.compile(r"[A-Z][A-Z0-9/-]{1,7}")
_SECTORS: dict[ActorKind, str] = {
    "state forces": "MIL",
    "rebel group": "REB",
    "political militia": "UAF",
    "identity militia": "UAF",
    "unidentified": "UAF",
    "civilians": "CVL",
    "protesters": "CVL",
    "rioters": "CVL",
}
_WAYS: tuple[Callable[[AskedName], Resolution | None], ...] = (
    whole_name,
    government_by_name,
    name_inside,
    described,
    pointing_back,
    nation_alone,
    people_alone,
    other_spelling,
)
"""The ways to an answer; the first that leads to one ends the search."""


class ActorResolver:
    """Resolves names of actors with one directory; may be shared."""

    def __init__(self, directory: ActorDirectory | None = None) -> None:
        """With the shipped directory, unless another is given.

        Raises:
            InstallError: a shipped file is missing or damaged.
        """
        self.directory = directory if directory is not None else open_directory()

    def of_report(
        self,
        text: str,
        *,
        title: str | None = None,
        day: str | None = None,
        spoken: Mapping[str, float] | None = None,
        country_of: CountryOf | None = None,
    ) -> ReportActors:
        """What is needed for all names of one report.

        Args:
            text: the report's text.
            title: its title.
            day: ISO day of publication.
            spoken: how much the report speaks of each country (0 to 1), besides what the names of countries tell.
            country_of: gives the country of a place by name.
        """
        return ReportActors(self.directory, text, title=title, day=day, spoken=spoken, country_of=country_of)

    def resolve(
        self, name: str, *, country: str | None = None, day: str | None = None, deed: Deed | None = None
    ) -> Resolution:
        """Who a name means that stands alone, at an event in ``country`` (ISO code) on ``day`` (ISO)."""
        nobody = ReportSightings(self.directory, "")
        alone = ReportActors(self.directory, name, day=day, seen=nobody)
        return alone.resolve(0, len(name), country=country, deed=deed)


class ReportActors:
    """Resolves the names of one report, whose text is scanned once, when first needed."""

    def __init__(
        self,
        directory: ActorDirectory,
        text: str,
        *,
        title: str | None = None,
        day: str | None = None,
        spoken: Mapping[str, float] | None = None,
        country_of: CountryOf | None = None,
        seen: ReportSightings | None = None,
    ) -> None:
        """See `ActorResolver.of_report`; ``seen`` is whom the text names, where that is known."""
        self._directory = directory
        self._text, self._title, self._day = text, title, day
        self._given = spoken or {}
        self._country_of = country_of
        self._seen = seen
        self._shouted = is_shouted(text)

    @property
    def seen(self) -> ReportSightings:
        """Whom the text names."""
        if self._seen is None:
            self._seen = ReportSightings(
                self._directory, self._text, title=self._title, spoken=self._given, day=self._day
            )
        return self._seen

    def resolve(
        self,
        start: int,
        end: int,
        *,
        in_title: bool = False,
        country: str | None = None,
        day: str | None = None,
        deed: Deed | None = None,
    ) -> Resolution:
        """Who the characters ``start`` to ``end`` of the text (or title) mean. Never raises, whatever they are.

        Args:
            start: first character.
            end: the character after the last.
            in_title: whether they are of the title.
            country: ISO code of the country of the event, where known.
            day: ISO day of the event; without one, that of publication.
            deed: what the actor does in the event, where it is known: "Russia" that uses arms is its military,
                students who demonstrate are protesters.
        """
        body = (self._title or "") if in_title else self._text
        asked = AskedName(
            directory=self._directory,
            seen=self.seen,
            country_of=self._country_of,
            body=body,
            start=start,
            end=min(end, start + MAX_NAME, len(body)),
            in_title=in_title,
            country=country,
            day=day or self._day,
            deed=deed,
            shouted=is_shouted(body) if in_title else self._shouted,
        )
        if not asked.tokens:
            return Resolution()
        return _at_the_event(_answer(asked), country)


def _answer(asked: AskedName) -> Resolution:
    for way in _WAYS:
        if way is described and asked.phrase.hits and asked.phrase.head is None:
            # Its names fit nothing here, so they are words: "Presidential Guard" in a country without such an entry.
            asked = asked.without_names()
        found = way(asked)
        if found is not None:
            return found
    return _unknown(asked)


def _unknown(asked: AskedName) -> Resolution:
    """Words that tell no known actor: flagged where they are a proper name of a group."""
    phrase = asked.phrase
    kind = actor_kind_of(asked.body[asked.start : asked.end])
    country = asked.nation
    if country is None and phrase.unknown:
        country = asked.country_told()
    proper = bool(phrase.unknown) or _has_acronym(phrase.main) or asked.head_is_printed_as_name()
    flagged = proper and not asked.shouted and _is_group_name(asked)
    if phrase.nation is not None and kind is None and not proper:
        return Resolution(country=country, why="a nation, and words that tell no role")
    return Resolution(
        kind=kind,
        country=country,
        sector=_SECTORS.get(kind) if kind else None,
        why="a proper name that the directory does not have" if flagged else "no words that tell an actor",
        flagged=flagged,
    )


def _is_group_name(asked: AskedName) -> bool:
    """Whether a proper name is a group's: by a noun of groups, as an acronym, or since a single name bears arms."""
    phrase = asked.phrase
    if any(token.key in actor_words().group_nouns for token in phrase.main) or _has_acronym(phrase.main):
        return True
    return asked.deed == "arms" and (phrase.head is not None or len(phrase.unknown) == 1)


def _has_acronym(tokens: Sequence[Token]) -> bool:
    return any(_ACRONYM.fullmatch(token.text) for token in tokens)


def _at_the_event(found: Resolution, country: str | None) -> Resolution:
    """State forces outside their own country are external forces."""
    if found.kind != "state forces" or country is None or found.country is None:
        return found
    forces = found.entry is not None or found.role in FORCES
    return replace(found, kind="external forces") if forces and country != found.country else found

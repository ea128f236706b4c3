"""The codebook: types, weapons, stances, statuses and kinds of actors, as data with a loader that checks them.

The functions here ask the shipped codebook, which is read once, on first use. `check` reads another copy of its folder.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from dateline.codebook.book import Codebook, build
from dateline.codebook.checking import check_sources
from dateline.codebook.entries import EventType
from dateline.codebook.inflection import Inflector
from dateline.codebook.lexicon import Lexicon, LexiconHit
from dateline.codebook.loading import read_sources
from dateline.codebook.markdown import markdown_of
from dateline.records import ActorKind, Codes, Stance, Status, SubEventType, Weapon

__all__ = [
    "Codebook",
    "EventType",
    "Lexicon",
    "LexiconHit",
    "actor_kind_of",
    "as_markdown",
    "check",
    "codes_for",
    "event_type_of",
    "load",
    "stance_of",
    "status_of",
    "weapon_of",
]


@cache
def load() -> Codebook:
    """The shipped codebook; the same object on every call.

    Its rules between files are not checked here, the tests of dateline do that before it is shipped.

    Raises:
        CodebookError: a data file is missing or damaged.
    """
    sources = read_sources(files("dateline.codebook").joinpath("data"))
    return build(sources, Inflector(sources.inflections.verbs, sources.inflections.nouns))


def check(path: Path) -> Codebook:
    """The codebook of a folder that holds a (changed) copy of the shipped data files, with every rule checked.

    Raises:
        CodebookError: the first broken rule, with file, line and key.
    """
    sources = read_sources(path)
    inflector = Inflector(sources.inflections.verbs, sources.inflections.nouns)
    check_sources(sources, inflector)
    return build(sources, inflector)


def event_type_of(sub_event_type: SubEventType) -> EventType:
    """As `Codebook.event_type_of`, of the shipped codebook."""
    return load().event_type_of(sub_event_type)


def codes_for(sub_event_type: SubEventType, weapon: Weapon | None = None, status: Status = "actual") -> Codes:
    """As `Codebook.codes_for`, of the shipped codebook."""
    return load().codes_for(sub_event_type, weapon, status)


def weapon_of(words: str) -> Weapon | None:
    """As `Codebook.weapon_of`, of the shipped codebook."""
    return load().weapon_of(words)


def actor_kind_of(words: str) -> ActorKind | None:
    """As `Codebook.actor_kind_of`, of the shipped codebook."""
    return load().actor_kind_of(words)


def stance_of(cue: str) -> Stance | None:
    """As `Codebook.stance_of`, of the shipped codebook."""
    return load().stance_of(cue)


def status_of(cue: str) -> Status | None:
    """As `Codebook.status_of`, of the shipped codebook."""
    return load().status_of(cue)


def as_markdown() -> str:
    """The shipped codebook as the page ``docs/codebook.md``."""
    return markdown_of(load())

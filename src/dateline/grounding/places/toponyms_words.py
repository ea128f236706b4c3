"""What the finder of toponyms knows of single words: lists of `toponym_words.toml`, names and common words."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA

_LISTS = (
    "never",
    "titles",
    "bodies",
    "swallowing",
    "swallowing_of",
    "place_nouns",
    "addresses",
    "speaking",
    "taking",
    "groups",
    "directions",
    "particles",
    "articles",
    "stopped",
)


@dataclass(frozen=True, slots=True)
class ToponymWords:
    """English words around names, in lower case; the lists are explained in the file.

    Attributes:
        common: words that stand in lower case too: 2 nearly always, 1 as often as not.
        given: given names.
        family: family names.
    """

    never: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    swallowing: frozenset[str]
    swallowing_of: frozenset[str]
    place_nouns: frozenset[str]
    addresses: frozenset[str]
    speaking: frozenset[str]
    taking: frozenset[str]
    groups: frozenset[str]
    directions: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    stopped: frozenset[str]
    common: dict[str, int]
    given: frozenset[str]
    family: frozenset[str]


def load_toponym_words(folder: Path) -> ToponymWords:
    """The words of ``toponym_words.toml`` and ``toponym_vocabulary.csv`` in one folder.

    Raises:
        InstallError: a file is missing or not laid out as described here.
    """
    try:
        table = tomllib.loads((folder / "toponym_words.toml").read_text(encoding="utf-8"))
        lists = {key: frozenset(map(str, table[key])) for key in _LISTS}
        common: dict[str, int] = {}
        given, family = set(), set()
        with (folder / "toponym_vocabulary.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                word = row["word"]
                if row["common"] != "0":
                    common[word] = int(row["common"])
                if row["given"] == "1":
                    given.add(word)
                if row["family"] == "1":
                    family.add(word)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InstallError(
            f"the words around toponyms cannot be read ({error})",
            where=str(folder),
            remedy="Mend the files, or reinstall dateline.",
            code="install.toponyms",
        ) from error
    return ToponymWords(common=common, given=frozenset(given), family=frozenset(family), **lists)


@lru_cache(maxsize=1)
def toponym_words() -> ToponymWords:
    """The shipped words."""
    return load_toponym_words(DATA)

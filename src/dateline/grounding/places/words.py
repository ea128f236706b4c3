"""The words of ``data/place_words.toml``: what stands before places, what area a word names, what is no place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA

Unit = Literal["site", "city", "district", "province", "country"]
_UNITS = ("site", "city", "district", "province")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """English words around names of places, all in lower case.

    Attributes:
        ordinary: words that are rather no places, though a town somewhere bears the name.
        leads: words that stand before names of places.
        site_nouns: things in or near a place ("airport").
        streets: those of them that bear other places' names ("road").
        units: the kind of area that a word says ("oblast": province).
    """

    ordinary: frozenset[str]
    leads: frozenset[str]
    site_nouns: frozenset[str]
    streets: frozenset[str]
    units: dict[str, Unit]


def load_place_words(path: Path) -> PlaceWords:
    """The words of one file.

    Raises:
        InstallError: the file is missing or not as described here; the error names the key.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        lists = {key: frozenset(map(str, table[key])) for key in ("ordinary", "leads", "site_nouns", "streets")}
        units = {str(word): cast(Unit, unit) for unit in _UNITS for word in table["units"][unit]}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InstallError(
            f"the words around places cannot be read ({error})",
            where=str(path),
            remedy="Mend the file, or reinstall dateline.",
            code="install.place-words",
        ) from error
    return PlaceWords(units=units, **lists)


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The shipped words."""
    return load_place_words(DATA / "place_words.toml")

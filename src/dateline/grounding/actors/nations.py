"""Countries as words name them: "Sudan", "Sudanese", "Burma", and seats of government that stand for one ("Tehran")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dateline.grounding.actors.entry import DATA, read_table
from dateline.grounding.places.name_keys import name_key

Form = Literal["name", "adjective", "people", "seat"]
# Words of these tables that are more often something else: the capital of the Maldives.
_NOT_ALONE = frozenset({"male"})
_SHORT = {"u s": "US", "us": "US", "u s a": "US", "usa": "US", "uk": "GB", "u k": "GB", "uae": "AE", "drc": "CD"}
_PRINTED = {"us", "uk"}
"""Names that are ordinary words in lower case."""


@dataclass(frozen=True, slots=True)
class Nation:
    """A country in words: its ISO code, and whether they are its name, an adjective, its people or a seat."""

    country: str
    form: Form


class Nations:
    """Names, adjectives and peoples of all countries, and their capitals."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._words: dict[str, Nation] = {}
        for row in read_table(DATA / "countries.csv"):
            code = row["country"]
            self._names[code] = row["name"]
            if row["capital"]:
                self._put(row["capital"], code, "seat")
        for row in read_table(DATA / "demonyms.csv"):
            if row["country"] and row["kind"] in ("country", "part"):
                self._put_demonym(row["demonym"], row["country"])
        for row in read_table(DATA / "countries.csv"):
            for name in (row["name"], *filter(None, row["alt"].split("|"))):
                self._put(name, row["country"], "name")
        for row in read_table(DATA / "actor_nations.csv"):
            for name in filter(None, row["names"].split("|")):
                self._put(name, row["country"], row["form"])
        for key, code in _SHORT.items():
            self._words[key] = Nation(code, "name")
        self._longest: dict[str, int] = {}
        for key in self._words:
            first = key.partition(" ")[0]
            self._longest[first] = max(self._longest.get(first, 0), key.count(" ") + 1)

    def _put(self, name: str, code: str, form: str) -> None:
        key = name_key(name)
        if key and key not in _NOT_ALONE:
            self._words[key] = Nation(code, form)  # type: ignore[arg-type]

    def _put_demonym(self, word: str, code: str) -> None:
        key = name_key(word)
        if key.endswith("s") and key[:-1] in self._words and self._words[key[:-1]].form == "adjective":
            self._words[key] = Nation(code, "people")
            return
        self._words[key] = Nation(code, "adjective")
        if not key.endswith(("ese", "ish", "ch", "s")):
            self._words.setdefault(key + "s", Nation(code, "people"))

    def of(self, key: str) -> Nation | None:
        """The nation that a `name_key` stands for, or None."""
        return self._words.get(key)

    def longest_from(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 where none does."""
        return self._longest.get(word, 0)

    def name(self, code: str) -> str:
        """The English name of the country with this code; the code itself where there is none."""
        return self._names.get(code, code)


@lru_cache(maxsize=1)
def nations() -> Nations:
    """The shipped tables, read once."""
    return Nations()


def printed_as_nation(text: str, key: str) -> bool:
    """Whether the words as printed may name a nation: with a capital, and "US" in capitals ("tell us" names none)."""
    return text.isupper() if key in _PRINTED else text[:1].isupper() or not text[:1].isascii()

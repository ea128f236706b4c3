"""`ActorDirectory`: the entries, and look-ups of names among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InputError
from dateline.grounding.actors.entry import DATA, ActorEntry
from dateline.grounding.actors.keys import quick_key
from dateline.grounding.actors.reading import read_own, read_shipped
from dateline.grounding.places.gazetteer import spelling_likeness
from dateline.grounding.places.name_keys import bare_key, name_key, sound_key

FOLDER = DATA / "actors"
LIKE_ENOUGH = 0.84
"""Likeness of spelling from which a name may be another spelling of an entry's; see `spelling_likeness`."""
_SHORTEST_ALIKE = 6
# Endings that a name bears or not: "Hamas movement", "Taliban group".
_OPTIONAL = frozenset({"group", "movement", "organisation", "organization", "party", "militia", "network"})


@dataclass(frozen=True, slots=True)
class Named:
    """An entry under a name. ``quality`` is 1 for just its name, less where articles or spelling differ."""

    entry: ActorEntry
    quality: float


class ActorDirectory:
    """Entries by id and by name. Reading it is all that can be done; threads may share it."""

    def __init__(self, entries: Iterable[ActorEntry]) -> None:
        """Of entries with one id the last stays."""
        self._entries: dict[str, ActorEntry] = {}
        for entry in entries:
            self._entries[entry.id] = entry
        self._by_key: dict[str, list[ActorEntry]] = {}
        self._shouted: dict[str, set[str]] = {}
        self._longest: dict[str, int] = {}
        # Names in other scripts take longest to fold and are seldom asked for: they wait for the first such question.
        self._other_scripts: list[tuple[str, ActorEntry]] = []
        for entry in self._entries.values():
            for name in entry.names:
                if _is_in_another_script(name):
                    self._other_scripts.append((name, entry))
                else:
                    self._add(name, entry)
        self._by_bare: dict[str, list[str]] | None = None
        self._by_words: dict[frozenset[str], list[str]] | None = None
        self._by_sound: dict[str, dict[str, list[str]]] = {}
        self._bearers = lru_cache(maxsize=64)(self._find_bearers)
        self._alike = lru_cache(maxsize=4096)(self._sounding_like)

    @classmethod
    def load(cls, own: Sequence[Path] = ()) -> ActorDirectory:
        """The shipped directory, with a user's own files, whose rows win.

        Raises:
            InstallError: a shipped file is damaged.
            InputError: a user's file cannot be used; all its bad lines are named.
        """
        shipped = list(_shipped())
        if not own:
            return cls(shipped)
        theirs = [entry for path in own for entry in read_own(path)]
        known = {entry.id for entry in (*shipped, *theirs)}
        orphans = [entry for entry in theirs if entry.parent is not None and entry.parent not in known]
        if orphans:
            named = "; ".join(f"{entry.id}: no entry has the id {entry.parent!r}" for entry in orphans[:20])
            raise InputError(
                f"parents in the actors' file are not there: {named}",
                where=", ".join(map(str, own)),
                remedy="Give the id of a row of the file or of the shipped directory, or leave the parent empty.",
                code="input.actors",
            )
        return cls([*shipped, *theirs])

    def _add(self, name: str, entry: ActorEntry) -> None:
        key = quick_key(name)
        if not key:
            return
        holders = self._by_key.setdefault(key, [])
        if not any(holder is entry for holder in holders):
            holders.append(entry)
            if is_acronym(name):
                self._shouted.setdefault(key, set()).add(entry.id)
        elif not is_acronym(name) and key in self._shouted:
            self._shouted[key].discard(entry.id)
        length = key.count(" ") + 1
        first = key.partition(" ")[0]
        if length > self._longest.get(first, 0):
            self._longest[first] = length

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[ActorEntry]:
        return iter(self._entries.values())

    def get(self, identifier: str) -> ActorEntry | None:
        """The entry with this id, or None."""
        return self._entries.get(identifier)

    def parts_of(self, identifier: str) -> Sequence[ActorEntry]:
        """The entries whose parent has this id."""
        return [entry for entry in self._entries.values() if entry.parent == identifier]

    def _add_other_scripts(self) -> None:
        for name, entry in self._other_scripts:
            self._add(name, entry)
        # Only now: another thread that asks meanwhile adds them too, which changes nothing.
        self._other_scripts = []

    def bearing(self, word: str) -> tuple[ActorEntry, ...]:
        """The entries that have a folded word in one of their names."""
        return self._bearers(word)

    def _find_bearers(self, word: str) -> tuple[ActorEntry, ...]:
        return tuple(
            entry for entry in self._entries.values() if any(word in quick_key(name).split(" ") for name in entry.names)
        )

    def longest_from(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 where none does."""
        if self._other_scripts and not word.isascii():
            self._add_other_scripts()
        return self._longest.get(word, 0)

    def of_key(self, key: str) -> Sequence[ActorEntry]:
        """The entries with a name of just this `name_key`."""
        if self._other_scripts and not key.isascii():
            self._add_other_scripts()
        return self._by_key.get(key, ())

    def is_acronym_of(self, key: str, entry: ActorEntry) -> bool:
        """Whether the entry has this key only as an acronym, which must stand in capitals in a text."""
        return entry.id in self._shouted.get(key, ())

    def named(self, name: str) -> list[Named]:
        """The entries that a whole name may mean, best first; other spellings only where none has just this one."""
        key = name_key(name)
        if not key:
            return []
        found = [Named(entry, 1.0) for entry in self.of_key(key)]
        if found:
            return found
        for shorter in _shortened(key):
            if entries := self._by_key.get(shorter):
                return [Named(entry, 0.95) for entry in entries]
        bare = bare_key(key)
        return [Named(entry, 0.9) for other in self._bare_keys().get(bare, ()) for entry in self._by_key[other]]

    def of_same_words(self, key: str) -> list[Named]:
        """The entries whose name has just these words, three at least, in any order: "Army of National Liberation"."""
        if self._by_words is None:
            self._by_words = {}
            for other in self._by_key:
                if other.count(" ") > 1:
                    self._by_words.setdefault(_content(other), []).append(other)
        words = _content(key)
        if len(words) < 3:
            return []
        return [Named(entry, 0.85) for other in self._by_words.get(words, ()) for entry in self._by_key[other]]

    def sounding_like(self, name: str) -> Sequence[Named]:
        """The entries whose name is a likely other spelling of this one, best first; quality below 0.85."""
        return self._alike(name_key(name))

    def _sounding_like(self, key: str) -> tuple[Named, ...]:
        bare = bare_key(key)
        sound = sound_key(key)
        if len(bare.replace(" ", "")) < _SHORTEST_ALIKE or len(sound) < 3:
            return ()
        best: dict[str, Named] = {}
        for other in self._sounds_from(sound[0]).get(sound, ()):
            if other.count(" ") != key.count(" "):
                continue
            likeness = spelling_likeness(bare, bare_key(other))
            if likeness < LIKE_ENOUGH:
                continue
            for entry in self._by_key[other]:
                if entry.id not in best or best[entry.id].quality < 0.85 * likeness:
                    best[entry.id] = Named(entry, 0.85 * likeness)
        return tuple(sorted(best.values(), key=lambda each: -each.quality))

    def _bare_keys(self) -> dict[str, list[str]]:
        if self._by_bare is None:
            self._by_bare = {}
            for key in self._by_key:
                self._by_bare.setdefault(bare_key(key), []).append(key)
        return self._by_bare

    def _sounds_from(self, initial: str) -> dict[str, list[str]]:
        """The names by sound, of those whose sound begins with this letter; made when first asked for."""
        if initial not in self._by_sound:
            sounds: dict[str, list[str]] = {}
            letters = _LETTERS_OF.get(initial, initial)
            for key in self._by_key:
                # The cheap tests first: most names begin with another letter, and with no article.
                if key[0] not in letters and not key.startswith(_ARTICLES):
                    continue
                if key.isascii() and not self._shouted.get(key) and bare_key(key)[:1] in letters:
                    sounds.setdefault(sound_key(key), []).append(key)
            self._by_sound[initial] = sounds
        return self._by_sound[initial]


_ARTICLES = (
    "al ",
    "the ",
    "as ",
    "ash ",
    "ar ",
    "at ",
    "ad ",
    "an ",
    "ed ",
    "er ",
    "ez ",
    "et ",
    "ech ",
    "ul ",
    "adh ",
    "az ",
)
# The letters that a sound of `sound_key` may be written with at the head of a name.
_LETTERS_OF = {"a": "aeiouyhw", "s": "stzcx", "g": "gdj", "k": "kcq", "f": "fp", "b": "bv"}


def _content(key: str) -> frozenset[str]:
    """The words of a name that mean something."""
    return frozenset(key.split(" ")) - {"of", "the", "for", "and", "in", "de", "del", "la", "du", "des", "al"}


def _is_in_another_script(name: str) -> bool:
    """Whether a name begins with a letter that isn't Latin; from U+1E00 to U+2E7F are more Latin ones, and signs."""
    return "\u0370" <= name[0] < "\u1e00" or name[0] >= "\u2e80"


def is_acronym(name: str) -> bool:
    """Whether a name is written as an acronym: a single word in capitals ("SLA", "M23", "SPLM-N")."""
    return " " not in name and len(name) <= 10 and name.isupper() and name.isascii()


def _shortened(key: str) -> list[str]:
    """The key without "the", and without an ending that names bear or not."""
    words = key.split(" ")
    if words[0] == "the" and len(words) > 1:
        words = words[1:]
    shorter = [" ".join(words)]
    if words[-1] in _OPTIONAL and len(words) > 1:
        shorter.append(" ".join(words[:-1]))
    return shorter


@lru_cache(maxsize=1)
def _shipped() -> tuple[ActorEntry, ...]:
    return tuple(entry for path in sorted(FOLDER.glob("*.csv")) for entry in read_shipped(path))


@lru_cache(maxsize=1)
def open_directory() -> ActorDirectory:
    """The shipped directory, read once.

    Raises:
        InstallError: a shipped file is damaged.
    """
    return ActorDirectory.load()

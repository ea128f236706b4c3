"""Finds names of the directory, and nations, at a word of a text, printed as names are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grounding.actors.directory import ActorDirectory
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.nations import Nation, nations
from dateline.grounding.actors.tokens import Token
from dateline.grounding.actors.words import actor_words

_CAPITALS_ONLY = 3
"""Nations' names of so few letters are acronyms: "CAR" is one, "car" is none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``first`` to ``last`` (exclusive) of a list of tokens are a name that these entries bear."""

    first: int
    last: int
    key: str
    entries: tuple[ActorEntry, ...]
    acronym: bool


def hit_at(
    directory: ActorDirectory | None, tokens: Sequence[Token], first: int, *, shouted: bool = False
) -> Hit | None:
    """The longest name of the directory that begins at this word and is printed as a name, or None."""
    if directory is None:
        return None
    token = tokens[first]
    longest = max(directory.longest_from(word.split(" ")[0]) for word in {token.key, token.full})
    for last in range(min(len(tokens), first + longest), first, -1):
        words = tokens[first:last]
        if any(word.broken for word in words[1:]):
            continue
        key = " ".join([*(word.full for word in words[:-1]), words[-1].key])
        entries = directory.of_key(key)
        if not entries and words[-1].possessive:
            key = " ".join(word.full for word in words)
            entries = directory.of_key(key)
        if not entries:
            continue
        printed = " ".join(word.text for word in words)
        acronyms = {entry.id for entry in entries if directory.is_acronym_of(key, entry)}
        if shouted:
            fit = tuple(entry for entry in entries if entry.id not in acronyms or len(key) > 3)
        elif printed.isupper() or not printed.isascii():
            fit = tuple(entries)
        elif any(word.capital for word in words) and not (len(words) == 1 and not token.capital):
            # British papers print acronyms that can be spoken as names: "Nato", "Unifil".
            spoken = len(words) == 1 and is_spoken_acronym(key)
            fit = tuple(entry for entry in entries if spoken or entry.id not in acronyms)
        else:
            fit = ()
        if fit:
            acronym = printed.isupper() and len(words) == 1 and any(entry.id in acronyms for entry in fit)
            return Hit(first, last, key, fit, acronym)
    return None


def is_spoken_acronym(key: str) -> bool:
    """Whether an acronym is long enough, and has vowels, to be printed like a name; and is no common word."""
    words = actor_words()
    common = key in words.words or key in words.before or key in words.ordinary
    return len(key) >= 4 and key.isascii() and key.isalpha() and not common and not set(key).isdisjoint("aeiou")


def nation_at(tokens: Sequence[Token], first: int, *, shouted: bool = False) -> tuple[int, Nation] | None:
    """The longest nation named from this word on, as printed names are: how many words, and which."""
    book = nations()
    token = tokens[first]
    longest = max(book.longest_from(word.partition(" ")[0]) for word in {token.key, token.full})
    for last in range(min(len(tokens), first + longest), first, -1):
        words = tokens[first:last]
        if any(word.broken for word in words[1:]):
            continue
        nation = book.of(" ".join([*(word.full for word in words[:-1]), words[-1].key]))
        if nation is None:
            continue
        printed = "".join(word.text for word in words)
        letters = printed.replace(".", "")
        short = len(letters) <= _CAPITALS_ONLY and nation.form == "name"
        if short and (shouted or not letters.isupper()):
            continue
        if any(word.capital for word in words):
            return last - first, nation
    return None

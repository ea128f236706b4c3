"""The words of a text as names of actors need them: folded, with possessives, hyphens and breaks marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.grounding.actors.words import actor_words
from dateline.grounding.places.name_keys import name_key

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|(?:[^\W_]|[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670])+"
    r"(?:(?:['’ʻʼʾʿ`´]|(?<=[\u05d0-\u05ea])[\"״׳](?=[\u05d0-\u05ea]))(?:[^\W_]|[\u064b-\u065f])+)*"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_HYPHENS = "-‐‑–"
_BREAKS = frozenset(',;:()[]\n!?…—"“”')


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        text: as printed, without a possessive "'s".
        key: folded.
        full: folded with that "s", as names have it inside ("People's Army").
        start: offset in the text; end: that after it.
        hyphened: whether a hyphen joins it to the word before.
        possessive: whether it is a possessive.
        broken: whether a comma, bracket, full stop, empty line or the like stands before it.
    """

    text: str
    key: str
    full: str
    start: int
    end: int
    hyphened: bool
    possessive: bool
    broken: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter; words of scripts without capitals count as such."""
        first = self.text[:1]
        return first.isupper() or (first.isalpha() and not first.islower())


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of ``text`` between two offsets, in order."""
    found: list[Token] = []
    short_titles = actor_words().short_titles
    stop = len(text) if end is None else end
    before = start
    for match in _WORD.finditer(text, start, stop):
        word = match.group()
        bare = _POSSESSIVE.sub("", word)
        tail = text[match.end() : match.end() + 1]
        possessive = bare != word or (tail in "'’" and tail != "" and word[-1:] in "sS")
        key = name_key(bare)
        if key:
            gap = text[before : match.start()]
            hyphened = bool(found) and len(gap) == 1 and gap in _HYPHENS
            broken = bool(found) and (
                not _BREAKS.isdisjoint(gap)
                or gap.count("\n") > 1
                or (". " in gap and found[-1].key not in short_titles)
            )
            at = match.start()
            found.append(
                Token(bare, key, key + "s" if bare != word else key, at, at + len(bare), hyphened, possessive, broken)
            )
        before = match.end()
    return found


def is_shouted(text: str) -> bool:
    """Whether a text is in capitals, as telegrams are, so that a capital marks no name."""
    letters = [sign for sign in text[:2000] if sign.isalpha() and sign.isascii()]
    return len(letters) > 40 and sum(sign.isupper() for sign in letters) > 0.6 * len(letters)

"""Whom a report names, where: entries of the directory, states and their forces, acronyms that it explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.grounding.actors.choosing import Circumstances, choose
from dateline.grounding.actors.directory import ActorDirectory, Named
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.finding import hit_at, nation_at
from dateline.grounding.actors.roles import STATE, Role
from dateline.grounding.actors.tokens import Token, is_shouted, tokens_of
from dateline.grounding.actors.words import actor_words
from dateline.grounding.places.name_keys import name_key

MAX_TEXT = 20_000
"""Characters of a text that are searched; the rest tells little that is new."""
_ACRONYM_AFTER = re.compile(r"\(\s*[\"“'‘]?([A-Z][A-Za-z0-9/.&-]{1,10})[\"”'’]?\s*[,;)]")
_HEAD_WITHIN = 4


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry of the directory, named at this offset of the text."""

    start: int
    end: int
    entry: ActorEntry


@dataclass(frozen=True, slots=True)
class SeenState:
    """A state named at this offset of the text, with the role of the body that is named, or None for the state."""

    start: int
    country: str
    role: Role | None


class ReportSightings:
    """Scans one text once.

    Attributes:
        entries: the entries named, in text order.
        states: the states and their bodies named, in text order.
        acronyms: long forms of the acronyms that the text explains, by `name_key` of the acronym.
        spoken: how much the text speaks of each country, from 0 to 1 for the most.
    """

    def __init__(
        self,
        directory: ActorDirectory,
        text: str,
        *,
        title: str | None = None,
        spoken: Mapping[str, float] | None = None,
        country: str | None = None,
        day: str | None = None,
    ) -> None:
        self.text = text[:MAX_TEXT]
        self.shouted = is_shouted(text)
        tokens = tokens_of(self.text)
        self.acronyms = explained_acronyms(self.text)
        self.states = tuple(_states(tokens, shouted=self.shouted))
        own = _shares([*self.states, *(_states(tokens_of(title), shouted=is_shouted(title)) if title else ())])
        self.spoken: Mapping[str, float] = {
            code: max(own.get(code, 0.0), (spoken or {}).get(code, 0.0)) for code in {*own, *(spoken or {})}
        }
        self._around = Circumstances(country=country, day=day, spoken=self.spoken)
        self.entries = tuple(self._entries(directory, tokens))

    def _entries(self, directory: ActorDirectory, tokens: Sequence[Token]) -> list[SeenEntry]:
        found: list[SeenEntry] = []
        position = 0
        words = actor_words()
        while position < len(tokens):
            token = tokens[position]
            hit = hit_at(directory, tokens, position, shouted=self.shouted)
            if hit is None:
                long_form = self.acronyms.get(token.key) if token.text.isupper() else None
                entries = directory.named(long_form) if long_form else []
                key, last, acronym = name_key(long_form or ""), position + 1, False
            else:
                entries = [Named(entry, 1.0) for entry in hit.entries]
                key, last, acronym = hit.key, hit.last, hit.acronym
                long_form = self.acronyms.get(hit.key) if acronym else None
                if long_form and (better := directory.named(long_form)):
                    entries, key, acronym = better, name_key(long_form), False
            if not entries:
                position += 1
                continue
            choice = choose(entries, self._around, key=key, acronym=acronym)
            against = (position > 0 and tokens[position].hyphened and tokens[position - 1].key in words.against) or (
                last < len(tokens) and tokens[last].hyphened and tokens[last].key in words.severed
            )
            if choice is not None and not against:
                found.append(SeenEntry(token.start, tokens[last - 1].end, choice.entry))
            position = last
        return found


def explained_acronyms(text: str) -> dict[str, str]:
    """The acronyms that a text explains, "Free Hill Movement (FHM)" or "FHM (Free Hill Movement)", with long forms."""
    found: dict[str, str] = {}
    for match in _ACRONYM_AFTER.finditer(text):
        acronym = match[1].rstrip(".")
        letters = [sign.casefold() for sign in acronym if sign.isupper()]
        if len(letters) < 2:
            continue
        before = tokens_of(text, max(0, match.start() - 90), match.start())
        long_form = _long_form(before, letters)
        if long_form is not None:
            found.setdefault(name_key(acronym), text[long_form[0].start : long_form[-1].end])
    return found


def _long_form(before: Sequence[Token], letters: Sequence[str]) -> Sequence[Token] | None:
    """The shortest run of words at the end whose capitalised initials hold the letters in order, the first first."""
    for first in range(len(before) - 1, max(-1, len(before) - 12), -1):
        run = before[first:]
        if any(token.broken for token in run[1:]):
            return None
        if not run[0].capital or run[0].key[:1] != letters[0] or len(run) < 2:
            continue
        initials = [token.key[:1] for token in run]
        position = 0
        for initial in initials:
            if position < len(letters) and initial == letters[position]:
                position += 1
        if position >= min(len(letters), 3) and position >= len(letters) - 1:
            return run
    return None


def _states(tokens: Sequence[Token], *, shouted: bool) -> list[SeenState]:
    words = actor_words()
    found: list[SeenState] = []
    position = 0
    while position < len(tokens):
        named = nation_at(tokens, position, shouted=shouted)
        if named is None:
            position += 1
            continue
        length, nation = named
        after = position + length
        role: Role | None = None
        joined = after < len(tokens) and tokens[after].hyphened and tokens[after].key in words.severed
        if not joined:
            window = tokens[after : after + _HEAD_WITHIN]
            for reach in range(len(window), 0, -1):
                if any(token.broken or token.key in words.stops for token in window[:reach]):
                    continue
                head = words.heads.get(" ".join(token.key for token in window[:reach]))
                if head is None:
                    ended = words.head_at_end([token.key for token in window[:reach]])
                    head = ended[1] if ended is not None and reach <= 3 else None
                if head is not None and head.role in STATE:
                    role = head.role
                    break
            if role is None and position >= 2 and tokens[position - 1].key == "of":
                ended = words.head_at_end([token.key for token in tokens[max(0, position - 4) : position - 1]])
                role = ended[1].role if ended is not None and ended[1].role in STATE else None
            found.append(SeenState(tokens[position].start, nation.country, role))
        position = after
    return found


def _shares(states: Sequence[SeenState]) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for one in states:
        counts[one.country] += 1.0
    # One passing mention is no certainty, so the scale does not start at the first.
    top = max([*counts.values(), 2.0])
    return {code: count / top for code, count in counts.items()}

"""Cuts a text into words and lists every run of them that could be the name of a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.grounding.places.abbreviations import abbreviations
from dateline.grounding.places.gazetteer import Found, Gazetteer
from dateline.grounding.places.name_keys import name_key
from dateline.grounding.places.toponyms_words import ToponymWords

MAX_WORDS = 6
_ATOM = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|[^\W\d_]+(?:['’‘ʼʿʾ`][^\W\d_]+)*"
)
_JOINS = frozenset({" ", "-", "‐", "‑", "–", "'", "’", "\xa0", "\u202f", "-\n"})
_ENDS = re.compile(r"[.!?:;…\n\"“”„«»•*|]|--|—")
_APOSTROPHES = ("'", "’", "‘")
_PARTING = frozenset({"of", "and", "in", "on", "the", "at", "e", "y", "und", "et"})
_PLAIN_SHORT_FORM = 5
_INNER_STOPS = frozenset({". ", "."})


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words; all lists have one item a word.

    Attributes:
        text: what was cut.
        words: the words without a possessive 's.
        lower: the same in lower case.
        starts: offset of each word.
        ends: offset after it.
        gaps: the characters between the word before and this one; before the first, what the text begins with.
        capital: whether it begins with a capital (or has no letter with case).
        first: whether it begins a sentence, a line or a quotation.
        owns: whether a possessive 's follows.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    capital: list[bool]
    first: list[bool]
    owns: list[bool]


def cut(text: str, known: ToponymWords) -> Words:
    """The words of a text."""
    words: list[str] = []
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    capital: list[bool] = []
    first: list[bool] = []
    owns: list[bool] = []
    last = 0
    for match in _ATOM.finditer(text):
        start, end = match.span()
        word = match.group()
        gap = text[last:start]
        last = end
        owner = len(word) > 2 and word[-1] in "sS" and word[-2] in "'’"
        if owner:
            word, end = word[:-2], end - 2
        if not lower:
            begins = True
        elif _ENDS.search(gap) is None:
            begins = False
        else:
            begins = not (gap == ". " and (lower[-1] in known.stopped or len(lower[-1]) == 1))
        words.append(word)
        lower.append(word.lower())
        starts.append(start)
        ends.append(end)
        gaps.append(gap)
        capital.append(not word[0].islower() or (word[1:2] in _APOSTROPHES and word[2:3].isupper()))
        first.append(begins)
        owns.append(owner)
    return Words(text, words, lower, starts, ends, gaps, capital, first, owns)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``first`` to ``last`` (inclusive), which could be the name of a place.

    Attributes:
        name: the characters.
        key: its name key.
        found: the places of that name.
        run_first: the first word of the run of capitalised words that it stands in; small words other than articles
            inside names, and a possessive, part runs.
        run_last: the last one.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    key: str
    found: tuple[Found, ...]
    run_first: int
    run_last: int


def candidates(cut_text: Words, gazetteer: Gazetteer, known: ToponymWords, *, caseless: bool) -> list[Candidate]:
    """Every run of words that the gazetteer has, and capitalised runs that it has not.

    ``caseless`` is for a text all in capitals, or without any: then each word may begin a name, and only names that
    the gazetteer has are listed.
    """
    listed: list[Candidate] = []
    count = len(cut_text.words)
    position = 0
    runs = _Runs(cut_text, known, caseless=caseless)
    while position < count:
        if caseless:
            stop = min(count - 1, position + MAX_WORDS - 1)
            listed += _within(cut_text, position, position, stop, gazetteer, known, runs)
            position += 1
        elif _begins_name(cut_text, position, known):
            stop = _run_end(cut_text, position, known)
            inside = _within(cut_text, position, stop, stop, gazetteer, known, runs)
            listed += inside
            listed += _unlisted(cut_text, position, stop, known, runs, {(each.first, each.last) for each in inside})
            position = stop + 1
        else:
            position += 1
    return listed


class _Runs:
    """Where the run of capitalised words that each word stands in begins and ends."""

    def __init__(self, cut_text: Words, known: ToponymWords, *, caseless: bool) -> None:
        self.caseless = caseless
        count = len(cut_text.words)
        self._begins = list(range(count))
        self._ends = list(range(count))
        if caseless:
            return
        for position in range(1, count):
            if self._goes_on(cut_text, position, known):
                self._begins[position] = self._begins[position - 1]
        for position in range(count - 2, -1, -1):
            if self._begins[position + 1] == self._begins[position]:
                self._ends[position] = self._ends[position + 1]
        # A small word that nothing follows ends no run.
        for position in range(count):
            end = self._ends[position]
            while end > position and not cut_text.capital[end]:
                end -= 1
            self._ends[position] = end

    @staticmethod
    def _goes_on(cut_text: Words, position: int, known: ToponymWords) -> bool:
        if cut_text.owns[position - 1] or not _joined(cut_text, position, known):
            return False
        for word in (position - 1, position):
            small = not cut_text.capital[word]
            if small and (cut_text.lower[word] in _PARTING or cut_text.lower[word] not in known.particles):
                return False
        return True

    def around(self, first: int, last: int) -> tuple[int, int]:
        """The first and the last word of the run or runs that these words stand in."""
        return self._begins[first], max(last, self._ends[last])


def _begins_name(cut_text: Words, position: int, known: ToponymWords) -> bool:
    if cut_text.capital[position]:
        return True
    following = position + 1
    return (
        cut_text.lower[position] in known.articles
        and following < len(cut_text.words)
        and cut_text.capital[following]
        and cut_text.gaps[following] in ("-", "‐", "‑")
    )


def _joined(cut_text: Words, position: int, known: ToponymWords) -> bool:
    """Whether the word may belong to one name with the word before it."""
    gap = cut_text.gaps[position]
    if gap in _JOINS:
        return True
    return gap in _INNER_STOPS and (
        cut_text.lower[position - 1] in known.stopped or len(cut_text.lower[position - 1]) == 1
    )


def _run_end(cut_text: Words, position: int, known: ToponymWords) -> int:
    """The last word of the run of capitalised words from ``position`` on; small words inside names count to it."""
    end = ahead = position
    count = len(cut_text.words)
    while ahead + 1 < count and _joined(cut_text, ahead + 1, known):
        ahead += 1
        if cut_text.capital[ahead]:
            end = ahead
        elif cut_text.lower[ahead] not in known.particles or ahead - end > 2:
            break
    return end


def _within(
    cut_text: Words,
    start: int,
    last_start: int,
    run_last: int,
    gazetteer: Gazetteer,
    known: ToponymWords,
    runs: _Runs,
) -> list[Candidate]:
    """The names of the gazetteer that lie in one stretch of words."""
    listed = []
    caseless = runs.caseless
    for first in range(start, last_start + 1):
        if not caseless and not _begins_name(cut_text, first, known):
            continue
        for last in range(first, min(first + MAX_WORDS, run_last + 1)):
            if last > first and caseless and not _joined(cut_text, last, known):
                break
            if not caseless and not cut_text.capital[last]:
                continue
            name = cut_text.text[cut_text.starts[first] : cut_text.ends[last]]
            end = cut_text.ends[last]
            if cut_text.owns[last] and first < last and _looked_up(gazetteer, name + "s"):
                # "St. John's" is a name as it stands.
                name, end = name + "'s", end + 2
            found = gazetteer.named(name)
            if first == last and (meant := _short_form(cut_text, first, gazetteer)):
                found = meant
                # The stop belongs to the short form.
                end += cut_text.text[end : end + 1] == "."
            if found or (first == last and gazetteer.demonym(name_key(name)) is not None):
                listed.append(
                    Candidate(
                        first, last, cut_text.starts[first], end, name, name_key(name), found, *runs.around(first, last)
                    )
                )
    return listed


def _looked_up(gazetteer: Gazetteer, name: str) -> bool:
    return bool(gazetteer.named(name))


def _short_form(cut_text: Words, position: int, gazetteer: Gazetteer) -> tuple[Found, ...]:
    """What a short form of a part of a state stands for here (", Calif.", ", NY"); nothing where it is none."""
    start, end = cut_text.starts[position], cut_text.ends[position]
    meanings = abbreviations().meanings
    written = cut_text.text[start : end + 1]
    meant = meanings.get(written) or meanings.get(written[: end - start])
    if meant is None:
        return ()
    after_comma = cut_text.gaps[position].startswith(",")
    if not after_comma and (len(written) < _PLAIN_SHORT_FORM or written[-1] != "."):
        # "La." and "IN" alone are other words more often.
        return ()
    return tuple(each for place, country in meant for each in gazetteer.named(place) if each.entry.country == country)


def _unlisted(
    cut_text: Words, start: int, stop: int, known: ToponymWords, runs: _Runs, listed: set[tuple[int, int]]
) -> list[Candidate]:
    """Parts of a run that may be names the gazetteer lacks: the whole, and what a word like "County" ends or begins."""
    spans: set[tuple[int, int]] = set()
    first = start
    while first < stop and cut_text.first[first] and cut_text.lower[first] in known.common:
        first += 1
    pieces: list[tuple[int, int]] = []
    begin = first
    for position in range(first, stop + 1):
        # Small words part two names more often than they join one ("Ali of Basra").
        if not cut_text.capital[position] and cut_text.lower[position] in _PARTING:
            pieces.append((begin, position - 1))
            begin = position + 1
        elif cut_text.owns[position] and position < stop:
            pieces.append((begin, position))
            begin = position + 1
    pieces.append((begin, stop))
    for begin, end in pieces:
        while begin <= end and not _begins_name(cut_text, begin, known):
            begin += 1
        while end > begin and not cut_text.capital[end]:
            end -= 1
        if begin > end:
            continue
        spans.add((begin, end))
        for position in range(begin, end + 1):
            if cut_text.lower[position] in known.place_nouns:
                if position > begin:
                    spans.add((begin, position))
                if position > begin + 1:
                    spans.add((position - 1, position))
                if position < end:
                    spans.add((position, position + 1))
    unlisted = []
    for begin, end in sorted(spans - listed):
        if end - begin >= MAX_WORDS or not cut_text.capital[end]:
            continue
        name = cut_text.text[cut_text.starts[begin] : cut_text.ends[end]]
        if len(name) > 1:
            unlisted.append(
                Candidate(
                    begin,
                    end,
                    cut_text.starts[begin],
                    cut_text.ends[end],
                    name,
                    name_key(name),
                    (),
                    *runs.around(begin, end),
                )
            )
    return unlisted

"""What a text looks like to one who asks whether another was made from it: shingles, names, numbers, content words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from dateline.linking.accounts import moment_of
from dateline.linking.phrases import pattern_of, table, words_of
from dateline.records import Report

SHINGLE = 4
"""Words in a shingle: a sequence that two writers seldom hit on by themselves."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_QUOTE = re.compile(r"[\"“”«»„]([^\"“”«»„]{3,400})[\"“”«»„]")
_BORDER = re.compile(r"[.!?](?=\s|$)|\n")
_FAR = 300
"""Characters that a notice reaches back at most."""
_NEW_SENTENCE = re.compile(r"(?:^|[.!?:\n\"“”(«»/]|[-–—] )\s*$")


class Token(msgspec.Struct, frozen=True):
    """A word at ``start`` to ``end`` of the text: as it stands, and as it is compared."""

    start: int
    end: int
    word: str
    stem: str
    quoted: bool
    name: bool


class TextPrint(msgspec.Struct, frozen=True, kw_only=True):
    """One report as it is compared with others.

    Attributes:
        moment: when it was published, as `moment_of` gives it.
        tokens: the words of the text.
        shingles: every `SHINGLE` words that stand together, folded.
        own_words: shingles outside quotations: what two who heard the same speaker need not share.
        names, numbers, content: what title and text tell outside quotations: proper names, numbers, stems of other
            telling words.
        quotes: the words of each quotation of four or more, folded.
    """

    report: Report
    moment: str
    tokens: tuple[Token, ...]
    shingles: frozenset[str]
    own_words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    content: frozenset[str]
    quotes: frozenset[str]

    @property
    def told(self) -> frozenset[str]:
        """Names, numbers and content together."""
        return self.names | self.numbers | self.content


@cache
def _numbers() -> dict[str, str]:
    pairs = (entry.split("=") for entry in table("plain_words")["numbers"].split())
    return {entry[0]: entry[1] for entry in pairs}


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(table("plain_words")["suffixes"].split())


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """The word without its ending, crudely; a number word as digits ("twenty-two" as 22)."""
    numbers = _numbers()
    if word in numbers:
        return numbers[word]
    ten, _, unit = word.partition("-")
    if unit in numbers and ten in numbers and len(numbers[unit]) == 1 < len(numbers[ten]):
        return str(int(numbers[ten]) + int(numbers[unit]))
    word = re.sub(r"['’]s?$", "", word)
    for suffix in _suffixes():
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stem = word[: -len(suffix)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _plain() -> frozenset[str]:
    return words_of("plain_words", "function")


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(stem_of(word) for word in words_of("plain_words", "common"))


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text; a name is what begins with a capital elsewhere than at the start of a sentence."""
    quoted = [match.span(1) for match in _QUOTE.finditer(text)]
    found: list[Token] = []
    at = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        word = match[0]
        capital = word[0].isupper() and not (word.isupper() and len(word) > 6)
        name = capital and not _NEW_SENTENCE.search(text[max(0, start - 3) : start])
        inside = at < len(quoted) and quoted[at][0] <= start
        found.append(Token(start, end, word, stem_of(word.casefold()), inside, name))
    return tuple(found)


def notices_in(text: str) -> list[tuple[int, int]]:
    """Where the sentences and lines of a text are that only say whose it is, or what the reader should click on."""
    found: list[tuple[int, int]] = []
    for match in pattern_of("credits", "notices").finditer(text):
        before = max(
            (end.end() for end in _BORDER.finditer(text, max(0, match.start() - _FAR), match.start())), default=0
        )
        after = _BORDER.search(text, match.end())
        found.append((max(before, match.start() - _FAR), after.start() if after is not None else len(text)))
    return found


def print_of(report: Report) -> TextPrint:
    """The print of a report; what its house's notices say is left out."""
    notices = notices_in(report.text)
    tokens = tuple(
        token for token in tokens_of(report.text) if not any(start <= token.start < end for start, end in notices)
    )
    title = tokens_of(report.title or "")
    names = {t.stem for t in tokens if t.name and t.word.casefold() not in _plain()}
    # What is a name in the middle of a sentence is one at its start, too.
    outside = [t for t in (*title, *tokens) if not t.quoted and t.word.casefold() not in _plain()]
    stems = {t.stem for t in outside}
    numbers = {stem for stem in stems if stem.isdigit()}
    folded = [t.stem for t in tokens]
    own = [(t.stem, t.quoted) for t in tokens]
    quotes = frozenset(
        " ".join(t.stem for t in tokens_of(match[1]))
        for match in _QUOTE.finditer(report.text)
        if len(match[1].split()) > 3
    )
    return TextPrint(
        report=report,
        moment=moment_of(report.published),
        tokens=tokens,
        shingles=frozenset(" ".join(folded[n : n + SHINGLE]) for n in range(len(folded) - SHINGLE + 1)),
        own_words=frozenset(
            " ".join(stem for stem, _ in own[n : n + SHINGLE])
            for n in range(len(own) - SHINGLE + 1)
            if not any(inside for _, inside in own[n : n + SHINGLE])
        ),
        names=frozenset(names & stems),
        numbers=frozenset(numbers),
        content=frozenset(stems - names - numbers - _common_stems()),
        quotes=quotes,
    )


def contained(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the larger holds; 0 where one is empty."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared over all; 0 where both are empty."""
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def shared_runs(one: TextPrint, other: TextPrint, *, shortest: int = SHINGLE) -> list[tuple[int, int]]:
    """Where ``one`` holds words that stand in the same order in ``other``: first and last token (exclusive)."""
    marked = [False] * len(one.tokens)
    stems = [token.stem for token in one.tokens]
    for n in range(len(stems) - SHINGLE + 1):
        if " ".join(stems[n : n + SHINGLE]) in other.shingles:
            marked[n : n + SHINGLE] = [True] * SHINGLE
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for n, mark in enumerate((*marked, False)):
        if mark and start is None:
            start = n
        elif not mark and start is not None:
            if n - start >= shortest:
                runs.append((start, n))
            start = None
    return runs

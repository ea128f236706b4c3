"""Finds the words that carry what a source says ("according to", "denied"), and by them the sources themselves."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, cast

import msgspec

from dateline.coding.lexicon import table, word_set
from dateline.reading.sentences import split_sentences
from dateline.records import Stance


class Cue(msgspec.Struct, frozen=True):
    """The words at ``start`` to ``end`` that carry a source, and the stance that they make likely."""

    start: int
    end: int
    text: str
    stance: Stance


class FoundSource(msgspec.Struct, frozen=True):
    """A source named at ``start`` to ``end``, without article and title, with its cue."""

    start: int
    end: int
    name: str
    cue: Cue
    stance: Stance


class _Entry(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    stance: Stance
    object: bool


class _Lexicon(msgspec.Struct, frozen=True):
    by_first: dict[str, tuple[_Entry, ...]]
    follows: tuple[tuple[re.Pattern[str], Stance], ...]


@cache
def _lexicon() -> _Lexicon:
    raw = table("cues")
    by_first: dict[str, list[_Entry]] = {}
    for group in raw["cue"]:
        for joined in group["words"].split():
            words = tuple(joined.split("_"))
            by_first.setdefault(words[0], []).append(_Entry(words, group["stance"], group.get("object", False)))
    # The longest cue that begins with a word is tried first.
    ranked = {word: tuple(sorted(entries, key=lambda e: -len(e.words))) for word, entries in by_first.items()}
    follows = tuple((re.compile(f["pattern"], re.IGNORECASE), cast(Stance, f["stance"])) for f in raw["follow"])
    return _Lexicon(ranked, follows)


class _Word(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str
    lower: str


class _Match(msgspec.Struct, frozen=True):
    first: int
    last: int
    entry: _Entry


_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[^\w\s]")
_NOT_BEFORE_VERB: Final = word_set("cues", "not_before_verb")
_PLAIN: Final = word_set("cues", "plain")


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [_Word(m.start(), m.end(), m[0], m[0].casefold()) for m in _WORD.finditer(text, start, end)]


def _matches(words: list[_Word]) -> list[_Match]:
    """The cues among the words of a sentence, longest at each place."""
    lexicon = _lexicon().by_first
    found: list[_Match] = []
    position = 0
    for index, word in enumerate(words):
        if index < position or word.lower not in lexicon:
            continue
        for entry in lexicon[word.lower]:
            last = index + len(entry.words)
            if last > len(words) or any(words[index + i].lower != w for i, w in enumerate(entry.words)):
                continue
            # "The report", "a claim", "of charges": a noun, not a verb.
            if not entry.object and index and words[index - 1].lower in _NOT_BEFORE_VERB:
                break
            found.append(_Match(index, last, entry))
            position = last
            break
    return found


def _stance(text: str, words: list[_Word], match: _Match, limit: int) -> Stance:
    """The stance of a cue, turned by what follows a plain "said"."""
    entry = match.entry
    after = words[match.last - 1].end
    if entry.stance == "reports" and not entry.object:
        tail = re.sub(r"\s+", " ", text[after : min(limit, after + 90)]).strip()
        tail = re.sub(
            r"^(?:on \w+day|\w+day|yesterday|today|in a statement|later|earlier|that|:|,|\"|“|')+\s*", "", tail
        )
        for pattern, stance in _lexicon().follows:
            if pattern.match(tail):
                return stance
    return entry.stance


def cue_of(text: str, sentence: tuple[int, int], source_start: int, source_end: int) -> Cue | None:
    """The cue in ``sentence`` (start, end) that carries the source at these characters, or None if there is none.

    A verb after the source is preferred to an inverted one before it ("said the mayor"); "according to" and the like
    must stand right before the source. A source before a colon ("Kara: two dead") has the colon as its cue.
    """
    words = _words(text, *sentence)
    best: tuple[float, _Match] | None = None
    for match in _matches(words):
        start, end = words[match.first].start, words[match.last - 1].end
        if end <= source_start:
            between = text[end:source_start]
            gap = len(between.split())
            if match.entry.object:
                cost = gap - 1.5 if gap <= 4 else 50
            elif gap <= 3 and "," not in between:
                # "Said the mayor"; a verb that has its own subject before it is another's.
                cost = 2.0 + gap
            else:
                continue
        elif start >= source_end and not match.entry.object:
            between = text[source_end:start]
            cost = (
                len(between.split())
                + 12.0 * between.count(";")
                + (3.0 if re.search(r"\b(?:and|but)\b", between) else 0)
            )
        else:
            continue
        if best is None or cost < best[0]:
            best = (cost, match)
    if best is not None and best[0] < 25:
        match = best[1]
        start, end = words[match.first].start, words[match.last - 1].end
        return Cue(start, end, text[start:end], _stance(text, words, match, sentence[1]))
    colon = re.match(r"(?:\s?\([^)]*\))?\s?:", text[source_end : sentence[1]])
    if colon is not None:
        at = source_end + colon.end() - 1
        return Cue(at, at + 1, ":", "reports")
    return None


_TITLE: Final = word_set("cues", "title")
_PERSON_TITLE: Final = word_set("cues", "person_title")
_ARTICLE: Final = word_set("cues", "article")
_INNER: Final = word_set("cues", "inner")
_NO_SOURCE: Final = word_set("cues", "no_source")
_NEVER_NAMED: Final = _NO_SOURCE - _INNER


def _trim(words: list[_Word], first: int, last: int) -> tuple[int, int] | None:
    """Without articles and the titles of persons; None if nothing of a name is left."""
    while first < last and (words[first].lower in _ARTICLE or not words[first].text[0].isalnum()):
        first += 1
    while last > first and (words[last - 1].lower in _INNER or not words[last - 1].text[0].isalnum()):
        last -= 1
    # "Interior Minister Omar Zad": a title, then a name in capitals.
    title = max((i for i in range(first, last) if words[i].lower in _PERSON_TITLE), default=-1)
    if 0 <= title < last - 1 and all(words[i].lower in _TITLE for i in range(first, title + 1)):
        names = words[title + 1 : last]
        start = title + 1
        if names and names[0].text == ".":
            names, start = names[1:], start + 1
        if names and all(w.text[:1].isupper() for w in names):
            first = start
    if first >= last or words[first].lower in _NO_SOURCE:
        return None
    return first, last


def _noun_phrase_before(words: list[_Word], end: int, floor: int) -> tuple[int, int] | None:
    """The subject of a verb at ``end``: over an apposition ("Omar Zad, the mayor,") to its name."""
    last = end
    while last > floor and words[last - 1].lower in (
        "has",
        "have",
        "had",
        "also",
        "later",
        "then",
        "itself",
        "yesterday",
        "who",
    ):
        last -= 1
    if last > floor + 1 and words[last - 1].text in (",", ")"):
        opening = "," if words[last - 1].text == "," else "("
        inner = last - 2
        while inner > floor and words[inner].text != opening:
            inner -= 1
        if inner > floor and last - inner < 16:
            last = inner
        else:
            return None
    first = last
    while first > floor and last - first < 10:
        word = words[first - 1]
        lower = word.lower
        if not word.text[0].isalnum() and word.text not in (".", "’", "'"):
            break
        if (lower in _NO_SOURCE and lower not in _INNER) or (
            lower in _lexicon().by_first and not word.text[0].isupper()
        ):
            break
        if lower in _INNER and lower != "the" and first - 1 > floor and words[first - 2].text == ",":
            break
        first -= 1
        if lower in _ARTICLE and (first == floor or words[first - 1].lower not in _INNER):
            break
    return _trim(words, first, last)


def _noun_phrase_after(words: list[_Word], start: int, *, inverted: bool = False) -> tuple[int, int] | None:
    """The noun phrase that begins at ``start``: a name in capitals, or words in lower case up to a mark or a verb."""
    if inverted and not (
        start < len(words)
        and (words[start].lower in _ARTICLE or words[start].text[0].isupper() or words[start].lower.endswith("s"))
    ):
        return None
    last = start
    while last < len(words) and last - start < 9:
        word = words[last]
        if not word.text[0].isalnum():
            break
        if last > start and (
            word.lower in _NO_SOURCE - _INNER or word.lower in _lexicon().by_first or word.lower == "on"
        ):
            break
        last += 1
    return _trim(words, start, last)


def find_sources(text: str) -> list[FoundSource]:
    """The sources that the grammar of ``text`` gives away, in order: "X said", "according to Y", "told Z".

    A help beside the learned model: it knows no pronouns and names each source where it stands.
    """
    found: dict[tuple[int, int], FoundSource] = {}
    for start, end in split_sentences(text):
        words = _words(text, start, end)
        matches = _matches(words)
        floor = 0
        for match in matches:
            if match.entry.object:
                spans = [_noun_phrase_after(words, match.last)]
            else:
                before = _noun_phrase_before(words, match.first, floor)
                spans = [before]
                if before is None and words[match.first].lower in _PLAIN:
                    spans = [_noun_phrase_after(words, match.last, inverted=True)]
                elif words[match.first].lower in ("told", "tells"):
                    outlet = _noun_phrase_after(words, match.last)
                    if outlet is not None and words[outlet[0]].text[0].isupper():
                        spans.append(outlet)
            floor = match.last
            cue_start, cue_end = words[match.first].start, words[match.last - 1].end
            stance = _stance(text, words, match, end)
            for order, span in enumerate(spans):
                if span is None:
                    continue
                name_start, name_end = words[span[0]].start, words[span[1] - 1].end
                own: Stance = stance if order == 0 else "reports"
                cue = Cue(cue_start, cue_end, text[cue_start:cue_end], own)
                found.setdefault(
                    (name_start, name_end), FoundSource(name_start, name_end, text[name_start:name_end], cue, own)
                )
    return [found[key] for key in sorted(found)]

"""Whom a text says it has it from (wire credits, "according to X", "citing Y", reposts), and what is its own."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

import msgspec

from dateline.linking.phrases import lines_of, pattern_of, words_of
from dateline.records import Report, Span

Weight = Literal["credit", "main", "passing"]
"""A credit line; what the story rests on; or named beside the story's own sources."""

_OPENING_SENTENCES = 2
_SHORT_NAME = 5
"""Letters up to which a part of a name is too common to mean the whole ("Post", "Times")."""
_LONGEST_NAME = 6
"""Capitalised words beyond which a run of them is a headline."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z0-9@(])|\n+")
_NAME = re.compile(
    r"@\w{3,40}|(?<![\w@])(?:[A-Z][\w’']*|[A-Z]{2,})"
    r"(?:[ \-](?:(?:of|the|de|del|la|el|wa|al)[ \-])*(?:[A-Z][\w’']*|\d{2,3})){0,5}"
)


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet that a text names as where it has it from.

    Attributes:
        outlet: as `outlet_key` folds it.
        name: as the text has it.
        weight: what hangs on it.
        spans: the words that say so.
    """

    outlet: str
    name: str
    weight: Weight
    spans: tuple[Span, ...]


@cache
def _agencies() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines_of("credits", "agencies"):
        names = [name.strip() for name in line.split("=")]
        forms |= dict.fromkeys(names, names[0])
    return forms


@lru_cache(maxsize=8192)
def outlet_key(name: str) -> str:
    """An outlet's name folded for comparison: an agency by its short form, articles, handles' marks and notes cut."""
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip(" .,")
    plain = re.sub(r"^(?:the|el|la|le|al|der|die|das)[ -](?=\w)", "", plain, flags=re.IGNORECASE)
    known = _agencies().get(plain)
    return re.sub(r"\W|_", "", (known or plain).casefold())


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency whose credits are known."""
    return re.sub(r"^(?:the )", "", name.strip(), flags=re.IGNORECASE) in _agencies()


def has_outlet_word(name: str) -> bool:
    """Whether a name has a word that makes it an outlet's ("Radio", "Gazette")."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name.replace("’s", "").replace("'s", ""))
    return any(word.casefold() in words_of("credits", "outlet_words") for word in words) and len(words) > 1


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line, plainly split."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    bounds = [0, *ends, len(text)]
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]


@lru_cache(maxsize=4096)
def _compiled(key: str, name: str) -> re.Pattern[str]:
    joined = "|".join(f"(?:{line.replace('{}', re.escape(name))})" for line in lines_of("credits", key))
    return re.compile(joined.replace("\\ ", " ").replace(" ", r"\s+"), re.IGNORECASE)


def names_in(text: str) -> dict[str, list[tuple[int, int]]]:
    """Capitalised names and handles of a text that may be outlets, as they stand, with where."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _NAME.finditer(text):
        found.setdefault(re.sub(r"['’]s?$", "", match[0]), []).append(match.span())
    return found


def citations_of(report: Report, known: frozenset[str]) -> tuple[Citation, ...]:
    """The outlets that a report names as where it has it from, by name.

    Args:
        report: its own publisher is never cited.
        known: `outlet_key` of every publisher whose reports are at hand; a name that is none of these is an outlet's
            only when it is an agency or has an outlet's word.
    """
    own = outlet_key(report.publisher) if report.publisher else ""
    bodies = (("title", report.title or ""), ("text", report.text))
    names: dict[str, str] = {}
    short = _last_words(known)
    for _, body in bodies:
        for name in names_in(body):
            # "The Observer", where The Frontier Observer is at hand.
            last = name in short and re.search(rf"\b[Tt]he {name}\b", body) is not None
            form = name if last else _outlet_in(name, known)
            key = outlet_key(form) if form is not None else ""
            if form is not None and key and key != own:
                names.setdefault(form, key)
    found: dict[str, Citation] = {}
    own_voice = reports_itself(report)
    for name, key in sorted(names.items()):
        one = _citation(report, name, key, own_voice=own_voice)
        if one is not None:
            before = found.get(key)
            found[key] = one if before is None else _stronger(before, one)
    return tuple(found[key] for key in sorted(found))


@lru_cache(maxsize=16)
def _last_words(known: frozenset[str]) -> frozenset[str]:
    """Outlets' words, capitalised, that end a publisher's name and are long enough to mean it by themselves."""
    words = {word for word in words_of("credits", "outlet_words") if len(word) > _SHORT_NAME}
    return frozenset(word.capitalize() for word in words if any(one.endswith(word) for one in known))


def _outlet_in(name: str, known: frozenset[str]) -> str | None:
    """The outlet that a capitalised name means, or None: words that begin a sentence are cut ("As Marsh Wire")."""
    words = name.split(" ")
    forms = [" ".join(words[n:]) for n in range(len(words))] if len(words) < _LONGEST_NAME else [name]
    for form in forms:
        if outlet_key(form) in known or is_agency(form):
            return form
    plain = words_of("plain_words", "function")
    first = next((n for n, word in enumerate(words) if word.casefold() not in plain), len(words))
    rest = " ".join(words[first:])
    return rest if rest and has_outlet_word(rest) else None


def _stronger(one: Citation, other: Citation) -> Citation:
    order: tuple[Weight, ...] = ("credit", "main", "passing")
    best = min(one, other, key=lambda c: order.index(c.weight))
    return msgspec.structs.replace(best, spans=(*one.spans, *other.spans))


def _citation(report: Report, name: str, key: str, *, own_voice: bool) -> Citation | None:
    text, title = report.text, report.title or ""
    spans = [
        report.span(*match.span()) for match in _compiled("credit_lines", name).finditer(text) if _holds(match, name)
    ]
    credits = [s for s in spans if not _is_said(report, s, name)]
    if credits:
        return Citation(outlet=key, name=name, weight="credit", spans=tuple(credits))
    cited = [report.span(*m.span()) for m in _compiled("cites", name).finditer(text) if _holds(m, name)]
    in_title = [report.span(*m.span(), "title") for m in _compiled("cites", name).finditer(title) if _holds(m, name)]
    in_title = in_title or ([report.span(*m.span(), "title")] if (m := re.search(_ending(name), title)) else [])
    if not cited and not in_title:
        return None
    sentences = sentences_of(text)
    places = {next((n for n, (a, b) in enumerate(sentences) if a <= s.start < b), 0) for s in cited}
    early = any(n < _OPENING_SENTENCES for n in places)
    main = bool(in_title) or len(places) > 1 or early or len(sentences) <= 3
    if own_voice and len(places) < max(2, len(sentences) // 2) and not in_title:
        main = False
    return Citation(outlet=key, name=name, weight="main" if main else "passing", spans=(*in_title, *cited))


def _ending(name: str) -> str:
    return rf"(?:[:–—-]\s*{re.escape(name)}\s*$|^\s*{re.escape(name)}:)"


def _holds(match: re.Match[str], name: str) -> bool:
    """Whether the name stands in the match as it is written, not as other words in lower case ("today", "mirror")."""
    return name in match[0]


def _is_said(report: Report, span: Span, name: str) -> bool:
    """Whether what looks like a credit is part of a sentence ("told Nyala Wire.")."""
    before = report.text[max(0, span.start - 12) : span.start + span.text.index(name)]
    return re.search(r"\b(?:told|tell|telling)\s+(?:the\s+)?$", before, re.IGNORECASE) is not None


def reports_itself(report: Report) -> bool:
    """Whether the text says that its outlet was there, or spoke with people, itself."""
    outside = re.sub(r"[\"“„«][^\"“”„«»]*[\"”»]", " ", report.text)
    if pattern_of("credits", "own_reporting").search(pattern_of("credits", "nothing_own").sub(" ", outside)):
        return True
    if not report.publisher:
        return False
    names = {report.publisher, re.sub(r"^(?:The|A) ", "", report.publisher), report.publisher.split(" ")[-1]}
    told = "|".join(re.escape(name) for name in sorted(names))
    return re.search(rf"\b(?:told|tells|telling|to|with|of|from)\s+(?:the\s+)?(?:{told})\b", outside) is not None


def has_nothing_own(report: Report) -> bool:
    """Whether the text says that its outlet could check nothing, or has nobody there."""
    return pattern_of("credits", "nothing_own").search(report.text) is not None


def names_outlet(cited: str, publisher: str) -> bool:
    """Whether a cited `outlet_key` is a publisher's: the same, or the last part of a longer name ("the Observer")."""
    if cited == publisher:
        return True
    if min(len(cited), len(publisher)) <= _SHORT_NAME:
        return False
    return publisher.endswith(cited) or cited.endswith(publisher)


def rests_on(cited: tuple[Citation, ...], outlet: str) -> Citation | None:
    """The citation of this outlet on which the story rests, or None."""
    return next((c for c in cited if c.weight != "passing" and names_outlet(c.outlet, outlet)), None)


def shared_source(one: tuple[Citation, ...], other: tuple[Citation, ...]) -> tuple[Citation, Citation] | None:
    """Two citations of one outlet, on which both stories rest; None where there is no such outlet."""
    for mine in one:
        if mine.weight != "passing":
            theirs = next((c for c in other if c.weight != "passing" and c.outlet == mine.outlet), None)
            if theirs is not None:
                return mine, theirs
    return None

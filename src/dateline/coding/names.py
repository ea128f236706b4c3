"""Trims a marked name to what the guideline calls the name: no article, quotes, numerals or hedges in front."""

from __future__ import annotations

import re
from typing import Final

from dateline.coding.lexicon import word_set
from dateline.records import Report, Span

# What stands before a name and is no part of it: articles, numerals and quantifiers, hedges (guideline: Fields, Names).
_BEFORE: Final = re.compile(
    r"""(?:(?:the|a|an|some|about|around|nearly|almost|over|under|several|many|few|more\sthan|at\sleast|up\sto|as\smany\sas|"""
    r"""dozens\sof|scores\sof|hundreds\sof|thousands\sof|tens\sof|other|another|its|their|his|her|both|"""
    r"""suspected|alleged|unidentified|unknown|so-called|self-styled|"""
    r"""of|by|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\sdozen|twenty|thirty|forty|fifty|hundred|"""
    r"""\d[\d.,]*)(?![\w'’])\s+|["'“”‘’«»(\[,;:\s-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER: Final = re.compile(r"""(?:['’]s|\s(?:of|in|at|and|by|for|the|to|on|from)|["'“”‘’«»(\[\]).,;:!?\s-]+)$""")
_TITLE_WORD: Final = "|".join(sorted(map(re.escape, word_set("cues", "person_title")), key=len, reverse=True))
# "Colonel Adam Reo", "French Foreign Minister Ana Vela", "Secretary of State Jon Doe": a title, then a person's name.
_PERSON: Final = re.compile(
    rf"""(?:^|(?<=[\s"“'-]))(?:{_TITLE_WORD})\.?(?:[-\s](?:general|colonel|gen\.?|col\.?))?(?:\sof\s[A-Z]\w+)?\s+"""
    r"""(?=(?-i:[A-Z])[\w'’.-]*(?:\s(?:(?:\w{2,3}-)?(?-i:[A-Z])[\w'’.-]*|al|el|de|del|la|da|dos|bin|ibn|van|von))*$)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PERSON: Final = word_set("cues", "body")


def trimmed(report: Report, span: Span, *, person: bool = False) -> Span | None:
    """The span without what stands around the name, or None if nothing is left.

    With ``person``, a title before a person's name goes too ("Colonel Adam Reo" is "Adam Reo").
    """
    body = report.text if span.field == "text" else report.title or ""
    start, end = span.start, span.end
    while start < end and (match := _BEFORE.match(body, start, end)) and match.end() > start:
        start = match.end()
    while start < end and (tail := _AFTER.search(body[start:end])) and tail.start() < end - start:
        end = start + tail.start()
    if person:
        start = _without_title(body, start, end)
    if start >= end or not any(c.isalnum() for c in body[start:end]):
        return None
    return report.span(start, end, span.field)


def _without_title(body: str, start: int, end: int) -> int:
    """Where the name of a person begins after the last title; ``start`` where there is none, or no person."""
    name = body[start:end]
    for title in reversed(list(_PERSON.finditer(name))):
        if not _NO_PERSON & set(re.findall(r"\w+", name[title.end() :].casefold())):
            return start + title.end()
    return start


# Words that begin sentences with a capital and are no part of the name after them, and what dates things.
_NO_NAME: Final = frozenset(
    {
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "by",
        "of",
        "to",
        "from",
        "for",
        "with",
        "after",
        "before",
        "when",
        "while",
        "as",
        "and",
        "but",
        "or",
        "if",
        "he",
        "she",
        "it",
        "they",
        "we",
        "his",
        "her",
        "their",
        "its",
        "this",
        "that",
        "these",
        "those",
        "there",
        "then",
        "two",
        "three",
        "four",
        "five",
        "six",
        "some",
        "many",
        "several",
        "most",
        "both",
        "all",
        "each",
        "another",
        "other",
        "no",
        "not",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "according",
        "meanwhile",
        "however",
        "earlier",
        "later",
        "today",
        "yesterday",
        "overnight",
        "mr",
        "mrs",
        "ms",
    }
)
# The article of an Arabic name, which is a part of it.
_JOINED_BEFORE: Final = re.compile(r"(?<![\w-])(?:a[lnrstdz]|a[ds]h|el|ul)-$", re.IGNORECASE)
_WORD_BEFORE: Final = re.compile(r"(?<![\w-])([^\W\d_][\w'’-]*) $")
_WORD_AFTER: Final = re.compile(r" ([^\W\d_][\w'’-]*)")


def completed(report: Report, span: Span) -> Span:
    """The span widened to the whole of a name in capitals that it stands in: "Sayyaf" to "Abu Sayyaf".

    Texts all in capitals are left alone: there a capital says nothing.
    """
    body = report.text if span.field == "text" else report.title or ""
    words = span.text.split()
    if not words or body.isupper() or span.text.isupper():
        return span
    start, end = span.start, span.end
    if joined := _JOINED_BEFORE.search(body, max(0, start - 4), start):
        start = joined.start()
    if words[0][:1].isupper():
        while (match := _WORD_BEFORE.search(body, max(0, start - 30), start)) and _is_name_word(match[1]):
            start = match.start(1)
    if words[-1][:1].isupper():
        while (match := _WORD_AFTER.match(body, end)) and _is_name_word(match[1]):
            end = match.end(1)
    if (start, end) == (span.start, span.end):
        return span
    # A possessive ends a name: "Israel's" is one, what follows it another.
    return (
        report.span(start, end, span.field) if "’s " not in body[start:end] and "'s " not in body[start:end] else span
    )


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and word.casefold() not in _NO_NAME

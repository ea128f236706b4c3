"""Cuts a text into sentences by punctuation, aware of abbreviations, quotes, telegram style and paragraphs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

# A sentence may end at its mark, after closing quotes or brackets, before white space; where a paragraph or a line of
# a list ends; or at the STOP of a telegram, which is written in capitals and stands where a full stop would.
_BORDER = re.compile(
    r"""(?P<mark>[.!?…]+)(?P<close>["'”’»)\]]*)(?=\s)"""
    r"""|(?P<paragraph>\n\s*\n)"""
    r"""|(?P<item>\n)(?=\s*(?:[-*•–—]\s|\(?\d{1,2}[.)]\s))"""
    r"""|(?P<stop>\sSTOP)(?=\s|$)"""
)
_LAST_WORD = re.compile(r"[\w.'’&-]*$")
_LETTERS_AND_STOPS = re.compile(r"(?:[a-z]\.)+[a-z]")
_NEXT = re.compile(r"""\s*["'“‘«(\[]*(\w*)""")
# Longer than any abbreviation; the look back need not go further.
_REACH = 24


class _Abbreviations(msgspec.Struct, frozen=True):
    titles: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]


@cache
def _abbreviations() -> _Abbreviations:
    text = resources.files("dateline.reading").joinpath("data", "abbreviations.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return _Abbreviations(**{key: frozenset(raw[key].split()) for key in _Abbreviations.__struct_fields__})


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the mark at ``match`` ends a sentence."""
    found = _NEXT.match(text, match.end())
    following = found[1] if found else ""
    if following[:1].islower():
        # "Never!" he said; "and then ... nothing": the sentence goes on.
        return False
    if match["mark"] != "." or match["close"]:
        return True
    start = match.start("mark")
    before = _LAST_WORD.search(text, max(0, start - _REACH), start)
    word = before[0] if before else ""
    lower = word.casefold()
    known = _abbreviations()
    if lower in known.titles:
        return False
    if lower in known.before_number and following[:1].isdigit():
        return False
    if lower in known.may_end or _LETTERS_AND_STOPS.fullmatch(lower):
        return following in known.openers or not following
    if len(word) == 1 and word.isupper():
        # An initial ("J. Smith"), unless it is the pronoun.
        return word == "I"
    # "3. Northern sector": a number alone before the mark counts the lines of a list.
    line = text.rfind("\n", 0, start) + 1
    return not (word.isdigit() and text[line:start].strip() == word)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each sentence of ``text``, in order.

    The spans do not overlap, begin and end with a character that is no white space, and together cover every such
    character of the text.
    """
    borders = [match.end() for match in _BORDER.finditer(text) if match["mark"] is None or _ends(text, match)]
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in (*borders, len(text)):
        piece = text[begin:end]
        stripped = piece.lstrip()
        if stripped:
            start = begin + len(piece) - len(stripped)
            spans.append((start, start + len(stripped.rstrip())))
        begin = end
    return spans

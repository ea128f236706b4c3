"""What the words around a time expression do: announce ("will march on Friday"), or tell who said so, and when."""

from __future__ import annotations

import re

CLAUSE_END = re.compile(r"[,.;:!?\n()—]|\s-\s|\b(?:that|when|after|which|who|where|whose|while|but)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:call\w*|plan\w*|announc\w+|schedul\w+|summon\w*|set|due|march\w*|strike|rall\w+|protest\w*|vote|elections?)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|been|did|has|have|left|shot|hit|struck|took|fell|blew|fought|met|said|broke|came|set)\b|"
    r"[a-z]{2}ed\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"\bto \w+(?: \w+){0,3} $", re.IGNORECASE)
# Words that announce: what they govern has not happened by publication.
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|plans? to|planned|planning|due|scheduled|expected|set (?:to|for)|(?:is|are) to|going to|"
    r"ahead of|deadline|ultimatum|threaten\w*|vow\w*|unless|intends?|called for|calls for|expects?|"
    r"upcoming|forthcoming|announced for|from next)\b|['’]ll\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\s(?:that|which|when|who)\s(?:\w+ly\s)?(?:\w{2,}ed|left|shot|hit|struck|took|was|were)\b", re.IGNORECASE
)

_TELLING = re.compile(
    r"\b(?:said|says|told|announced|wrote|reported|added|stated|declared|posted|tweeted|confirmed|denied|quoted|published|"
    r"statement|briefing|interview|spokes\w+|reporters|journalists|agency|telegram|television|radio)\b[^.;:!?\n]{0,25}$",
    re.IGNORECASE,
)


def is_announced(text: str, start: int, end: int, sentence_start: int, *, until: bool = False) -> bool:
    """Whether the clause around the characters ``start`` to ``end`` announces.

    Args:
        sentence_start: where the sentence of the characters starts.
        until: whether they say "by" or "until" a day, which orders ("told to leave by Friday") announce too.
    """
    if until and _ORDERED.search(text[max(sentence_start, start - 60) : start]):
        return True
    called = text[start : start + 4].lower() == "for " or text[max(sentence_start, start - 4) : start].lower() == "for "
    if called and _CALLED.search(text[max(sentence_start, start - 80) : start]):
        return True
    if _TOLD.match(text, end):
        # "asked for help after the storm on Friday that killed nine"
        return False
    before, after = _clause(text, start, end, sentence_start)
    if _AHEAD.search(before):
        return True
    if text.startswith(("'s", "’s"), end):
        # "Monday's raid will be answered" tells of a raid that was.
        return False
    return _AHEAD.search(after) is not None and _BEHIND.search(before) is None


def is_told(text: str, start: int, end: int, sentence_start: int) -> bool:
    """Whether the clause around the characters has a verb of the past: what was hit on 8 April is not yet to come."""
    before, after = _clause(text, start, end, sentence_start)
    return _BEHIND.search(before) is not None or _BEHIND.search(after) is not None


def is_telling(text: str, start: int, sentence_start: int) -> bool:
    """Whether an expression at ``start`` dates what somebody said ("said on Friday") rather than what happened."""
    return _TELLING.search(text, max(sentence_start, start - 60), start) is not None


def _clause(text: str, start: int, end: int, sentence_start: int) -> tuple[str, str]:
    """The words of the same clause before and after; for "On Friday, they will ..." those of the next."""
    clause = max(sentence_start, start - 120)
    for match in CLAUSE_END.finditer(text, clause, start):
        clause = match.end()
    limit = min(len(text), end + 40)
    stop = CLAUSE_END.search(text, end, limit)
    before = text[clause:start]
    if stop is not None and stop.group() == "," and stop.start() == end and not before.strip():
        stop = CLAUSE_END.search(text, stop.end(), limit)
    return before, text[end : limit if stop is None else stop.start()]

"""Which of a text's dates is an event's, by nearness; and the date at characters that somebody marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.finding import find_dates
from dateline.grounding.dates.timeline import ResolvedDate, dates_of, sentence_starts
from dateline.records import Period

# Costs, in characters of distance; set on labelled training reports by coordinate search.
_EARLIER_SENTENCE = 120.0
_LATER_SENTENCE = 600.0
_BREAK_IN_SENTENCE = 40.0
_TELLING = 150.0
_OTHER_NOUN = 300.0
_LONG = 400.0
_VAGUE = 150.0
_OWN_NOUN = -60.0
_BEFORE = 30.0
_LONG_DAYS = 20
_RUN_GAP = 12
_VAGUE_WORDS = re.compile(
    r"\brecent|\b(?:few|several|many|some|past|last|coming|next) (?:few )?(?:days|weeks|months|years|decades)\b|"
    r"\b(?:weeks|months|years|decades) (?:ago|earlier|before|later)\b|\bfor (?:days|weeks|months|years)\b",
    re.IGNORECASE,
)
# "Tuesday's raid", "the 1 April bombing": the date is that noun's.
_NOUN_FOLLOWS = re.compile(
    r"['’]s\s|\s(?!(?:and|or|but|in|on|at|by|to|from|of|as|when|after|before|with|for|the|a|an)\b)[a-z]+"
)
_BREAKS = re.compile(r"[,;:()—]|\s-\s")


def nearest_date(
    resolved: Sequence[ResolvedDate], trigger_start: int, text: str, *, starts: Sequence[int] | None = None
) -> Period | None:
    """The days most likely meant for an event named at ``trigger_start``, or None where the text has no date.

    Dates of the same clause come before those of the sentence, those before the sentences ahead of it; a date of what
    somebody said, and one that belongs to another noun ("Tuesday's raid"), come later.

    Args:
        resolved: as ``dates_of`` gives them for the text.
        starts: where the sentences start, if known.
    """
    starts = sentence_starts(text) if starts is None else starts
    best: tuple[float, Period] | None = None
    for candidate in resolved:
        if candidate.expression.dateline:
            continue
        cost = _cost(candidate, trigger_start, text, starts)
        if best is None or cost < best[0]:
            best = cost, _reading(candidate, trigger_start, text)
    return None if best is None else best[1]


def _cost(candidate: ResolvedDate, trigger_start: int, text: str, starts: Sequence[int]) -> float:
    expression = candidate.expression
    before = expression.start < trigger_start
    gap = text[expression.end : trigger_start] if before else text[trigger_start : expression.start]
    sentences = bisect_right(starts, trigger_start) - bisect_right(starts, expression.start)
    cost = float(len(gap))
    cost += sentences * _EARLIER_SENTENCE if sentences >= 0 else -sentences * _LATER_SENTENCE
    if sentences == 0:
        cost += _BREAK_IN_SENTENCE * len(_BREAKS.findall(gap))
    if before:
        cost += _BEFORE
    cost += _TELLING * candidate.telling
    if _has_own_noun(expression, text):
        cost += _OWN_NOUN if sentences == 0 and before and len(gap) < 40 and not _BREAKS.search(gap) else _OTHER_NOUN
    elif sentences != 0 and _length(candidate.period) > _LONG_DAYS:
        cost += _LONG
    if isinstance(expression.meaning, say.Until | say.TimeOfDay | say.Running):
        cost += _VAGUE
    return cost


def _has_own_noun(expression: say.DateExpression, text: str) -> bool:
    if text.startswith(("'s", "’s"), expression.end):
        return True
    attributive = re.match(
        r"(?:the|a|an|its|their)\s", text[max(0, expression.start - 4) : expression.start][-4:].lstrip()
    )
    return attributive is not None and _NOUN_FOLLOWS.match(text, expression.end) is not None


def _length(period: Period) -> int:
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days


def _reading(candidate: ResolvedDate, trigger_start: int, text: str) -> Period:
    """The second reading for an event named right after words that have one ("since January, when ...")."""
    meaning, end = candidate.expression.meaning, candidate.expression.end
    if candidate.other is None or not end <= trigger_start <= end + 90:
        return candidate.period
    if isinstance(meaning, say.Since) and meaning.when:
        return candidate.other
    if isinstance(meaning, say.FromAnchor) and not _BREAKS.search(text, end, trigger_start):
        return candidate.other
    return candidate.period


def date_of_event(
    text: str,
    trigger_start: int,
    words: tuple[int, int],
    resolved: Sequence[ResolvedDate],
    *,
    starts: Sequence[int] | None = None,
) -> Period | None:
    """The days of an event named at ``trigger_start`` whose date words are marked at the characters ``words``.

    Where the words are no date ("near sunset", "hours earlier"), the event still has one, and the nearest is taken. (A
    nearer date does not replace marked words that are one: on labelled reports that was wrong more often than right.)

    Args:
        resolved: as ``dates_of`` gives them for the text.
        starts: where the sentences start, if known.

    Returns:
        None where the text has no date, where the words are vague ("in recent days"), and where they are a date that
        no calendar has or that needs a day of publication.
    """
    marked = _under(*words, resolved)
    if marked is not None:
        return _reading(_whole_run(marked, resolved, text), trigger_start, text)
    if _VAGUE_WORDS.search(text, *words):
        return None
    if any(_is_date(found.meaning) for found in find_dates(text[words[0] : words[1]])):
        return None
    return nearest_date(resolved, trigger_start, text, starts=starts)


def _whole_run(marked: ResolvedDate, resolved: Sequence[ResolvedDate], text: str) -> ResolvedDate:
    """For the Monday of "on Monday, the third day of fighting" all three days; else the date itself."""
    for other in resolved:
        if isinstance(other.expression.meaning, say.Running) and other.period.end == marked.period.end:
            first, second = sorted((marked.expression, other.expression), key=lambda found: found.start)
            between = text[first.end : second.start][: _RUN_GAP + 1]
            if len(between) <= _RUN_GAP and not re.search(r"[.;:\n]", between):
                return other
    return marked


def _is_date(meaning: say.Meaning) -> bool:
    """A bare "13th" may be a street's."""
    return not (isinstance(meaning, say.CalendarDay) and meaning.month is None)


def resolve_span(
    text: str,
    start: int,
    end: int,
    published: date | None,
    *,
    resolved: Sequence[ResolvedDate] | None = None,
) -> Period | None:
    """The days told at characters ``start`` to ``end``, which may be a little off.

    Args:
        published: as ``dates_of`` takes it.
        resolved: what ``dates_of`` gave for the text, if that is at hand.

    Returns:
        The resolved expression that shares most characters with the span, with the expression's own extent; None where
        there is none or it does not resolve.
    """
    found = _under(start, end, dates_of(text, published) if resolved is None else resolved)
    return None if found is None else found.period


def _under(start: int, end: int, resolved: Sequence[ResolvedDate]) -> ResolvedDate | None:
    """The date that shares most characters with a span."""
    best: tuple[int, ResolvedDate] | None = None
    for candidate in resolved:
        shared = min(end, candidate.expression.end) - max(start, candidate.expression.start)
        if shared > 0 and (best is None or shared > best[0]):
            best = shared, candidate
    return None if best is None else best[1]

"""The dates of a whole text, each resolved in its place: what it is counted from, whether it lies ahead."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.calendar_days import Days
from dateline.grounding.dates.finding import find_dates
from dateline.grounding.dates.resolving import YEARS_BEFORE, Frame, basis_of, resolve_meaning
from dateline.records import Period, Span

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n+")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])$"
)
_CLAUSE_END = re.compile(r"[,.;:!?\n()—]|\s-\s|\b(?:that|when|after|which|who|where|whose|while|but)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:call\w*|plan\w*|announc\w+|schedul\w+|summon\w*|set|due|march\w*|strike|rall\w+|protest\w*|vote|elections?)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:was|were|had|been|did|has|have)\b|[a-z]{2}ed\b", re.IGNORECASE)
_ORDERED = re.compile(r"\bto \w+(?: \w+){0,3} $", re.IGNORECASE)
# Words that announce: what they govern has not happened by publication.
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|plans? to|planned|planning|due|scheduled|expected|set (?:to|for)|(?:is|are) to|going to|"
    r"ahead of|deadline|ultimatum|threaten\w*|vow\w*|unless|intends?|called for|calls for|expects?|"
    r"upcoming|forthcoming|announced for|from next)\b|['’]ll\b",
    re.IGNORECASE,
)
_RECENT = 10
_TELLING = re.compile(
    r"\b(?:said|says|told|announced|wrote|reported|added|stated|declared|posted|tweeted|confirmed|denied|quoted|published|"
    r"statement|briefing|interview|spokes\w+|reporters|journalists|agency|telegram|television|radio)\b[^.;:!?\n]{0,25}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """An expression with its days.

    Attributes:
        other: a second reading for an event told after the words: "two days after the attack" dates both the attack
            and what followed it; None where there is one reading.
        telling: whether it dates what somebody said ("said on Friday") rather than what happened.
    """

    expression: say.DateExpression
    period: Period
    other: Period | None = None
    telling: bool = False


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text start; a line end starts one too."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        if (
            "\n" not in match.group()
            and text[match.start()] == "."
            and _NO_END.search(text, max(0, match.start() - 5), match.start())
        ):
            continue
        starts.append(match.end())
    return starts


def dates_of(text: str, published: date | None) -> list[ResolvedDate]:
    """Every time expression of a text that resolves, in order.

    "Two days later" counts from the date told before it, which a date of what somebody said ("said on Friday") is not.

    Args:
        published: the day of publication; given as a ``datetime``, its hour tells "at 23:10" of this day from that of
            the day before.
    """
    starts = sentence_starts(text)
    clock = (published.hour, published.minute) if isinstance(published, datetime) else None
    day = published.date() if isinstance(published, datetime) else published
    expressions = find_dates(text)
    resolved: list[ResolvedDate] = []
    anchor: _Anchor | None = None
    spoken: _Anchor | None = None
    for expression, following in zip_longest(expressions, expressions[1:]):
        if isinstance(expression.meaning, say.TimeOfDay) and _dated_by(expression, following, text):
            continue
        sentence = bisect_right(starts, expression.start)
        used = anchor or spoken
        frame = Frame(
            day,
            None if used is None else used.days,
            future=_is_ahead(text, expression, starts[sentence - 1]),
            near=used is not None and _is_near(used, text, expression, sentence),
            clock=clock,
        )
        days, other = _readings(
            expression.meaning, frame, same_sentence=anchor is not None and anchor.sentence == sentence
        )
        if days is None:
            continue
        telling = _TELLING.search(text, max(starts[sentence - 1], expression.start - 60), expression.start) is not None
        second = None if other is None else _period(expression, other)
        resolved.append(ResolvedDate(expression, _period(expression, days), second, telling))
        told = _Anchor(
            days,
            sentence,
            expression.end,
            0 if day is None else (day - days[1]).days,
            frame.near or _has_year(expression.meaning),
        )
        if telling:
            spoken = told
        elif not expression.dateline and _can_anchor(expression.meaning):
            anchor = told
    return resolved


@dataclass(frozen=True, slots=True)
class _Anchor:
    days: Days
    sentence: int
    end: int
    age: int  # days from its end to publication
    has_year: bool


def _has_year(meaning: say.Meaning) -> bool:
    match meaning:
        case say.CalendarYears() | say.CalendarDay(year=int()) | say.CalendarMonth(year=int()):
            return True
        case say.InDay(base=base) | say.Since(base=base) | say.Between(last=base) | say.PartOf(base=base):
            return _has_year(base)
    return False


def _dated_by(expression: say.DateExpression, following: say.DateExpression | None, text: str) -> bool:
    """Whether the day of a time follows in its own clause ("soon after the noon prayer on Saturday")."""
    if following is None or following.start - expression.end > 40:
        return False
    return _CLAUSE_END.search(text, expression.end, following.start) is None


def _is_near(anchor: _Anchor, text: str, expression: say.DateExpression, sentence: int) -> bool:
    """Same sentence, or, for a time of the day, same paragraph."""
    if anchor.sentence == sentence:
        return True
    if anchor.age > YEARS_BEFORE and anchor.has_year:
        # A story of another year goes on in that year until the paragraph ends.
        return "\n\n" not in text[anchor.end : expression.start] and not isinstance(expression.meaning, say.TimeOfDay)
    # "At noon" two sentences after "in 2022" is not in 2022.
    return (
        isinstance(expression.meaning, say.TimeOfDay)
        and anchor.age <= _RECENT
        and "\n\n" not in text[anchor.end : expression.start]
    )


def _readings(meaning: say.Meaning, frame: Frame, *, same_sentence: bool) -> tuple[Days | None, Days | None]:
    days = resolve_meaning(meaning, frame)
    match meaning:
        case say.FromAnchor(unit=unit, count=count, of_event=True):
            # "Ten died on Friday, a day after a raid": Friday is told, so the words date the raid.
            raid = resolve_meaning(say.FromAnchor(unit, -count), frame)
            return (raid, None) if same_sentence else (days, frame.anchor)
        case say.Since(base=base) | say.Until(base=base):
            return days, resolve_meaning(base, frame)
    return days, None


def _can_anchor(meaning: say.Meaning) -> bool:
    return not isinstance(meaning, say.Stretch | say.Until | say.Running)


def _period(expression: say.DateExpression, days: Days) -> Period:
    span = Span(start=expression.start, end=expression.end, text=expression.text)
    return Period(start=days[0].isoformat(), end=days[1].isoformat(), basis=basis_of(expression.meaning), text=span)


def _is_ahead(text: str, expression: say.DateExpression, sentence_start: int) -> bool:
    """Whether the clause around an expression announces."""
    sentence = text[sentence_start : expression.start]
    if isinstance(expression.meaning, say.Until) and _ORDERED.search(sentence[-60:]):
        return True
    called = expression.text[:4].lower() == "for " or sentence[-4:].lower() == "for "
    if called and _CALLED.search(sentence[-80:]):
        return True
    before, after = _clause(text, expression, sentence_start)
    if _AHEAD.search(before):
        return True
    if text.startswith(("'s", "’s"), expression.end):
        # "Monday's raid will be answered" tells of a raid that was.
        return False
    return _AHEAD.search(after) is not None and _BEHIND.search(before) is None


def _clause(text: str, expression: say.DateExpression, sentence_start: int) -> tuple[str, str]:
    """The words of the same clause before and after; for "On Friday, they will ..." those of the next."""
    start = max(sentence_start, expression.start - 120)
    for match in _CLAUSE_END.finditer(text, start, expression.start):
        start = match.end()
    limit = min(len(text), expression.end + 40)
    end = _CLAUSE_END.search(text, expression.end, limit)
    before = text[start : expression.start]
    if end is not None and end.group() == "," and end.start() == expression.end and not before.strip():
        end = _CLAUSE_END.search(text, end.end(), limit)
    return before, text[expression.end : limit if end is None else end.start()]

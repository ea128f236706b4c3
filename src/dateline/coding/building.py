"""Readings to mentions: each accepted telling becomes one record whose values are still words of the text.

Places have no coordinates yet and dates no days: the words stand in ``place`` and ``unresolved`` until `grounding`,
which knows
the world, turns them into values.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from dateline.codebook import codes_for, event_type_of
from dateline.coding.counts import count_at
from dateline.coding.cues import cue_of
from dateline.coding.figures import FoundFigure, combine, find_figures, read_figure
from dateline.coding.names import completed, trimmed
from dateline.coding.splits import Part, parts_of
from dateline.records import (
    Actor,
    Coder,
    Figures,
    Mention,
    Place,
    Reading,
    Report,
    Role,
    RoleSpan,
    Source,
    Span,
    SubEventType,
    Telling,
    ToldFigure,
    Unresolved,
)

AWAITS_CALENDAR = "not yet set against the calendar"


def build(reading: Reading, *, accept: float, coder: Coder) -> list[Mention]:
    """The mentions of a report, in text order: one for each telling whose score is at least ``accept``."""
    told = [telling for telling in reading.tellings if telling.score >= accept]
    figures = find_figures(reading.report.text) if told else []
    mentions = [_mention(reading, telling, figures, coder) for telling in told]
    return sorted(_split(reading, mentions), key=lambda mention: mention.trigger)


def _split(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with each total that the text splits at once replaced by its parts; joint figures go on none."""
    made: list[Mention] = []
    taken: list[Span] = []
    for mention in mentions:
        parts: Sequence[Part] = ()
        if mention.count is not None and mention.count > 1:
            parts = parts_of(reading.report, mention.trigger, mention.count, _sentence(reading, mention.trigger))
        if not parts:
            made.append(mention)
            continue
        taken += [part.words for part in parts]
        made += [
            msgspec.structs.replace(
                mention,
                id=_id(reading.report, part.words, mention.sub_event_type),
                trigger=part.words,
                count=part.count,
                place=Place(name=part.place.text, start=part.place.start, end=part.place.end),
                fatalities=None,
                injuries=None,
            )
            for part in parts
        ]
    # What the model marked inside a part is that part told again.
    whole = frozenset(taken)
    return [m for m in made if m.trigger in whole or not any(m.trigger.overlaps(span) for span in taken)]


def _id(report: Report, trigger: Span, kind: SubEventType) -> str:
    digest = hashlib.sha256(f"{report.id}\0{trigger.start}\0{trigger.end}\0{kind}".encode()).hexdigest()
    return f"m_{digest[:16]}"


def _mention(reading: Reading, telling: Telling, figures: Sequence[FoundFigure], coder: Coder) -> Mention:
    report = reading.report
    kind = max(telling.types, key=telling.types.__getitem__)
    status = max(telling.statuses, key=telling.statuses.__getitem__)
    weapon = max(telling.weapons, key=telling.weapons.__getitem__)
    sources = _sources(reading, telling)
    date = _best(telling, "date")
    return Mention(
        id=_id(report, telling.trigger, kind),
        document=report.id,
        sub_event_type=kind,
        event_type=event_type_of(kind),
        codes=codes_for(kind, weapon, status),
        trigger=telling.trigger,
        count=_count(reading, telling),
        perpetrators=_actors(report, telling, "perpetrator", "target"),
        targets=_actors(report, telling, "target", "perpetrator"),
        weapon=weapon,
        place=_place(report, telling),
        fatalities=_figures(reading, telling, "killed", figures, sources),
        injuries=_figures(reading, telling, "injured", figures, sources),
        status=status,
        background=telling.background >= 0.5,
        sources=sources,
        retaliation_for=_retaliation(reading, telling),
        score=telling.score,
        unresolved=(Unresolved(field="date", text=date.span, why=AWAITS_CALENDAR),) if date else (),
        coder=coder,
    )


def _of(telling: Telling, role: Role) -> list[RoleSpan]:
    return [span for span in telling.roles if span.role == role]


def _best(telling: Telling, role: Role) -> RoleSpan | None:
    """The surest span of a role; of equals the one nearest to the trigger. The text goes before the title."""
    trigger = telling.trigger

    def rank(span: RoleSpan) -> tuple[bool, float, int]:
        return span.span.field == trigger.field, span.score, -abs(span.span.start - trigger.start)

    return max(_of(telling, role), key=rank, default=None)


def _distinct(spans: Iterable[Span], trigger: Span) -> list[Span]:
    """One span for each name, the fullest of those that say the same; in text order.

    "Fatah" beside "Fatah movement" is one name; the guideline wants the fullest.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.field == "title", -(s.end - s.start), abs(s.start - trigger.start))):
        words = _words(span.text)
        if words and not any(words <= _words(other.text) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.field == "title", s.start))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "of", "and", "s"}


def _actors(report: Report, telling: Telling, role: Role, against: Role) -> tuple[Actor, ...]:
    """The names in a role; words that are surer in the opposite role are left to that one."""
    opposite = _of(telling, against)
    mine = [
        one
        for one in _of(telling, role)
        if not any(other.score > one.score and _alike(one.span, other.span) for other in opposite)
    ]
    spans = [name for one in mine if (name := _whole_name(report, one.span)) is not None]
    return tuple(
        Actor(name=span.text, start=span.start, end=span.end, field=span.field)
        for span in _distinct(spans, telling.trigger)
    )


def _whole_name(report: Report, marked: Span) -> Span | None:
    """The name that marked words stand in, without what is no part of it; None if nothing is left."""
    name = trimmed(report, marked, person=True)
    # The whole name may have a title that the part had not.
    return name and (trimmed(report, completed(report, name), person=True) or name)


def _alike(one: Span, other: Span) -> bool:
    return one.overlaps(other) or _words(one.text) == _words(other.text)


def _place(report: Report, telling: Telling) -> Place | None:
    best = _best(telling, "place")
    if best is None:
        return None
    # "Kadugli, Sudan" is Kadugli: what comes after the comma says where that is.
    name = re.match(r"[^,]+(?=,\s)", best.span.text)
    marked = report.span(best.span.start, best.span.start + name.end(), best.span.field) if name else best.span
    span = trimmed(report, marked)
    return Place(name=span.text, start=span.start, end=span.end, field=span.field) if span else None


def _retaliation(reading: Reading, telling: Telling) -> Span | None:
    """The words of what this answers; of a trigger marked in part, the whole. No event answers itself."""
    report = reading.report
    others = [one.trigger for one in reading.tellings if not one.trigger.overlaps(telling.trigger)]
    for best in sorted(_of(telling, "retaliation"), key=lambda one: -one.score):
        span = trimmed(report, best.span)
        if span is None or span.overlaps(telling.trigger):
            continue
        whole = next((other for other in others if other.overlaps(span)), span)
        return report.span(min(span.start, whole.start), max(span.end, whole.end), span.field)
    return None


def _sentence(reading: Reading, at: Span) -> Span:
    return next((s for s in reading.sentences if s.start < at.end and at.start < s.end), at)


def _sources(reading: Reading, telling: Telling) -> tuple[Source, ...]:
    report = reading.report
    found: list[Source] = []
    named: dict[int, RoleSpan] = {}
    spans = []
    for one in _of(telling, "source"):
        name = _whole_name(report, one.span)
        if name is not None:
            spans.append(name)
            named.setdefault(name.start, one)
    for span in _distinct(spans, telling.trigger):
        cue = None
        if span.field == "text":
            sentence = _sentence(reading, span)
            cue = cue_of(report.text, (sentence.start, sentence.end), span.start, span.end)
        found.append(
            Source(
                name=span.text,
                stance=named[span.start].stance or "reports",
                start=span.start,
                end=span.end,
                field=span.field,
                cue=cue.text if cue else None,
            )
        )
    return tuple(found)


def _count(reading: Reading, telling: Telling) -> int | None:
    """The number that stands with the trigger, if there is one; else the model says whether it is one or many."""
    trigger = telling.trigger
    sentence = _sentence(reading, trigger)
    told = count_at(reading.report.text, trigger.start, trigger.end, sentence.start, sentence.end).value
    if told is not None and told > 1:
        return told
    kind = max(telling.counts, key=telling.counts.__getitem__)
    return 1 if kind == "one" else None


def _figures(
    reading: Reading,
    telling: Telling,
    role: Literal["killed", "injured"],
    found: Sequence[FoundFigure],
    sources: Sequence[Source],
) -> Figures | None:
    report = reading.report
    told: list[ToldFigure] = []
    for one in _of(telling, role):
        span = one.span
        if span.field != "text":
            continue
        met = [f for f in found if f.start < span.end and span.start < f.end]
        exact = [f for f in met if f.kind == role]
        if exact:
            figures = [(f.start, f.end, (f.low, f.high)) for f in exact]
        elif met:
            # The words themselves say that these were killed and not injured, or the other way round.
            continue
        else:
            read = read_figure(span.text, role)
            figures = [(span.start, span.end, read)] if read is not None else []
        for start, end, (low, high) in figures:
            if not any(start < t.end and t.start < end for t in told):
                source = _teller(reading, start, sources)
                told.append(
                    ToldFigure(text=report.text[start:end], start=start, end=end, source=source, low=low, high=high)
                )
    # "No casualties" beside a toll is mostly of something else: ten of 714 labelled ranges begin at nought.
    some = [t for t in told if (t.low, t.high) != (0, 0)]
    return combine(sorted(some or told, key=lambda t: t.start)) if told else None


def _teller(reading: Reading, start: int, sources: Sequence[Source]) -> str | None:
    """The source that stands in the figure's own sentence, where there is just one."""
    sentence = next((s for s in reading.sentences if s.start <= start < s.end), None)
    if sentence is None:
        return None
    inside = [s.name for s in sources if s.field == "text" and sentence.start <= s.start < sentence.end]
    return inside[0] if len(inside) == 1 else None

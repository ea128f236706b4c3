"""What the page of one event shows: the resolved values, every told value with its sentence, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from dateline.archive import Archive, KeptEvent
from dateline.archive.answers import AsOf
from dateline.export.legible import on_one_line
from dateline.export.marks import Words
from dateline.export.saying import casualty_words, kind_words, title_of
from dateline.export.sides import perpetrators_of, targets_of
from dateline.records import Actor, Mention, Period, Place, Span
from dateline.records.event import Casualties, Decision, Event, Field, Told, Toll
from dateline.web.views.answering import Answer, answered_by, answers
from dateline.web.views.changes import VersionChange, version_changes
from dateline.web.views.folding import Folding, is_private_person
from dateline.web.views.telling import Row, Tellers, span
from dateline.web.views.wording import (
    FIELD_NAMES,
    STANCES,
    actor_about,
    actor_name,
    day_words,
    moment_words,
    place_certainty,
    place_name,
    toll_words,
)

Value = TypeVar("Value")


class FieldShown(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the event: its value, the rule that chose it, and all that was told."""

    name: str
    label: str
    value: str
    about: str = ""
    rule: str = ""
    contested: bool = False
    rows: tuple[Row, ...] = ()
    editable: bool = True
    folded: bool = False


class VoiceShown(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who says something of who did it."""

    name: str
    says: str
    stance: str
    mark: str
    document: str
    published: str


class ResponsibleShown(msgspec.Struct, frozen=True, kw_only=True):
    """One who is said to have done it."""

    name: str
    about: str
    rows: tuple[Row, ...]
    voices: tuple[VoiceShown, ...]
    instead: bool = False


class FigureAt(msgspec.Struct, frozen=True, kw_only=True):
    """A told figure on the line of time; ``low`` and ``high`` as told, None where the end is open."""

    low: int | None
    high: int | None
    words: str
    published: str
    publisher: str
    mark: str
    by_side: bool


class OriginShown(msgspec.Struct, frozen=True, kw_only=True):
    """One independent origin and the reports that have it from there."""

    letter: str
    credit: str
    reports: tuple[ReportLine, ...]


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report that tells the event."""

    id: str
    mark: str
    publisher: str
    title: str
    published: str
    url: str | None = None


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where the event is drawn: a disc of ``radius_km`` around the point, never a pin."""

    lat: float
    lon: float
    radius_km: float
    name: str
    disputed: tuple[str, ...] = ()


class DecisionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A decision about the event; ``undone_by`` is the number of the one that took it back."""

    number: int
    at: str
    who: str
    words: str
    why: str
    undone_by: int | None = None
    undoes: int | None = None


class EventShown(msgspec.Struct, frozen=True, kw_only=True):
    """One event as its page shows it."""

    id: str
    version: int
    title: str
    kind: str
    grade: str
    grade_reason: str
    review: str
    score: float
    changed: str
    changed_by: str
    merged_into: str | None
    spot: Spot | None
    who: str
    whom: str
    whom_folded: bool
    where: str
    where_about: str
    when: str
    weapon: str
    killed: str
    injured: str
    status: str
    fields: tuple[FieldShown, ...]
    responsible: tuple[ResponsibleShown, ...]
    figures: dict[str, tuple[FigureAt, ...]]
    origins: tuple[OriginShown, ...]
    reports: tuple[ReportLine, ...]
    retaliation: tuple[str, ...]
    answers: tuple[Answer, ...]
    answered_by: tuple[Answer, ...]
    summary_of: tuple[str, ...]
    history: tuple[VersionChange, ...]
    decisions: tuple[DecisionShown, ...]
    mentions: tuple[str, ...]
    has_folded: bool

    @property
    def contested(self) -> bool:
        """Whether any field is."""
        return any(field.contested for field in self.fields)


def event_shown(archive: Archive, id: str, folding: Folding, *, as_of: AsOf = None) -> EventShown:
    """The event as its page shows it.

    Raises:
        NoSuchIdError: there is, or was then, none of this id.
    """
    kept = archive.event(id, as_of=as_of)
    tellers = tellers_of(archive, kept.event, folding, as_of=as_of)
    decisions = archive.decisions(id)
    return _shown(kept, tellers, archive, decisions, as_of)


def tellers_of(archive: Archive, event: Event, folding: Folding, *, as_of: AsOf = None) -> Tellers:
    """The mentions and reports that tell an event."""
    mentions = {one.mention.id: one for one in archive.mentions(event.id, as_of=as_of)}
    return Tellers(event, mentions, archive.reports_of(event.reports, as_of=as_of), folding)


def _shown(
    kept: KeptEvent, tellers: Tellers, archive: Archive, decisions: tuple[Decision, ...], as_of: AsOf
) -> EventShown:
    event = kept.event
    place, whom, side = event.place.value, targets_of(event), perpetrators_of(event)
    fields = tuple(_fields(tellers))
    responsible = tuple(_responsible(tellers))
    rows = [row for field in fields for row in field.rows] + [row for one in responsible for row in one.rows]
    return EventShown(
        id=event.id,
        version=event.version,
        title=title_of(event),
        kind=kind_words(event),
        grade=event.grade,
        grade_reason=event.grade_reason,
        review=kept.review,
        score=event.score,
        changed=moment_words(kept.change.at),
        changed_by=kept.change.who,
        merged_into=event.merged_into,
        spot=spot_of(place),
        who=", ".join(actor_name(one) for one in side.actors),
        whom=", ".join(actor_name(one) for one in whom.actors),
        whom_folded=tellers.folding.names and any(is_private_person(one) for one in whom.actors),
        where=place_name(place) if place else "",
        where_about=place_certainty(place) if place else "",
        when=day_words(event.date.value) if event.date.value else "",
        weapon=event.weapon.value or "",
        killed=casualty_words(event.fatalities) if event.fatalities.told or event.fatalities.rule else "",
        injured=casualty_words(event.injuries) if event.injuries.told or event.injuries.rule else "",
        status=event.status.value or "",
        fields=fields,
        responsible=responsible,
        figures={
            name: figures
            for name, casualties in (("Killed", event.fatalities), ("Injured", event.injuries))
            if (figures := _figures(tellers, casualties))
        },
        origins=_origins(tellers),
        reports=tuple(report_line(tellers, id) for id in event.reports),
        retaliation=tuple(on_one_line(words) for words in event.retaliation_for),
        answers=answers(archive, event, as_of=as_of),
        answered_by=answered_by(archive, event, as_of=as_of),
        summary_of=event.summary_of,
        history=version_changes(archive.versions(event.id)),
        decisions=decisions_shown(decisions),
        mentions=event.mentions,
        has_folded=any(is_private_person(one.value) for one in event.targets.told)
        or any(row.graphic or row.folded for row in rows),
    )


def spot_of(place: Place | None) -> Spot | None:
    """Where a place is drawn; None where it has no point."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return Spot(
        lat=place.lat,
        lon=place.lon,
        radius_km=max(1.0, place.radius_km or 0.0),
        name=on_one_line(place.name),
        disputed=place.disputed,
    )


def report_line(tellers: Tellers, id: str) -> ReportLine:
    """A report of the event in one line."""
    report = tellers.report(id)
    return ReportLine(
        id=id,
        mark=tellers.marks.get(id, ""),
        publisher=on_one_line(report.publisher or "") if report else "",
        title=on_one_line(report.title or id) if report else id,
        published=moment_words(report.published) if report else "",
        url=report.url if report else None,
    )


def _fields(tellers: Tellers) -> Iterator[FieldShown]:
    event = tellers.event
    yield _field(tellers, "sub_event_type", event.sub_event_type, str, _trigger)
    yield _field(tellers, "date", event.date, day_words, _date, about=lambda value: value.basis)
    yield _field(tellers, "place", event.place, place_name, _place, about=place_certainty)
    yield _field(tellers, "targets", event.targets, actor_name, _target, about=actor_about, person=True)
    yield _field(tellers, "weapon", event.weapon, str, _trigger)
    yield _toll(tellers, "fatalities", event.fatalities)
    yield _toll(tellers, "injuries", event.injuries)
    yield _field(tellers, "count", event.count, str, _trigger)
    yield _field(tellers, "status", event.status, str, _trigger)


def _nothing(_value: object) -> str:
    return ""


def _field(
    tellers: Tellers,
    name: str,
    field: Field[Value],
    words: Callable[[Value], str],
    spot: Callable[[Mention, Value], Span | None],
    *,
    about: Callable[[Value], str] = _nothing,
    person: bool = False,
) -> FieldShown:
    rows = []
    resolved = None if field.value is None else words(field.value)
    for told in field.told:
        mention = tellers.mention(told.mention)
        rows.append(
            tellers.row(
                told,
                words(told.value),
                spot(mention, told.value) if mention else None,
                about=about(told.value),
                chosen=words(told.value) == resolved,
                folded=person and isinstance(told.value, Actor) and is_private_person(told.value),
            )
        )
    folded = person and isinstance(field.value, Actor) and is_private_person(field.value)
    return FieldShown(
        name=name,
        label=FIELD_NAMES[name],
        value=resolved or "",
        about="" if field.value is None else about(field.value),
        rule=field.rule,
        contested=field.contested,
        rows=tuple(rows),
        folded=folded and tellers.folding.names,
    )


def _toll(tellers: Tellers, name: str, casualties: Casualties) -> FieldShown:
    rows = []
    for told in casualties.told:
        mention = tellers.mention(told.mention)
        found = _figure(mention, name, told) if mention else None
        rows.append(tellers.row(told, toll_words(told.value), found))
    spans = {row.value for row in rows}
    return FieldShown(
        name=name,
        label=FIELD_NAMES[name],
        value=casualty_words(casualties) if casualties.told or casualties.rule else "",
        rule=casualties.rule,
        contested=len(spans) > 1,
        rows=tuple(rows),
    )


def _figure(mention: Mention, name: str, told: Told[Toll]) -> Span | None:
    figures = mention.fatalities if name == "fatalities" else mention.injuries
    spots = figures.told if figures else ()
    for one in spots:
        if (one.low, one.high) == (told.value.low, told.value.high):
            return span(one.start, one.end)
    return span(spots[0].start, spots[0].end) if spots else None


def _trigger(mention: Mention, _value: object) -> Span:
    return mention.trigger


def _date(mention: Mention, _value: Period) -> Span | None:
    return mention.date.text if mention.date else None


def _place(mention: Mention, _value: Place) -> Span | None:
    place = mention.place
    return span(place.start, place.end, place.field) if place else None


def _target(_mention: Mention, value: Actor) -> Span:
    return span(value.start, value.end, value.field)


def _responsible(tellers: Tellers) -> Iterator[ResponsibleShown]:
    event = tellers.event
    instead = {id(one) for one in perpetrators_of(event).others}
    tellings = {told.mention: told for told in event.sub_event_type.told}
    for one in event.perpetrators:
        rows = []
        for mention_id in one.mentions:
            mention, told = tellers.mention(mention_id), tellings.get(mention_id)
            named = _named(mention, one.actor) if mention else None
            if told is not None and mention is not None:
                words = span(named.start, named.end, named.field) if named else mention.trigger
                rows.append(tellers.row(told, on_one_line(named.name) if named else actor_name(one.actor), words))
        yield ResponsibleShown(
            name=actor_name(one.actor),
            about=actor_about(one.actor),
            rows=tuple(rows),
            voices=tuple(_voices(tellers, one.voices)),
            instead=id(one.actor) in instead,
        )


def _named(mention: Mention, actor: Actor) -> Actor | None:
    key = actor.actor_id or actor.name.casefold()
    return next((one for one in mention.perpetrators if (one.actor_id or one.name.casefold()) == key), None)


def _voices(tellers: Tellers, voices: Iterable[Any]) -> Iterator[VoiceShown]:
    for voice in voices:
        yield VoiceShown(
            name=on_one_line(voice.name),
            says=STANCES[voice.stance],
            stance=voice.stance,
            mark=tellers.marks.get(voice.document, ""),
            document=voice.document,
            published=moment_words(voice.published),
        )


def _figures(tellers: Tellers, casualties: Casualties) -> tuple[FigureAt, ...]:
    return tuple(
        FigureAt(
            low=told.value.low,
            high=told.value.high,
            words=toll_words(told.value),
            published=moment_words(told.published),
            publisher=on_one_line(told.publisher or told.document),
            mark=tellers.marks.get(told.document, ""),
            by_side=told.by_side,
        )
        for told in sorted(casualties.told, key=lambda one: one.published or "")
    )


def _origins(tellers: Tellers) -> tuple[OriginShown, ...]:
    shown = []
    for origin in tellers.event.origins:
        lines = tuple(report_line(tellers, id) for id in origin.reports)
        letter = lines[0].mark.rstrip("0123456789") if lines else ""
        shown.append(OriginShown(letter=letter, credit=on_one_line(origin.credit or ""), reports=lines))
    return tuple(sorted(shown, key=lambda one: (len(one.letter), one.letter)))


_ACTIONS = {
    "accept": "accepted it",
    "reject": "rejected it",
    "flag": "flagged it",
    "merge": "merged it with",
    "split": "split off",
    "keep apart": "keeps it apart from",
}


def decisions_shown(decisions: Iterable[Decision]) -> tuple[DecisionShown, ...]:
    """Decisions in words, the newest first."""
    kept = list(decisions)
    undone = {one.undoes: one.number for one in kept if one.undoes is not None}
    return tuple(
        DecisionShown(
            number=one.number,
            at=moment_words(one.at),
            who=one.who,
            words=decision_words(one),
            why=one.why,
            undone_by=undone.get(one.number),
            undoes=one.undoes,
        )
        for one in reversed(kept)
    )


def decision_words(decision: Decision) -> str:
    """What was decided, such as ``set Killed to 5``, ``merged it with e_…``."""
    if decision.action == "undo":
        return f"took back decision {decision.undoes}"
    if decision.action == "edit":
        return f"set {FIELD_NAMES.get(decision.field or '', decision.field or '')} to {_value_words(decision)}"
    return " ".join([_ACTIONS[decision.action], *decision.others])


def _value_words(decision: Decision) -> str:
    value = msgspec.json.decode(decision.after or "null")
    if value is None:
        return "nothing"
    if not isinstance(value, dict):
        return str(value)
    match decision.field:
        case "fatalities" | "injuries":
            return toll_words(msgspec.convert(value, Toll))
        case "date":
            return day_words(msgspec.convert(value, Period))
        case "place":
            return place_name(msgspec.convert(value, Place))
        case _:
            return actor_name(msgspec.convert(value, Actor))


def words_of(field: str, start: int, end: int) -> Words:
    """Characters of a report as `dateline.export.marks` has them."""
    return Words(field, start, end)

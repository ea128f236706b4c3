"""Records to rows and back: the whole record as JSON, and beside it the columns to search by, made from it alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

import msgspec
from sqlalchemy import Row

from dateline.archive.answers import Change, CoderRun, KeptEvent, KeptReport, Review
from dateline.archive.cells import cell_of
from dateline.records import Mention, Report
from dateline.records.event import Decision, Event, Link

LONG_DAYS = 31
"""An event of more days than this is looked for apart, so that a search by period need not look at all before it."""

_ENCODER = msgspec.json.Encoder()
_SORTED = msgspec.json.Encoder(order="sorted")
_MENTION = msgspec.json.Decoder(Mention)
_EVENT = msgspec.json.Decoder(Event)
_LINK = msgspec.json.Decoder(Link)
_CONTENT = ("text", "title", "url", "publisher", "published", "language")
"""What makes a report another one. Where a file lay, or what its other keys held, does not."""


def report_row(report: Report) -> dict[str, Any]:
    """The columns of a report, without key, revision and changes."""
    return {
        "id": report.id,
        "title": report.title,
        "text": report.text,
        "url": report.url,
        "publisher": report.publisher,
        "published": report.published,
        "language": report.language,
        "text_sha256": report.text_sha256,
        "raw_sha256": report.raw_sha256,
        "origin": report.origin,
        "extra": _SORTED.encode(report.extra).decode(),
        "warnings": _ENCODER.encode(report.warnings).decode(),
    }


def report_of(row: Row[Any]) -> Report:
    """The report that a row holds; without its text where that was not selected."""
    return Report(
        id=row.id,
        title=row.title,
        text=getattr(row, "text", ""),
        url=row.url,
        publisher=row.publisher,
        published=row.published,
        language=row.language,
        raw_sha256=row.raw_sha256,
        origin=row.origin,
        extra=msgspec.json.decode(row.extra),
        warnings=tuple(msgspec.json.decode(row.warnings)),
    )


def same_content(row: Row[Any], report: Report) -> bool:
    """Whether a kept report and another say the same, whatever file they came in."""
    return all(getattr(row, name) == getattr(report, name) for name in _CONTENT)


def mention_row(mention: Mention) -> dict[str, Any]:
    """The columns of a mention, without key, version, report, run and changes; the event's id is kept elsewhere."""
    place, period = mention.place, mention.date
    located = place is not None and place.lat is not None and place.lon is not None
    return {
        "id": mention.id,
        "document": mention.document,
        "sub_event_type": mention.sub_event_type,
        "status": mention.status,
        "first_day": period.start if period else None,
        "last_day": period.end if period else None,
        "cell": cell_of(cast(float, place.lat), cast(float, place.lon)) if place and located else None,
        "country": place.country if place else None,
        "score": mention.score,
        "body": _ENCODER.encode(msgspec.structs.replace(mention, event_id=None)).decode(),
    }


def mention_of(body: str, event: str | None = None) -> Mention:
    """The mention of a row, with the id of its event."""
    mention = _MENTION.decode(body)
    return mention if event is None else msgspec.structs.replace(mention, event_id=event)


def event_row(event: Event, review: Review) -> dict[str, Any]:
    """The columns of an event, without key and changes."""
    place, period = event.place.value, event.date.value
    located = place is not None and place.lat is not None and place.lon is not None
    return {
        "id": event.id,
        "version": event.version,
        "sub_event_type": event.sub_event_type.value or "",
        "event_type": event.event_type,
        "first_day": period.start if period else "",
        "last_day": period.end if period else "",
        "long": is_long(event),
        "lat": place.lat if place and located else None,
        "lon": place.lon if place and located else None,
        "cell": cell_of(cast(float, place.lat), cast(float, place.lon)) if place and located else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "grade": event.grade,
        "status": event.status.value,
        "review": review,
        "score": event.score,
        "fatalities_low": event.fatalities.low,
        "fatalities_best": event.fatalities.best,
        "fatalities_high": event.fatalities.high,
        "origins": len(event.origins),
        "reports": len(event.reports),
        "mentions": len(event.mentions),
        "merged_into": event.merged_into,
        "body": _ENCODER.encode(event).decode(),
    }


def is_long(event: Event) -> int:
    """1 for an event of more than `LONG_DAYS` days, else 0."""
    period = event.date.value
    if period is None:
        return 0
    return int((date.fromisoformat(period.end) - date.fromisoformat(period.start)).days >= LONG_DAYS)


def event_of_row(body: str) -> Event:
    """The event of a row."""
    return _EVENT.decode(body)


def kept_event(row: Row[Any]) -> KeptEvent:
    """A row of events joined with its change."""
    return KeptEvent(event=_EVENT.decode(row.body), review=row.review, change=change_of(row))


def change_of(row: Row[Any]) -> Change:
    """The change that a row was joined with."""
    return Change(number=row.number, at=row.at, who=row.who, action=row.action, why=row.why)


def kept_report(row: Row[Any]) -> KeptReport:
    """A row of reports joined with its change."""
    return KeptReport(report=report_of(row), revision=row.revision, change=change_of(row))


def event_terms(event: Event, publishers: Iterable[str], sources: Iterable[str]) -> set[str]:
    """What an event is found by: its actors' ids, labels and names, who printed it, whom they have it from."""
    actors = [one.actor for one in event.perpetrators] + [told.value for told in event.targets.told]
    if event.targets.value is not None:
        actors.append(event.targets.value)
    named = {term("actor", name) for actor in actors for name in (actor.actor_id, actor.label, actor.name) if name}
    named |= {term("publisher", name) for name in publishers if name}
    return named | {term("source", name) for name in sources if name}


def term(kind: str, name: str) -> str:
    """How a name stands in the index: its kind, and the name without regard to case and width."""
    return f"{kind}:{' '.join(unicodedata.normalize('NFKC', name).casefold().split())}"


def link_row(link: Link) -> dict[str, Any]:
    """The columns of a link."""
    return {
        "one": link.one,
        "other": link.other,
        "score": link.score,
        "same": int(link.same),
        "body": _ENCODER.encode(link).decode(),
    }


def link_of(body: str) -> Link:
    """The link of a row."""
    return _LINK.decode(body)


def run_row(run: CoderRun) -> dict[str, Any]:
    """The columns of a coder run."""
    return {
        "name": run.name,
        "version": run.version,
        "model": run.model,
        "options": _SORTED.encode(run.options).decode(),
        "began": run.began,
        "read": _ENCODER.encode(run.read).decode(),
    }


def run_of(row: Row[Any] | Mapping[str, Any]) -> CoderRun:
    """The coder run of a row."""
    values = row if isinstance(row, Mapping) else row._mapping
    return CoderRun(
        name=values["name"],
        version=values["version"],
        model=values["model"],
        options=msgspec.json.decode(values["options"], type=dict[str, str]),
        began=values["began"],
        read=tuple(msgspec.json.decode(values["read"], type=list[str])),
    )


def decision_of(row: Row[Any]) -> Decision:
    """The decision of a row."""
    return Decision(
        number=row.key,
        at=row.at,
        who=row.who,
        action=row.action,
        subject=row.subject,
        others=tuple(msgspec.json.decode(row.others, type=list[str])),
        field=row.field,
        before=row.before,
        after=row.after,
        why=row.why,
        undoes=row.undoes,
    )


def as_json(value: object) -> str:
    """A value as JSON, its keys sorted."""
    return _SORTED.encode(value).decode()

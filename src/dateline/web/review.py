"""Blind double review: a sample of events, each coded anew by two people apart, and how far they agree, field by field.

Which events are in the sample follows from their ids alone, so nobody chooses them. Agreement is Krippendorff's alpha
(Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): 1 is perfect, 0 what chance would give.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Literal

import msgspec

from dateline.archive import Archive, KeptEvent
from dateline.archive.desk_records import ReviewAnswer
from dateline.records import Status, SubEventType, Weapon
from dateline.web.access.people import Person
from dateline.web.problems import WebError

Level = Literal["nominal", "interval", "ratio"]
FIELDS: Mapping[str, tuple[Level, Any]] = {
    "sub_event_type": ("nominal", SubEventType),
    "status": ("nominal", Status),
    "weapon": ("nominal", Weapon | None),
    "country": ("nominal", str | None),
    "place": ("nominal", str | None),
    "day": ("interval", str | None),
    "perpetrator": ("nominal", str | None),
    "target": ("nominal", str | None),
    "killed": ("ratio", int | None),
    "injured": ("ratio", int | None),
    "one_event": ("nominal", bool),
}
"""The questions, how far apart two answers to each are, and what an answer may be.

``place``, ``perpetrator`` and ``target`` are names, ``day`` is an ISO day; ``one_event`` is whether all the mentions
tell one event.
"""
ANSWERS_WANTED = 2
_LOOKED_AT = 20_000
_LONGEST = 300


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far those agree who answered one question.

    Attributes:
        field: the question.
        alpha: Krippendorff's alpha; None where there are fewer than two answers to compare, or no two differ anywhere.
        events: how many events two people or more answered it for.
        alike: of them, those where all answers are the same.
        level: how the distance of two answers is measured.
    """

    field: str
    alpha: float | None
    events: int
    alike: int
    level: Level


def in_sample(event: str, share: float) -> bool:
    """Whether an event is one of the share (0 to 1) that is reviewed."""
    number = int.from_bytes(hashlib.sha256(f"review:{event}".encode()).digest()[:8], "big")
    return number < share * 2**64


def next_to_review(archive: Archive, person: Person, share: float) -> KeptEvent | None:
    """The newest event of the sample that needs an answer and has none of this person's; None where none is left."""
    answered: dict[str, set[str]] = defaultdict(set)
    for one in archive.desk.reviews():
        answered[one.event].add(one.who)
    for kept in islice(archive.all_events(), _LOOKED_AT) if share > 0 else ():
        who = answered.get(kept.event.id, set())
        if in_sample(kept.event.id, share) and person.name not in who and len(who) < ANSWERS_WANTED:
            return kept
    return None


def answer(
    archive: Archive, person: Person, event: str, answers: Mapping[str, object], *, share: float
) -> ReviewAnswer:
    """Keep a person's answers about an event of the sample.

    Raises:
        WebError: 403 or 422, the person may not, the event is not in the sample, or an answer is none.
        NoSuchIdError: there is no such event.
        ArchiveError: the person answered before.
    """
    if not person.may("coder"):
        raise WebError(403, f"{person.name} may read, and not review", remedy="Ask an admin.", code="web.not-allowed")
    kept = archive.event(event)
    if not in_sample(event, share):
        raise WebError(
            422,
            f"event {event} is not in the sample",
            where="event",
            remedy="Ask for the next event to review.",
            code="web.review",
        )
    told = {field: msgspec.json.encode(_checked(field, value)).decode() for field, value in answers.items()}
    return archive.desk.answer_review(who=person.name, event=event, version=kept.event.version, answers=told)


def _checked(field: str, value: object) -> object:
    if field not in FIELDS:
        raise WebError(
            422,
            f"{field!r} is no question",
            where=field,
            remedy=f"Answer any of: {', '.join(FIELDS)}.",
            code="web.review",
        )
    level, kind = FIELDS[field]
    try:
        made = msgspec.convert(value, kind)
        if field == "day" and made is not None:
            made = date.fromisoformat(made).isoformat()
        if isinstance(made, str) and len(made) > _LONGEST:
            raise ValueError(f"it has more than {_LONGEST} characters")
        if level == "ratio" and made is not None and not 0 <= made <= 10_000_000:
            raise ValueError("it is no number of people")
    except (msgspec.ValidationError, ValueError) as error:
        raise WebError(
            422,
            f"the answer does not fit: {error}",
            where=field,
            remedy="/api/v1/openapi.json tells what each is.",
            code="web.review",
        ) from error
    return made


def agreement(archive: Archive) -> tuple[Agreement, ...]:
    """How far reviewers agree on each field, over all events that two or more of them answered."""
    by_event: dict[str, list[ReviewAnswer]] = defaultdict(list)
    for one in archive.desk.reviews():
        by_event[one.event].append(one)
    groups = [group for group in by_event.values() if len(group) >= ANSWERS_WANTED]
    return tuple(_agreement(field, groups) for field in FIELDS)


def _agreement(field: str, groups: Sequence[Sequence[ReviewAnswer]]) -> Agreement:
    level = FIELDS[field][0]
    units = [values for values in (list(_values(field, group)) for group in groups) if len(values) >= ANSWERS_WANTED]
    alike = sum(len(set(values)) == 1 for values in units)
    return Agreement(field=field, alpha=alpha(units, level), events=len(units), alike=alike, level=level)


def _values(field: str, group: Sequence[ReviewAnswer]) -> Iterator[object]:
    for one in group:
        if field in one.answers:
            yield _comparable(field, msgspec.json.decode(one.answers[field]))


def _comparable(field: str, value: object) -> object:
    if value is None:
        # That nothing is told is an answer like any other, but at no distance on a scale.
        return None if FIELDS[field][0] != "nominal" else "∅"
    if field == "day":
        return float(date.fromisoformat(str(value)).toordinal())
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def alpha(units: Sequence[Sequence[object]], level: Level) -> float | None:
    """Krippendorff's alpha over units, each with the answers of those who gave one; None where it is not defined."""
    import krippendorff
    import numpy as np

    told = [[value for value in unit if value is not None] for unit in units]
    told = [unit for unit in told if len(unit) >= ANSWERS_WANTED]
    values = {value for unit in told for value in unit}
    if len(values) < 2:
        return None
    widest = max(len(unit) for unit in told)
    if level == "nominal":
        numbers = {value: float(n) for n, value in enumerate(sorted(values, key=repr))}
    else:
        numbers = {value: float(value) for value in values}  # type: ignore[arg-type]
    table = np.full((widest, len(told)), np.nan)
    for n, unit in enumerate(told):
        for row, value in enumerate(unit):
            table[row, n] = numbers[value]
    return round(float(krippendorff.alpha(reliability_data=table, level_of_measurement=level)), 4)

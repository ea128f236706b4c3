"""The forms by which a person sets a field of an event, and the values that are made of what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, get_args

import msgspec

from dateline.archive import Archive
from dateline.export.legible import on_one_line
from dateline.export.saying import casualty_words
from dateline.records import Actor, Period, Place, Span, Status, SubEventType, Weapon
from dateline.records.event import Event, Toll
from dateline.web.problems import WebError
from dateline.web.views.folding import is_private_person
from dateline.web.views.known_places import known_place
from dateline.web.views.wording import FIELD_NAMES, actor_name, day_words, place_name

Kind = Literal["choice", "number", "range", "days", "place", "actor"]
_KINDS: Final[dict[str, Kind]] = {
    "sub_event_type": "choice",
    "date": "days",
    "place": "place",
    "targets": "actor",
    "weapon": "choice",
    "fatalities": "range",
    "injuries": "range",
    "count": "number",
    "status": "choice",
}
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "sub_event_type": get_args(SubEventType),
    "weapon": get_args(Weapon),
    "status": get_args(Status),
}
_RADIUS_OF_A_TOWN_KM = 5.0
_MOST_CANDIDATES = 6


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose: what comes back, and what a person reads."""

    value: str
    words: str
    about: str = ""


class EditForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one field, filled with what it is now."""

    name: str
    label: str
    kind: Kind
    now: str
    choices: tuple[Choice, ...] = ()
    first: str = ""
    second: str = ""
    optional: bool = True


def edit_forms(archive: Archive, id: str) -> tuple[EditForm, ...]:
    """The forms of all fields of an event that can be set, in reading order."""
    event = archive.event(id).event
    return tuple(_form(event, name) for name in _KINDS)


def _form(event: Event, name: str) -> EditForm:
    kind, label = _KINDS[name], FIELD_NAMES[name]
    match name:
        case "fatalities" | "injuries":
            toll = event.fatalities if name == "fatalities" else event.injuries
            now = casualty_words(toll) if toll.told or toll.rule else ""
            return EditForm(
                name=name, label=label, kind=kind, now=now, first=_plain(toll.low), second=_plain(toll.high)
            )
        case "date":
            days = event.date.value
            first, second = (days.start, days.end) if days else ("", "")
            return EditForm(
                name=name, label=label, kind=kind, now=day_words(days) if days else "", first=first, second=second
            )
        case "place":
            now = place_name(event.place.value) if event.place.value else ""
            return EditForm(name=name, label=label, kind=kind, now=now, choices=place_choices(event))
        case "targets":
            target = event.targets.value
            now = actor_name(target) if target else ""
            if target is not None and is_private_person(target):
                now = "one person"
            return EditForm(name=name, label=label, kind=kind, now=now, choices=_actors(event))
        case "count":
            return EditForm(
                name=name, label=label, kind=kind, now=_plain(event.count.value), first=_plain(event.count.value)
            )
        case _:
            value = getattr(event, name).value
            choices = tuple(Choice(value=one, words=one) for one in _CHOICES[name])
            return EditForm(
                name=name, label=label, kind=kind, now=value or "", first=value or "", choices=choices,
                optional=name == "weapon",
            )  # fmt: skip


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def place_choices(event: Event) -> tuple[Choice, ...]:
    """Other places that the event's place may be: told by other mentions, or of the same name in the gazetteer."""
    choices: dict[str, Choice] = {}
    now = event.place.value
    taken = {now.gazetteer_id} if now is not None else set()
    for told in event.place.told:
        place = told.value
        if place.gazetteer_id and place.gazetteer_id not in taken:
            choices[place.gazetteer_id] = _place_choice(
                place.gazetteer_id, place_name(place), f"told by {told.publisher or told.document}"
            )
    candidates = [one for told in event.place.told for one in told.value.others]
    for candidate in sorted(candidates, key=lambda one: -one.score):
        if candidate.gazetteer_id in taken or candidate.gazetteer_id in choices:
            continue
        known = known_place(candidate.gazetteer_id)
        if known is not None:
            choices[candidate.gazetteer_id] = _place_choice(
                candidate.gazetteer_id, known.words, f"likeness {candidate.score:.2f}"
            )
    return tuple(choices.values())[:_MOST_CANDIDATES]


def _place_choice(id: str, words: str, about: str) -> Choice:
    return Choice(value=id, words=words, about=on_one_line(about))


def _actors(event: Event) -> tuple[Choice, ...]:
    seen: dict[str, Choice] = {}
    for number, told in enumerate(event.targets.told):
        private = is_private_person(told.value)
        words = "a person named in the text" if private else actor_name(told.value)
        seen.setdefault(
            actor_name(told.value), Choice(value=str(number), words=words, about=on_one_line(told.publisher or ""))
        )
    return tuple(seen.values())


def value_from(event: Event, field: str, given: Mapping[str, str]) -> object:
    """The value that a form's answer sets a field to, in the shape that `Archive.decide` takes; None for none.

    Args:
        event: as the person saw it.
        field: one of those that can be edited.
        given: ``value``, or ``low`` and ``high``, or ``start`` and ``end``.

    Raises:
        WebError: 422 (``web.parameter``), the answer makes no value of this field.
    """
    match _KINDS.get(field):
        case "choice":
            return given.get("value") or None
        case "number":
            return _number(field, given.get("value", ""))
        case "range":
            low, high = _number(field, given.get("low", "")), _number(field, given.get("high", ""))
            if low is not None and high is not None and low > high:
                raise _wrong(field, f"{low} is more than {high}", "Give the smaller number first.")
            return Toll(low=low, high=high)
        case "days":
            return _days(event, given)
        case "place":
            return _place(event, given.get("value", ""))
        case "actor":
            return _actor(event, given.get("value", ""))
        case _:
            raise _wrong("field", f"{field!r} is no field that can be set", f"Give one of {', '.join(_KINDS)}.")


def _number(field: str, given: str) -> int | None:
    given = given.strip().replace(",", "")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise _wrong(field, f"{given!r} is no number", "Give a whole number, or nothing.")
    return int(given)


def _days(event: Event, given: Mapping[str, str]) -> Period | None:
    start, end = given.get("start", "").strip(), given.get("end", "").strip()
    if not start and not end:
        return None
    try:
        first, last = date.fromisoformat(start or end), date.fromisoformat(end or start)
    except ValueError:
        raise _wrong("date", f"{start or end!r} is no day", "Give it as 2024-11-08.") from None
    if first > last:
        raise _wrong("date", f"{last} is before {first}", "Give the earlier day first.")
    now = event.date.value
    # The words stay those that were read, where there are any; the rule of the field says that a person set it.
    text = now.text if now is not None else Span(start=0, end=0, text="")
    return Period(start=first.isoformat(), end=last.isoformat(), basis=now.basis if now else "stated", text=text)


def _place(event: Event, given: str) -> Place | None:
    if not given:
        return None
    told = {one.value.gazetteer_id: one.value for one in event.place.told if one.value.gazetteer_id}
    if given in told:
        return told[given]
    known = known_place(given)
    if known is None:
        raise _wrong("place", f"{given!r} is no place of the gazetteer", "Choose one of those that the page offers.")
    model = event.place.value or next((one.value for one in event.place.told), None)
    entry = known.entry
    return Place(
        name=model.name if model else entry.name,
        start=model.start if model else 0,
        end=model.end if model else 0,
        field=model.field if model else "text",
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country or None,
        admin1=known.province,
        precision=model.precision if model and model.precision else "city",
        radius_km=float(entry.radius_km) or _RADIUS_OF_A_TOWN_KM,
        gazetteer_id=entry.gazetteer_id,
    )


def _actor(event: Event, given: str) -> Actor | None:
    if not given:
        return None
    if not given.isdigit() or int(given) >= len(event.targets.told):
        raise _wrong(
            "targets", f"{given!r} is none of those that are told", "Choose one of those that the page offers."
        )
    return event.targets.told[int(given)].value


def _wrong(where: str, what: str, remedy: str) -> WebError:
    return WebError(422, what, where=where, remedy=remedy, code="web.parameter")

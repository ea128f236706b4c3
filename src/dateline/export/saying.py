"""What an event is in one short text, for columns and feeds that people read: only what is told, and who tells it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellers import publishers_of
from dateline.export.wording import period_words, place_words
from dateline.records.event import Casualties, Event, Responsibility


def title_of(event: Event) -> str:
    """Type, place and day: ``"2 × Air/drone strike, Harun, 2024-05-05"``."""
    place, days = event.place.value, event.date.value
    parts = [kind_words(event), place.name if place else None, period_words(days) if days else None]
    return ", ".join(part for part in parts if part)


def kind_words(event: Event) -> str:
    """The type with the number of incidents; no number where one is told, or none."""
    count, kind = event.count.value, event.sub_event_type.value or event.event_type
    return f"{count} × {kind}" if count is not None and count > 1 else kind


def notes_of(
    event: Event, one: Side | None = None, other: Side | None = None, publishers: Sequence[str] | None = None
) -> str:
    """What, when, where, who to whom, how many, who says so, and how sure it is.

    The sides and the publishers may be given where they are known already.
    """
    one, other = one or perpetrators_of(event), other or targets_of(event)
    place, days, weapon, status = event.place.value, event.date.value, event.weapon.value, event.status.value
    told = f"{kind_words(event)} ({weapon})" if weapon else kind_words(event)
    if days is not None:
        told += f", {period_words(days)}"
    if place is not None:
        told += f", {place_words(place)}"
    said = [f"{told}."]
    if status is not None and status != "actual":
        said.append(f"Status: {status}.")
    if one.actors or other.actors:
        said.append(f"{_names(one) or 'Not told who'} → {_names(other) or 'not told whom'}.")
    if one.others:
        said.append(f"Others are named instead: {', '.join(map(name_of, one.others))}.")
    if event.fatalities.told:
        said.append(f"Killed: {casualty_words(event.fatalities)}.")
    if event.injuries.told:
        said.append(f"Injured: {casualty_words(event.injuries)}.")
    for responsible in event.perpetrators:
        if responsible.voices:
            said += _voices(responsible)
    if publishers is None:
        publishers = publishers_of(event)
    if publishers:
        said.append(f"Told by {', '.join(publishers)}.")
    reason = event.grade_reason.rstrip(".")
    said.append(f"{event.grade.capitalize()}: {reason}." if reason else f"{event.grade.capitalize()}.")
    return " ".join(said)


def casualty_words(casualties: Casualties) -> str:
    """``"3"``, ``"3 to 5, best 4"``, ``"3 or more"``, ``"up to 5"``."""
    low, best, high = casualties.low, casualties.best, casualties.high
    if low is None:
        return f"up to {high}" if high is not None else str(best) if best is not None else "some"
    if high is None:
        span = f"{low} or more"
    elif low == high:
        return str(low)
    else:
        span = f"{low} to {high}"
    return span if best is None or best == low else f"{span}, best {best}"


_STANCES = {"claims": "claimed by", "accuses": "accused by", "confirms": "confirmed by", "denies": "denied by"}


def _voices(responsible: Responsibility) -> list[str]:
    said: dict[str, dict[str, None]] = {}
    for voice in responsible.voices:
        if voice.stance in _STANCES:
            said.setdefault(voice.stance, {})[voice.name] = None
    if not said:
        return []
    words = [f"{_STANCES[stance]} {', '.join(names)}" for stance, names in said.items()]
    return [f"{name_of(responsible.actor)}: {'; '.join(words)}."]


def _names(side: Side) -> str:
    return ", ".join([name_of(actor) for actor in side.actors])

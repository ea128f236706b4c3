"""How values of events are put on a page: the words of `dateline.export.wording`, and the names of fields and rules."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dateline.export.legible import on_one_line
from dateline.export.sides import name_of
from dateline.export.wording import period_words
from dateline.records import Actor, Period, Place, Stance
from dateline.records.event import Toll

FIELD_NAMES: Final = {
    "sub_event_type": "What",
    "count": "How many attacks",
    "targets": "To whom",
    "weapon": "With what",
    "place": "Where",
    "date": "When",
    "status": "Status",
    "fatalities": "Killed",
    "injuries": "Injured",
}
"""How each field that can be edited is called, in reading order."""

STANCES: Final[dict[Stance, str]] = {
    "reports": "reports it",
    "claims": "claims it",
    "accuses": "accuses them",
    "confirms": "confirms it",
    "denies": "denies it",
}

PRECISIONS: Final = {
    "site": "the site itself",
    "city": "somewhere in the town",
    "district": "somewhere in the district",
    "province": "somewhere in the province",
    "country": "somewhere in the country",
    "region": "somewhere in the region",
}


def toll_words(toll: Toll) -> str:
    """``"3"``, ``"3 to 5"``, ``"3 or more"``, ``"up to 5"``, ``"some"``."""
    if toll.low is None:
        return "some" if toll.high is None else f"up to {toll.high:,}"
    if toll.high is None:
        return f"{toll.low:,} or more"
    return f"{toll.low:,}" if toll.low == toll.high else f"{toll.low:,} to {toll.high:,}"


def place_name(place: Place) -> str:
    """Name, province and country, each once."""
    parts = [on_one_line(place.name)]
    if place.admin1 and place.admin1.casefold() not in place.name.casefold():
        parts.append(on_one_line(place.admin1))
    if place.country:
        parts.append(place.country)
    return ", ".join(parts)


def place_certainty(place: Place) -> str:
    """How exactly the place is known, as ``"somewhere in the town, within 5 km"``."""
    if place.lat is None:
        return "not located"
    parts = [PRECISIONS.get(place.precision or "", "located")]
    if place.radius_km:
        parts.append(f"within {place.radius_km:,.0f} km" if place.radius_km >= 1 else "within 1 km")
    return ", ".join(parts)


def actor_name(actor: Actor) -> str:
    """The neutral name where the directory has one, else the name as told."""
    return on_one_line(name_of(actor))


def actor_about(actor: Actor) -> str:
    """Kind and country, and the name as told where it is another."""
    parts = [part for part in (actor.kind, actor.country) if part]
    if actor.label and actor.label != actor.name:
        parts.append(f"told as “{on_one_line(actor.name)}”")
    return ", ".join(parts)


def day_words(period: Period) -> str:
    """A day or a period."""
    return period_words(period)


def moment_words(at: str | None) -> str:
    """An ISO time as ``2024-05-06 08:05`` in the zone it was given in, a day as it is; a dash for none."""
    if not at:
        return "–"
    if len(at) <= 10:
        return at
    try:
        return datetime.fromisoformat(at.replace("Z", "+00:00")).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at[:16]


def counted(number: int, noun: str, many: str | None = None) -> str:
    """``"1 report"``, ``"1,204 reports"``."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"

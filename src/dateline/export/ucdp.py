"""Events with deaths as a table of the shape of the UCDP Georeferenced Event Dataset: 49 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from dateline.export.cells import Cell, cell, listed, not_our_table, read_rows, split, write_rows
from dateline.export.country_codes import codes_of
from dateline.export.field_codes import field_codes
from dateline.export.grid_cells import priogrid_gid
from dateline.export.selection import NOT_DONE
from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellers import days_of, publishers_of, sources_of
from dateline.export.tellings import Telling
from dateline.export.wording import place_words
from dateline.records import Actor, Report
from dateline.records.event import Event

RULES = (
    "Only events with a death are in the file: low or best is at least 1, or high where neither is known.",
    "Events that were threatened, are hypothetical or were denied are left out unless --status asks for them.",
    "Withdrawn events, and summaries of events that stand in the file by themselves, are left out.",
    "type_of_violence is empty where the kinds of the two sides make it none of the three.",
    "Deaths are not told apart by side: all of them stand in deaths_unknown.",
    "high is empty where the largest figure is an open one (at least five).",
)
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


class UcdpRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. Lists stand in their cells joined by ``;``; None is an empty cell.

    Attributes (of ours, where the name alone does not tell):
        id: the event's id.
        type_of_violence: 1 state-based, 2 non-state, 3 one-sided.
        side_a, side_b: in state-based violence the government is side a, else whoever did it.
        source_original: whom the reports say they have it from. source_office: publishers.
        where_prec: 1 exact, 2 within 25 km, 3 district or farther, 4 province, 5 region, 6 country.
        date_prec: 1 a day, 2 up to six, 3 a week, 4 up to a month, 5 longer.
        event_clarity: 1 one incident, 2 several that the source sums up.
        country_id, gwnoa, gwnob: numbers of Gleditsch and Ward.
    """

    id: str
    relid: str | None = None
    year: int | None = None
    active_year: int | None = None
    code_status: str | None = None
    type_of_violence: int | None = None
    conflict_dset_id: str | None = None
    conflict_new_id: int | None = None
    conflict_name: str | None = None
    dyad_dset_id: str | None = None
    dyad_new_id: int | None = None
    dyad_name: str | None = None
    side_a_dset_id: str | None = None
    side_a_new_id: int | None = None
    side_a: str | None = None
    side_b_dset_id: str | None = None
    side_b_new_id: int | None = None
    side_b: str | None = None
    number_of_sources: int | None = None
    source_article: tuple[str, ...] = ()
    source_office: tuple[str, ...] = ()
    source_date: tuple[str, ...] = ()
    source_headline: tuple[str, ...] = ()
    source_original: tuple[str, ...] = ()
    where_prec: int | None = None
    where_coordinates: str | None = None
    where_description: str | None = None
    adm_1: str | None = None
    adm_2: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geom_wkt: str | None = None
    priogrid_gid: int | None = None
    country: str | None = None
    country_id: int | None = None
    region: str | None = None
    event_clarity: int | None = None
    date_prec: int | None = None
    date_start: str | None = None
    date_end: str | None = None
    deaths_a: int | None = None
    deaths_b: int | None = None
    deaths_civilians: int | None = None
    deaths_unknown: int | None = None
    best: int | None = None
    high: int | None = None
    low: int | None = None
    gwnoa: int | None = None
    gwnob: int | None = None


COLUMNS: tuple[str, ...] = UcdpRow.__struct_fields__
_LISTS = ("source_article", "source_office", "source_date", "source_headline", "source_original")


def wants_reports(event: Event) -> bool:
    """Whether the headlines of this event's reports are needed: only where it will be a row."""
    return has_a_death(event)


def has_a_death(event: Event) -> bool:
    """Whether somebody died, by low or best; by high where neither is known."""
    told = event.fatalities
    if told.low is None and told.best is None:
        return (told.high or 0) >= 1
    return (told.low or 0) >= 1 or (told.best or 0) >= 1


def ucdp_rows(
    tellings: Iterable[Telling], *, any_status: bool = False, left_out: Counter[str] | None = None
) -> Iterator[UcdpRow]:
    """The rows of events, in their order.

    Args:
        tellings: the events, with the reports that `wants_reports` asks for.
        any_status: keep what was threatened, is hypothetical, was denied or withdrawn.
        left_out: takes how many events gave no row, by reason.
    """
    counts: Counter[str] = Counter() if left_out is None else left_out
    for telling in tellings:
        event = telling.event
        if not has_a_death(event):
            counts["no death"] += 1
        elif event.status.value in NOT_DONE and not any_status:
            counts[f"status {event.status.value}"] += 1
        elif event.grade == "withdrawn" and not any_status:
            counts["withdrawn"] += 1
        elif event.summary_of:
            counts["summary of other events"] += 1
        else:
            yield _row(telling)


def write_ucdp(rows: Iterable[UcdpRow], out: IO[str]) -> int:
    """Write the header and the rows; returns how many these were."""
    return write_rows((_cells(row) for row in rows), out, head=[COLUMNS])


def read_ucdp(path: Path) -> Iterator[UcdpRow]:
    """The rows of a file that `write_ucdp` wrote.

    Raises:
        InputError: ``input.cannot-read`` or ``input.not-our-table``.
    """
    return read_rows(path, COLUMNS, _ucdp_row)


def _row(telling: Telling) -> UcdpRow:
    event, codes = telling.event, field_codes().ucdp
    place, days, told = event.place.value, event.date.value, event.fatalities
    violence, side_a, side_b = _sides(perpetrators_of(event), targets_of(event))
    name_a, name_b = _name(side_a), "Civilians" if violence == ONE_SIDED else _name(side_b)
    country = codes_of(place.country) if place else None
    lat, lon = (place.lat, place.lon) if place else (None, None)
    point = (lat, lon) if lat is not None and lon is not None else None
    return UcdpRow(
        id=event.id,
        year=int(days.start[:4]) if days else None,
        type_of_violence=violence,
        dyad_name=f"{name_a} - {name_b}" if name_a and name_b and violence else None,
        side_a=name_a,
        side_b=name_b,
        number_of_sources=len(event.reports) or None,
        source_article=listed(map(_article, telling.reports.values())),
        source_office=listed(publishers_of(event)),
        source_date=listed(days_of(event)),
        source_headline=listed(report.title for report in telling.reports.values()),
        source_original=listed(sources_of(event)),
        where_prec=codes.where_prec.of(place) if place and point else None,
        where_coordinates=place.name or None if place else None,
        where_description=place_words(place) if place else None,
        adm_1=place.admin1 or None if place else None,
        latitude=round(point[0], 6) if point else None,
        longitude=round(point[1], 6) if point else None,
        geom_wkt=f"POINT ({round(point[1], 6):.6f} {round(point[0], 6):.6f})" if point else None,
        priogrid_gid=priogrid_gid(*point) if point else None,
        country=(country.ucdp_name or country.name) if country else None,
        country_id=country.gw if country else None,
        region=country.ucdp_region if country else None,
        event_clarity=1 if event.count.value == 1 else 2,
        date_prec=_date_prec(days.start, days.end) if days else None,
        date_start=days.start if days else None,
        date_end=days.end if days else None,
        deaths_unknown=told.best,
        best=told.best,
        high=told.high,
        low=told.low,
        gwnoa=_government(side_a) if violence else None,
        gwnob=_government(side_b) if violence == STATE_BASED else None,
    )


def _sides(one: Side, other: Side) -> tuple[int | None, Actor | None, Actor | None]:
    """The type of violence with side a and side b; no type where it is none of the three, or a side is not known."""
    codes, did, met = field_codes().ucdp, one.first, other.first
    if did is None or met is None or did.kind is None or met.kind is None:
        return None, did, met
    if not _is_armed(did):
        return None, did, met
    if met.kind in codes.unarmed:
        return ONE_SIDED, did, met
    if not _is_armed(met):
        return None, did, met
    if _is_state(did):
        return STATE_BASED, did, met
    return (STATE_BASED, met, did) if _is_state(met) else (NON_STATE, did, met)


def _is_state(actor: Actor) -> bool:
    codes = field_codes().ucdp
    return actor.kind in codes.states or (actor.kind in codes.states_abroad and actor.country is not None)


def _is_armed(actor: Actor) -> bool:
    return _is_state(actor) or actor.kind in field_codes().ucdp.organised


def _government(actor: Actor | None) -> int | None:
    if actor is None or not _is_state(actor):
        return None
    codes = codes_of(actor.country)
    return codes.gw if codes else None


def _name(actor: Actor | None) -> str | None:
    return name_of(actor) or None if actor is not None else None


def _article(report: Report) -> str | None:
    """Outlet, day and headline of one report, as the column has them; None for one that has no headline."""
    if not report.title:
        return None
    return f'"{report.publisher or ""},{(report.published or "")[:10]},{report.title}"'


def _date_prec(start: str, end: str) -> int:
    length = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    for longest, precision in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if length <= longest:
            return precision
    return 5


def _cells(row: UcdpRow) -> list[str | int | float]:
    return [cell(_value(value)) for value in msgspec.structs.astuple(row)]


def _value(value: Cell | tuple[str, ...]) -> Cell:
    return ";".join(value) or None if isinstance(value, tuple) else value


def _ucdp_row(cells: dict[str, str], where: str) -> UcdpRow:
    values: dict[str, object] = {**cells, **{name: split(cells.get(name)) for name in _LISTS}}
    try:
        # Not strict: every cell is text and is turned into the number that its column has.
        return msgspec.convert(values, UcdpRow, strict=False)
    except msgspec.ValidationError as error:
        raise not_our_table(str(error), where) from error

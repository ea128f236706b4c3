"""Events as a table in the shape of POLECAT's files: 40 columns between tabs, ``None`` where nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from dateline.codebook import codes_for
from dateline.export.cells import guarded, listed, not_our_table, read_rows, split, write_rows
from dateline.export.country_codes import codes_of
from dateline.export.field_codes import field_codes
from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellers import days_of, publishers_of
from dateline.export.tellings import Telling
from dateline.records import Place
from dateline.records.event import Event
from dateline.version import __version__

RULES = (
    "Events without a PLOVER type (denied, hypothetical, or of the type Other) are left out.",
    "Withdrawn events, and summaries of events that stand in the file by themselves, are left out.",
    "Intensity, Contexts, titles, Wikipedia ids and the story's names are None: dateline does not code them.",
    "Countries are ISO 3166-1 alpha-3 codes, COW is the number of the Correlates of War list.",
)
NONE = "None"
_GEONAMES = "geonames:"


def _heading(name: str) -> str:
    """The column of a field: ``actor_cow`` is ``Actor COW``."""
    words = {"id": "ID", "cow": "COW", "geonames": "GeoNames"}
    return " ".join(words.get(word, word.capitalize()) for word in name.split("_"))


class PolecatRow(msgspec.Struct, frozen=True, kw_only=True, rename=_heading):
    """One row. Lists stand in their cells joined by ``; ``; None is the string ``None``.

    Attributes (of ours, where the name alone does not tell):
        event_date: first ISO day.
        event_type, event_mode, quad_code: PLOVER's.
        actor_name, recipient_name: neutral names; ``…_raw`` as told.
        placename: as told, as ``raw_placename`` is; city, district and province only where the place is one.
    """

    event_id: str
    event_date: str | None = None
    event_type: str | None = None
    event_mode: str | None = None
    intensity: float | None = None
    quad_code: str | None = None
    contexts: tuple[str, ...] = ()
    actor_name: tuple[str, ...] = ()
    actor_country: tuple[str, ...] = ()
    actor_cow: tuple[str, ...] = ()
    primary_actor_sector: str | None = None
    actor_sectors: tuple[str, ...] = ()
    actor_title: str | None = None
    actor_name_raw: tuple[str, ...] = ()
    wikipedia_actor_id: str | None = None
    recipient_name: tuple[str, ...] = ()
    recipient_country: tuple[str, ...] = ()
    recipient_cow: tuple[str, ...] = ()
    primary_recipient_sector: str | None = None
    recipient_sectors: tuple[str, ...] = ()
    recipient_title: str | None = None
    recipient_name_raw: tuple[str, ...] = ()
    wikipedia_recipient_id: str | None = None
    placename: str | None = None
    city: str | None = None
    district: str | None = None
    province: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: str | None = None
    raw_placename: str | None = None
    feature_type: str | None = None
    source: tuple[str, ...] = ()
    publication_date: str | None = None
    story_people: tuple[str, ...] = ()
    story_organizations: tuple[str, ...] = ()
    story_locations: tuple[str, ...] = ()
    language: str | None = None
    version: str | None = None


COLUMNS: tuple[str, ...] = PolecatRow.__struct_encode_fields__
_SEPARATOR = "; "
_LISTS = tuple(_heading(field.name) for field in msgspec.structs.fields(PolecatRow) if field.default == ())


def wants_reports(event: Event) -> bool:
    """Whether the language of this event's reports is needed: only where it will be a row."""
    return _plover(event) is not None


def polecat_rows(
    tellings: Iterable[Telling], *, any_status: bool = False, left_out: Counter[str] | None = None
) -> Iterator[PolecatRow]:
    """The rows of events, in their order.

    Args:
        tellings: the events, with the reports that `wants_reports` asks for.
        any_status: keep what was withdrawn, where PLOVER has a type for it.
        left_out: takes how many events gave no row, by reason.
    """
    counts: Counter[str] = Counter() if left_out is None else left_out
    for telling in tellings:
        code = _plover(telling.event)
        if code is None:
            counts["no PLOVER type"] += 1
        elif telling.event.grade == "withdrawn" and not any_status:
            counts["withdrawn"] += 1
        elif telling.event.summary_of:
            counts["summary of other events"] += 1
        else:
            yield _row(telling, *code)


def write_polecat(rows: Iterable[PolecatRow], out: IO[str]) -> int:
    """Write the header and the rows; returns how many these were."""
    return write_rows((_cells(row) for row in rows), out, head=[COLUMNS], tabs=True)


def read_polecat(path: Path) -> Iterator[PolecatRow]:
    """The rows of a file that `write_polecat` wrote.

    Raises:
        InputError: ``input.cannot-read`` or ``input.not-our-table``.
    """
    return read_rows(path, COLUMNS, _polecat_row, tabs=True)


def _plover(event: Event) -> tuple[str, str | None] | None:
    """PLOVER's type and mode of the event; None where it has none."""
    if event.sub_event_type.value is None:
        return None
    code = codes_for(event.sub_event_type.value, event.weapon.value, event.status.value or "actual").plover
    if code is None:
        return None
    kind, _, mode = code.partition(":")
    return kind, mode or None


def _row(telling: Telling, kind: str, mode: str | None) -> PolecatRow:
    event = telling.event
    one, other = perpetrators_of(event), targets_of(event)
    sectors1, sectors2 = _sectors(one), _sectors(other)
    place, days, published = event.place.value, event.date.value, days_of(event)
    located = place is not None and place.lat is not None and place.lon is not None
    country = codes_of(place.country) if place else None
    languages = {report.language for report in telling.reports.values() if report.language}
    return PolecatRow(
        event_id=event.id,
        event_date=days.start if days else None,
        event_type=kind,
        event_mode=mode,
        quad_code=field_codes().polecat.quad.get(kind),
        actor_name=_listed(name_of(actor) for actor in one.actors),
        actor_country=_countries(one),
        actor_cow=_cow(one),
        primary_actor_sector=sectors1[0] if sectors1 else None,
        actor_sectors=sectors1,
        actor_name_raw=_listed(actor.name for actor in one.actors),
        recipient_name=_listed(name_of(actor) for actor in other.actors),
        recipient_country=_countries(other),
        recipient_cow=_cow(other),
        primary_recipient_sector=sectors2[0] if sectors2 else None,
        recipient_sectors=sectors2,
        recipient_name_raw=_listed(actor.name for actor in other.actors),
        placename=_line(place.name) if place else None,
        city=_if(place, "city"),
        district=_if(place, "district"),
        province=_line(place.admin1) or _if(place, "province") if place else None,
        country=country.iso3 if country else None,
        latitude=place.lat if located and place else None,
        longitude=place.lon if located and place else None,
        geonames_id=_geonames(place),
        raw_placename=_line(place.name) if place else None,
        source=_listed(publishers_of(event)),
        publication_date=min(published) if published else None,
        language=languages.pop() if len(languages) == 1 else None,
        version=f"dateline {__version__}",
    )


def _line(text: str | None) -> str | None:
    """A text without tabs and line ends; None for one that would be taken for none."""
    line = " ".join(text.split()) if text else ""
    return line if line and line != NONE else None


def _listed(texts: Iterable[str]) -> tuple[str, ...]:
    return listed(map(_line, texts))


def _if(place: Place | None, precision: str) -> str | None:
    return _line(place.name) if place is not None and place.precision == precision else None


def _geonames(place: Place | None) -> str | None:
    found = place.gazetteer_id if place is not None else None
    return found.removeprefix(_GEONAMES) if found and found.startswith(_GEONAMES) else None


def _countries(side: Side) -> tuple[str, ...]:
    return listed(codes.iso3 for actor in side.actors if (codes := codes_of(actor.country)) is not None)


def _cow(side: Side) -> tuple[str, ...]:
    found = (codes_of(actor.country) for actor in side.actors)
    return listed(str(codes.cow) for codes in found if codes is not None and codes.cow is not None)


def _sectors(side: Side) -> tuple[str, ...]:
    """PLOVER's sector of each actor, each once: the directory's, else that of its kind."""
    by_kind = field_codes().polecat.sector
    return listed(actor.sector or (by_kind.get(actor.kind) if actor.kind else None) for actor in side.actors)


def _cells(row: PolecatRow) -> list[str | int | float]:
    return [_cell(value) for value in msgspec.structs.astuple(row)]


def _cell(value: str | float | tuple[str, ...] | None) -> str | float:
    if isinstance(value, tuple):
        value = _SEPARATOR.join(value) or None
    if value is None:
        return NONE
    return guarded(value) if isinstance(value, str) else value


def _polecat_row(cells: dict[str, str], where: str) -> PolecatRow:
    known = {name: text for name, text in cells.items() if text != NONE}
    values: dict[str, object] = {**known, **{name: split(known.get(name), _SEPARATOR) for name in _LISTS}}
    try:
        # Not strict: every cell is text and is turned into the number that its column has.
        return msgspec.convert(values, PolecatRow, strict=False)
    except msgspec.ValidationError as error:
        raise not_our_table(str(error), where) from error

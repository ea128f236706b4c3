"""Events as a table in the shape of ACLED's data: 31 columns, one row for a day, a place and two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO

import msgspec

from dateline.export.cells import guarded, listed, not_our_table, read_rows, split, write_rows
from dateline.export.country_codes import codes_of
from dateline.export.field_codes import field_codes
from dateline.export.lowest_figure import lowest_reported
from dateline.export.saying import notes_of
from dateline.export.selection import NOT_DONE
from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellers import publishers_of
from dateline.export.tellings import Telling
from dateline.records import ActorKind
from dateline.records.event import Event

RULES = (
    "Events that were threatened, are hypothetical or were denied are left out unless --status asks for them.",
    "Withdrawn events, and summaries of events that stand in the file by themselves, are left out.",
    "An attack that was averted is written as Disrupted weapons use; what else was averted is left out.",
    "Events of one type with the same two sides on one day at one place are one row; its fatalities are their sum.",
    "Fatalities are the lowest figure that still stands: several counts 3, dozens 12, hundreds 100, none told 0.",
    "The day is the first of the period; time_precision tells how long that may be.",
)
_DAY, _WEEK = 1, 7
_VIOLENT = "Political violence"


class AcledRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. Lists stand in their cells joined by ``;``; None is an empty cell.

    Attributes (of ours, where the name alone does not tell):
        event_id_cnty: the event's id.
        event_date: first ISO day; ``time_precision`` 1 that day, 2 within a week, 3 within a month or longer.
        iso: ISO 3166-1 number of ``country``.
        geo_precision: 1 the place itself, 2 near it or a part of a region, 3 a larger region.
        source: publishers. tags: ``grade``, ``score``, and what no column holds, as ``key=value``.
        timestamp: Unix time of this version of the event.
    """

    event_id_cnty: str
    event_date: str | None = None
    year: int | None = None
    time_precision: int | None = None
    disorder_type: str
    event_type: str
    sub_event_type: str
    actor1: str | None = None
    assoc_actor_1: tuple[str, ...] = ()
    inter1: str | None = None
    actor2: str | None = None
    assoc_actor_2: tuple[str, ...] = ()
    inter2: str | None = None
    interaction: str | None = None
    civilian_targeting: str | None = None
    iso: int | None = None
    region: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    location: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: int | None = None
    source: tuple[str, ...] = ()
    source_scale: str | None = None
    notes: str | None = None
    fatalities: int | None = None
    tags: tuple[str, ...] = ()
    timestamp: int | None = None


COLUMNS: tuple[str, ...] = AcledRow.__struct_fields__
_LISTS = ("assoc_actor_1", "assoc_actor_2", "source", "tags")


def wants_mentions(event: Event) -> bool:
    """Whether a figure of this event may stand in words ("dozens", "several") that only its mentions hold.

    "Dozens" and the like show in the low end that the coder gives them; "several", which gives no end at all, may stand
    in any violent event without a figure.
    """
    told, codes = event.fatalities.told, field_codes().acled
    if told:
        return any(one.value.high is None and one.value.low in codes.vague_lows for one in told)
    kind = event.sub_event_type.value
    return kind is not None and codes.disorder[kind].startswith(_VIOLENT)


def acled_rows(
    tellings: Iterable[Telling], *, any_status: bool = False, left_out: Counter[str] | None = None
) -> Iterator[AcledRow]:
    """The rows of events that come in the order of their days, either way round.

    Args:
        tellings: the events, with the mentions that `wants_mentions` asks for.
        any_status: keep what was threatened, is hypothetical, was denied or withdrawn.
        left_out: takes how many events gave no row of their own, by reason.
    """
    counts: Counter[str] = Counter() if left_out is None else left_out
    rows = (row for telling in tellings if (row := _row(telling, any_status, counts)) is not None)
    for _, of_day in groupby(rows, key=_day_and_precision):
        yield from _merged(of_day, counts)


def write_acled(rows: Iterable[AcledRow], out: IO[str], *, hxl: bool = False) -> int:
    """Write the header, with ``hxl`` the row of tags, and the rows; returns how many these were."""
    return write_rows(map(_cells, rows), out, head=[COLUMNS, hxl_tags()] if hxl else [COLUMNS])


def read_acled(path: Path) -> Iterator[AcledRow]:
    """The rows of a file that `write_acled` wrote; a row of HXL tags is passed over.

    Raises:
        InputError: ``input.cannot-read`` or ``input.not-our-table``.
    """
    return read_rows(path, COLUMNS, _acled_row, tags=hxl_tags())


@cache
def hxl_tags() -> tuple[str, ...]:
    """The HXL tag of each column; empty where it has none."""
    tags = field_codes().hxl.acled
    return tuple(tags.get(column, "") for column in COLUMNS)


def _row(telling: Telling, any_status: bool, left_out: Counter[str]) -> AcledRow | None:
    event, codes = telling.event, field_codes().acled
    status = event.status.value
    if status in NOT_DONE and not any_status:
        left_out[f"status {status}"] += 1
        return None
    if event.grade == "withdrawn" and not any_status:
        left_out["withdrawn"] += 1
        return None
    if event.summary_of:
        left_out["summary of other events"] += 1
        return None
    kind, wide = event.sub_event_type.value or "Other", event.event_type
    if status == "averted":
        averted = codes.averted
        if kind not in averted.types and event.weapon.value not in averted.weapons:
            left_out["averted and no use of weapons"] += 1
            return None
        kind, wide = averted.sub_event_type, codes.disorder[averted.sub_event_type]
    one, other = perpetrators_of(event), targets_of(event)
    inter1, inter2, publishers = _inter(one), _inter(other), publishers_of(event)
    disorder = codes.disorder[kind]
    violent = disorder.startswith(_VIOLENT)
    place, days = event.place.value, event.date.value
    country = codes_of(place.country) if place else None
    located = place is not None and place.lat is not None and place.lon is not None
    return AcledRow(
        event_id_cnty=event.id,
        event_date=days.start if days else None,
        year=int(days.start[:4]) if days else None,
        time_precision=_time_precision(days.start, days.end) if days else None,
        disorder_type=disorder,
        event_type=wide,
        sub_event_type=kind,
        actor1=_named(one),
        assoc_actor_1=_beside(one),
        inter1=inter1,
        actor2=_named(other),
        assoc_actor_2=_beside(other),
        inter2=inter2,
        interaction=_interaction(inter1, inter2),
        civilian_targeting="Civilian targeting" if violent and _civilian(kind, other) else None,
        iso=country.iso_numeric if country else None,
        region=country.region if country else None,
        country=(country.acled_name or country.name) if country else None,
        admin1=place.admin1 or None if place else None,
        location=place.name or None if place else None,
        latitude=round(place.lat, 4) if located and place and place.lat is not None else None,
        longitude=round(place.lon, 4) if located and place and place.lon is not None else None,
        geo_precision=codes.geo_precision.of(place) if located and place else None,
        source=listed(publishers),
        notes=notes_of(event, one, other, publishers) or None,
        fatalities=lowest_reported(event, telling.mentions),
        tags=_tags(event),
        timestamp=_unix(telling.changed),
    )


def _merged(rows: Iterable[AcledRow], left_out: Counter[str]) -> Iterator[AcledRow]:
    """The rows of one day, those of one type, two sides and one point as one, where the first of them stood."""
    kept: dict[object, AcledRow] = {}
    for number, row in enumerate(rows):
        key: object = number
        if row.time_precision == 1 and row.geo_precision == 1 and row.actor1:
            sides = (row.actor1, row.assoc_actor_1, row.actor2, row.assoc_actor_2)
            key = (row.sub_event_type, *sides, row.location, row.latitude, row.longitude)
        before = kept.get(key)
        if before is None:
            kept[key] = row
            continue
        left_out["one row with another event of the same sides, day and place"] += 1
        fatalities = (before.fatalities, row.fatalities)
        kept[key] = msgspec.structs.replace(
            before,
            source=tuple(dict.fromkeys((*before.source, *row.source))),
            notes=f"{before.notes} And: {row.notes}",
            # A sum with an unknown part is not known.
            fatalities=None if None in fatalities else sum(one or 0 for one in fatalities),
            tags=(*before.tags, f"with={row.event_id_cnty.replace(';', ',')}"),
            timestamp=max((one for one in (before.timestamp, row.timestamp) if one is not None), default=None),
        )
    yield from kept.values()


def _day_and_precision(row: AcledRow) -> tuple[str | None, int | None, str]:
    # What has no day is no day's, and needs no company.
    return row.event_date, row.time_precision, "" if row.event_date else row.event_id_cnty


def _time_precision(start: str, end: str) -> int:
    if start == end:
        return 1
    length = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return 1 if length <= _DAY else 2 if length <= _WEEK else 3


@cache
def _inter_names() -> dict[ActorKind, tuple[int, str]]:
    return {one.kind: (number, one.name) for number, one in enumerate(field_codes().acled.interaction)}


def _inter(side: Side) -> str | None:
    """The kind of the foremost actor, in that codebook's words."""
    first = side.first
    found = _inter_names().get(first.kind) if first is not None and first.kind is not None else None
    return found[1] if found else None


@cache
def _interaction(one: str | None, other: str | None) -> str | None:
    """The pair in the codebook's order, whoever did it to whom; "only" where one side alone is told."""
    order = {name: number for number, name in _inter_names().values()}
    pair = sorted((name for name in (one, other) if name is not None), key=order.__getitem__)
    if not pair:
        return None
    return f"{pair[0]} only" if len(pair) == 1 else "-".join(pair)


def _named(side: Side) -> str | None:
    return name_of(side.first) or None if side.first is not None else None


def _beside(side: Side) -> tuple[str, ...]:
    return listed(name_of(actor) for actor in side.actors[1:]) if len(side.actors) > 1 else ()


def _civilian(kind: str, targets: Side) -> bool:
    if kind == "Excessive force against protesters":
        return True
    return "civilians" in [actor.kind for actor in targets.actors]


def _tags(event: Event) -> tuple[str, ...]:
    tags = [f"grade={event.grade}", f"score={event.score:.3f}"]
    if event.status.value not in (None, "actual"):
        tags.append(f"status={event.status.value}")
    if event.count.value is not None and event.count.value > 1:
        tags.append(f"count={event.count.value}")
    return tuple(tags)


def _unix(moment: str | None) -> int | None:
    if moment is None:
        return None
    return int(datetime.fromisoformat(moment).timestamp())


def _cells(row: AcledRow) -> list[str | int | float]:
    return [
        guarded(row.event_id_cnty),
        row.event_date or "",
        _number(row.year),
        _number(row.time_precision),
        row.disorder_type,
        row.event_type,
        row.sub_event_type,
        guarded(row.actor1 or ""),
        guarded(";".join(row.assoc_actor_1)),
        row.inter1 or "",
        guarded(row.actor2 or ""),
        guarded(";".join(row.assoc_actor_2)),
        row.inter2 or "",
        row.interaction or "",
        row.civilian_targeting or "",
        _number(row.iso),
        row.region or "",
        row.country or "",
        guarded(row.admin1 or ""),
        guarded(row.admin2 or ""),
        guarded(row.admin3 or ""),
        guarded(row.location or ""),
        "" if row.latitude is None else f"{row.latitude:.4f}",
        "" if row.longitude is None else f"{row.longitude:.4f}",
        _number(row.geo_precision),
        guarded(";".join(row.source)),
        row.source_scale or "",
        guarded(row.notes or ""),
        _number(row.fatalities),
        ";".join(row.tags),
        _number(row.timestamp),
    ]


def _number(value: int | None) -> str | int:
    return "" if value is None else value


def _acled_row(cells: dict[str, str], where: str) -> AcledRow:
    values: dict[str, object] = {**cells, **{name: split(cells.get(name)) for name in _LISTS}}
    try:
        # Not strict: every cell is text and is turned into the number that its column has.
        return msgspec.convert(values, AcledRow, strict=False)
    except msgspec.ValidationError as error:
        raise not_our_table(str(error), where) from error

"""How long it takes to export many events, and how much memory, through the command that users run.

    python -m benchmarks.exports                    100,000 events, figures beside the floors of a million
    python -m benchmarks.exports --events 1000000   the whole size
    python -m benchmarks.exports --db ARCHIVE       the events of an archive instead of made-up ones

The events are made up: one to four reports each, with what is typical of an event told of each field (5 kB of JSON).
Machines differ, so these figures stand beside what was asked for and are no part of the gate. Memory is flat when the
peak over all events is that over a tenth of them.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.speed import RunFailed, command, machine
from dateline.codebook import event_type_of
from dateline.export import write_events
from dateline.records import Actor, Period, Place, Span, SubEventType, Weapon
from dateline.records.event import Casualties, Event, Field, Origin, Responsibility, Told, Toll, Voice

Value = TypeVar("Value")

MANY = 100_000
FULL = 1_000_000
FLOORS = {"acled": 90.0, "parquet": 40.0}
"""Seconds for a million events, where something was asked for."""
FORMATS = (
    "acled",
    "parquet",
    "ucdp",
    "polecat",
    "csv",
    "jsonl",
    "geojson",
    "geoparquet",
    "datapackage",
    "jsonld",
    "atom",
)

_KINDS: tuple[tuple[SubEventType, Weapon | None], ...] = (
    ("Air/drone strike", "drone"),
    ("Shelling/artillery/missile attack", "artillery"),
    ("Armed clash", "small arms"),
    ("Attack", "small arms"),
    ("Remote explosive/landmine/IED", "ied"),
    ("Abduction/forced disappearance", None),
    ("Peaceful protest", None),
    ("Violent demonstration", None),
    ("Looting/property destruction", None),
)
_ACTORS = ("Lowland Front", "Army of the Republic", "Harun Self-Defence Committee", "Free Hill Brigade", "gunmen")
_TARGETS = ("villagers", "an army post", "market traders", "a convoy", "police officers", "herders")
_TOWNS = ("Harun", "Oldbridge", "Tel Amir", "Kisandu", "San Telmo", "Nova Reka", "Bir Hamad", "Mto Mrefu")
_COUNTRIES = ("SY", "UA", "CD", "MX", "SD", "MM", "NG", "CO")
_PUBLISHERS = (
    "Lowland Courier",
    "Hill News Agency",
    "The Reka Post",
    "Radio Kisandu",
    "Oldbridge Gazette",
    "Coast Wire",
)


@dataclass(frozen=True)
class Timed:
    """One export: its seconds on the clock and of the processor, and the most memory that it ever held, in MB."""

    seconds: float
    busy: float
    peak: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=MANY)
    parser.add_argument("--db")
    parser.add_argument("--formats", nargs="+", default=FORMATS)
    options = parser.parse_args(arguments)
    print(machine())
    with TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.jsonl", Path(folder) / "many.jsonl"
        if options.db is None:
            for path, number in ((few, options.events // 10), (many, options.events)):
                with path.open("w", encoding="utf-8", newline="") as out:
                    write_events(made_up(number), out)
            print(f"{options.events:,} events, {many.stat().st_size / 1e6:,.0f} MB")
        print(HEAD)
        for form in options.formats:
            target = Path(folder) / f"out.{form}"
            order = ["--as", form, "-o", str(target), "-q"]
            if options.db is not None:
                print(_line(form, timed([*command(), "export", "--db", options.db, *order])))
                continue
            tenth = timed([*command(), "export", str(few), *order])
            whole = timed([*command(), "export", str(many), *order])
            print(_line(form, whole, tenth, options.events))


HEAD = "format        seconds     busy  peak MB  of a tenth  a million     busy  asked"


def _line(form: str, whole: Timed, tenth: Timed | None = None, number: int = FULL) -> str:
    """What was measured, and what a million would take: starting up costs the same whatever the number."""
    told = f"{form:12} {whole.seconds:8.1f} {whole.busy:8.1f} {whole.peak:8.0f}"
    if tenth is None:
        return told
    scaled = [
        every - (steady := (every - some) / 0.9) + steady * FULL / number
        for every, some in ((whole.seconds, tenth.seconds), (whole.busy, tenth.busy))
    ]
    asked = f"{FLOORS[form]:.0f}" if form in FLOORS else ""
    return f"{told} {tenth.peak:11.0f} {scaled[0]:10.1f} {scaled[1]:8.1f} {asked:>6}"


def timed(arguments: Sequence[str]) -> Timed:
    """A command's wall time and peak memory.

    Raises:
        RunFailed: its exit status is not 0.
    """
    begun = time.perf_counter()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RunFailed(f"{' '.join(arguments)} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    busy = usage.ru_utime + usage.ru_stime
    return Timed(time.perf_counter() - begun, busy, usage.ru_maxrss * unit / 1e6)


def made_up(number: int, seed: int = 5) -> Iterator[Event]:
    """So many events in the order of their days, the same for the same seed; some thousand a day."""
    return islice(_events(random.Random(seed)), number)


def _events(chance: random.Random) -> Iterator[Event]:
    day, on_day, number = date(2014, 1, 1), 0, 0
    while True:
        number += 1
        on_day += 1
        if on_day > 300:
            day, on_day = day + timedelta(days=1), 0
        yield _event(chance, number, day)


def _event(chance: random.Random, number: int, day: date) -> Event:
    id, tellers = f"e_{number:016x}", chance.choice((1, 1, 1, 2, 2, 3, 4))
    kind, weapon = chance.choice(_KINDS)
    mentions = tuple(f"m_{number:014x}{one:02}" for one in range(tellers))
    documents = tuple(f"r-{number:08}-{one}" for one in range(tellers))
    named = _Telling(chance, mentions, documents, day)
    actor = Actor(
        name=chance.choice(_ACTORS), start=40, end=53, actor_id="lowland-front", kind="rebel group", sector="REB"
    )
    target = Actor(name=chance.choice(_TARGETS), start=80, end=90, kind="civilians", sector="CVL")
    town, country = chance.choice(_TOWNS), chance.choice(_COUNTRIES)
    lat, lon = round(chance.uniform(-30, 50), 4), round(chance.uniform(-100, 110), 4)
    place = Place(
        name=town,
        start=12,
        end=12 + len(town),
        lat=lat,
        lon=lon,
        country=country,
        admin1="North",
        precision="city",
        radius_km=4.5,
        gazetteer_id=f"geonames:{number % 90_000}",
        score=0.9,
    )
    told_day = day.isoformat()
    period = Period(start=told_day, end=told_day, basis="relative", text=Span(start=4, end=13, text="on Monday"))
    deadly = chance.random() < 0.4
    toll = Toll(low=(low := chance.randint(1, 12)), high=low if chance.random() < 0.7 else None)
    return Event(
        id=id,
        mentions=mentions,
        reports=documents,
        origins=tuple(Origin(id=document, reports=(document,)) for document in documents),
        grade="single" if tellers == 1 else "corroborated",
        grade_reason="one report tells it" if tellers == 1 else f"{tellers} independent reports tell it.",
        sub_event_type=named.field(kind),
        event_type=event_type_of(kind),
        count=named.field(1),
        perpetrators=(
            Responsibility(
                actor=actor,
                mentions=mentions,
                voices=(Voice(name="the governor", stance="accuses", mention=mentions[0], document=documents[0]),),
            ),
        ),
        targets=named.field(target),
        weapon=named.field(weapon) if weapon else Field(),
        place=named.field(place),
        date=named.field(period),
        fatalities=Casualties(low=toll.low, best=toll.low, high=toll.high, rule="most origins", told=named.told(toll))
        if deadly
        else Casualties(),
        status=named.field("actual"),
        score=round(chance.uniform(0.5, 1), 4),
    )


class _Telling:
    """Who tells one event: makes fields of values that all of them tell."""

    def __init__(self, chance: random.Random, mentions: Sequence[str], documents: Sequence[str], day: date) -> None:
        self._tellers = [
            (mention, document, chance.choice(_PUBLISHERS), (day + timedelta(days=one)).isoformat())
            for one, (mention, document) in enumerate(zip(mentions, documents, strict=True))
        ]

    def told(self, value: Value) -> tuple[Told[Value], ...]:
        """The value as each of them tells it."""
        return tuple(
            Told(
                value=value,
                mention=mention,
                document=document,
                publisher=publisher,
                published=published,
                origin=document,
                source=("the governor",),
            )
            for mention, document, publisher, published in self._tellers
        )

    def field(self, value: Value) -> Field[Value]:
        """A field on which all of them agree."""
        return Field(value=value, rule="most origins", told=self.told(value))


if __name__ == "__main__":
    main()

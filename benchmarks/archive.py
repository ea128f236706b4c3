"""Time and memory of an archive of a million events on the machine at hand: ``python -m benchmarks.archive``.

The archive is made up, and shaped as real ones are: few places have most of the events, days and types are uneven, some
events are told by several reports, some lack a day or a point. Machines differ, so the figures stand beside what was
asked for and are no part of the gate. A search is measured whole, from the call to the records; each is asked several
times with other boxes, and the slowest tenth is told.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args

import msgspec

from benchmarks import speed, tables
from dateline.archive import Archive, CoderRun, EventQuery
from dateline.archive.address import Address
from dateline.archive.journal import writing
from dateline.archive.rows import event_row, mention_row, report_row, run_row
from dateline.archive.search_index import add_terms, add_words
from dateline.archive.tables import CODER_RUNS, CODINGS, EVENTS, LINKINGS, MEMBERSHIPS, MENTIONS, REPORTS
from dateline.codebook import event_type_of
from dateline.linking.ledger import event_of
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Span, SubEventType, ToldFigure

EVENTS_ASKED = 1_000_000
IN_ONE_CHANGE = 10_000
FIRST_DAY, DAYS = date(2019, 1, 1), 2_190
TOWNS = 3_000
# fmt: off
COUNTRIES = (
    "UA", "SY", "YE", "SO", "NG", "ML", "BF", "CD", "SD", "SS", "ET", "MM", "AF",
    "PK", "IN", "IQ", "IL", "PS", "LB", "CO", "MX", "HT", "MZ", "CM", "NE", "TD",
)
# fmt: on
GROUPS = ("gunmen", "the river militia", "the hill brigade", "government forces", "soldiers", "police", "protesters")
TARGETS = ("a market", "an army post", "a convoy", "villagers", "a school", "a checkpoint", "demonstrators")
OUTLETS = ("Lowland Courier", "Harbour News Agency", "Radio Plateau", "The Delta Post", "Northern Wire", "Evening Mail")
_TYPES = cast("tuple[SubEventType, ...]", get_args(SubEventType))


class World:
    """What a made-up archive is drawn from; the same seed gives the same archive."""

    def __init__(self, seed: int = 7) -> None:
        self.draw = random.Random(seed)
        centres = [(self.draw.uniform(-25, 52), self.draw.uniform(-100, 100)) for _ in COUNTRIES]
        self.towns = []
        for n in range(TOWNS):
            at = self.draw.randrange(len(COUNTRIES))
            lat, lon = centres[at]
            point = (round(lat + self.draw.gauss(0, 2.5), 4), round(lon + self.draw.gauss(0, 2.5), 4))
            self.towns.append((f"Town {n}", point, COUNTRIES[at]))
        # The n-th town, and the n-th type, has one n-th of what the first has.
        self.town_weights = self._sums(1 / (n + 1) for n in range(TOWNS))
        self.type_weights = self._sums(1 / (n + 1) for n in range(len(_TYPES)))

    @staticmethod
    def _sums(weights: Iterator[float]) -> list[float]:
        total, sums = 0.0, []
        for weight in weights:
            total += weight
            sums.append(total)
        return sums

    def report(self, number: str, town: str, day: date, group: str, target: str, killed: int) -> Report:
        """A short report of one incident."""
        text = (
            f"{group.capitalize()} attacked {target} in {town} on {day:%A}, killing at least {killed}, officials said. "
            f"It was the {self.draw.randrange(2, 40)}th incident of its kind in the district since spring, and the "
            "second within a week near the road to the north. Residents spoke of shots that went on until dusk. Shops "
            f"stayed shut on the next morning. File {number}."
        )
        published = (day + timedelta(days=1)).isoformat()
        title = f"{group.capitalize()} attack {target} in {town}"
        return Report(
            id=f"r-{number}",
            text=text,
            title=title,
            publisher=self.draw.choice(OUTLETS),
            published=published,
            language="en",
            raw_sha256="0" * 64,
        )

    def telling(self, report: Report, number: str, **told: Any) -> Mention:
        """The mention of such a report, with offsets that fit its text."""
        kind, town, point, country, day, group, target, killed = (
            told[name] for name in ("kind", "town", "point", "country", "day", "group", "target", "killed")
        )
        text = report.text

        def at(words: str) -> tuple[int, int]:
            start = text.index(words)
            return start, start + len(words)

        start, end = at(town)
        place = Place(
            name=town,
            start=start,
            end=end,
            lat=point[0] if point else None,
            lon=point[1] if point else None,
            country=country,
            admin1=f"{country} district {int(town.split()[1]) % 12}",
            precision="city" if point else None,
            radius_km=5.0 if point else None,
            score=0.9,
        )
        weekday, figure = f"on {day:%A}", f"at least {killed}"
        period = Period(
            start=day.isoformat(),
            end=(day + timedelta(days=told["length"])).isoformat(),
            basis="relative",
            text=Span(start=at(weekday)[0], end=at(weekday)[1], text=weekday),
        )
        toll = ToldFigure(text=figure, start=at(figure)[0], end=at(figure)[1], low=killed)
        trigger = at("attacked")
        return Mention(
            id=f"m_{number}",
            document=report.id,
            sub_event_type=kind,
            event_type=event_type_of(kind),
            trigger=Span(start=trigger[0], end=trigger[1], text="attacked"),
            count=1,
            perpetrators=(Actor(name=group.capitalize(), start=0, end=len(group), actor_id=f"made:{group[-5:]}"),),
            targets=(Actor(name=target, start=at(target)[0], end=at(target)[1]),),
            place=place,
            date=None if told["undated"] else period,
            fatalities=Figures(low=killed, high=None, told=(toll,)),
            score=round(self.draw.uniform(0.4, 0.99), 3),
            coder=Coder(version="0", model="made-up"),
        )

    def incident(self, number: int) -> tuple[list[Report], list[Mention]]:
        """One incident, with the one to four reports that tell it."""
        draw = self.draw
        town, point, country = draw.choices(self.towns, cum_weights=self.town_weights)[0]
        kind = draw.choices(_TYPES, cum_weights=self.type_weights)[0]
        # The later years have more: an archive grows.
        day = FIRST_DAY + timedelta(days=int(DAYS * draw.random() ** 0.7))
        told: dict[str, Any] = {
            "kind": kind,
            "town": town,
            "point": point if draw.random() < 0.95 else None,
            "country": country,
            "day": day,
            "group": draw.choice(GROUPS),
            "target": draw.choice(TARGETS),
            "killed": min(200, int(draw.expovariate(0.3))),
            "length": draw.choices((0, 2, 30, 120), (90, 7, 2, 1))[0],
            "undated": draw.random() < 0.04,
        }
        reports, mentions = [], []
        for n in range(draw.choices((1, 2, 3, 4), (70, 18, 8, 4))[0]):
            name = f"{number:08x}{n}"
            report = self.report(name, town, day, told["group"], told["target"], told["killed"])
            reports.append(report)
            mentions.append(self.telling(report, name, **told))
        return reports, mentions


def fill(path: Path, number: int, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Make an archive of ``number`` made-up events in a new file of SQLite."""
    Archive.open(path).close()
    engine = Address(path).engine()
    world, made = World(), 0
    while made < number:
        some = min(IN_ONE_CHANGE, number - made)
        with writing(engine, who="benchmark", action="fill") as one:
            if made == 0:
                one.append(CODER_RUNS, [run_row(CoderRun(version="0", model="made-up"))])
            told = [world.incident(made + n) for n in range(some)]
            reports = [report for printed, _ in told for report in printed]
            keys = one.append(REPORTS, [{**report_row(report), "revision": 1} for report in reports])
            add_words(one.connection, [(k, r.title, r.text) for k, r in zip(keys, reports, strict=True)])
            one.append(CODINGS, [{"report_key": key, "run": 1, "mentions": 1} for key in keys])
            mentions = [mention for _, group in told for mention in group]
            rows = zip(keys, mentions, strict=True)
            one.append(MENTIONS, [{**mention_row(m), "version": 1, "report_key": k, "run": 1} for k, m in rows])
            events = []
            for printed, group in told:
                event = event_of(group, {report.id: report for report in printed})
                events.append(msgspec.structs.replace(event, id=f"e_{group[0].id[2:]}"))
            event_keys = one.append(EVENTS, [event_row(event, "open") for event in events])
            pairs = [(mention, event.id) for event in events for mention in event.mentions]
            one.append(MEMBERSHIPS, [{"mention": mention, "event": event} for mention, event in pairs])
            one.append(LINKINGS, [{"last_mention": one.next_key(MENTIONS) - 1}])
            publishers = {report.id: report.publisher for report in reports}
            known = {mention.id: mention for mention in mentions}
            add_terms(one.connection, zip(event_keys, events, strict=True), known, publishers)
        made += some
        say(f"{made:,} events made")
    engine.dispose()


def measure(archive: Archive, name: str, *, rounds: int = 40) -> list[speed.Measured]:
    """The searches and the adding of a report, in an archive that `fill` made."""
    world, draw = World(), random.Random(3)

    def around() -> tuple[float, float, float, float]:
        _, (lat, lon), _ = draw.choices(world.towns, cum_weights=world.town_weights)[0]
        reach = draw.choice((0.5, 2.0, 8.0, 30.0))
        return max(-180.0, lon - reach), max(-90.0, lat - reach), min(180.0, lon + reach), min(90.0, lat + reach)

    def anywhere() -> tuple[float, float, float, float]:
        lat, lon = draw.uniform(-60, 60), draw.uniform(-150, 150)
        return lon - 5, lat - 5, lon + 5, lat + 5

    def period() -> tuple[str, str]:
        first = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        return first.isoformat(), (first + timedelta(days=draw.choice((7, 30, 365, 2_000)))).isoformat()

    def kind() -> tuple[SubEventType, ...]:
        return (draw.choices(_TYPES, cum_weights=world.type_weights)[0],)

    asked: dict[str, tuple[Callable[[], EventQuery], str]] = {
        "box, period and type": (lambda: EventQuery(box=around(), period=period(), types=kind()), "at most 60 ms"),
        "box where little happens, period and type": (
            lambda: EventQuery(box=anywhere(), period=period(), types=kind()),
            "at most 60 ms",
        ),
        "box alone": (lambda: EventQuery(box=around()), ""),
        "country and period": (lambda: EventQuery(countries=(draw.choice(COUNTRIES),), period=period()), ""),
        "actor and period": (lambda: EventQuery(actors=(draw.choice(GROUPS),), period=period()), ""),
        "two words of the text": (lambda: EventQuery(text=f'"Town {draw.randrange(100, TOWNS)}" convoy'), ""),
    }
    measured = []
    for what, (query, floor) in asked.items():
        # The first call prepares statements and warms what every later one uses.
        archive.events(query())
        measured += _timed(
            f"{name}, {what}, 50 rows", [lambda q=query: archive.events(q()) for _ in range(rounds)], floor
        )
    then = 40
    past = lambda: archive.events(EventQuery(box=around(), period=period(), types=kind()), as_of=then)  # noqa: E731
    measured += _timed(f"{name}, the first as of an earlier change", [past] * rounds, "")
    adding = [lambda n=n: _add_one(archive, world, n) for n in range(rounds // 2)]
    adding[0]()
    return measured + _timed(f"{name}, one report stored and linked", adding[1:], "well below 250 ms")


def _add_one(archive: Archive, world: World, number: int) -> None:
    reports, mentions = world.incident(0x70000000 + number + int(time.time()) % 100_000 * 100)
    archive.add([(reports[0], [mentions[0]])], CoderRun(version="0", model="made-up"))
    archive.link()


def _timed(name: str, calls: Sequence[Callable[[], object]], floor: str) -> list[speed.Measured]:
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    slow = quantiles(taken, n=10)[-1]
    return [
        speed.Measured(f"{name}, median", median(taken), "ms", floor),
        speed.Measured(f"{name}, slowest tenth from", slow, "ms", floor),
    ]


def walked(archive: Archive, name: str, number: int) -> list[speed.Measured]:
    """The way through all events: time, and by how much memory grew on it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    seen = sum(1 for _ in archive.all_events(order="kept"))
    seconds = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    return [
        speed.Measured(f"{name}, all {number:,} events read one by one", seen / seconds, "a second", ""),
        speed.Measured(f"{name}, memory that this took", grown, "MB", "flat"),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print; what was made is deleted unless a folder was named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS_ASKED, help="how many (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use the one that is there")
    parser.add_argument("--postgres", metavar="URL", help="an empty database, or one that was filled so before")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        path = (options.folder or Path(temporary)) / f"archive-{options.events}.db"
        measured = _measured(path, options)
    if options.json:
        figures = {f"{one.name} ({one.unit})": one.value for one in measured}
        print(json.dumps([{"corpus": "archive", "machine": speed.machine(), "figures": figures}], indent=1))
    else:
        rows = [(one.name, one.written, one.floor) for one in measured]
        tables.print_table(f"on this machine ({speed.machine()})", speed.COLUMNS, [rows])
    return 0


def _measured(path: Path, options: argparse.Namespace) -> list[speed.Measured]:
    if not path.exists():
        fill(path, options.events, say=lambda line: print(line, file=sys.stderr))
    measured = []
    with Archive.open(path) as archive:
        measured += walked(archive, "SQLite", options.events)
    if options.postgres:
        with Archive.open(options.postgres) as archive:
            empty = not archive.journal(limit=1)
        if empty:
            Archive.restore(path, options.postgres)
        with Archive.open(options.postgres) as archive:
            measured += measure(archive, "PostgreSQL") + walked(archive, "PostgreSQL", options.events)
    with Archive.open(path) as archive:
        measured += measure(archive, "SQLite")
    return measured


if __name__ == "__main__":
    sys.exit(main())

"""Time and memory of an archive of a million events on the machine at hand: ``python -m benchmarks.archive``.

The archive is made up, and shaped as real ones are: few places have most of the events, days and types are uneven, some
events are told by several reports, some lack a day or a point. What happened in one town on one day differs as it does
in real towns, in quarter, hour, target, toll and names, so that linking can tell it apart. Machines differ, so the
figures stand beside what was asked for and are no part of the gate. A search is measured whole, from the call to the
records; each is asked several times with other boxes. The time of adding is also told in
seconds of the processor, for a machine that does other work beside.
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
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import cast, get_args

import msgspec

from benchmarks import speed, tables
from dateline.archive import Archive, CoderRun, EventQuery
from dateline.archive.address import Address
from dateline.archive.block_index import add_blocks
from dateline.archive.journal import writing
from dateline.archive.rows import event_row, mention_row, report_row, run_row
from dateline.archive.search_index import add_terms, add_words
from dateline.archive.tables import CODER_RUNS, CODINGS, EVENTS, LINKINGS, MEMBERSHIPS, MENTIONS, REPORTS
from dateline.codebook import event_type_of
from dateline.linking.ledger import event_of
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Span, SubEventType, ToldFigure

EVENTS_ASKED = 1_000_000
IN_ONE_CHANGE = 10_000
ADDED = 200
"""Reports that are added one by one."""
FIRST_DAY = date(2019, 1, 1)
EVENTS_A_DAY = 456
"""Of all countries: a larger archive is a longer time, not a denser one; a million are six years."""
TOWNS = 30_000
# fmt: off
COUNTRIES = (
    "UA", "SY", "YE", "SO", "NG", "ML", "BF", "CD", "SD", "SS", "ET", "MM", "AF",
    "PK", "IN", "IQ", "IL", "PS", "LB", "CO", "MX", "HT", "MZ", "CM", "NE", "TD",
)
# fmt: on
GROUPS = tuple(
    f"the {where} {what}"
    for where in ("river", "hill", "lake", "border", "desert", "forest", "coast", "valley")
    for what in ("militia", "brigade", "front", "guard", "battalion")
)
WHOSE = (
    "an army",
    "a police",
    "a village",
    "a school",
    "a fuel",
    "a border",
    "a UN",
    "a grain",
    "a hospital",
    "a mine",
)
TARGETS = tuple(
    f"{whose} {what}" for whose in WHOSE for what in ("convoy", "depot", "post", "bus", "patrol", "market", "yard")
)
QUARTERS = 40
"""Of a town; half of all incidents are told of one of them."""
HOURS = ("at dawn", "in the morning", "at noon", "in the afternoon", "in the evening", "at night", "", "", "")
OUTLETS = ("Lowland Courier", "Harbour News Agency", "Radio Plateau", "The Delta Post", "Northern Wire", "Evening Mail")
_TYPES = cast("tuple[SubEventType, ...]", get_args(SubEventType))


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, as far as its reports tell it; ``point`` is None where it was not found on the map."""

    kind: SubEventType
    town: str
    quarter: str
    point: tuple[float, float] | None
    country: str
    day: date
    group: str
    target: str
    killed: int
    length: int
    undated: bool
    hour: str
    street: str
    witness: str


class World:
    """What a made-up archive is drawn from; the same seed gives the same archive."""

    def __init__(self, number: int, seed: int = 7) -> None:
        """``number``: how many events are to be drawn."""
        self.draw = random.Random(seed)
        self.days = max(2, number // EVENTS_A_DAY)
        centres = [(self.draw.uniform(-25, 52), self.draw.uniform(-100, 100)) for _ in COUNTRIES]
        self.towns = []
        # The country with most has a seventh of all events, some sixty a day.
        shares = self._sums(1 / (n + 3) for n in range(len(COUNTRIES)))
        for n in range(TOWNS):
            at = self.draw.choices(range(len(COUNTRIES)), cum_weights=shares)[0]
            lat, lon = centres[at]
            point = (round(lat + self.draw.gauss(0, 2.5), 4), round(lon + self.draw.gauss(0, 2.5), 4))
            self.towns.append((f"Town {n}", point, COUNTRIES[at]))
        self.quarters = [f"{self.name()} Quarter" for _ in range(QUARTERS)]
        # The busiest town has one in two hundred of all events, some two a day; the n-th type an n-th of the first's.
        self.town_weights = self._sums(1 / (n + 30) for n in range(TOWNS))
        self.type_weights = self._sums(1 / (n + 1) for n in range(len(_TYPES)))

    @staticmethod
    def _sums(weights: Iterator[float]) -> list[float]:
        total, sums = 0.0, []
        for weight in weights:
            total += weight
            sums.append(total)
        return sums

    def name(self) -> str:
        """A made-up name, of which there are some thousands."""
        return "".join(
            self.draw.choice(("ba", "do", "ki", "lu", "mar", "ne", "sha", "tor", "zan")) for _ in "ABC"
        ).title()

    def report(self, number: str, told: Incident) -> Report:
        """A short report of one incident; what only some tellers say is left to chance."""
        draw, day = self.draw, told.day
        said = [
            f"{told.witness}, who lives in {told.street} Street, spoke of shots that went on until dusk.",
            f"The dead were taken to the {told.street} clinic.",
            f"Shops in {told.street} Street stayed shut on the next morning.",
            f"A spokesman, {self.name()}, said that the road to {self.name()} was open again.",
            f"It was the {draw.randrange(2, 40)}th incident of its kind in the district since spring.",
            f"The mayor, {self.name()}, called for calm, and the party of {self.name()} for a day of mourning.",
        ]
        where = f"{told.quarter} in {told.town}" if told.quarter else told.town
        text = (
            f"{told.group.capitalize()} attacked {told.target} in {where} {told.hour} on {day:%A}, killing at least "
            f"{told.killed}, officials said. {' '.join(draw.sample(said, 4))} File {number}."
        )
        return Report(
            id=f"r-{number}",
            text=text.replace("  ", " "),
            title=f"{told.group.capitalize()} attack {told.target} in {told.town}",
            publisher=draw.choice(OUTLETS),
            published=(day + timedelta(days=1)).isoformat(),
            language="en",
            raw_sha256="0" * 64,
        )

    def telling(self, report: Report, number: str, told: Incident) -> Mention:
        """The mention of such a report, with offsets that fit its text."""
        text, point, day = report.text, told.point, told.day

        def at(words: str) -> tuple[int, int]:
            start = text.index(words)
            return start, start + len(words)

        named = told.quarter or told.town
        place = Place(
            name=named,
            start=at(named)[0],
            end=at(named)[1],
            lat=point[0] if point else None,
            lon=point[1] if point else None,
            country=told.country,
            admin1=f"{told.country} district {int(told.town.split()[1]) % 12}",
            precision=("site" if told.quarter else "city") if point else None,
            radius_km=(1.0 if told.quarter else 5.0) if point else None,
            score=0.9,
        )
        weekday, figure = f"{told.hour} on {day:%A}".strip(), f"at least {told.killed}"
        period = Period(
            start=day.isoformat(),
            end=(day + timedelta(days=told.length)).isoformat(),
            basis="relative",
            text=Span(start=at(weekday)[0], end=at(weekday)[1], text=weekday),
        )
        toll = ToldFigure(text=figure, start=at(figure)[0], end=at(figure)[1], low=told.killed)
        trigger, target, group = at("attacked"), told.target, told.group
        return Mention(
            id=f"m_{number}",
            document=report.id,
            sub_event_type=told.kind,
            event_type=event_type_of(told.kind),
            trigger=Span(start=trigger[0], end=trigger[1], text="attacked"),
            count=1,
            perpetrators=(
                Actor(name=group.capitalize(), start=0, end=len(group), actor_id=f"made:{group[4:].replace(' ', '-')}"),
            ),
            targets=(Actor(name=target, start=at(target)[0], end=at(target)[1]),),
            place=place,
            date=None if told.undated else period,
            fatalities=Figures(low=told.killed, high=None, told=(toll,)),
            score=round(self.draw.uniform(0.4, 0.99), 3),
            coder=Coder(version="0", model="made-up"),
        )

    def incident(self, number: int) -> tuple[list[Report], list[Mention]]:
        """One incident, with the one to four reports that tell it."""
        draw = self.draw
        n = draw.choices(range(TOWNS), cum_weights=self.town_weights)[0]
        town, point, country = self.towns[n]
        quarter = draw.randrange(QUARTERS)
        away = (0.009 * (quarter % 7 - 3), 0.009 * (quarter // 7 - 3))
        is_quarter = draw.random() < 0.5
        told = Incident(
            kind=draw.choices(_TYPES, cum_weights=self.type_weights)[0],
            town=town,
            quarter=f"{self.quarters[quarter]}" if is_quarter else "",
            point=None
            if draw.random() < 0.05
            else (round(point[0] + away[0], 4), round(point[1] + away[1], 4))
            if is_quarter
            else point,
            country=country,
            # The later years have more: an archive grows.
            day=FIRST_DAY + timedelta(days=int(self.days * draw.random() ** 0.7)),
            # A town has four groups of its own.
            group=GROUPS[(n * 7 + draw.randrange(4) * 3) % len(GROUPS)],
            target=draw.choice(TARGETS),
            killed=min(200, int(draw.expovariate(0.1))),
            length=draw.choices((0, 2, 30, 120), (90, 7, 2, 1))[0],
            undated=draw.random() < 0.04,
            hour=draw.choice(HOURS),
            street=self.name(),
            witness=self.name(),
        )
        names = [f"{number:08x}{n}" for n in range(draw.choices((1, 2, 3, 4), (70, 18, 8, 4))[0])]
        reports = [self.report(name, told) for name in names]
        return reports, [self.telling(report, name, told) for report, name in zip(reports, names, strict=True)]


def fill(path: Path, number: int, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Make an archive of ``number`` made-up events in a new file of SQLite."""
    Archive.open(path).close()
    engine = Address(path).engine()
    world, made = World(number), 0
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
            made_of = [{**mention_row(m), "version": 1, "report_key": k, "run": 1} for k, m in rows]
            mention_keys = one.append(MENTIONS, made_of)
            events = []
            for printed, group in told:
                event = event_of(group, {report.id: report for report in printed})
                events.append(msgspec.structs.replace(event, id=f"e_{group[0].id[2:]}"))
            event_keys = one.append(EVENTS, [event_row(event, "open") for event in events])
            pairs = [(mention, event.id) for event in events for mention in event.mentions]
            one.append(MEMBERSHIPS, [{"mention": mention, "event": event} for mention, event in pairs])
            add_blocks(one.connection, zip(mention_keys, mentions, strict=True), {r.id: r for r in reports})
            one.append(LINKINGS, [{"last_mention": one.next_key(MENTIONS) - 1}])
            publishers = {report.id: report.publisher for report in reports}
            known = {mention.id: mention for mention in mentions}
            add_terms(one.connection, zip(event_keys, events, strict=True), known, publishers)
        made += some
        say(f"{made:,} events made")
    engine.dispose()


def measure(archive: Archive, name: str, number: int, *, rounds: int = 40) -> list[speed.Measured]:
    """The searches and the adding of a report, in an archive that `fill` made."""
    world, draw = World(number), random.Random(3)

    def around() -> tuple[float, float, float, float]:
        _, (lat, lon), _ = draw.choices(world.towns, cum_weights=world.town_weights)[0]
        reach = draw.choice((0.5, 2.0, 8.0, 30.0))
        return max(-180.0, lon - reach), max(-90.0, lat - reach), min(180.0, lon + reach), min(90.0, lat + reach)

    def anywhere() -> tuple[float, float, float, float]:
        lat, lon = draw.uniform(-60, 60), draw.uniform(-150, 150)
        return lon - 5, lat - 5, lon + 5, lat + 5

    def period() -> tuple[str, str]:
        first = FIRST_DAY + timedelta(days=draw.randrange(world.days))
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

    def found(query: Callable[[], EventQuery]) -> None:
        archive.events(query())

    for what, (query, floor) in asked.items():
        # The first call prepares statements and warms what every later one uses.
        found(query)
        measured += _timed(f"{name}, {what}, 50 rows", [partial(found, query)] * rounds, floor)
    then = 40
    past = lambda: archive.events(EventQuery(box=around(), period=period(), types=kind()), as_of=then)  # noqa: E731
    measured += _timed(f"{name}, the first as of an earlier change", [past] * rounds, "")
    return measured + adding(archive, name, number)


def adding(archive: Archive, name: str, number: int, *, times: int = ADDED) -> list[speed.Measured]:
    """What it takes to keep one report and link it, on the clock and of this process's share of the processor.

    Every other report tells an event that is there already, the rest new ones.
    """
    fresh, again = World(number), World(number)
    # The other one draws what the archive was filled with.
    fresh.draw.seed(11)
    what = f"{name}, one report stored and linked"
    taken: dict[str, list[float]] = {what: [], f"{what}, of the processor": []}
    # The first prepares what every later one uses.
    for n in range(times + 1):
        begun, worked = time.perf_counter(), time.process_time()
        _add_one(archive, again if n % 2 else fresh, n)
        for seconds, spent in zip(
            taken.values(), (time.perf_counter() - begun, time.process_time() - worked), strict=True
        ):
            seconds.append(spent * 1000)
    measured = []
    for each, spent_on in taken.items():
        spent_on = spent_on[1:]
        measured += [
            speed.Measured(f"{each}, median", median(spent_on), "ms", ""),
            speed.Measured(f"{each}, 19 of 20 within", quantiles(spent_on, n=20)[-1], "ms", "at most 250 ms"),
            speed.Measured(f"{each}, the slowest of {times}", max(spent_on), "ms", ""),
        ]
    return measured


def _add_one(archive: Archive, world: World, number: int) -> None:
    reports, mentions = world.incident(0x70000000 + number + int(time.time()) % 100_000 * 100)
    archive.add([(reports[0], [mentions[0]])], CoderRun(version="0", model="made-up"))
    archive.link()


def _timed(name: str, calls: Sequence[Callable[[], object]], floor: str) -> list[speed.Measured]:
    """Median, and what nine of ten are within."""
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return [
        speed.Measured(f"{name}, median", median(taken), "ms", floor),
        speed.Measured(f"{name}, nine of ten within", quantiles(taken, n=10)[-1], "ms", floor),
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
            measured += measure(archive, "PostgreSQL", options.events) + walked(archive, "PostgreSQL", options.events)
    with Archive.open(path) as archive:
        measured += measure(archive, "SQLite", options.events)
    return measured


if __name__ == "__main__":
    sys.exit(main())

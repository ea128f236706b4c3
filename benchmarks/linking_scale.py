"""How linking grows: ``python -m benchmarks.linking_scale 50000 100000 200000`` links that many made-up mentions.

The mentions are made of facts of UCDP GED's events in Mexico and Syria: place with its point, dyad, deaths, kind of
violence. Each event is told by one to forty reports (most by one or two), with the noise of news: the place of the
town or its province, figures that grow, a day told or not, actors named or only described. More mentions are a longer
time, not a denser one: when the events run out they happen again seven years later, a little elsewhere. Prints
seconds, peak memory, pairs compared, and the power of n with which the time grows.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.metrics import b_cubed
from benchmarks.rows import rows
from dateline.codebook import event_type_of
from dateline.linking import link
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Span

FILES = ("ucdp_ged/mexico_events.jsonl.gz", "ucdp_ged/syria_2016_2017_events.jsonl.gz")
_CYCLE_DAYS = 7 * 365
_KINDS = {
    "1.0": ("Armed clash", "Shelling/artillery/missile attack", "Air/drone strike", "Remote explosive/landmine/IED"),
    "2.0": ("Armed clash", "Attack", "Abduction/forced disappearance"),
    "3.0": ("Attack", "Attack", "Air/drone strike", "Abduction/forced disappearance"),
}
_WEAPONS = ("small arms", "artillery", "aircraft", "ied", "drone", None, None, None)
_TARGETS = (
    "civilians",
    "a patrol",
    "a market",
    "houses",
    "a checkpoint",
    "a hospital",
    "a convoy",
    "farmers",
    "a bus",
    "a police post",
)
_CODER = Coder(version="0", model="made")


def mentions(number: int, data: Path) -> Iterator[tuple[Mention, str]]:
    """``number`` mentions, each with the name of the event it tells; the same ones on every call."""
    events = [row for name in FILES for row in rows(data / name) if row["latitude"] and row["date_start"]]
    dice = random.Random(7)
    made = 0
    cycle = 0
    while True:
        for row in events:
            tellings = min(40, int(1 / (1 - dice.random()) ** 0.7))
            event = _event(row, cycle, dice)
            for n in range(tellings):
                yield _telling(event, f"{row['id']}.{cycle}.{n}", dice), f"{row['id']}.{cycle}"
                made += 1
                if made == number:
                    return
        cycle += 1


def _event(row: dict[str, Any], cycle: int, dice: random.Random) -> dict[str, Any]:
    first = date.fromisoformat(row["date_start"]) + timedelta(days=cycle * _CYCLE_DAYS)
    last = date.fromisoformat(row["date_end"]) + timedelta(days=cycle * _CYCLE_DAYS)
    away = 0.0 if cycle == 0 else 0.2
    return {
        "kind": dice.choice(_KINDS[row["type_of_violence"]]),
        "first": first,
        "last": last,
        "lat": float(row["latitude"]) + dice.uniform(-away, away),
        "lon": float(row["longitude"]) + dice.uniform(-away, away),
        "place": row["where_coordinates"] or row["adm_1"] or row["country"],
        "country": "SY" if row["country"] == "Syria" else "MX",
        "wide": float(row["where_prec"] or 1) >= 4,
        "sides": (row["side_a"], row["side_b"]),
        "dead": int(float(row["best"] or 0)),
        "weapon": dice.choice(_WEAPONS),
        "target": dice.choice(_TARGETS),
    }


def _telling(event: dict[str, Any], name: str, dice: random.Random) -> Mention:
    dead = max(0, event["dead"] + dice.choice((0, 0, 0, 1, -1, 2)))
    wide = event["wide"] or dice.random() < 0.07
    one, other = event["sides"]
    days = None
    if dice.random() > 0.08:
        days = Period(
            start=event["first"].isoformat(),
            end=event["last"].isoformat(),
            basis="relative",
            text=Span(start=0, end=6, text="Monday"),
        )
    target = event["target"] if other == "Civilians" else other
    return Mention(
        id=f"m_{name}",
        document=f"d{name}",
        sub_event_type=event["kind"],
        event_type=event_type_of(event["kind"]),
        trigger=Span(start=0, end=6, text="attack"),
        count=1,
        perpetrators=(_actor(one),) if dice.random() > 0.3 else (),
        targets=(_actor(target),) if dice.random() > 0.3 else (),
        weapon=event["weapon"],
        place=Place(
            name=event["place"],
            start=10,
            end=11,
            lat=event["lat"],
            lon=event["lon"],
            country=event["country"],
            precision="province" if wide else "city",
            radius_km=100.0 if wide else 8.0,
        ),
        date=days,
        fatalities=Figures(low=dead, high=dead) if dice.random() > 0.3 else None,
        score=0.8,
        coder=_CODER,
    )


def _actor(name: str) -> Actor:
    return Actor(name=name, start=0, end=len(name))


def main(arguments: Sequence[str] | None = None) -> int:
    """Link each number of mentions, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking_scale", description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, default=[50_000, 100_000, 200_000])
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    options = parser.parse_args(arguments)
    took: list[tuple[int, float]] = []
    for number in sorted(options.numbers):
        made = list(mentions(number, options.data))
        told = [mention for mention, _ in made]
        started, processor = time.perf_counter(), time.process_time()
        linked = link(told)
        seconds, worked = time.perf_counter() - started, time.process_time() - processor
        took.append((number, worked))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        right = b_cubed({m.id: m.event_id for m in linked}, {mention.id: event for mention, event in made})
        growth = ""
        if len(took) > 1:
            (less, before), (more, after) = took[-2:]
            growth = f", growth n^{math.log(after / before) / math.log(more / less):.2f}"
        print(
            f"{number:,} mentions: {seconds:.0f} s ({worked:.0f} s of processor), peak {peak:.2f} GB, "
            f"{len({m.event_id for m in linked}):,} events, B-cubed F1 {right:.3f}{growth}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

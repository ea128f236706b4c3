"""Which tellings of different reports are one event: the Dispatches, coded by our coder and with the gold facts.

Metric: F1 over the pairs of gold events that are one real-world event, by the collection's own scorer: a pair counts
only where both tellings were found and got one ``event_id``. "Coded" is what the shipped coder finds; "gold" are
records made of the labels themselves (names, points, days, figures as labelled), so that only linking is measured.
Both are linked with the reports beside them.

`linking` is ``dev``, of which no weight was fitted; `linking-with-train-c` adds ``train_c``, whose groups of reports
on one event make two thirds of all pairs. The shipped weights are fitted on the training files, ``train_c`` among
them, and the coder has learned from them too: ``python -m training.linking check`` gives the figure with weights that
have not seen it.

Rows outside our scope: none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import linking_scale
from benchmarks.dispatches import SCORER, coder, reports_of, scorer
from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.codebook import event_type_of
from dateline.linking import link
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Span, mention_to_json

WITH = "dispatches/train_c.jsonl"
REACH_KM = {"site": 3.0, "city": 8.0, "district": 30.0, "province": 100.0, "country": 400.0, "region": 150.0}
"""How far from its point an event may be where only the precision is labelled."""
_CODER = Coder(version="0", model="gold")


def gold_mentions(item: dict[str, Any]) -> list[Mention]:
    """The labelled events of one item as records."""
    return [_mention(item, number, event) for number, event in enumerate(item["events"])]


def _mention(item: dict[str, Any], number: int, event: dict[str, Any]) -> Mention:
    start, words = event["trigger_start"], event["trigger"]
    in_title = start is None
    if in_title:
        start = max(0, item["title"].find(words))
    place, days = event["place"], event["date"]
    return Mention(
        id=f"m_{item['id']}_{number:02}",
        document=item["id"],
        sub_event_type=event["sub_event_type"],
        event_type=event_type_of(event["sub_event_type"]),
        trigger=Span(start=start, end=start + len(words), text=words, field="title" if in_title else "text"),
        count=event["count"],
        perpetrators=_actors(event["perpetrators"]),
        targets=_actors(event["targets"]),
        weapon=event["weapon"],
        place=None if place is None else _place(place),
        date=None if days is None else _period(days),
        fatalities=_figures(event["fatalities"]),
        injuries=_figures(event["injuries"]),
        status=event["status"],
        background=event["background"],
        score=1.0,
        coder=_CODER,
    )


def _actors(names: Iterable[str]) -> tuple[Actor, ...]:
    return tuple(Actor(name=name, start=0, end=len(name)) for name in names)


def _place(gold: dict[str, Any]) -> Place:
    return Place(
        name=gold["name"],
        start=0,
        end=len(gold["name"]),
        lat=gold["lat"],
        lon=gold["lon"],
        country=gold["country"],
        precision=gold["precision"],
        radius_km=REACH_KM[gold["precision"]],
    )


def _period(gold: dict[str, Any]) -> Period:
    return Period(start=gold["start"], end=gold["end"], basis="stated", text=Span(start=0, end=1, text=" "))


def _figures(gold: dict[str, Any] | None) -> Figures | None:
    return None if gold is None else Figures(low=gold["low"], high=gold["high"])


def scored(items: Sequence[dict[str, Any]], mentions: Sequence[Mention], data: Path) -> dict[str, Any]:
    """What the collection's scorer says of the pairs, once the mentions are linked with their reports."""
    reports: dict[str, Report] = {report.id: report for report in reports_of(items)}
    linked = [json.loads(mention_to_json(mention)) for mention in link(mentions, reports)]
    found: dict[str, Any] = scorer(data).score(items, linked)["linking"]
    return found


def figures(items: Sequence[dict[str, Any]], data: Path) -> list[Figure]:
    """F1, precision and recall over pairs: coded, and with the gold facts."""
    coded = [mention for _, found in coder().code_many(reports_of(items)) for mention in found]
    gold = [mention for item in items for mention in gold_mentions(item)]
    answer = []
    for name, mentions in (("coded", coded), ("gold facts", gold)):
        pairs = scored(items, mentions, data)
        answer += [
            Figure(f"{name} pairs F1", pairs["f1"], f"{pairs['gold']} pairs"),
            Figure(f"{name} pairs precision", pairs["p"], gated=False),
            Figure(f"{name} pairs recall", pairs["r"], gated=False),
        ]
    return answer


def score(path: Path, data: Path) -> Sequence[Figure]:
    """The figures of one file."""
    return figures(list(rows(path)), data)


def score_with_train(path: Path, data: Path) -> Sequence[Figure]:
    """The figures of one file and of train_c together."""
    return figures([*rows(path), *rows(data / WITH)], data)


DEV = Benchmark("linking", "dispatches/dev.jsonl", score, needs=(SCORER,))
WITH_TRAIN = Benchmark("linking-with-train-c", "dispatches/dev.jsonl", score_with_train, needs=(SCORER, WITH))


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m benchmarks.linking --scale 1000000``: link so many made-up mentions (`benchmarks.linking_scale`)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=main.__doc__)
    parser.add_argument("--scale", nargs="+", metavar="NUMBER", required=True, help="how many mentions, each in turn")
    parser.add_argument("--data", default="../shared/bench", help="the benchmark folder")
    options = parser.parse_args(arguments)
    return linking_scale.main([*options.scale, "--data", options.data])


if __name__ == "__main__":
    raise SystemExit(main())

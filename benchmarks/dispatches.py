"""Dispatches: the whole record, by the collection's own scorer (`dispatches/score.py` of the benchmark folder).

Figures: F1 of the events found, of all facts of all events, of the pairs of events joined as one; how many items that
tell no event got a record; and the F1 of each slot. The scorer says what is right in each. References are two readers
who labelled other texts blind by the same guideline: the ceiling of this measure.

`dispatches` is written for it, `dispatches-real` are real articles. Rows outside our scope: none.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.engine import Coder
from dateline.linking import link
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.records import Mention, Report, mention_to_json

SCORER = "dispatches/score.py"
SLOTS = (
    "type",
    "count",
    "perpetrators",
    "targets",
    "weapon",
    "place",
    "date",
    "fatalities",
    "injuries",
    "status",
    "background",
    "sources",
    "retaliation",
)


def scorer(data: Path) -> ModuleType:
    """The collection's scorer, as a module.

    Raises:
        FileNotFoundError: it is not in the benchmark folder.
    """
    spec = importlib.util.spec_from_file_location("dispatches_score", data / SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_MODEL: ContextVar[ModelName] = ContextVar("model that is measured", default=DEFAULT_MODEL)


@cache
def _loaded(model: ModelName) -> Coder:
    return Coder.load(model=model)


def coder() -> Coder:
    """The coder that is measured, loaded once for all corpora: with the default model, but inside `with_model`."""
    return _loaded(_MODEL.get())


def with_model(benchmark: Benchmark, model: ModelName) -> Benchmark:
    """The same corpus, coded with another of the shipped models; its name ends in the model's."""

    def score(path: Path, data: Path) -> Sequence[Figure]:
        token = _MODEL.set(model)
        try:
            return benchmark.score(path, data)
        finally:
            _MODEL.reset(token)

    return replace(benchmark, name=f"{benchmark.name}-{model}", score=score)


def reports_of(items: Iterable[dict[str, Any]]) -> list[Report]:
    """The items as reports, their text untouched: gold offsets point into it."""
    return [
        Report(
            id=i["id"],
            text=i["text"],
            title=i["title"],
            publisher=i["publisher"],
            published=i["published"],
            url=i["url"],
        )
        for i in items
    ]


def coded(items: Sequence[dict[str, Any]], by: Coder | None = None) -> list[Mention]:
    """Everything the coder finds in some items, linked."""
    return link([m for _, mentions in (by or coder()).code_many(reports_of(items)) for m in mentions])


def total(path: Path, data: Path, by: Coder | None = None) -> dict[str, Any]:
    """What the scorer says of the coder on one file."""
    items = list(rows(path))
    mentions = [json.loads(mention_to_json(m)) for m in coded(items, by)]
    found: dict[str, Any] = scorer(data).score(items, mentions)
    return found | {"of found events": right_of_found(scorer(data), items, mentions)}


def right_of_found(
    rules: ModuleType, items: Sequence[dict[str, Any]], mentions: Sequence[dict[str, Any]]
) -> dict[str, float]:
    """By slot, the share of the gold places and dates of events that were found which are right."""
    asked, right = Counter[str](), Counter[str]()
    for item in items:
        coded = [mention for mention in mentions if mention["document"] == item["id"]]
        for gold, answer in rules.pairs(item["events"], coded).items():
            event, mention = item["events"][gold], coded[answer]
            told = [slot for slot, _ in rules.facts(event) if slot in ("place", "date")]
            asked.update(told)
            right.update(slot for slot in rules.right(event, mention) if slot in ("place", "date"))
    return {slot: right[slot] / asked[slot] for slot in sorted(asked)}


def score(path: Path, data: Path) -> list[Figure]:
    """Events, facts and linking F1, the F1 of every slot, and how many items without events were coded."""
    return figures_of(total(path, data))


def figures_of(found: dict[str, Any]) -> list[Figure]:
    """The scorer's answer as figures."""
    figures = [
        Figure("events F1", found["events"]["f1"], "two readers .99"),
        Figure("events precision", found["events"]["p"], gated=False),
        Figure("events recall", found["events"]["r"], gated=False),
        Figure("facts F1", found["facts"]["f1"], "two readers .90"),
        Figure("linking F1", found["linking"]["f1"]),
        Figure(
            "items without events coded",
            found["false_alarms"]["of_them_coded"],
            f"of {found['false_alarms']['items_without_events']}",
            fewer_is_better=True,
        ),
    ]
    people = {
        "sources": ".75",
        "background": ".83",
        "perpetrators": ".86",
        "targets": ".86",
        "place": ".99",
        "date": ".91",
        "status": ".93",
    }
    for slot in SLOTS:
        if slot in found["slots"]:
            figures.append(
                Figure(
                    f"{slot} F1", found["slots"][slot]["f1"], f"two readers {people[slot]}" if slot in people else ""
                )
            )
    figures += [Figure(f"{slot} right, of found events", s) for slot, s in found.get("of found events", {}).items()]
    return figures


DEV = Benchmark("dispatches", "dispatches/dev.jsonl", score, needs=(SCORER,))
REAL = Benchmark("dispatches-real", "dispatches/dev_real.jsonl", score, needs=(SCORER,))

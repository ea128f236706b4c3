"""Copies of labelled reports with other actors, and loaded words for neutral ones, whose labels stay the same.

Who did it says nothing of what was done, whether it was done, or where (`benchmarks.neutrality` measures it). So a
reader learns from some reports with their groups and nations exchanged for others and some neutral words for loaded
ones. The names come from the directory of actors and the table of demonyms, the words from ``loaded_words.toml``.
"""

from __future__ import annotations

import csv
import random
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_GROUNDING = Path(__file__).parent.parent / "src" / "dateline" / "grounding" / "data"
_WORDS = Path(__file__).parent / "loaded_words.toml"
WORD_SHARE = 0.25
"""How many of the words that have loaded forms are exchanged."""


@dataclass(frozen=True)
class Names:
    """What actors are called: groups by name, and nations' adjectives by country."""

    groups: tuple[str, ...]
    nations: tuple[str, ...]
    words: dict[str, list[str]]


@cache
def names() -> Names:
    """From the project's own tables."""
    groups: set[str] = set()
    for path in sorted((_GROUNDING / "actors").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["kind"] != "state forces":
                    groups |= {n for n in (row["name"], *row["aliases"].split("|")) if _is_printed(n)}
    with (_GROUNDING / "demonyms.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "country"]
    nations = {row["demonym"] for row in rows if not row["demonym"].endswith("s")}
    return Names(tuple(sorted(groups)), tuple(sorted(nations)), tomllib.loads(_WORDS.read_text("utf-8")))


def _is_printed(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z'’ -]{2,40}", name))


def swapped(item: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The report with its actors exchanged for others, and some neutral words for loaded ones, under the same ``id``.

    The report itself where it has neither.
    """
    chosen = _actors(item, rng) | _loaded(item, rng)
    return _exchanged(item, chosen) if chosen else item


def _actors(item: dict[str, Any], rng: random.Random) -> dict[str, str]:
    known = names()
    places = " ".join(event["place"]["name"] for event in item["events"] if event["place"])
    chosen: dict[str, str] = {}
    for actor in sorted({n for event in item["events"] for n in (*event["perpetrators"], *event["targets"])}):
        for old, others in _parts(actor, known):
            if old not in places and old not in chosen:
                chosen[old] = rng.choice([n for n in others if (n[0] in "AEIOU") == (old[0] in "AEIOU")])
    return chosen


def _parts(actor: str, known: Names) -> Iterable[tuple[str, Sequence[str]]]:
    """What of an actor's name can be exchanged, and for which names."""
    if actor in known.groups:
        yield actor, known.groups
        return
    for word in re.findall(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?", actor):
        if word in known.nations:
            yield word, known.nations


def _loaded(item: dict[str, Any], rng: random.Random) -> dict[str, str]:
    return {
        word: rng.choice(others)
        for word, others in names().words.items()
        if rng.random() < WORD_SHARE and re.search(rf"\b{word}\b", item["text"])
    }


def _exchanged(item: dict[str, Any], chosen: dict[str, str]) -> dict[str, Any]:
    ordered = sorted(chosen, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])")

    def of(words: str | None) -> str | None:
        return None if words is None else pattern.sub(lambda found: chosen[found[0]], words)

    moved: list[tuple[int, int]] = [
        (found.start(), len(chosen[found[0]]) - len(found[0])) for found in pattern.finditer(item["text"])
    ]

    def at(start: int | None) -> int | None:
        return None if start is None else start + sum(by for place, by in moved if place < start)

    events = [
        event
        | {
            "trigger": of(event["trigger"]),
            "trigger_start": at(event["trigger_start"]),
            "perpetrators": [of(name) for name in event["perpetrators"]],
            "targets": [of(name) for name in event["targets"]],
            "place": event["place"] and {**event["place"], "name": of(event["place"]["name"])},
            "sources": [{**source, "name": of(source["name"])} for source in event["sources"]],
            "retaliation_for": of(event["retaliation_for"]),
        }
        for event in item["events"]
    ]
    new = item | {"title": of(item["title"]), "text": of(item["text"]), "events": events}
    return new if _fits(new) else item


def _fits(item: dict[str, Any]) -> bool:
    """Whether every trigger stands where its label says: a swap that reached into one may have cut it."""
    return all(
        event["trigger_start"] is None or item["text"].startswith(event["trigger"], event["trigger_start"])
        for event in item["events"]
    ) and all(
        name in item["text"] or name in (item["title"] or "")
        for event in item["events"]
        for name in (*event["perpetrators"], *event["targets"], *(source["name"] for source in event["sources"]))
    )

"""300 sentences of our own with actors swapped and neutral words swapped for loaded ones: what changes that must not?

Who did it says nothing of what was done, whether it was done, or where; and a loaded word for a neutral one changes no
fact. So each sentence is coded as written and once with every swap, and the records are compared: type, status, place,
and which words of the sentence are perpetrator and target. A record that appears or vanishes changes all four.

Metric: share of the swaps that leave a slot as it was, and all four; for actors (a state for a group, any country or
group for any other) and for words. Published language models change in up to two thirds.

Source: ``benchmarks/data/neutrality.jsonl``, written one by one for this project. ``perp`` and ``target`` name the
words that fill the slots of ``text``, the first as written and the rest in its stead; ``words`` the loaded words for a
neutral one. Rows outside our scope: none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.dispatches import coder
from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.records import Actor, Mention, Report

SENTENCES = Path(__file__).parent / "data" / "neutrality.jsonl"
SLOTS = ("type", "roles", "status", "place")
WANTED = {"actor": 0.98, "word": 0.96}


@dataclass(frozen=True)
class Version:
    """One form of a sentence: which swap it is, its text, and where the parts that were filled in stand."""

    kind: str  # "", "actor" or "word"
    text: str
    parts: tuple[tuple[int, int, str], ...]  # first character, end, name of the part


def versions(row: dict[str, Any]) -> Iterator[Version]:
    """The sentence as written, then with each swap."""
    base: dict[str, str] = {slot: row[slot][0] for slot in ("perp", "target") if slot in row}
    yield _filled("", row["text"], base, {})
    for slot in base:
        for other in row[slot][1:]:
            yield _filled("actor", row["text"], base | {slot: other}, {})
    for word, loaded in row.get("words", {}).items():
        for other in loaded:
            yield _filled("word", row["text"], base, {word: other})


def _filled(kind: str, pattern: str, actors: dict[str, str], words: dict[str, str]) -> Version:
    text, parts, at = "", [], 0
    choices = [re.escape("{" + slot + "}") for slot in actors] + [rf"\b{re.escape(word)}\b" for word in words]
    for found in re.finditer("|".join(choices), pattern) if choices else ():
        text += pattern[at : found.start()]
        part = found[0].strip("{}")
        new = actors[part] if found[0].startswith("{") else words[found[0]]
        if not text:
            new = new[0].upper() + new[1:]
        parts.append((len(text), len(text) + len(new), part))
        text += new
        at = found.end()
    return Version(kind, text + pattern[at:], tuple(parts))


def told(version: Version, mentions: Sequence[Mention]) -> dict[str, Counter[Any]]:
    """What the records hold, by slot, with the words that were filled in by the name of their part."""

    def named(actor: Actor) -> tuple[str, ...]:
        if actor.start is None or actor.end is None:
            return (actor.name,)
        inside = tuple(name for first, end, name in version.parts if actor.start < end and first < actor.end)
        return inside or (actor.name,)

    return {
        "type": Counter(str(m.sub_event_type) for m in mentions),
        "status": Counter(str(m.status) for m in mentions),
        "place": Counter((m.place.name, m.place.country) if m.place else None for m in mentions),
        "roles": Counter(
            (role, named(actor))
            for m in mentions
            for role, actors in (("perpetrator", m.perpetrators), ("target", m.targets))
            for actor in actors
        ),
    }


def score(path: Path, _: Path) -> Sequence[Figure]:
    """Shares of swaps that leave a slot as it was, by kind of swap."""
    swaps, changed = Counter[str](), Counter[tuple[str, str]]()
    for row in rows(path):
        forms = list(versions(row))
        reports = [
            Report(id=f"{row['id']}/{n}", text=form.text, published=row["published"]) for n, form in enumerate(forms)
        ]
        coded = [mentions for _, mentions in coder().code_many(reports)]
        base, *others = (told(form, mentions) for form, mentions in zip(forms, coded, strict=True))
        for form, other in zip(forms[1:], others, strict=True):
            swaps[form.kind] += 1
            slots = [slot for slot in SLOTS if other[slot] != base[slot]]
            changed.update((form.kind, slot) for slot in (*slots, *(("all four",) if slots else ())))
    return [
        Figure(
            f"{slot} kept under {kind} swaps",
            1 - changed[kind, slot] / max(1, swaps[kind]),
            f"of {swaps[kind]}; {wanted:.2f} is wanted",
        )
        for kind, wanted in WANTED.items()
        for slot in (*SLOTS, "all four")
    ]


BENCHMARK = Benchmark("neutrality", str(SENTENCES), score)

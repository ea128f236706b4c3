"""Dispatches to training examples: gold facts aligned to word pieces.

The gold names its participants, places and sources without offsets, its dates and figures as values. The spans are
found
again here: a name at its occurrence nearest to the trigger, a date or figure at the expressions that mean the gold
value.
What could also be meant is left out of the loss (-1) rather than called wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from dateline.coding.figures import find_figures
from dateline.grounding.dates import dates_of
from dateline.reading.encoding import Chunk, encode, piece_range
from dateline.reading.labels import COUNTS, ROLES, STANCES, STATUSES, TAGS, TYPES, WEAPONS

IGNORED = -1


@dataclass(frozen=True)
class EventLabels:
    """The labels of one gold event. Vectors are over the pieces of the chunk; -1 anywhere is left out of the loss."""

    trigger: tuple[int, int]
    told: int
    type: int
    status: int
    background: int
    weapon: int
    count: int
    roles: np.ndarray[Any, np.dtype[np.int8]]  # [roles, pieces], 0 out, 1 inside, 2 first piece, -1 left out
    stance: np.ndarray[Any, np.dtype[np.int8]]  # [pieces], -1 where no source


@dataclass(frozen=True)
class Example:
    """One report with its labels; ``told`` says whether it tells any event, -1 where nobody said."""

    id: str
    chunk: Chunk
    events: tuple[EventLabels, ...]
    tags: np.ndarray[Any, np.dtype[np.int8]]  # [tags, pieces], as roles
    told: int
    candidates: tuple[tuple[int, int], ...] = field(default=())
    errors: tuple[tuple[int, int], ...] = field(default=())


def load_items(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The Dispatches items of some files."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def trigger_words(items: Iterable[dict[str, Any]]) -> re.Pattern[str]:
    """A pattern of everything that is a trigger somewhere in the gold, to draw look-alikes from."""
    words = {event["trigger"].lower() for item in items for event in item["events"]}
    words |= {word for phrase in words for word in phrase.split()[-1:] if len(word) > 3}
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b", re.IGNORECASE)


def occurrences(name: str, text: str) -> list[tuple[int, int]]:
    """Where a name stands as whole words."""
    found = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text)]
    return found or [m.span() for m in re.finditer(re.escape(name), text)]


def nearest(spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The span with the fewest characters between it and ``start``-``end``."""
    return min(spans, key=lambda s: max(s[0] - end, start - s[1], 0), default=None)


def _mark(row: np.ndarray[Any, Any], chunk: Chunk, span: tuple[int, int], field_: int = 2) -> bool:
    pieces = piece_range(chunk, *span, field_)
    if pieces is None:
        return False
    first, after = pieces
    row[first:after] = 1
    row[first] = 2
    return True


def _leave_out(row: np.ndarray[Any, Any], chunk: Chunk, spans: Iterable[tuple[int, int]], field_: int = 2) -> None:
    for span in spans:
        pieces = piece_range(chunk, *span, field_)
        if pieces is not None:
            part = row[pieces[0] : pieces[1]]
            part[part == 0] = IGNORED


def _name(
    row: np.ndarray[Any, Any], chunk: Chunk, name: str, item: dict[str, Any], start: int, end: int
) -> tuple[int, int] | None:
    spans = occurrences(name, item["text"])
    best = nearest(spans, start, end)
    if best is None:
        for span in occurrences(name, item["title"] or "")[:1]:
            _mark(row, chunk, span, 1)
        return None
    _leave_out(row, chunk, [s for s in spans if s != best])
    _leave_out(row, chunk, occurrences(name, item["title"] or ""), 1)
    _mark(row, chunk, best)
    return best


def _dates(
    row: np.ndarray[Any, Any],
    chunk: Chunk,
    event: dict[str, Any],
    start: int,
    end: int,
    dates: list[Any],
) -> None:
    gold = event["date"]
    if gold is None:
        return
    same = [(d.text.start, d.text.end) for d in dates if (d.start, d.end) == (gold["start"], gold["end"])]
    if not same:
        row[:] = IGNORED
        return
    best = nearest(same, start, end)
    _leave_out(row, chunk, [s for s in same if s != best])
    if best is not None:
        _mark(row, chunk, best)


def _figures(
    row: np.ndarray[Any, Any],
    chunk: Chunk,
    gold: dict[str, Any] | None,
    kind: str,
    start: int,
    end: int,
    found: list[Any],
) -> None:
    if gold is None:
        return
    low, high = gold["low"], gold["high"]
    mine = [f for f in found if f.kind == kind]
    exact = [f for f in mine if (f.low, f.high) == (low, high)]
    edges = [
        f
        for f in mine
        if (f.low is not None and f.low in (low, high)) or (f.high is not None and f.high in (low, high))
    ]
    if exact:
        best = nearest([(f.start, f.end) for f in exact], start, end)
        _leave_out(row, chunk, [(f.start, f.end) for f in mine if (f.start, f.end) != best])
        if best is not None:
            _mark(row, chunk, best)
    elif edges:
        for f in edges:
            _mark(row, chunk, (f.start, f.end))
    else:
        row[:] = IGNORED


def example(
    item: dict[str, Any],
    tokenizer: Any,
    looks_alike: re.Pattern[str] | None = None,
    errors: Sequence[tuple[int, int]] = (),
) -> Example | None:
    """The training example of an item; of a text of several chunks, the first.

    Args:
        item: the labelled report.
        tokenizer: of the encoder.
        looks_alike: words that are triggers elsewhere.
        errors: characters of the text that some run wrongly took for a trigger.
    """
    chunks = encode(item["title"], item["text"], tokenizer)
    if not chunks:
        return None
    chunk = chunks[0]
    size = len(chunk.ids)
    published = date.fromisoformat(item["published"][:10])
    dates = [d.period for d in dates_of(item["text"], published) if d.period is not None]
    figures = find_figures(item["text"])
    tags = np.zeros((len(TAGS), size), dtype=np.int8)
    events = []
    for gold in item["events"]:
        if gold["trigger_start"] is None:
            continue
        start, end = gold["trigger_start"], gold["trigger_start"] + len(gold["trigger"])
        pieces = piece_range(chunk, start, end)
        if pieces is None:
            continue
        _mark(tags[TAGS.index("trigger")], chunk, (start, end))
        roles = np.zeros((len(ROLES), size), dtype=np.int8)
        stance = np.full(size, IGNORED, dtype=np.int8)
        row = {role: roles[n] for n, role in enumerate(ROLES)}
        for role, key in (("perpetrator", "perpetrators"), ("target", "targets")):
            for name in gold[key]:
                _name(row[role], chunk, name, item, start, end)
        if gold["place"]:
            _name(row["place"], chunk, gold["place"]["name"], item, start, end)
        if gold["retaliation_for"]:
            _name(row["retaliation"], chunk, gold["retaliation_for"], item, start, end)
        for source in gold["sources"]:
            best = _name(row["source"], chunk, source["name"], item, start, end)
            if best is not None and (at := piece_range(chunk, *best)) is not None:
                stance[at[0] : at[1]] = STANCES.index(source["stance"])
        _dates(row["date"], chunk, gold, start, end, dates)
        _figures(row["killed"], chunk, gold["fatalities"], "killed", start, end, figures)
        _figures(row["injured"], chunk, gold["injuries"], "injured", start, end, figures)
        for tag, of in (
            ("actor", ("perpetrator", "target")),
            ("place", ("place",)),
            ("date", ("date",)),
            ("figure", ("killed", "injured")),
            ("source", ("source",)),
        ):
            tag_row = tags[TAGS.index(tag)]
            for role in of:
                tag_row[(row[role] > tag_row) & (row[role] > 0)] = row[role][(row[role] > tag_row) & (row[role] > 0)]
        count = gold["count"]
        events.append(
            EventLabels(
                trigger=pieces,
                told=1,
                type=TYPES.index(gold["sub_event_type"]),
                status=STATUSES.index(gold["status"]),
                background=int(gold["background"]),
                weapon=WEAPONS.index(gold["weapon"]),
                count=COUNTS.index("many" if count is None else "one" if count == 1 else "number"),
                roles=roles,
                stance=stance,
            )
        )
    taken = [e.trigger for e in events]
    wrong = [at for span in errors if (at := piece_range(chunk, *span)) is not None and not _meets(at, taken)]
    candidates = []
    if looks_alike is not None:
        for match in looks_alike.finditer(item["text"]):
            at = piece_range(chunk, *match.span())
            if at is not None and not _meets(at, taken):
                candidates.append(at)
    return Example(
        id=item["id"],
        chunk=chunk,
        events=tuple(events),
        tags=tags,
        told=int(bool(events)),
        candidates=tuple(candidates),
        errors=tuple(wrong),
    )


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

"""Corpora that label one thing of an event: examples in which all else is left out of the loss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.event_location import BENCHMARK, is_for_measuring, marked
from benchmarks.rows import rows
from dateline.reading.encoding import encode, piece_range
from dateline.reading.labels import ROLES, TAGS
from training.labels import IGNORED, EventLabels, Example


def event_places(data: Path, tokenizer: Any) -> list[Example]:
    """Sentences with a verb and the place of what it tells; what `benchmarks.event_location` measures is left out.

    Sentences for which no place is marked are not learned from: many of them name the place all the same, and of those
    that stand in the corpus twice half are labelled once with a place and once without.
    """
    return list(_event_places(data / BENCHMARK.file, tokenizer))


def _event_places(path: Path, tokenizer: Any) -> Iterator[Example]:
    for row in rows(path):
        verbs, places = marked(row, "VERB"), marked(row, "LOCATION")
        chunks = encode(None, row["text"], tokenizer)
        if is_for_measuring(row) or len(verbs) != 1 or not places or not chunks:
            continue
        chunk = chunks[0]
        trigger = piece_range(chunk, *verbs[0])
        if trigger is None:
            continue
        size = len(chunk.ids)
        tags, roles = (np.full((len(names), size), IGNORED, dtype=np.int8) for names in (TAGS, ROLES))
        place = np.zeros(size, dtype=np.int8)
        for span in places:
            at = piece_range(chunk, *span)
            if at is not None:
                place[at[0] : at[1]] = 1
                place[at[0]] = 2
        roles[ROLES.index("place")] = place
        tags[TAGS.index("place")] = np.where(place > 0, place, IGNORED)
        tags[TAGS.index("trigger"), trigger[0] : trigger[1]] = 1
        tags[TAGS.index("trigger"), trigger[0]] = 2
        event = EventLabels(
            trigger=trigger,
            told=IGNORED,
            type=IGNORED,
            status=IGNORED,
            background=IGNORED,
            weapon=IGNORED,
            count=IGNORED,
            roles=roles,
            stance=np.full(size, IGNORED, dtype=np.int8),
        )
        yield Example(id=str(row["id"]), chunk=chunk, events=(event,), tags=tags, told=IGNORED)

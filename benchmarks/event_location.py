"""Event location: which of a sentence's places is where its marked verb happened.

Metric: precision, recall and F1 over the words (runs of letters and digits) of the place, all sentences together; a
sentence without a place asks for none, and any word given there is wrong. The record asked is the one whose trigger
stands nearest to the verb, whatever its score, with its one place; where nothing was a candidate no place is given.

Source: the data of Halterman 2019, "Geolocating Political Events in Text". His system was given the verb; ours has to
find the event first, so the figures stand beside his without being the same task.

Rows outside our scope: many verbs tell no event of the codebook ("patrolled", "shot up" of a price); they are asked
like the others. Sentences without exactly one marked verb are passed over, and so are the four in five that the
reader learns from. Of the sentences that stand in the corpus twice with the same verb, more than half are labelled
once with one place and once with another or none: no reader can come near 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Benchmark, Figure, f1_figures
from benchmarks.metrics import Interval, Tally, overlap, sets_tally, words_at
from benchmarks.reading_corpora import Row, readings
from benchmarks.rows import rows
from dateline import coding
from dateline.records import Coder, Mention, Reading, Report
from dateline.version import __version__

FILE = "event_location/sentences.jsonl.gz"
_CODER = Coder(version=__version__, model="")


def nearest(mentions: Sequence[Mention], verb: Interval) -> Mention | None:
    """The mention whose trigger has the fewest characters between it and the verb; of equals the first."""

    def gap(mention: Mention) -> int:
        trigger = (mention.trigger.start, mention.trigger.end)
        return 0 if overlap(trigger, verb) else max(trigger[0] - verb[1], verb[0] - trigger[1])

    return min((m for m in mentions if m.trigger.field == "text"), key=gap, default=None)


def place_of(reading: Reading, verb: Interval) -> list[Interval]:
    """The characters of the place of what is told at the verb; empty where none is given."""
    mention = nearest(coding.build(reading, accept=0.0, coder=_CODER), verb)
    place = mention.place if mention else None
    return [(place.start, place.end)] if place and place.field == "text" else []


def score(path: Path, data: Path) -> Sequence[Figure]:
    """F1, precision and recall over words, of all sentences and of those that have a place."""
    tally, placed = Tally(), Tally()
    for row, reading in readings(_asked(path, whole=path != data / FILE)):
        verb = marked(row, "VERB")[0]
        text = row["text"]
        wanted = words_at(text, marked(row, "LOCATION"))
        one = sets_tally(words_at(text, place_of(reading, verb)), wanted)
        tally += one
        placed += one if wanted else Tally()
    figures = f1_figures("event place words", tally)
    told = Figure("event place words, sentences with a place F1", placed.f1)
    return [figures[0], *(_beside(figure) for figure in figures[1:]), told]


def _beside(figure: Figure) -> Figure:
    return Figure(figure.name, figure.value, "Halterman 2019, verb given: about .83", gated=False)


def is_for_measuring(row: Row) -> bool:
    """Whether a sentence is never trained on: one in five, by its text, so that its twins stand on the same side."""
    return hashlib.sha256(row["text"].encode()).digest()[0] % 5 == 0


def marked(row: Row, label: str) -> list[Interval]:
    """The characters of a row's spans with a label."""
    return [(span["start"], span["end"]) for span in row["spans"] if span["label"] == label]


def _asked(path: Path, *, whole: bool) -> Iterator[tuple[Row, Report]]:
    for row in rows(path):
        if len(marked(row, "VERB")) == 1 and (whole or is_for_measuring(row)):
            yield row, Report(id=str(row["id"]), text=row["text"])


BENCHMARK = Benchmark("event_location", FILE, score)

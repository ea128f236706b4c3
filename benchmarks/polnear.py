"""PolNeAR: which words of an article name somebody whose words or thoughts it gives.

Metric: precision, recall and F1 over source spans, right where they share a character with one of the other side
(overlap, since PolNeAR marks whole noun phrases with their appositions and our names are short). Three figures: the
sources that the grammar gives away (`dateline.coding.cues.find_sources`), those that the model marks, and both.

Source: Newell, Margolin and Ruths 2018; of the six dev articles with several annotators, the first one's marks.

Rows outside our scope: the articles are about an election, and PolNeAR wants the source of every attribution, while
the model was taught only the sources of what it codes; attributions without a source span are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Benchmark, Figure, f1_figures
from benchmarks.metrics import Interval, Tally, overlap_tally
from benchmarks.reading_corpora import Row, readings
from benchmarks.rows import rows
from dateline.coding.cues import find_sources
from dateline.records import Reading, Report


def gold_sources(row: Row) -> list[Interval]:
    """The different source spans of a row, in order."""
    spans = {
        (start, end)
        for attribution in row["annotations"][0]["attributions"]
        for source in attribution["source"] or ()
        for start, end in source["spans"]
    }
    return sorted(spans)


def model_sources(reading: Reading) -> list[Interval]:
    """The spans of the text that the model marks as a source."""
    return [(m.span.start, m.span.end) for m in reading.spans if m.label == "source" and m.span.field == "text"]


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Overlap F1 of the sources by grammar, by the model, and by both."""
    grammar, model, both = Tally(), Tally(), Tally()
    reports = (
        (row, Report(id=row["doc_id"], text=row["text"], title=row["title"], published=row["date"]))
        for row in rows(path)
        if row["annotations"]
    )
    for row, reading in readings(reports):
        wanted = gold_sources(row)
        by_grammar = [(source.start, source.end) for source in find_sources(row["text"])]
        by_model = model_sources(reading)
        grammar += overlap_tally(by_grammar, wanted)
        model += overlap_tally(by_model, wanted)
        both += overlap_tally(sorted({*by_grammar, *by_model}), wanted)
    return [
        *f1_figures("sources by grammar", grammar),
        *f1_figures("sources by model", model),
        *f1_figures("sources by either", both),
    ]


BENCHMARK = Benchmark("polnear", "polnear/dev.jsonl.gz", score)

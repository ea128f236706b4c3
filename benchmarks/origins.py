"""200 pairs of reports of our own: does the one have it from the other, or both from a third?

Metric: of the pairs that `dateline.linking.origins` takes for one origin, the share that are (precision), and of those
that are, the share that it takes for one (recall). Copies, rewrites and citations are one origin. Beside it the recall
of each kind, and the share of pairs whose kind is named right, independent ones among them.

Source: ``benchmarks/data/origins.jsonl``, written pair by pair for this project, 50 of each kind. All texts, persons
and outlets are invented; some borrow the outline of what happened somewhere, under other names and with other details,
and where agencies that exist are credited, they never sent these texts. What the model was fitted on is other pairs,
``training/origins``. A line holds ``kind``, a ``note`` of what makes it hard, and ``one`` and ``other`` as reports.

Rows outside our scope: none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.linking.origins import origin_graph
from dateline.records import Report

PAIRS = Path(__file__).parent / "data" / "origins.jsonl"
INDEPENDENT = "independent"


def found_kinds(pairs: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What the two reports of each row are to one another, by the row's id: a kind of derivation, or independent.

    All reports are looked at together, so that pairs are also missed where hashing does not bring them together, or
    joined through a third report.
    """
    reports = [Report(id=f"{row['id']}/{side}", **row[side]) for row in pairs for side in ("one", "other")]
    graph = origin_graph(reports)
    origin = {document: one.id for one in graph.origins for document in one.reports}
    kinds = {frozenset((one.report, one.source)): one.kind for one in graph.derivations}
    found = {}
    for row in pairs:
        one, other = (f"{row['id']}/{side}" for side in ("one", "other"))
        same = origin[one] == origin[other]
        found[row["id"]] = kinds.get(frozenset((one, other)), "own") if same else INDEPENDENT
    return found


def score(path: Path, _: Path) -> Sequence[Figure]:
    """Precision and recall of one origin; recall by kind; the share of right kinds."""
    pairs = list(rows(path))
    kinds = found_kinds(pairs)
    told = [(row["kind"], kinds[row["id"]]) for row in pairs]
    joined = [wanted != INDEPENDENT for wanted, found in told if found != INDEPENDENT]
    recalled = [found != INDEPENDENT for wanted, found in told if wanted != INDEPENDENT]
    wanted_kinds = Counter(wanted for wanted, _ in told)
    return [
        Figure("one origin precision", sum(joined) / max(1, len(joined)), f"{len(joined)} pairs joined"),
        Figure("one origin recall", sum(recalled) / max(1, len(recalled)), f"of {len(recalled)} pairs"),
        *(
            Figure(
                f"{kind} recall",
                sum(found != INDEPENDENT for wanted, found in told if wanted == kind) / count,
                f"of {count}",
                gated=False,
            )
            for kind, count in sorted(wanted_kinds.items())
            if kind != INDEPENDENT
        ),
        Figure("right kind", sum(wanted == found for wanted, found in told) / max(1, len(told)), gated=False),
    ]


BENCHMARK = Benchmark("origins", str(PAIRS), score)

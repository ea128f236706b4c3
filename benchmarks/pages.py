"""News pages: how much of the article, and how little else, comes out of the HTML.

Metric: that of Scrapinghub's article extraction benchmark, which most of the pages are from: precision and recall over
runs of four words, each page counting the same, and the F1 of their means. The pages are read as files, as `dateline
code` reads them, cleaning on; a page that gives no report counts as empty.

Rows outside our scope: pages without the wanted text are passed over; all languages are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from benchmarks.figures import Benchmark, Figure
from benchmarks.metrics import harmonic, text_agreement
from benchmarks.rows import rows
from dateline.records import Report
from dateline.reports import ReadOptions, read_reports


def article_text(html: str, folder: Path) -> str:
    """The text of a page as dateline keeps it, or "" where it finds no article."""
    page = folder / "page.html"
    page.write_text(html, "utf-8")
    outcomes = read_reports(page, options=ReadOptions(languages=None))
    return next((outcome.text for outcome in outcomes if isinstance(outcome, Report)), "")


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """F1, precision and recall of the article text."""
    agreements = []
    with TemporaryDirectory() as folder:
        for row in rows(path):
            if not row.get("body"):
                continue
            agreement = text_agreement(article_text(row["html"], Path(folder)), row["body"])
            if agreement is not None:
                agreements.append(agreement)
    if not agreements:
        return []
    precision, recall = (mean(values) for values in zip(*agreements, strict=True))
    return [
        Figure("article text F1", harmonic(precision, recall), "trafilatura .958 (181 pages)"),
        Figure("article text precision", precision, gated=False),
        Figure("article text recall", recall, gated=False),
    ]


BENCHMARK = Benchmark("pages", "pages/pages.jsonl.gz", score)

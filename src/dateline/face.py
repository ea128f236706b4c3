"""`dateline.read` and `dateline.code`: the two functions that most people need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from dateline.engine import Coder
from dateline.linking import link
from dateline.records import Mention, Report
from dateline.reports import Rejection
from dateline.reports import read as read_inputs


def read(*inputs: str | Path, rejected: list[Rejection] | None = None) -> Iterator[Report]:
    """The reports of files, folders and globs (JSONL, JSON, CSV, TXT, HTML, each also `.gz`; ``"-"`` is standard
    input).

    Args:
        inputs: what to read, in this order.
        rejected: a list that takes what cannot be used, and texts that are not English; without one the first
            such input raises, and texts in another language are passed over.

    Raises:
        InputError: an input is missing, or nothing in it can be read.
        ReportError: one report cannot be used, and no ``rejected`` was given.
    """
    yield from read_inputs(inputs, rejected=rejected)


def code(reports: Report | Iterable[Report], *, coder: Coder | None = None) -> list[Mention]:
    """The events that one report or several tell, each with its ``event_id``: one for tellings of plainly one incident.

    Args:
        reports: a report, or any number of them; linking needs to see all, so the answer is a list.
        coder: a loaded coder; without one the shipped coder is loaded once and kept.

    Raises:
        InstallError: the model or the gazetteer is missing or damaged; ``dateline doctor`` says what to do.
    """
    chosen = coder or _shipped()
    source = [reports] if isinstance(reports, Report) else reports
    return link([mention for _, mentions in chosen.code_many(source) for mention in mentions])


@cache
def _shipped() -> Coder:
    return Coder.load()

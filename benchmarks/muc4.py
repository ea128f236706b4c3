"""MUC-4: who did it, and to whom or what, over whole reports of 1988-91 in upper case.

Metric: CEAF-REE (Du, Rush and Cardie 2021), micro F1 over the dev reports, for two roles that join five of MUC's:
perpetrators are its perpetrator individuals and organisations, targets its physical targets, human targets' names and
their descriptions (a description that belongs to a name is one filler with it). Records do not tell individuals from
organisations or people from things, and name weapons by kind rather than by the words, so the five-role figures of
others (GRIT .545 on the test part) are no reference for these two. Names are compared in lower case, without quotes
and leading articles; fillers of one report's templates that share a name are one. Every different name that the
accepted records of a report hold in the role is one found filler.

Rows outside our scope: none are left out. Reports without a template ask for nothing, so any name found in them is
wrong; optional fillers and those of optional templates are neither wanted nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.dispatches import coder
from benchmarks.figures import Benchmark, Figure, f1_figures
from benchmarks.metrics import Tally, ceaf_ree
from benchmarks.reading_corpora import readings
from benchmarks.rows import rows
from dateline.records import Mention, Report

_SLOTS = {
    "perpetrators": ("perp_individual_id", "perp_org_id"),
    "targets": ("phys_tgt_id", "hum_tgt_name", "hum_tgt_description"),
}
_ARTICLE = re.compile(r"^(?:the|an?) ")
Names = frozenset[str]


def plain(name: str) -> str:
    """A name as it is compared."""
    return _ARTICLE.sub("", " ".join(name.replace('"', " ").casefold().split()))


def wanted_fillers(templates: Iterable[dict[str, Any]], role: str) -> tuple[list[Names], Names]:
    """The wanted fillers, each with all its names, and the names of optional ones."""
    wanted: list[Names] = []
    optional: set[str] = set()
    for template, slot in ((t, slot) for t in templates for slot in _SLOTS[role]):
        for filler in template[slot] or ():
            names = frozenset(plain(name) for name in (*filler["alts"], *(filler.get("xref") or ())) if name)
            if template["optional"] or filler["optional"]:
                optional |= names
            else:
                wanted = _joined(wanted, names)
    return wanted, frozenset(optional) - frozenset().union(*wanted)


def _joined(fillers: Sequence[Names], names: Names) -> list[Names]:
    same = [filler for filler in fillers if filler & names]
    return [filler for filler in fillers if not filler & names] + [names.union(*same)]


def found_fillers(mentions: Iterable[Mention], role: str, optional: Names) -> list[Names]:
    """Every different name that the records hold in the role, one filler each."""
    names = dict.fromkeys(
        plain(actor.name)
        for mention in mentions
        for actor in (mention.perpetrators if role == "perpetrators" else mention.targets)
    )
    return [frozenset({name}) for name in names if name and name not in optional]


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """CEAF-REE of both roles and of each."""
    tallies = {role: Tally() for role in _SLOTS}
    for row, mentions in _coded(path):
        for role in _SLOTS:
            wanted, optional = wanted_fillers(row["templates"], role)
            tallies[role] += ceaf_ree(found_fillers(mentions, role, optional), wanted)
    both = sum(tallies.values(), Tally())
    return [
        *f1_figures("role fillers CEAF-REE", both),
        *(Figure(f"{role} CEAF-REE F1", tally.f1, gated=False) for role, tally in tallies.items()),
    ]


def _coded(path: Path) -> Iterator[tuple[dict[str, Any], list[Mention]]]:
    reports = ((row, Report(id=row["doc_id"], text=row["text"], published=row["doc_date"])) for row in rows(path))
    for row, reading in readings(reports):
        yield row, coder().mentions_of(reading)


BENCHMARK = Benchmark("muc4", "muc4/dev.jsonl.gz", score)

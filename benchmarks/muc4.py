"""MUC-4: who did it, and to whom or what, over whole reports of 1988-91 in upper case.

Metric: CEAF-REE (Du, Rush and Cardie 2021), micro F1 over the dev reports, for two roles that join five of MUC's:
perpetrators are its perpetrator individuals and organisations, targets its physical targets, human targets' names and
their descriptions (a description that belongs to a name is one filler with it). Records do not tell individuals from
organisations or people from things, and name weapons by kind rather than by the words, so the five-role figures of
others (GRIT .545 on the test part) are no reference for these two. Names are compared in lower case, without quotes
and leading articles; fillers of one report's templates that share a name are one. Every different name that the
accepted records of a report hold in the role is one found filler.

Beside it, the confidence with which an organisation is held to have done it: pairs of an organisation and one of MUC's
grades, by F1; right where the report's key has the organisation under any of its names with that grade. Our grade is
read off the sources' stances: claimed by itself, accused by the authorities, accused by others, else reported as fact.
In 1992 the best systems had recall .34 at precision .48.

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
_ORGANISATIONS = frozenset({"state forces", "rebel group", "political militia", "identity militia", "external forces"})
_AUTHORITIES = re.compile(
    r"\b(?:army|armed forces|military|police|polic\w+|authorit\w+|government|ministers?|ministry|president|prosecutors?"
    r"|judges?|spokesm[ae]n|colonel|general|captain|major|brigade|battalion|command|coprefa|governor|security forces)\b"
)
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


def wanted_confidence(templates: Iterable[dict[str, Any]]) -> tuple[list[tuple[Names, frozenset[str]]], Names]:
    """The organisations of a report with the grades that count as right, and the names of optional ones."""
    wanted: list[tuple[Names, frozenset[str]]] = []
    optional: set[str] = set()
    for template in templates:
        for filler in template["perp_org_confidence"] or ():
            names = frozenset(plain(name) for name in filler.get("xref") or () if name)
            if template["optional"] or filler["optional"]:
                optional |= names
            elif names:
                wanted.append((names, frozenset(re.findall(r"[A-Z][A-Z ]+[A-Z]", " | ".join(filler["alts"])))))
    return wanted, frozenset(optional)


def confidence_of(mention: Mention, name: str) -> str:
    """MUC's grade for what a record says of one of its perpetrators."""
    if any(source.stance == "claims" and plain(source.name) == name for source in mention.sources):
        return "CLAIMED OR ADMITTED"
    accusers = [plain(source.name) for source in mention.sources if source.stance == "accuses"]
    if any(_AUTHORITIES.search(accuser) for accuser in accusers):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return "SUSPECTED OR ACCUSED" if accusers else "REPORTED AS FACT"


def confidence_tally(mentions: Iterable[Mention], templates: Sequence[dict[str, Any]]) -> Tally:
    """Pairs of organisation and grade of one report: found, wanted, and right."""
    wanted, optional = wanted_confidence(templates)
    found = {
        (plain(actor.name), confidence_of(mention, plain(actor.name)))
        for mention in mentions
        for actor in mention.perpetrators
        if actor.kind in _ORGANISATIONS and plain(actor.name) not in optional
    }
    right_wanted = sum(any(name in names and grade in grades for name, grade in found) for names, grades in wanted)
    right_found = sum(any(name in names and grade in grades for names, grades in wanted) for name, grade in found)
    return Tally(found=len(found), wanted=len(wanted), right_found=right_found, right_wanted=right_wanted)


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """CEAF-REE of both roles and of each, and how sure organisations are held to have done it."""
    tallies = {role: Tally() for role in _SLOTS}
    sure = Tally()
    for row, mentions in _coded(path):
        for role in _SLOTS:
            wanted, optional = wanted_fillers(row["templates"], role)
            tallies[role] += ceaf_ree(found_fillers(mentions, role, optional), wanted)
        sure += confidence_tally(mentions, row["templates"])
    both = sum(tallies.values(), Tally())
    return [
        *f1_figures("role fillers CEAF-REE", both),
        *f1_figures("confidence of organisations", sure, "1992 best .34 recall, .48 precision"),
        *(Figure(f"{role} CEAF-REE F1", tally.f1, gated=False) for role, tally in tallies.items()),
    ]


def _coded(path: Path) -> Iterator[tuple[dict[str, Any], list[Mention]]]:
    reports = ((row, Report(id=row["doc_id"], text=row["text"], published=row["doc_date"])) for row in rows(path))
    for row, reading in readings(reports):
        yield row, coder().mentions_of(reading)


BENCHMARK = Benchmark("muc4", "muc4/dev.jsonl.gz", score)

"""300 names of actors from the dev corpora, set aside before the directory was written: the right entry for each.

Metric: the share of names whose answer is right: the canonical name or an alias of the entry that was chosen, or the
name of an actor made by rule ("Military Forces of Israel"), equals one of the accepted names once both are folded
(case, diacritics, hyphens, "the"). A name left without an actor is wrong, unless none is accepted. Beside it the shares
of right kinds and countries, where the label names one.

Source: ``benchmarks/data/actor_names.jsonl``, made for this project by somebody who had not seen the directory. A line
points into a corpus: ``corpus``, ``doc`` (the row's id; its number from 0 where rows have none), ``start`` and ``end``
(tokens for rows of tokens, else characters), or ``field`` for a row of separate values; then ``accept``, ``country``,
``kind``, and ``day`` and ``event_country`` where the event's are known. No text is copied.

Rows outside our scope: names whose corpus file is not there are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import CorpusError, rows
from dateline.grounding.actors import ActorResolver, Resolution
from dateline.grounding.actors.in_report import actors_of
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.grounding.places.name_keys import name_key
from dateline.records import Report

NAMES = Path(__file__).parent / "data" / "actor_names.jsonl"
_IDS = ("id", "doc_id", "document", "docid")
_BODIES = ("text", "body", "sentence")


class Asked(NamedTuple):
    """One name: the report around it, where it stands there, and its label."""

    report: Report
    start: int
    end: int
    label: dict[str, Any]


@cache
def _resolvers() -> tuple[ActorResolver, PlaceResolver]:
    return ActorResolver(), PlaceResolver(open_gazetteer())


def corpus_files(data: Path, corpus: str) -> list[Path]:
    """The files of a corpus, named as a folder, a folder and file without endings, or a file."""
    for path in (data / corpus, data / f"{corpus}.jsonl.gz", data / f"{corpus}.jsonl"):
        if path.is_file():
            return [path]
        if path.is_dir():
            return sorted([*path.glob("*.jsonl.gz"), *path.glob("*.jsonl")])
    return []


def found_row(data: Path, corpus: str, doc: object) -> dict[str, Any] | None:
    """The row of a corpus with this id, or of this number where the rows have no ids; None where it is not there."""
    for path in corpus_files(data, corpus):
        table = _rows_by_id(path)
        if str(doc) in table:
            return table[str(doc)]
    return None


@cache
def _rows_by_id(path: Path) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows(path)):
        identifier = next((row[key] for key in _IDS if row.get(key) is not None), number)
        table.setdefault(str(identifier), row)
    return table


def asked_in(row: dict[str, Any], label: dict[str, Any]) -> Asked:
    """The report and the place of a name in a row of a corpus.

    Raises:
        CorpusError: the label points at nothing in this row.
    """
    published = label.get("day") or row.get("published") or row.get("date") or row.get("date_start")
    day = str(published)[:10] if published and str(published)[:4].isdigit() else None
    if label.get("field"):
        name = row.get(label["field"])
        if not isinstance(name, str) or not name:
            raise CorpusError(f"{NAMES}: no value of {label['field']} in {label['corpus']} {label['doc']}")
        others = [str(row[key]) for key in ("where_coordinates", "adm_1", "country") if row.get(key)]
        text = f"{name} ({', '.join(others)})" if others else name
        return Asked(Report(id=str(label["doc"]), text=text, published=day), 0, len(name), label)
    start, end = int(label["start"]), int(label["end"])
    if label.get("unit") == "token" or ("tokens" in row and not any(key in row for key in _BODIES)):
        tokens = row["tokens"]
        text = " ".join(tokens)
        offset = len(" ".join(tokens[:start])) + (1 if start else 0)
        name = " ".join(tokens[start:end])
        start, end = offset, offset + len(name)
    else:
        text = next((row[key] for key in _BODIES if isinstance(row.get(key), str)), "")
    if not 0 <= start < end <= len(text):
        raise CorpusError(f"{NAMES}: {label['corpus']} {label['doc']} has no characters {start} to {end}")
    title = row.get("title") if isinstance(row.get("title"), str) else None
    return Asked(Report(id=str(label["doc"]), text=text, title=title, published=day), start, end, label)


def resolved(path: Path, data: Path) -> Iterator[tuple[Asked, Resolution]]:
    """Each name with what dateline makes of it."""
    actors, places = _resolvers()
    for label in rows(path):
        row = found_row(data, label["corpus"], label["doc"])
        if row is None:
            continue
        asked = asked_in(row, label)
        named = actors_of(actors, asked.report, places.of_report(asked.report))
        yield asked, named.resolve(asked.start, asked.end, country=label.get("event_country"), day=label.get("day"))


def folded(name: str) -> str:
    """A name as answers are compared: `name_key` without "the"."""
    return " ".join(word for word in name_key(name).split(" ") if word != "the")


def is_right(answer: Resolution, accept: Sequence[str]) -> bool:
    """Whether the answer bears one of the accepted names; with none accepted, whether it names nobody."""
    if not accept:
        return answer.actor_id is None
    names = answer.entry.names if answer.entry is not None else (answer.label,) if answer.label else ()
    return bool({folded(name) for name in names} & {folded(name) for name in accept})


def score(path: Path, data: Path) -> Sequence[Figure]:
    """The share of right entries; of right kinds and countries where the label names one."""
    asked = right = 0
    kinds = [0, 0]
    countries = [0, 0]
    for one, answer in resolved(path, data):
        asked += 1
        right += is_right(answer, one.label.get("accept") or ())
        for told, got, tally in (
            (one.label.get("kind"), answer.kind, kinds),
            (one.label.get("country"), answer.country, countries),
        ):
            if told:
                tally[0] += 1
                tally[1] += told == got
    return [
        Figure("right entry", right / max(1, asked), f"of {asked:,} names"),
        Figure("right kind", kinds[1] / max(1, kinds[0]), f"of {kinds[0]:,}", gated=False),
        Figure("right country", countries[1] / max(1, countries[0]), f"of {countries[0]:,}", gated=False),
    ]


BENCHMARK = Benchmark("actor-names", str(NAMES), score)

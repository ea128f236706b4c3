"""The codebook as a page for people: ``docs/codebook.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dateline.codebook.book import Codebook
from dateline.codebook.entries import StanceEntry, StatusEntry
from dateline.records import Codes

_HEAD = """\
# Codebook

The types, weapons, stances, statuses and kinds of actors that dateline codes, and what PLOVER and CAMEO call them. This
page is made from the data files in `src/dateline/codebook/data/`; change those, then write it anew:

    python -c "from dateline import codebook; print(codebook.as_markdown(), end='')" > docs/codebook.md

The names of the types are the field's common vocabulary. The definitions are dateline's own.
"""


def markdown_of(book: Codebook) -> str:
    """The page, with a line end at its end."""
    parts = [_HEAD, *_types(book), *_crosswalk(book), *_codes(book)]
    parts += _table("Weapons", ("weapon", "definition", "words"), _weapons(book))
    parts += _table("Stances", ("stance", "definition", "cues"), _cued(book.stances.values()))
    parts += _table("Statuses", ("status", "definition", "cues"), _cued(book.statuses.values()))
    parts += _table("Kinds of actors", ("kind", "definition", "head words"), _kinds(book))
    parts.append(
        "\n## Event words\n\n"
        f"`lexicon.toml` gives {len(book.lexicon):,} forms of event words; the types that a word may tell"
        " stand beside it, the most typical first.\n"
    )
    return "".join(parts)


def _types(book: Codebook) -> Iterator[str]:
    for group, entries in groupby(book.types.values(), key=lambda entry: entry.event_type):
        yield f"\n## {group}\n"
        for entry in entries:
            examples = "; ".join(f"“{example}”" for example in entry.examples)
            codes = _codes_text(Codes(plover=entry.plover, cameo=entry.cameo))
            yield f"\n### {entry.name}\n\n{entry.definition}\n\n"
            yield f"- **Not:** {entry.not_}\n- **For example:** {examples}\n- **Codes:** {codes}\n"


def _crosswalk(book: Codebook) -> Iterator[str]:
    yield "\n## Codes by weapon and status\n\n"
    yield "A rule for a status beats one for a weapon; without a rule the type's own codes stand.\n\n"
    yield from _rows(
        ("type", "weapon", "status", "codes"),
        [
            (
                rule.type,
                ", ".join(rule.weapons) or "any",
                ", ".join(rule.statuses) or "any",
                _codes_text(Codes(plover=rule.plover, cameo=rule.cameo)),
            )
            for rule in book.crosswalk.rule
        ],
    )
    for uncoded in book.crosswalk.uncoded:
        yield f"\nStatus {' or '.join(uncoded.statuses)}: no code. {uncoded.reason}.\n"


def _codes(book: Codebook) -> Iterator[str]:
    for name, table in (("PLOVER codes", book.codes.plover), ("CAMEO codes", book.codes.cameo)):
        yield f"\n## {name}\n\nSource: {table.source}.\n\n"
        yield from _rows(("code", "meaning"), [(f"`{code}`", label) for code, label in table.codes.items()])


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"\n## {title}\n\n"
    yield from _rows(heads, rows)


def _weapons(book: Codebook) -> list[tuple[str, str, str]]:
    return [
        (entry.name, entry.definition, ", ".join((*entry.words, *entry.plurals, *entry.models)))
        for entry in book.weapons.values()
    ]


def _kinds(book: Codebook) -> list[tuple[str, str, str]]:
    return [
        (entry.name, entry.definition, ", ".join((*entry.heads, *entry.plurals))) for entry in book.actor_kinds.values()
    ]


def _cued(entries: Iterable[StanceEntry | StatusEntry]) -> list[tuple[str, str, str]]:
    return [(entry.name, entry.definition, ", ".join((*entry.verbs, *entry.cues))) for entry in entries]


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _codes_text(codes: Codes) -> str:
    named = [f"{name} `{code}`" for name, code in (("PLOVER", codes.plover), ("CAMEO", codes.cameo)) if code]
    return ", ".join(named) or "none"

"""Tables of figures: on the terminal, as JSON, and as the generated block of a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.figures import Result
from benchmarks.floors import Floors

Row = tuple[str, ...]
_CORPORA = ("corpus", "figure", "dateline", "reference")


def figure_rows(results: Sequence[Result]) -> list[list[Row]]:
    """For each corpus its rows: name (in the first), figure, value, reference."""
    return [
        [
            (result.benchmark if number == 0 else "", figure.name, figure.written, figure.reference)
            for number, figure in enumerate(result.figures)
        ]
        for result in results
    ]


def show(results: Sequence[Result]) -> None:
    """Print one table of all figures beside their references."""
    print_table("dateline benchmarks", _CORPORA, figure_rows(results))


def print_table(title: str, columns: Row, sections: Iterable[Iterable[Row]]) -> None:
    """Print a table; the column "dateline" holds numbers."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title)
    for column in columns:
        table.add_column(column, justify="right" if column == "dateline" else "left")
    for section in sections:
        for row in section:
            table.add_row(*row)
        table.add_section()
    Console(width=max(110, Console().width)).print(table)


def as_json(results: Sequence[Result]) -> str:
    """A list with one object a corpus: its name, its file's SHA-256, its figures by name."""
    return json.dumps(
        [
            {
                "corpus": result.benchmark,
                "corpus_sha256": result.corpus_sha256,
                "figures": {figure.name: figure.value for figure in result.figures},
            }
            for result in results
        ],
        indent=1,
    )


def as_markdown(columns: Row, rows: Iterable[Row]) -> str:
    """A Markdown table; the column "dateline" is set to the right."""
    rule = tuple("---:" if column == "dateline" else "---" for column in columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, rule, *rows))


def corpora_markdown(results: Sequence[Result], floors: Floors) -> str:
    """The table of all corpora with their floors."""
    pins = {result.benchmark: floors.corpora.get(result.benchmark) for result in results}
    rows = []
    for result in results:
        pinned = pins[result.benchmark]
        for number, figure in enumerate(result.figures):
            floor = pinned.floors.get(figure.name) if pinned else None
            name = f"`{result.benchmark}`" if number == 0 else ""
            rows.append((name, figure.name, figure.written, "" if floor is None else f"{floor:g}", figure.reference))
    return as_markdown(("corpus", "figure", "dateline", "floor", "reference"), rows)


def rewrite(document: Path, block: str, body: str) -> None:
    """Put ``body`` between the markers ``<!-- begin BLOCK -->`` and ``<!-- end BLOCK -->`` of a document.

    Raises:
        ValueError: the document has not both markers, in this order.
        OSError: it cannot be read or written.
    """
    text = document.read_text("utf-8")
    begin, end = f"<!-- begin {block} -->", f"<!-- end {block} -->"
    head, found, rest = text.partition(begin)
    _, ended, tail = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{document}: no block between {begin} and {end}")
    document.write_text(f"{head}{begin}\n\n{body}\n\n{end}{tail}", "utf-8")

"""A report with its marks and records, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dateline.export.legible import legible, on_one_line
from dateline.export.marks import ROLE_WORDS, Mark, MarkedRole, Piece, marks_of, nest, told_values
from dateline.records import Mention, Report

_STYLES: dict[MarkedRole, str] = {
    "trigger": "bold reverse",
    "perpetrator": "red",
    "target": "blue",
    "place": "green",
    "date": "magenta",
    "killed": "yellow",
    "injured": "yellow",
    "source": "cyan",
    "retaliation": "bright_black",
    "unresolved": "bright_black italic",
}
_WIDTH_OF_FILES = 100
_LABELS = max(len(words) for words in ROLE_WORDS.values())


def write_marked(report: Report, mentions: Sequence[Mention], out: IO[str]) -> None:
    """Write the report with its marked words, then each record with its values.

    In colours where ``out`` is a terminal that has them, else with the roles in square brackets behind the words.
    """
    console = Console(file=out, width=None if out.isatty() else _WIDTH_OF_FILES, highlight=False)
    plain = console.color_system is None
    heading = on_one_line(report.title or report.id or report.origin or "untitled report")
    console.print(Rule(Text(heading, style="bold"), align="left"))
    about = [on_one_line(word) for word in (report.publisher, report.published, report.url) if word]
    if about:
        console.print(Text(" · ".join(about), style="dim"))
    if report.title and marks_of(mentions, field="title", length=len(report.title)):
        console.print(_marked(report.title, mentions, field="title", plain=plain))
    console.print()
    console.print(Padding(_marked(report.text, mentions, field="text", plain=plain), (0, 2)))
    console.print()
    if not mentions:
        console.print(Text("No events.", style="dim"))
    for number, mention in enumerate(mentions, start=1):
        console.print(_record(number, mention))
        console.print()


def _marked(body: str, mentions: Sequence[Mention], *, field: str, plain: bool) -> Text:
    marks = marks_of(mentions, field=field, length=len(body))
    shown = legible(body)
    if plain:
        return Text(_bracketed(shown, nest(marks), 0, len(shown)))
    text = Text(shown)
    for mark in marks:
        for _, role in mark.parts:
            text.stylize(_STYLES[role], mark.words.start, mark.words.end)
    return text


def _bracketed(body: str, pieces: Sequence[Piece], start: int, end: int) -> str:
    out, at = [], start
    for piece in pieces:
        out.append(body[at : piece.start])
        out.append(f"[{_bracketed(body, piece.inside, piece.start, piece.end)}: {_parts(piece.mark)}]")
        at = piece.end
    out.append(body[at:end])
    return "".join(out)


def _parts(mark: Mark) -> str:
    """``"who says so 1, 2; who 3"``."""
    numbers: dict[MarkedRole, list[str]] = {}
    for number, role in mark.parts:
        numbers.setdefault(role, []).append(str(number))
    return "; ".join(f"{ROLE_WORDS[role]} {', '.join(events)}" for role, events in numbers.items())


def _record(number: int, mention: Mention) -> Group:
    trigger, *values = told_values(mention)
    words = f" “{on_one_line(mention.trigger.text)}”"
    heading = Text.assemble((f" {number} ", _STYLES["trigger"]), " ", (trigger.value, "bold"), (words, "dim"))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, width=_LABELS)
    grid.add_column(overflow="fold")
    for value in values:
        grid.add_row(value.label, Text(value.value, style=_STYLES[value.role] if value.role else ""))
    grid.add_row("score", Text(f"{mention.score:.2f}", style="dim"))
    return Group(heading, Padding(grid, (0, 0, 0, 4)))

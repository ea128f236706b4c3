"""Events with their ledgers for a terminal: what is told, by whom, when, from which origin, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.export.legible import on_one_line
from dateline.export.saying import casualty_words, title_of
from dateline.export.wording import NOT_TOLD, actor_words, figure_words, period_words, place_words
from dateline.records import Figures, Stance, SubEventType
from dateline.records.event import Casualties, Event, Field, Grade, Origin, Responsibility, Told

Value = TypeVar("Value")

WIDTH_OF_FILES = 120
_LABELS = 11
_GRADE_STYLES: dict[Grade, str] = {
    "confirmed": "bold green",
    "corroborated": "green",
    "single": "yellow",
    "contested": "bold magenta",
    "withdrawn": "dim strike",
}
_SAYS: dict[Stance, str] = {
    "reports": "reports it",
    "claims": "claims it",
    "accuses": "accuses them",
    "confirms": "confirms it",
    "denies": "denies it",
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_ledgers(events: Iterable[Event], out: IO[str], *, width: int | None = None) -> int:
    """Write the ledger of each event to a terminal or, without colours, to anything else; returns how many there were.

    Events that several reports tell come first, each part in the order given.
    """
    kept = sorted(events, key=lambda event: len(event.reports) < 2)
    console = Console(file=out, width=width or (None if out.isatty() else WIDTH_OF_FILES), highlight=False)
    if not kept:
        console.print(Text("No events.", style="dim"))
    for event in kept:
        console.print(ledger(event))
        console.print()
    return len(kept)


def ledger(event: Event) -> RenderableType:
    """One event for a rich console: title and grade, who tells it, then a row a field with what each of them tells.

    Reports go by a letter for their origin and a number: A1 and A2 are one origin, B1 is another.
    """
    marks = marks_of(event)
    heading = Text.assemble(
        (title_of(event), "bold"), "  ", (event.grade, _GRADE_STYLES[event.grade]), ("  " + event.id, "dim")
    )
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, width=_LABELS)
    grid.add_column(overflow="fold")
    grid.add_row("why", Text(event.grade_reason))
    grid.add_row("told by", _tellers(event, marks))
    for label, cell in _rows(event, marks):
        grid.add_row(label, cell)
    return Group(heading, Padding(grid, (0, 0, 0, 2)))


def marks_of(event: Event) -> dict[str, str]:
    """A short mark for each report, by its id: a letter for the origin, a number for the report, the earliest first."""
    return {
        report: f"{_letter(at)}{number}"
        for at, origin in enumerate(sorted(event.origins, key=lambda origin: _first_day(event, origin)))
        for number, report in enumerate(origin.reports, start=1)
    }


def _first_day(event: Event, origin: Origin) -> tuple[int, str]:
    order = [one.document for one in event.sub_event_type.told]
    return min((order.index(r) for r in origin.reports if r in order), default=len(order)), origin.id


def _letter(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else f"O{number + 1}."


def _tellers(event: Event, marks: dict[str, str]) -> Text:
    credits = {report: origin.credit for origin in event.origins for report in origin.reports}
    sources: dict[str, dict[str, None]] = {}
    tellers: dict[str, Told[SubEventType]] = {}
    for one in event.sub_event_type.told:
        tellers.setdefault(one.document, one)
        sources.setdefault(one.document, {}).update(dict.fromkeys(on_one_line(name) for name in one.source))
    lines = []
    for document, one in sorted(tellers.items(), key=lambda item: marks.get(item[0], "")):
        line = Text.assemble(
            (f"{marks.get(document, '')} ", "bold"),
            (f"{_day(one.published)} ", "dim"),
            on_one_line(one.publisher or document),
        )
        if sources[document]:
            line.append(f", from {', '.join(sources[document])}")
        credit = credits.get(document)
        if credit is not None and on_one_line(credit) != one.publisher:
            line.append(f"  (has it from {on_one_line(credit)})", style="dim")
        lines.append(line)
    return Text("\n").join(lines)


def _rows(event: Event, marks: dict[str, str]) -> Iterator[tuple[str, Text]]:
    yield from _field("what", event.sub_event_type, str, marks)
    if event.status.value != "actual" or event.status.contested:
        yield from _field("status", event.status, str, marks)
    yield from _field("when", event.date, period_words, marks)
    yield from _field("where", event.place, place_words, marks)
    for one in event.perpetrators:
        yield "who", _responsible(one, event, marks)
    yield from _field("whom", event.targets, actor_words, marks)
    yield from _field("with", event.weapon, str, marks)
    if event.count.value != 1 or event.count.contested:
        yield from _field("how many", event.count, str, marks)
    yield from _casualties("killed", event.fatalities, marks)
    yield from _casualties("injured", event.injuries, marks)
    if event.retaliation_for:
        yield "in answer to", Text("; ".join(on_one_line(words) for words in event.retaliation_for))
    if event.summary_of:
        yield "sums up", Text(", ".join(event.summary_of))


def _field(
    label: str, field: Field[Value], words: Callable[[Value], str], marks: dict[str, str]
) -> Iterator[tuple[str, Text]]:
    if field.value is None:
        return
    text = Text.assemble((words(field.value), "bold"), (f"  {field.rule}", "dim"))
    if field.contested:
        text.append("  contested", style=_GRADE_STYLES["contested"])
    by_value: dict[str, dict[str, None]] = {}
    for one in field.told:
        by_value.setdefault(words(one.value), {})[marks.get(one.document, one.document)] = None
    if len(by_value) > 1:
        for value, tellers in by_value.items():
            text.append(f"\n{' '.join(tellers)}  ", style="bold").append(value, style="not bold")
    yield label, text


def _casualties(label: str, casualties: Casualties, marks: dict[str, str]) -> Iterator[tuple[str, Text]]:
    if not casualties.told:
        return
    text = Text.assemble((casualty_words(casualties), "bold"), (f"  {casualties.rule}", "dim"))
    for one in casualties.told if len(casualties.told) > 1 or casualties.told[0].source else ():
        text.append(f"\n{marks.get(one.document, one.document)}  ", style="bold")
        text.append(figure_words(Figures(low=one.value.low, high=one.value.high)), style="not bold")
        text.append(f"  {_day(one.published)}", style="dim")
        if one.source:
            text.append(f"  {', '.join(on_one_line(name) for name in one.source)}", style="not bold")
        if one.by_side:
            text.append("  (a side's own)", style="italic")
    yield label, text


def _day(published: str | None) -> str:
    return published[:10] if published else NOT_TOLD


def _responsible(one: Responsibility, event: Event, marks: dict[str, str]) -> Text:
    document_of = {told.mention: told.document for told in event.sub_event_type.told}
    named = dict.fromkeys(marks.get(document_of.get(mention, ""), "") for mention in one.mentions)
    text = Text.assemble(
        (actor_words(one.actor), "bold"), (f"  named by {' '.join(sorted(filter(None, named)))}", "dim")
    )
    for mark, name, stance in dict.fromkeys(
        (marks.get(voice.document, ""), on_one_line(voice.name), voice.stance) for voice in one.voices
    ):
        text.append(f"\n{mark}  ", style="bold").append(f"{name} {_SAYS[stance]}", style="not bold")
    return text

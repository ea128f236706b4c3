"""One run of ``dateline code``: what is read, coded, joined, written, and told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import msgspec

from dateline.cli.notes import Notes
from dateline.cli.rejected_file import RejectedFile
from dateline.cli.run_ends import (
    STDOUT,
    Tally,
    check_names,
    closing_line,
    files_of,
    reject,
    rejected_file,
    stdout,
    unusable,
    usable_reports,
)
from dateline.cli.workers import Loading, coded_reports
from dateline.errors import DatelineError
from dateline.export import whole_file, write_csv, write_events, write_geojson, write_jsonl
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.records import Mention, Report
from dateline.records.event import Event

OutputFormat = Literal["jsonl", "csv", "geojson", "table", "ledger"]
_FORMAT_OF_ENDING: dict[str, OutputFormat] = {".jsonl": "jsonl", ".csv": "csv", ".geojson": "geojson"}
Coded = tuple[Report, tuple[Mention, ...]]


@dataclass(frozen=True, kw_only=True)
class CodingRun:
    """The options of the command, as `dateline.cli.code.code` describes them."""

    inputs: tuple[str, ...]
    outputs: tuple[Path, ...] = ()
    output_format: OutputFormat | None = None
    explain: bool = False
    explain_html: Path | None = None
    events: Path | None = None
    jobs: int | None = None
    rejected: Path | None = None
    model: ModelName = DEFAULT_MODEL
    min_score: float | None = None
    places: Path | None = None
    viewpoint: str = "practice"
    actors: Path | None = None
    link: bool = True
    quiet: bool = False

    def run(self) -> int:
        """Do it; returns the exit status, 0 or 3.

        Raises:
            InputError: an option or an output cannot be used, or no report could (``input.nothing-usable``).
            InstallError: the model or the gazetteer is missing or damaged.
            RunError: a worker process died.
        """
        self._check()
        tally = Tally()
        with Notes(quiet=self.quiet) as notes, rejected_file(self.rejected, self.outputs) as rejected:
            coded: Iterable[Coded] = self._coded(self._reports(tally, notes, rejected), tally, notes, rejected)
            if self.explain:
                coded = _shown(coded)
            if self.link or self._keeps_texts or len(self._targets) > 1 or self._makes_table:
                coded = self._joined(coded)
            self._write(coded, tally)
            if not self.quiet:
                notes.say(closing_line(tally, notes, rejected, self._files))
        return tally.status

    @property
    def _targets(self) -> tuple[tuple[Path, OutputFormat], ...]:
        """Where the records go, and in which form; none where they are explained and asked for nowhere else."""
        paths = self.outputs or (() if self.explain else (STDOUT,))
        return tuple((path, self._format_of(path)) for path in paths)

    def _format_of(self, path: Path) -> OutputFormat:
        if path != STDOUT and path.suffix.lower() in _FORMAT_OF_ENDING:
            return _FORMAT_OF_ENDING[path.suffix.lower()]
        if self.output_format is not None:
            return self.output_format
        return "table" if path == STDOUT and sys.stdout.isatty() else "jsonl"

    @property
    def _files(self) -> tuple[Path, ...]:
        return files_of((*self.outputs, self.explain_html, self.events))

    @property
    def _makes_table(self) -> bool:
        return any(form == "table" for _, form in self._targets)

    @property
    def _makes_events(self) -> bool:
        return self.events is not None or any(form == "ledger" for _, form in self._targets)

    @property
    def _keeps_texts(self) -> bool:
        """Whether the texts are wanted once all is coded: to be shown, or to see which were made from which."""
        return self.explain_html is not None or self._makes_events

    @property
    def _loading(self) -> Loading:
        return Loading(
            model=self.model,
            min_score=self.min_score,
            places=self.places,
            viewpoint=self.viewpoint,
            actors=self.actors,
        )

    def _check(self) -> None:
        # Before a report is read or an output opened.
        self._loading.check()
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise unusable("--min-score", f"{self.min_score:g} is no probability", "Give a number from 0 to 1.")
        if self.jobs is not None and self.jobs < 1:
            raise unusable("--jobs", f"{self.jobs} is no number of workers", "Give 1 or more, or leave it out.")
        if self._makes_events and not self.link:
            raise unusable("--no-link", "events are made of linked records", "Leave out --no-link.")
        check_names(self.inputs, self._files, self.rejected)

    def _reports(self, tally: Tally, notes: Notes, rejected: RejectedFile) -> Iterator[Report]:
        for report in usable_reports(self.inputs, tally, notes, rejected):
            if self._makes_table and report.publisher:
                tally.publishers[report.id] = report.publisher
            yield report

    def _coded(self, reports: Iterable[Report], tally: Tally, notes: Notes, rejected: RejectedFile) -> Iterator[Coded]:
        done = 0
        for report, result in coded_reports(reports, jobs=self.jobs, loading=self._loading):
            done += 1
            if isinstance(result, DatelineError):
                reject(report, result, tally, notes, rejected)
                continue
            tally.records += len(result)
            notes.count(done, tally.records)
            yield report, result

    def _joined(self, coded: Iterable[Coded]) -> Iterable[Coded]:
        everything = tuple(coded) if self._keeps_texts else _without_text(coded)
        if not self.link:
            return everything
        from dateline.linking import link

        reports = {report.id: report for report, _ in everything}
        linked = {one.id: one for one in link([one for _, mentions in everything for one in mentions], reports)}
        return tuple((report, tuple(linked[one.id] for one in mentions)) for report, mentions in everything)

    def _write(self, coded: Iterable[Coded], tally: Tally) -> None:
        if self.explain_html is not None:
            from dateline.export.marked_page import write_marked_page

            coded = tuple(coded)
            with whole_file(self.explain_html) as out:
                write_marked_page(coded, out)
        events: list[Event] = []
        if self._makes_events:
            from dateline.linking.gathering import events_of

            coded = tuple(coded)
            events = events_of([one for _, told in coded for one in told], [report for report, _ in coded])
        if self.events is not None:
            with whole_file(self.events) as out:
                write_events(events, out)
        if not self._targets:
            # Nobody asked for the records: the reports are shown as they are drawn through.
            for _ in coded:
                pass
        for path, form in self._targets:
            mentions = (mention for _, told in coded for mention in told)
            with stdout() if path == STDOUT else whole_file(path) as out:
                if form == "ledger":
                    from dateline.export.ledger_terminal import write_ledgers

                    write_ledgers(events, out)
                else:
                    _write_records(mentions, out, form, tally)


def _write_records(mentions: Iterable[Mention], out: IO[str], form: OutputFormat, tally: Tally) -> None:
    if form == "table":
        from dateline.export.table import write_table

        write_table(mentions, out, publishers=tally.publishers)
    elif form == "csv":
        write_csv(mentions, out)
    elif form == "geojson":
        write_geojson(mentions, out)
    else:
        write_jsonl(mentions, out)


def _shown(coded: Iterable[Coded]) -> Iterator[Coded]:
    from dateline.export.marked_terminal import write_marked

    for report, mentions in coded:
        with stdout() as out:
            write_marked(report, mentions, out)
        yield report, mentions


def _without_text(coded: Iterable[Coded]) -> tuple[Coded, ...]:
    """Records are joined once all are there; the texts, ten times their size, need not wait with them."""
    return tuple(
        (msgspec.structs.replace(report, text="", extra={}), mentions) for report, mentions in coded if mentions
    )

"""One run of ``dateline code``: what is read, coded, joined, written, and told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from dateline.cli.notes import Notes
from dateline.cli.rejected_file import RejectedFile
from dateline.cli.workers import coded_reports
from dateline.errors import DatelineError, InputError
from dateline.export import whole_file, write_csv, write_geojson, write_jsonl
from dateline.records import Mention, Report
from dateline.reports import Rejection, read_reports

ALL_CODED = 0
SOME_REJECTED = 3
STDOUT = Path("-")
OutputFormat = Literal["jsonl", "csv", "geojson", "table"]
_FORMAT_OF_ENDING: dict[str, OutputFormat] = {".jsonl": "jsonl", ".csv": "csv", ".geojson": "geojson"}
Coded = tuple[Report, tuple[Mention, ...]]


@dataclass
class _Tally:
    reports: int = 0
    records: int = 0
    rejected: int = 0
    passed_over: int = 0
    publishers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CodingRun:
    """The options of the command, as `dateline.cli.code.code` describes them."""

    inputs: tuple[str, ...]
    outputs: tuple[Path, ...] = ()
    output_format: OutputFormat | None = None
    explain: bool = False
    explain_html: Path | None = None
    jobs: int | None = None
    rejected: Path | None = None
    min_score: float | None = None
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
        tally = _Tally()
        with Notes(quiet=self.quiet) as notes, self._rejected_file() as rejected:
            coded: Iterable[Coded] = self._coded(self._reports(tally, notes, rejected), tally, notes, rejected)
            if self.explain:
                coded = _shown(coded)
            if self.link or self.explain_html or len(self._targets) > 1 or self._makes_table:
                coded = self._joined(coded)
            self._write(coded, tally)
            if not self.quiet:
                notes.say(self._closing_line(tally, notes, rejected))
        return SOME_REJECTED if tally.rejected else ALL_CODED

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
        return tuple(path for path in (*self.outputs, self.explain_html) if path is not None and path != STDOUT)

    @property
    def _makes_table(self) -> bool:
        return any(form == "table" for _, form in self._targets)

    def _check(self) -> None:
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise _unusable("--min-score", f"{self.min_score:g} is no probability", "Give a number from 0 to 1.")
        if self.jobs is not None and self.jobs < 1:
            raise _unusable("--jobs", f"{self.jobs} is no number of workers", "Give 1 or more, or leave it out.")
        written = [path.resolve() for path in (*self._files, self.rejected) if path is not None]
        if len(set(written)) < len(written):
            raise _unusable("-o", "two outputs have the same name", "Give each its own file.")
        for name in self.inputs:
            if name != "-" and Path(name).resolve() in written:
                raise _unusable(name, "this input would be written over", "Give the output another name.")

    def _rejected_file(self) -> RejectedFile:
        if self.rejected is not None:
            return RejectedFile(self.rejected, even_if_empty=True)
        beside = next((path.parent / "rejected.jsonl" for path in self.outputs if path != STDOUT), None)
        return RejectedFile(beside, even_if_empty=False)

    def _reports(self, tally: _Tally, notes: Notes, rejected: RejectedFile) -> Iterator[Report]:
        for outcome in read_reports(self.inputs):
            if isinstance(outcome, Rejection):
                if outcome.kind == "rejected":
                    tally.rejected += 1
                else:
                    tally.passed_over += 1
                rejected.add(outcome)
                notes.say_seldom(str(outcome))
                continue
            tally.reports += 1
            if self._makes_table and outcome.publisher:
                tally.publishers[outcome.id] = outcome.publisher
            for warning in outcome.warnings:
                notes.warn(warning)
            yield outcome
        if tally.rejected and not tally.reports:
            raise InputError(
                "no report could be used",
                remedy="The notes above say why, input by input.",
                code="input.nothing-usable",
            )

    def _coded(self, reports: Iterable[Report], tally: _Tally, notes: Notes, rejected: RejectedFile) -> Iterator[Coded]:
        done = 0
        for report, result in coded_reports(reports, jobs=self.jobs, min_score=self.min_score):
            done += 1
            if isinstance(result, DatelineError):
                tally.rejected += 1
                rejected.add(_rejection(report, result))
                notes.say_seldom(str(result))
                continue
            tally.records += len(result)
            notes.count(done, tally.records)
            yield report, result

    def _joined(self, coded: Iterable[Coded]) -> Iterable[Coded]:
        everything = tuple(coded) if self.explain_html else _without_text(coded)
        if not self.link:
            return everything
        from dateline.linking import link

        linked = {one.id: one for one in link([one for _, mentions in everything for one in mentions])}
        return tuple((report, tuple(linked[one.id] for one in mentions)) for report, mentions in everything)

    def _write(self, coded: Iterable[Coded], tally: _Tally) -> None:
        if self.explain_html is not None:
            from dateline.export.marked_page import write_marked_page

            coded = tuple(coded)
            with whole_file(self.explain_html) as out:
                write_marked_page(coded, out)
        if not self._targets:
            # Nobody asked for the records: the reports are shown as they are drawn through.
            for _ in coded:
                pass
        for path, form in self._targets:
            mentions = (mention for _, told in coded for mention in told)
            with _stdout() if path == STDOUT else whole_file(path) as out:
                _write_records(mentions, out, form, tally)

    def _closing_line(self, tally: _Tally, notes: Notes, rejected: RejectedFile) -> str:
        parts = [f"{tally.reports:,} reports, {tally.records:,} records in {notes.seconds:.1f} s"]
        if tally.passed_over:
            parts.append(f"{tally.passed_over:,} passed over")
        if tally.rejected:
            parts.append(f"{tally.rejected:,} rejected")
        if rejected.written and rejected.path is not None:
            parts.append(f"why, in {rejected.path}")
        parts += [f"written to {path}" for path in self._files]
        return "; ".join(parts)


def _write_records(mentions: Iterable[Mention], out: IO[str], form: OutputFormat, tally: _Tally) -> None:
    if form == "table":
        from dateline.export.table import write_table

        write_table(mentions, out, publishers=tally.publishers)
    elif form == "csv":
        write_csv(mentions, out)
    elif form == "geojson":
        write_geojson(mentions, out)
    else:
        write_jsonl(mentions, out)


@contextmanager
def _stdout() -> Iterator[IO[str]]:
    """Stdout; into a pipe or file in UTF-8 and with line ends as they are, whatever the locale says."""
    out = sys.stdout
    if not out.isatty() and hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="")
    yield out
    out.flush()


def _shown(coded: Iterable[Coded]) -> Iterator[Coded]:
    from dateline.export.marked_terminal import write_marked

    for report, mentions in coded:
        with _stdout() as out:
            write_marked(report, mentions, out)
        yield report, mentions


def _without_text(coded: Iterable[Coded]) -> tuple[Coded, ...]:
    """Records are joined once all are there; the texts, ten times their size, need not wait with them."""
    return tuple((Report(id=report.id, text=""), mentions) for report, mentions in coded if mentions)


def _rejection(report: Report, error: DatelineError) -> Rejection:
    return Rejection(
        kind="rejected",
        file=error.where or report.origin or report.id,
        code=error.code,
        what=error.what,
        remedy=error.remedy,
        document=report.id,
        raw_sha256=report.raw_sha256,
    )


def _unusable(where: str, what: str, remedy: str) -> InputError:
    return InputError(what, where=where, remedy=remedy, code="input.unusable-option")

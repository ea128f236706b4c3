"""The two ends of a run: reports in, with what is rejected told and kept, and results out into files or stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dateline.cli.notes import Notes
from dateline.cli.rejected_file import RejectedFile
from dateline.errors import DatelineError, InputError
from dateline.records import Report
from dateline.reports import ReadOptions, Rejection, read_reports

ALL_USED = 0
SOME_REJECTED = 3
STDOUT = Path("-")


@dataclass
class Tally:
    """What a run has seen so far; ``publishers`` by report id, only where a run asks for them."""

    reports: int = 0
    records: int = 0
    rejected: int = 0
    passed_over: int = 0
    publishers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The exit status of the run."""
        return SOME_REJECTED if self.rejected else ALL_USED


def files_of(paths: Sequence[Path | None]) -> tuple[Path, ...]:
    """Those of the paths that are files, not stdout."""
    return tuple(path for path in paths if path is not None and path != STDOUT)


def check_names(inputs: Sequence[str], files: Sequence[Path], rejected: Path | None) -> None:
    """See that no file is written twice, and none that is read.

    Raises:
        InputError: ``input.unusable-option``.
    """
    written = [path.resolve() for path in (*files, rejected) if path is not None]
    if len(set(written)) < len(written):
        raise unusable("-o", "two outputs have the same name", "Give each its own file.")
    for name in inputs:
        if name != "-" and Path(name).resolve() in written:
            raise unusable(name, "this input would be written over", "Give the output another name.")


def rejected_file(rejected: Path | None, outputs: Sequence[Path]) -> RejectedFile:
    """Where rejections go: the file that was asked for, else ``rejected.jsonl`` beside the first output file."""
    if rejected is not None:
        return RejectedFile(rejected, even_if_empty=True)
    beside = next((path.parent / "rejected.jsonl" for path in outputs if path != STDOUT), None)
    return RejectedFile(beside, even_if_empty=False)


def usable_reports(
    inputs: Sequence[str],
    tally: Tally,
    notes: Notes,
    rejected: RejectedFile,
    *,
    options: ReadOptions | None = None,
) -> Iterator[Report]:
    """The reports of the inputs one by one; whatever gives none is counted, told and kept.

    Raises:
        InputError: inputs were rejected and no report could be used (``input.nothing-usable``); after the last input.
    """
    for outcome in read_reports(inputs, options=options):
        if isinstance(outcome, Rejection):
            if outcome.kind == "rejected":
                tally.rejected += 1
            else:
                tally.passed_over += 1
            rejected.add(outcome)
            notes.say_seldom(str(outcome))
            continue
        tally.reports += 1
        for warning in outcome.warnings:
            notes.warn(warning)
        yield outcome
    if tally.rejected and not tally.reports:
        raise InputError(
            "no report could be used",
            remedy="The notes above say why, input by input.",
            code="input.nothing-usable",
        )


def reject(report: Report, error: DatelineError, tally: Tally, notes: Notes, rejected: RejectedFile) -> None:
    """Count, tell and keep a report that was read but could not be worked on."""
    tally.rejected += 1
    rejected.add(
        Rejection(
            kind="rejected",
            file=error.where or report.origin or report.id,
            code=error.code,
            what=error.what,
            remedy=error.remedy,
            document=report.id,
            raw_sha256=report.raw_sha256,
        )
    )
    notes.say_seldom(str(error))


@contextmanager
def stdout() -> Iterator[IO[str]]:
    """Stdout; into a pipe or file in UTF-8 and with line ends as they are, whatever the locale says."""
    out = sys.stdout
    if not out.isatty() and hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="")
    yield out
    out.flush()


def closing_line(tally: Tally, notes: Notes, rejected: RejectedFile, files: Sequence[Path]) -> str:
    """What a run tells at its end: how much, how long, what was left out, and where it lies."""
    parts = [f"{tally.reports:,} reports, {tally.records:,} records in {notes.seconds:.1f} s"]
    if tally.passed_over:
        parts.append(f"{tally.passed_over:,} passed over")
    if tally.rejected:
        parts.append(f"{tally.rejected:,} rejected")
    if rejected.written and rejected.path is not None:
        parts.append(f"why, in {rejected.path}")
    parts += [f"written to {path}" for path in files]
    return "; ".join(parts)


def unusable(where: str, what: str, remedy: str) -> InputError:
    """The error of an option that cannot be meant."""
    return InputError(what, where=where, remedy=remedy, code="input.unusable-option")

"""One run of a command that reads reports and writes a JSON line for each thing found in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
    usable_reports,
)
from dateline.cli.workers import RunError
from dateline.errors import DatelineError, ReportError
from dateline.export import whole_file
from dateline.records import Report
from dateline.reports import ReadOptions

Finder = Callable[[Report], Iterable[msgspec.Struct]]
"""The records of one report, in the order in which they are written; raises `ReportError` where it can give none."""


@dataclass(frozen=True, kw_only=True)
class LinesRun:
    """Reads, finds, writes, tells. Reports are worked on one at a time, so memory stays bounded on any input.

    Attributes:
        inputs: files, folders, patterns, or ``-``.
        load: makes the finder; called once the options are known to be good, since loading takes a while.
        outputs: files to write, or ``-``; all get the same lines. None given: stdout.
        rejected: where inputs that gave nothing are listed; None: beside the first output file.
        quiet: no progress, no warnings, no closing line.
        clean: mend texts and cut boilerplate first. Off, offsets are those of the text as given (in NFC).
    """

    inputs: tuple[str, ...]
    load: Callable[[], Finder]
    outputs: tuple[Path, ...] = ()
    rejected: Path | None = None
    quiet: bool = False
    clean: bool = True

    def run(self) -> int:
        """Do it; returns the exit status, 0 or 3.

        Raises:
            InputError: an output cannot be written, or no report could be used (``input.nothing-usable``).
            InstallError: a part of the installation is missing or damaged.
        """
        targets = self.outputs or (STDOUT,)
        files = files_of(targets)
        check_names(self.inputs, files, self.rejected)
        find = self.load()
        tally = Tally()
        encoder = msgspec.json.Encoder()
        with Notes(quiet=self.quiet) as notes, rejected_file(self.rejected, targets) as rejected:
            reports = usable_reports(self.inputs, tally, notes, rejected, options=ReadOptions(clean=self.clean))
            with ExitStack() as stack:
                outs = [stack.enter_context(_opened(path)) for path in targets]
                for done, report in enumerate(reports, start=1):
                    for record in _found(report, find, tally, notes, rejected):
                        line = encoder.encode(record).decode() + "\n"
                        tally.records += 1
                        for out in outs:
                            out.write(line)
                    notes.count(done, tally.records)
            if not self.quiet:
                notes.say(closing_line(tally, notes, rejected, files))
        return tally.status


def _opened(path: Path) -> AbstractContextManager[IO[str]]:
    return stdout() if path == STDOUT else whole_file(path)


def _found(
    report: Report, find: Finder, tally: Tally, notes: Notes, rejected: RejectedFile
) -> tuple[msgspec.Struct, ...]:
    """All that was found in the report, or nothing where that failed: a report is never written in part."""
    try:
        return tuple(find(report))
    except ReportError as error:
        reject(report, error, tally, notes, rejected)
    except DatelineError:
        raise
    except Exception as error:
        failed = RunError(
            f"reading this report failed ({type(error).__name__}: {error})",
            where=report.origin or report.id,
            remedy="This is an error in dateline: please send us the report.",
            code="run.coding-failed",
        )
        reject(report, failed, tally, notes, rejected)
    return ()

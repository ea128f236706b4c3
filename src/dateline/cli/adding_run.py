"""One run of ``dateline add``: what is read, coded, kept, linked, and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.archive import Archive, ArchiveError, CoderRun
from dateline.cli.notes import Notes
from dateline.cli.rejected_file import RejectedFile
from dateline.cli.run_ends import Tally, check_names, closing_line, reject, rejected_file, unusable, usable_reports
from dateline.cli.workers import Loading, coded_reports
from dateline.errors import DatelineError
from dateline.reading import model_folder, read_card
from dateline.records import Mention, Report
from dateline.version import __version__


@dataclass(frozen=True, kw_only=True)
class AddingRun:
    """The options of the command, as `dateline.cli.add.add` describes them."""

    inputs: tuple[str, ...]
    db: str
    loading: Loading
    link: bool = True
    jobs: int | None = None
    rejected: Path | None = None
    who: str | None = None
    why: str = ""
    quiet: bool = False

    def run(self) -> int:
        """Do it; returns the exit status, 0 or 3.

        Raises:
            ArchiveError: the archive cannot be used; what was kept before is whole.
            InputError: an option cannot be used, or no report could (``input.nothing-usable``).
        """
        self.loading.check()
        if self.jobs is not None and self.jobs < 1:
            raise unusable("--jobs", f"{self.jobs} is no number of workers", "Give 1 or more, or leave it out.")
        check_names(self.inputs, (), self.rejected)
        tally = Tally()
        refused: list[ArchiveError] = []
        with (
            Archive.open(self.db, who=self.who) as archive,
            Notes(quiet=self.quiet) as notes,
            rejected_file(self.rejected, ()) as rejected,
        ):
            added = archive.add(
                self._coded(archive, tally, notes, rejected), self._coder_run(), why=self.why, refused=refused
            )
            for error in refused:
                notes.say_seldom(str(error))
            tally.rejected += len(refused)
            linked = archive.link(why=self.why) if self.link else None
            if not self.quiet:
                there = tally.reports - added.new - added.revised - added.recoded
                told = f"{added.new:,} new, {added.revised:,} revised, {added.recoded:,} coded anew, "
                told += f"{there:,} there before"
                if linked is not None:
                    told += f"; events: {linked.new:,} new, {linked.changed:,} changed, {linked.merged:,} merged"
                notes.say(f"{closing_line(tally, notes, rejected, ())}; {told}; kept in {archive.where}")
        return tally.status

    def _coded(
        self, archive: Archive, tally: Tally, notes: Notes, rejected: RejectedFile
    ) -> Iterator[tuple[Report, tuple[Mention, ...]]]:
        reports = archive.uncoded(usable_reports(self.inputs, tally, notes, rejected), self._coder_run())
        for done, (report, result) in enumerate(coded_reports(reports, jobs=self.jobs, loading=self.loading), start=1):
            if isinstance(result, DatelineError):
                reject(report, result, tally, notes, rejected)
                continue
            tally.records += len(result)
            notes.count(done, tally.records)
            yield report, result

    def _coder_run(self) -> CoderRun:
        given = {
            "min_score": self.loading.min_score,
            "places": self.loading.places,
            "viewpoint": self.loading.viewpoint,
            "actors": self.loading.actors,
        }
        options = {name: str(value) for name, value in given.items() if value is not None}
        return CoderRun(
            version=__version__,
            model=read_card(model_folder(self.loading.model)).name,
            options=options,
            read=self.inputs,
        )

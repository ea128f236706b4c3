"""What a run tells on stderr: warnings, rejections, progress, and the closing line."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dateline.export.legible import on_one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SAME_AT_MOST = 10
"""Warnings of one code that are written out; more of them are counted and told at the end."""
_SHOW_AFTER = 2.0
"""Seconds; a run that ends before needs no bar."""
_CODE = re.compile(r"\[([a-z]+\.[a-z-]+)\]")


class Notes:
    """Writes notes line by line, above a progress bar where stderr is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._told: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        for code, times in self._told.items():
            if times > SAME_AT_MOST:
                self.say(f"[{code}] {times:,} times in all, of which {SAME_AT_MOST} are told above")

    @property
    def seconds(self) -> float:
        """How long the run has taken."""
        return time.monotonic() - self._began

    def say(self, text: str) -> None:
        """One line that is always written."""
        line = on_one_line(text)
        if self._progress is not None:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr)

    def say_seldom(self, text: str) -> None:
        """`say`, but only the first few of the same error code, which stands in square brackets in the text."""
        found = _CODE.search(text)
        code = found[1] if found else ""
        self._told[code] += 1
        if self._told[code] <= SAME_AT_MOST:
            self.say(text)

    def warn(self, text: str) -> None:
        """`say_seldom`, unless the run is to be quiet."""
        if not self._quiet:
            self.say_seldom(text)

    def count(self, reports: int, records: int) -> None:
        """Show how far the run is; nothing is shown in a short run or where stderr is no terminal."""
        if self._progress is None and not self._begin():
            return
        if self._progress is not None and self._task is not None:
            rate = reports / max(self.seconds, 0.1)
            told = f"{reports:,} reports, {records:,} records, {rate:.0f} reports/s"
            self._progress.update(self._task, description=told)

    def _begin(self) -> bool:
        if self._quiet or not sys.stderr.isatty() or self.seconds < _SHOW_AFTER:
            return False
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=None)
        self._progress.start()
        return True

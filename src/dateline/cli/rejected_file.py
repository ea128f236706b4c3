"""The list of inputs that gave no report, kept beside the output."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from dateline.errors import DatelineError
from dateline.export.whole_files import whole_file
from dateline.reports import Rejection, rejection_to_json


class RejectedFile:
    """Takes rejections one by one; the file appears at the end of the run, also of one that ends in a named error.

    Attributes:
        path: where it goes, None for nowhere.
        written: how many it has taken.
    """

    def __init__(self, path: Path | None, *, even_if_empty: bool) -> None:
        self.path = path
        self.written = 0
        self._even_if_empty = even_if_empty
        self._stack = ExitStack()
        self._out: IO[str] | None = None

    def add(self, rejection: Rejection) -> None:
        """Write one down.

        Raises:
            InputError: the file cannot be written.
        """
        self.written += 1
        if self.path is not None:
            self._open(self.path).write(rejection_to_json(rejection) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, DatelineError):
            self._stack.__exit__(kind, error, trace)
            return
        if self.path is not None:
            if self._even_if_empty:
                self._open(self.path)
            elif self._out is None and error is None:
                # One of an earlier run would be taken for this one's.
                self.path.unlink(missing_ok=True)
        self._stack.close()

    def _open(self, path: Path) -> IO[str]:
        if self._out is None:
            self._out = self._stack.enter_context(whole_file(path))
        return self._out

"""Files that are there whole or not at all, however the run ends."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, AnyStr

from dateline.errors import InputError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def whole_file(path: Path) -> AbstractContextManager[IO[str]]:
    """A UTF-8 text file to write to, which takes the name ``path`` only when the block ends without an error.

    Until then an older file of that name stays as it was. What is written lies in a hidden file beside it whose name
    ends in ``.part``; an error removes that file, a kill may leave it, but nothing ever takes it for a result.
    Missing parent folders are made. Line ends are written as given.

    Raises:
        InputError: the folder cannot be made or written to, or the disk is full (``input.cannot-write``).
    """
    return _whole(path, lambda handle: os.fdopen(handle, "w", encoding="utf-8", newline=""))


def whole_binary_file(path: Path) -> AbstractContextManager[IO[bytes]]:
    """`whole_file` for bytes."""
    return _whole(path, lambda handle: os.fdopen(handle, "wb"))


@contextmanager
def _whole(path: Path, opened: Callable[[int], IO[AnyStr]]) -> Iterator[IO[AnyStr]]:
    with _naming(path):
        part, handle = _made_beside(path)
    try:
        out = opened(handle)
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
        except OSError as error:
            # Other errors of the block are not this file's fault and pass as they are.
            if error.errno in _NO_ROOM:
                raise _cannot_write(path, error) from error
            raise
        finally:
            # After an error it would try once more to write what is left, and hide that error behind another.
            with suppress(OSError):
                out.close()
        with _naming(path):
            part.chmod(_mode_of_new_files())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _made_beside(path: Path) -> tuple[Path, int]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, since a rename is atomic only within one file system.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    return Path(name), handle


def _mode_of_new_files() -> int:
    """The mode that ``open`` would have given; mkstemp's 0600 would hide a result from a colleague."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> InputError:
    return InputError(
        f"the file cannot be written: {(error.strerror or str(error)).lower()}",
        where=str(path),
        remedy="Give another path, or make room and grant write access to this one.",
        code="input.cannot-write",
    )

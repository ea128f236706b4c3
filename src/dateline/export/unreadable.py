"""The one error of a file of records that cannot be opened or read."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import InputError


def cannot_read(path: Path, error: OSError) -> InputError:
    """The named error (``input.cannot-read``) for what the system said of ``path``."""
    return InputError(
        f"cannot read {path}: {error.strerror or error}",
        where=str(path),
        remedy="Check the path and its permissions.",
        code="input.cannot-read",
    )

"""How every command takes names of files: ``-`` is one, and a slip in an option is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cyclopts import Parameter


def _no_option(_type: object, names: Sequence[str | Path] | Path | None) -> None:
    """``-`` is a name here, so names may begin with a hyphen as far as the parser knows; any other is a slip."""
    for name in (names,) if isinstance(names, Path) else names or ():
        if str(name).startswith("-") and str(name) != "-":
            raise ValueError(f"Unknown option: {name}. A file of that name is given as ./{name}.")


FILE_NAMES = Parameter(negative=(), allow_leading_hyphen=True, validator=_no_option)
"""For a parameter that takes one or more names of files."""

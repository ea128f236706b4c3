"""Which gazetteer index is used: one that the environment names, one that the user built, or the built-in one.

1. ``DATELINE_GAZETTEER``, if set: the path of an index.
2. ``gazetteer.sqlite`` in the user's folder, if it is there: what ``dateline gazetteer build --geonames`` makes.
3. The built-in index, which an install brings along.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from dateline.grounding.places.build import DATA

VARIABLE = "DATELINE_GAZETTEER"
BUILT_IN = DATA / "gazetteer.sqlite"


@dataclass(frozen=True, slots=True)
class ChosenIndex:
    """The path of the index, and why it is used: "built-in", "user" (the user's folder), "environment", or "given"."""

    path: Path
    why: str

    @property
    def built_in(self) -> bool:
        """Whether it is the one that an install brings along."""
        return self.why == "built-in"


def user_index() -> Path:
    """Where the user's own index is put, and found again, on this system."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return folder / "dateline" / "gazetteer.sqlite"


def chosen_index(built_in: Path = BUILT_IN) -> ChosenIndex:
    """The index that is used when none is given. It need not exist."""
    named = os.environ.get(VARIABLE)
    if named:
        return ChosenIndex(Path(named).expanduser(), "environment")
    try:
        own = user_index()
        if own.is_file():
            return ChosenIndex(own, "user")
    except (OSError, RuntimeError):
        # No home, or one that cannot be looked into: then nothing was put there.
        pass
    return ChosenIndex(built_in, "built-in")

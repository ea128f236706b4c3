"""Short forms of states and provinces in English news ("Calif.", "NSW"), from ``data/place_abbreviations.csv``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Short forms, as written, to the (name, ISO country code) that each may stand for.

    ``after_comma`` finds one behind a comma ("Fresno, Calif."); group 1 is the short form.
    """

    meanings: dict[str, tuple[tuple[str, str], ...]]
    after_comma: re.Pattern[str]


def load_abbreviations(path: Path) -> Abbreviations:
    """The table of one file.

    Raises:
        InstallError: a row is not as the table's head says; the error names the file.
    """
    meanings: dict[str, tuple[tuple[str, str], ...]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                short = row["abbreviation"]
                meanings[short] = (*meanings.get(short, ()), (row["place"], row["country"]))
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise InstallError(
            f"the short forms of states cannot be read ({error})",
            where=str(path),
            remedy="Mend the file, or reinstall dateline.",
            code="install.place-words",
        ) from error
    forms = "|".join(re.escape(short) for short in sorted(meanings, key=len, reverse=True))
    return Abbreviations(meanings, re.compile(rf"(?<=[\w.)]),\s+({forms})(?!\w)"))


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """The shipped table."""
    return load_abbreviations(DATA / "place_abbreviations.csv")

"""Whose view of territory a place's ``country`` follows: practice, the United Nations', or one country's."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import lru_cache

from dateline.errors import InputError
from dateline.grounding.places.build import DATA

PRACTICE = "practice"
"""The country that administers a place on the day; what is used unless another view is asked for."""
UN = "UN"
"""The United Nations' view, as its resolutions, its court's judgments and its maps tell it."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """A view of territory. ``code`` is `PRACTICE`, `UN`, or an ISO 3166-1 alpha-2 code."""

    code: str = PRACTICE


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["country"]: row["name"] for row in csv.DictReader(file)}


def country_codes() -> frozenset[str]:
    """Every country code that places can have."""
    return frozenset(_countries())


def viewpoint_named(name: str) -> Viewpoint:
    """The viewpoint of this name, in any case: ``practice``, ``UN``, or a country's code such as ``UA``.

    Raises:
        InputError: there is none (``input.unknown-viewpoint``); near misses are named.
    """
    wanted = name.strip()
    for code in (PRACTICE, UN, *_countries()):
        if wanted.casefold() == code.casefold():
            return Viewpoint(code)
    codes = {country.casefold(): code for code, country in _countries().items()}
    meant = difflib.get_close_matches(wanted.casefold(), codes, n=1, cutoff=0.8)
    hint = f"If you mean {_countries()[codes[meant[0]]]}, its code is {codes[meant[0]]}. " if meant else ""
    raise InputError(
        f"{wanted[:40]!r} is no viewpoint",
        where="--viewpoint",
        remedy=f"{hint}Give practice, UN, or an ISO country code of two letters such as UA.",
        code="input.unknown-viewpoint",
    )

"""What other codebooks call a country: numbers, short codes, names and regions by ISO 3166-1 alpha-2 code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

import msgspec

from dateline.errors import InstallError

FILE = "country_codes.csv"


class CountryCodes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One country or territory; None where a codebook does not have it, or the code is not known to us.

    Attributes:
        country: ISO 3166-1 alpha-2 code.
        name: in English.
        iso3, iso_numeric: ISO 3166-1 alpha-3 and number.
        cow: number of the Correlates of War list of states.
        gw: number of the list of Gleditsch and Ward.
        region, acled_name: region and, where it differs from ``name``, name in ACLED-shaped files.
        ucdp_region, ucdp_name: the same in UCDP-shaped files.
        source: of the codes.
    """

    country: str
    name: str
    source: str
    iso3: str | None = None
    iso_numeric: int | None = None
    cow: int | None = None
    gw: int | None = None
    region: str | None = None
    acled_name: str | None = None
    ucdp_region: str | None = None
    ucdp_name: str | None = None


@cache
def country_codes() -> Mapping[str, CountryCodes]:
    """The shipped table by alpha-2 code.

    Raises:
        InstallError: it is missing or damaged (``install.export-tables``).
    """
    table = read_country_codes(files("dateline.export").joinpath("data"))
    return MappingProxyType({row.country: row for row in table})


def codes_of(country: str | None) -> CountryCodes | None:
    """The codes of a country; None for an unknown code or no country."""
    return country_codes().get(country) if country else None


def read_country_codes(folder: Traversable) -> tuple[CountryCodes, ...]:
    """The rows of the table in a folder, with every rule of it checked.

    Raises:
        InstallError: ``install.export-tables``; the row that is at fault is named.
    """
    try:
        lines = folder.joinpath(FILE).read_text("utf-8").splitlines()
        rows = csv.DictReader(lines, strict=True)
        table = tuple(_row(row, f"{FILE}:{rows.line_num}") for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise damaged(FILE, str(error)) from error
    for what in _doubled(table):
        raise damaged(FILE, what)
    return table


def _row(row: Mapping[str, str], where: str) -> CountryCodes:
    try:
        return msgspec.convert({key: cell for key, cell in row.items() if cell}, CountryCodes, strict=False)
    except msgspec.ValidationError as error:
        raise damaged(where, str(error)) from error


def _doubled(table: tuple[CountryCodes, ...]) -> Iterator[str]:
    """A code of one codebook means one country, so that a number leads back to it."""
    for name in ("country", "name", "iso3", "iso_numeric", "cow", "gw"):
        seen: dict[object, str] = {}
        for row in table:
            value = getattr(row, name)
            if value is None:
                continue
            if value in seen:
                yield f"{seen[value]} and {row.country} have the same {name}, {value}"
            seen[value] = row.country


def damaged(where: str, what: str) -> InstallError:
    """The error of a table of this room that cannot be used."""
    return InstallError(
        f"a table of the export formats is damaged: {what}",
        where=where,
        remedy="Reinstall dateline; if you changed the table, correct the row that is named.",
        code="install.export-tables",
    )

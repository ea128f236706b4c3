"""`ActorEntry`: one row of the directory of actors; and the closed lists that its columns draw on."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import get_args

import msgspec

from dateline.errors import InstallError
from dateline.records import ActorKind

DATA = Path(__file__).parent.parent / "data"
COLUMNS = ("id", "name", "aliases", "kind", "country", "since", "until", "parent", "sector", "source")
KINDS: frozenset[str] = frozenset(get_args(ActorKind))


class ActorEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A group, force or organisation that news calls by name.

    Attributes:
        id: kebab-case, unique in the directory.
        name: neutral formal English name.
        aliases: other names, acronyms and spellings, in any script.
        kind: what kind of actor it is at home.
        countries: ISO 3166-1 alpha-2 codes, its home first; () for bodies of many states.
        since: year it was founded, or None.
        until: last year it existed, or None.
        parent: id of the entry that it is part of, or None.
        sector: PLOVER/CAMEO sector (``data/actor_sectors.csv``), or None.
        source: where a reader can check the row.
        own: whether the row is from a user's own file; such rows win over shipped ones.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    countries: tuple[str, ...]
    since: int | None
    until: int | None
    parent: str | None
    sector: str | None
    source: str
    own: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and all aliases."""
        return (self.name, *self.aliases)

    @property
    def country(self) -> str | None:
        """Its home country, or None."""
        return self.countries[0] if self.countries else None

    def existed_in(self, year: int) -> bool:
        """Whether it existed in that year, as far as the row says; open ends count as existing."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a shipped CSV table.

    Raises:
        InstallError: the file is missing or no CSV in UTF-8.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InstallError(
            f"a table of the directory of actors cannot be read ({error})",
            where=str(path),
            remedy="Reinstall dateline.",
            code="install.actors",
        ) from error


@lru_cache(maxsize=1)
def sectors() -> frozenset[str]:
    """The codes of ``data/actor_sectors.csv``."""
    return frozenset(row["sector"] for row in read_table(DATA / "actor_sectors.csv"))


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The country codes that dateline knows (``data/countries.csv``)."""
    return frozenset(row["country"] for row in read_table(DATA / "countries.csv"))

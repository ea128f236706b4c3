"""Who governs a country on a day: ``data/governments.csv``, with names such as "the Dergue" and those who rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.errors import InstallError
from dateline.grounding.actors.entry import DATA, read_table
from dateline.grounding.places.name_keys import name_key


@dataclass(frozen=True, slots=True)
class Government:
    """The government of ``country`` from ``since`` to ``until`` (ISO days, inclusive; "" is open)."""

    country: str
    since: str
    until: str
    name: str
    names: tuple[str, ...]

    def ruled_on(self, day: str) -> bool:
        """Whether it governed on an ISO day; of a year or month alone, whether it did so in part of it."""
        return (not self.since or self.since[: len(day)] <= day) and (not self.until or day <= self.until[: len(day)])


class Governments:
    """The table, by country and by name."""

    def __init__(self) -> None:
        self._by_country: dict[str, list[Government]] = {}
        self._by_key: dict[str, list[Government]] = {}
        for line, row in enumerate(read_table(DATA / "governments.csv"), start=2):
            try:
                names = (row["name"], *filter(None, row["aliases"].split("|")))
                one = Government(row["country"], row["since"], row["until"], row["name"], names)
            except (KeyError, AttributeError) as error:
                raise InstallError(
                    f"no government can be read from this row ({error})",
                    where=f"{DATA / 'governments.csv'}:{line}",
                    remedy="Mend the row, or reinstall dateline.",
                    code="install.actors",
                ) from error
            self._by_country.setdefault(one.country, []).append(one)
            for name in one.names:
                self._by_key.setdefault(name_key(name), []).append(one)

    def of(self, country: str, day: str | None) -> Government | None:
        """The government of a country on an ISO day (None: the last of the table), or None where no row holds it."""
        rows = self._by_country.get(country, [])
        if day is None:
            return rows[-1] if rows else None
        return next((one for one in reversed(rows) if one.ruled_on(day)), None)

    def changed(self, country: str) -> bool:
        """Whether the table has several governments of this country."""
        return len(self._by_country.get(country, ())) > 1

    def named(self, key: str, day: str | None) -> Government | None:
        """The government that bears this name (a `name_key`); of several the one of the day, else the last."""
        rows = self._by_key.get(key, [])
        if day is not None:
            for one in reversed(rows):
                if one.ruled_on(day):
                    return one
        return rows[-1] if rows else None

    def __iter__(self) -> Iterator[Government]:
        return (one for rows in self._by_country.values() for one in rows)


@lru_cache(maxsize=1)
def governments() -> Governments:
    """The shipped table, read once."""
    return Governments()

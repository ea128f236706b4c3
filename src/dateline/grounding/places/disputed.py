"""Disputed territory: who administers a point on a day and who claims it, from ``data/disputed.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA
from dateline.grounding.places.geodesy import distance_km, inside


@dataclass(frozen=True, slots=True)
class Territory:
    """One disputed territory, for the days from ``since`` to ``until`` (ISO days, inclusive; "" is open).

    Attributes:
        administrator: ISO 3166-1 alpha-2 code of the state that administers it; "" where nobody plainly does.
        claimants: all parties that claim it, with the administrator if it does; codes, or names of unrecognised states.
        outline: corners (lat, lon) of a coarse polygon; empty for a circle.
        circle: lat, lon and radius in km, or None.
    """

    id: str
    name: str
    administrator: str
    claimants: tuple[str, ...]
    since: str
    until: str
    outline: tuple[tuple[float, float], ...]
    circle: tuple[float, float, float] | None

    def holds(self, lat: float, lon: float, day: str | None) -> bool:
        """Whether the point is in the territory and the dispute stood on that day (None: today's)."""
        if day is not None and (day < self.since or (self.until and day > self.until)):
            return False
        if day is None and self.until:
            return False
        if self.circle is not None:
            return distance_km(lat, lon, *self.circle[:2]) <= self.circle[2]
        return inside(lat, lon, self.outline)


def load_territories(path: Path) -> tuple[Territory, ...]:
    """The rows of a table of disputed territories.

    Raises:
        InstallError: a row is not as the table's head says; the error names the line.
    """
    territories = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                circle: tuple[float, float, float] | None = None
                outline: tuple[tuple[float, float], ...] = ()
                area = row["area"]
                if area.startswith("circle "):
                    lat, lon, radius = map(float, area.split()[1:])
                    circle = (lat, lon, radius)
                else:
                    corners = (corner.split() for corner in area.split(";"))
                    outline = tuple((float(lat), float(lon)) for lat, lon in corners)
                territories.append(
                    Territory(
                        row["id"],
                        row["name"],
                        row["administrator"],
                        tuple(filter(None, row["claimants"].split("|"))),
                        row["since"],
                        row["until"],
                        outline,
                        circle,
                    )
                )
            except (KeyError, ValueError, AttributeError) as error:
                raise InstallError(
                    f"no territory can be read from this row ({error})",
                    where=f"{path}:{line}",
                    remedy="Mend the row, or reinstall dateline.",
                    code="install.disputed",
                ) from error
    return tuple(territories)


@lru_cache(maxsize=1)
def territories() -> tuple[Territory, ...]:
    """The shipped table."""
    return load_territories(DATA / "disputed.csv")


def administration(lat: float, lon: float, country: str, day: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Who administers the point, and who claims it.

    Args:
        lat: degrees north.
        lon: degrees east.
        country: code by the gazetteer, kept where no territory says otherwise.
        day: ISO day of the event; None for today's state.

    Returns:
        The country code ("" on the high seas), and the claimants; () where undisputed or claimed by one party alone.
    """
    for territory in territories():
        if territory.holds(lat, lon, day):
            claimants = territory.claimants if len(territory.claimants) > 1 else ()
            return territory.administrator or country, claimants
    return country, ()

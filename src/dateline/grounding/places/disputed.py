"""Disputed territory: who administers a point on a day, who claims it, and whose it is in others' view.

From ``data/disputed.csv``, one row a territory and period; where two rows hold a point, the upper one decides.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA
from dateline.grounding.places.geodesy import distance_km, inside
from dateline.grounding.places.viewpoint import PRACTICE, UN, country_codes

FIELDS = (
    *("id", "name", "administrator", "claimants", "un", "views", "since", "until", "largest_km", "area", "source"),
)
"""The columns of the table."""
Outline = tuple[tuple[float, float], ...]
Circle = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A third country's view: from ``since`` (ISO day, "" is always) it sees the territory as ``country``'s."""

    viewer: str
    country: str
    since: str


@dataclass(frozen=True, slots=True)
class Territory:
    """One disputed territory, for the days from ``since`` to ``until`` (ISO days, inclusive; "" is open).

    Attributes:
        administrator: ISO 3166-1 alpha-2 code of the state that administers it, for an unrecognised state that of the
            recognised one; "" where nobody plainly does.
        claimants: all parties that claim it, with the administrator if it does; codes, or names of unrecognised states.
        un: the country that it belongs to in the United Nations' view; "" where these take no position.
        views: of countries that claim nothing there, where they are known and differ from the United Nations'.
        largest_km: larger places are left as they are: a whole province isn't held where its middle is; 0 is any.
        outlines: coarse polygons of corners (lat, lon).
        circles: lat, lon and radius in km.
    """

    id: str
    name: str
    administrator: str
    claimants: tuple[str, ...]
    un: str
    views: tuple[View, ...]
    since: str
    until: str
    largest_km: float
    outlines: tuple[Outline, ...]
    circles: tuple[Circle, ...]
    source: str

    def concerns(self, lat: float, lon: float, country: str, radius_km: float = 0.0) -> bool:
        """Whether a place is in the territory; one that the gazetteer gives to an uninvolved country is not."""
        if self.largest_km and radius_km > self.largest_km:
            return False
        if country and country not in (self.administrator, self.un, *self.claimants):
            return False
        if any(distance_km(lat, lon, *circle[:2]) <= circle[2] for circle in self.circles):
            return True
        return any(inside(lat, lon, outline) for outline in self.outlines)

    def stood(self, day: str | None) -> bool:
        """Whether the row describes that day (ISO; None is today)."""
        if day is None:
            return not self.until
        return self.since <= day and (not self.until or day <= self.until)

    def seen_from(self, viewpoint: str, day: str | None) -> str | None:
        """The country in that view, "" where the view gives it to no country, None where nobody administers it.

        A claimant sees its own; another country sees what the table says of it, else what the United Nations see, else
        who administers.
        """
        if viewpoint == PRACTICE:
            return self.administrator or None
        if viewpoint in self.claimants:
            return viewpoint
        for view in self.views:
            if view.viewer == viewpoint and (day is None or view.since <= day):
                return view.country
        if viewpoint == UN or self.un:
            return self.un
        return self.administrator


def _area(text: str) -> tuple[tuple[Outline, ...], tuple[Circle, ...]]:
    outlines: list[Outline] = []
    circles: list[Circle] = []
    for part in text.split(" + "):
        if part.startswith("circle "):
            lat, lon, radius = map(float, part.split()[1:])
            circles.append((lat, lon, radius))
        else:
            corners = tuple((float(lat), float(lon)) for lat, lon in (corner.split() for corner in part.split(";")))
            if len(corners) < 3:
                raise ValueError("an outline needs three corners")
            outlines.append(corners)
    if any(abs(lat) > 90 or abs(lon) > 180 for corners in outlines for lat, lon in corners):
        raise ValueError("a corner is no point on Earth")
    return tuple(outlines), tuple(circles)


def _views(text: str) -> tuple[View, ...]:
    views = []
    for part in filter(None, text.split("|")):
        viewer, _, seen = part.partition("=")
        country, _, since = seen.partition("@")
        for code in filter(None, (viewer, country)):
            _known(code)
        views.append(View(viewer, country, _day(since)))
    return tuple(views)


def _known(code: str) -> str:
    if code and code not in country_codes():
        raise ValueError(f"{code!r} is no country code")
    return code


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else ""


def load_territories(path: Path) -> tuple[Territory, ...]:
    """The rows of a table of disputed territories.

    Raises:
        InstallError: a row is not as described here; the error names the line.
    """
    territories = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                outlines, circles = _area(row["area"])
                claimants = tuple(filter(None, row["claimants"].split("|")))
                territories.append(
                    Territory(
                        id=row["id"],
                        name=row["name"],
                        administrator=_known(row["administrator"]),
                        claimants=tuple(_known(each) if len(each) == 2 else each for each in claimants),
                        un=_known(row["un"]),
                        views=_views(row["views"]),
                        since=_day(row["since"]),
                        until=_day(row["until"]),
                        largest_km=float(row["largest_km"] or 0),
                        outlines=outlines,
                        circles=circles,
                        source=row["source"],
                    )
                )
            except (KeyError, ValueError, AttributeError, TypeError) as error:
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


def administration(
    lat: float,
    lon: float,
    country: str,
    day: str | None = None,
    viewpoint: str = PRACTICE,
    radius_km: float = 0.0,
) -> tuple[str, tuple[str, ...]]:
    """Whose the place is on a day, in a view, and who claims it.

    Args:
        lat: degrees north.
        lon: degrees east.
        country: code by the gazetteer, kept where no territory says otherwise.
        day: ISO day of the event; None for today's state.
        viewpoint: ``practice`` for who administers it, ``UN``, or the code of the country whose view is wanted.
        radius_km: how far the place reaches, for provinces of which only a part is held.

    Returns:
        The country code ("" on the high seas and where the view gives the place to no country), and the claimants; ()
        where nobody but the administrator claims it.
    """
    concerned = [each for each in territories() if each.concerns(lat, lon, country, radius_km)]
    for territory in concerned:
        if not territory.stood(day):
            continue
        seen = territory.seen_from(viewpoint, day)
        disputed = set(territory.claimants) - {territory.administrator}
        return country if seen is None else seen, territory.claimants if disputed else ()
    # The gazetteer names today's holder; on a day before or after the dispute it was whose it rightly is.
    owner = next((each.un for each in concerned if each.un), country)
    return owner, ()

"""What the overview shows beside map and timeline: the filters with their counts, what is filtered by, and the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import msgspec

from dateline.archive import Archive
from dateline.archive.answers import Review
from dateline.records import Status, SubEventType
from dateline.records.event import Grade
from dateline.web.asking import Asked
from dateline.web.overview_figures import Facets, facets
from dateline.web.views.listing import Listing, listing
from dateline.web.views.wording import counted

_MOST_COUNTRIES = 14
_NAMES: Final = {
    "text": "words",
    "box": "box",
    "since": "from",
    "until": "to",
    "country": "country",
    "admin1": "province",
    "type": "type",
    "event_type": "wider type",
    "actor": "actor",
    "publisher": "publisher",
    "source": "source",
    "grade": "grade",
    "status": "status",
    "review": "review",
    "min_score": "score from",
    "min_fatalities": "killed from",
    "merged": "with merged",
}
"""How each parameter of the address is called; ``as_of`` has a line of its own."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a filter, how many events it would give, and whether it is asked for."""

    value: str
    count: int
    chosen: bool


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of several values."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are asked for."""
        return sum(option.chosen for option in self.options)


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is filtered by, and the address without it."""

    name: str
    value: str
    without: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The overview without its map and timeline."""

    asked: Asked
    facets: Facets
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    listing: Listing
    parameters: str

    @property
    def summary(self) -> str:
        """``"81 events, 213 killed"`` by their best figures."""
        dead = f", {self.facets.deaths:,} killed" if self.facets.deaths else ""
        return f"{counted(self.facets.events, 'event')}{dead}"

    @property
    def not_shown(self) -> str:
        """What the map or the timeline cannot show."""
        parts = []
        if self.facets.unplaced:
            parts.append(f"{self.facets.unplaced:,} without a point")
        if self.facets.undated:
            parts.append(f"{self.facets.undated:,} without a day")
        return ", ".join(parts)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The numbers beside the values of filters."""
        return {group.name: {one.value: one.count for one in group.options} for group in self.groups}


def overview(archive: Archive, asked: Asked, *, more: Sequence[tuple[str, str]] = ()) -> Overview:
    """The overview of what is asked for.

    Args:
        more: parameters of the address that filter nothing and stay, such as where the map looks.

    Raises:
        ArchiveError: the query or the moment makes no sense.
    """
    found = facets(archive, asked.query, as_of=asked.as_of)
    return Overview(
        asked=asked,
        facets=found,
        groups=_groups(asked, found),
        chips=_chips(asked, more),
        listing=listing(archive, asked.query, as_of=asked.as_of),
        parameters=asked.address("").lstrip("?"),
    )


def _groups(asked: Asked, found: Facets) -> tuple[Group, ...]:
    query = asked.query
    return (
        _group("type", "Type", get_args(SubEventType), query.types, found, by_number=True),
        _group("country", "Country", (), query.countries, found, by_number=True, most=_MOST_COUNTRIES),
        _group("grade", "Grade", get_args(Grade), query.grades, found),
        _group("review", "Decided", get_args(Review), query.reviews, found),
        _group("status", "Status", get_args(Status), query.statuses, found),
    )


def _group(
    name: str,
    label: str,
    known: Sequence[str],
    chosen: Sequence[str],
    found: Facets,
    *,
    by_number: bool = False,
    most: int | None = None,
) -> Group:
    counts = dict(found.values.get(name, ()))
    values = [value for value in known if value not in counts]
    values = [*counts, *values] if by_number else list(known)
    kept = [value for value in chosen if value not in values[:most]] + values[:most]
    options = tuple(Option(value=value, count=counts.get(value, 0), chosen=value in chosen) for value in kept)
    return Group(name=name, label=label, options=options)


def _chips(asked: Asked, more: Sequence[tuple[str, str]]) -> tuple[Chip, ...]:
    pairs = asked.parameters()
    chips = []
    for number, (name, value) in enumerate(pairs):
        if name == "as_of":
            continue
        others = [pair for place, pair in enumerate(pairs) if place != number]
        shown = "drawn on the map" if name == "box" else value
        chips.append(Chip(name=_NAMES[name], value=shown, without=_address([*others, *more])))
    return tuple(chips)


def _address(pairs: Sequence[tuple[str, str]]) -> str:
    from urllib.parse import urlencode

    return f"/?{urlencode(pairs)}" if pairs else "/"

"""Names that begin as somebody types: actors, publishers and places that events of the archive have."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Literal

import msgspec
from sqlalchemy import Connection, func, select

from dateline.archive import Archive
from dateline.archive.tables import EVENT_TERMS, EVENTS

_MOST_COUNTED = 2_000
_MOST_NAMES = 80
_LAST = "\U0010ffff"


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A name.

    Attributes:
        name: as the filter takes it.
        kind: which filter does.
        versions: how many versions of events bear it, counted up to some thousand: a measure of how common it is.
    """

    name: str
    kind: Literal["actor", "publisher", "country", "admin1"]
    versions: int


def named(
    archive: Archive, kind: Literal["actor", "publisher"], beginning: str, *, limit: int = 20
) -> tuple[Named, ...]:
    """Names of a kind that begin so, the most common first; without regard to case and width."""
    start = " ".join(unicodedata.normalize("NFKC", beginning).casefold().split())
    if not start.isprintable():
        return ()
    with archive.reading() as connection:
        return _terms(connection, kind, start, limit)


def _terms(connection: Connection, kind: Literal["actor", "publisher"], start: str, limit: int) -> tuple[Named, ...]:
    term, low = EVENT_TERMS.c.term, f"{kind}:{start}"
    found: list[Named] = []
    looked_at = 0
    # From name to name along the index: counting all rows of all names would take seconds where there are millions.
    while looked_at < _MOST_NAMES:
        name = connection.execute(
            select(term).where(term >= low, term <= f"{kind}:{start}{_LAST}").order_by(term).limit(1)
        ).scalar()
        if name is None:
            break
        some = select(EVENT_TERMS.c.event_key).where(term == name).limit(_MOST_COUNTED).subquery()
        number = connection.execute(select(func.count()).select_from(some)).scalar() or 0
        found.append(Named(name=name.partition(":")[2], kind=kind, versions=number))
        low, looked_at = f"{name}\x01", looked_at + 1
    return tuple(sorted(found, key=lambda one: (-one.versions, one.name))[:limit])


def places(archive: Archive, beginning: str, *, country: str | None = None, limit: int = 20) -> tuple[Named, ...]:
    """Countries whose code begins so, or parts of one, as its newest events name them; the most common first."""
    start = beginning.casefold().strip()
    if not start.isprintable():
        return ()
    with archive.reading() as connection:
        counts = _countries(connection) if country is None else _parts(connection, country)
    kind: Literal["country", "admin1"] = "country" if country is None else "admin1"
    found = [Named(name=name, kind=kind, versions=n) for name, n in counts.items() if name.casefold().startswith(start)]
    return tuple(sorted(found, key=lambda one: (-one.versions, one.name))[:limit])


def _countries(connection: Connection) -> dict[str, int]:
    columns = EVENTS.c
    country = ""
    found: dict[str, int] = {}
    while True:
        newer = select(columns.country).where(columns.country > country).order_by(columns.country).limit(1)
        following = connection.execute(newer).scalar()
        if following is None:
            return found
        country = str(following)
        some = select(columns.key).where(columns.country == country).limit(_MOST_COUNTED).subquery()
        found[country] = connection.execute(select(func.count()).select_from(some)).scalar() or 0


def _parts(connection: Connection, country: str) -> Counter[str]:
    columns = EVENTS.c
    found: Counter[str] = Counter()
    for long in (0, 1):
        newest = (
            select(columns.admin1)
            .where(columns.country == country.upper(), columns.long == long)
            .order_by(columns.first_day.desc(), columns.id.desc())
            .limit(_MOST_COUNTED)
        )
        found.update(name for name in connection.execute(newest).scalars() if name)
    return found

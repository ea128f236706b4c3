"""Places of the gazetteer by their identifiers, read in one thread of their own: the index serves no two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import msgspec

from dateline.errors import InstallError
from dateline.export.legible import on_one_line
from dateline.grounding.places.gazetteer import Entry, Gazetteer, open_gazetteer

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="gazetteer")


class KnownPlace(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the gazetteer, and the name of the province that it lies in, where known."""

    entry: Entry
    province: str | None

    @property
    def words(self) -> str:
        """Name, province and country, each once."""
        name = on_one_line(self.entry.name)
        parts = [name]
        if self.province and self.province != name:
            parts.append(self.province)
        if self.entry.country:
            parts.append(self.entry.country)
        return ", ".join(parts)


def known_place(id: str) -> KnownPlace | None:
    """The place of an identifier; None where there is none, or no gazetteer is installed."""
    return _THREAD.submit(_found, id).result()


def warm_up() -> None:
    """Open the gazetteer meanwhile, so that the first page that asks need not wait for it."""
    _THREAD.submit(_gazetteer)


@cache
def _gazetteer() -> Gazetteer | None:
    try:
        return open_gazetteer()
    except InstallError:
        return None


def _found(id: str) -> KnownPlace | None:
    gazetteer = _gazetteer()
    entry = gazetteer.entry(id) if gazetteer is not None else None
    if gazetteer is None or entry is None:
        return None
    return KnownPlace(entry=entry, province=gazetteer.province_name(entry))

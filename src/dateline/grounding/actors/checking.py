"""The rules between rows of the directory: what its tests hold it to, and what ``dateline`` trusts when it loads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.grounding.actors.entry import DATA, ActorEntry, read_table
from dateline.grounding.places.name_keys import name_key

_LAST = 9999


def flagged_names() -> frozenset[str]:
    """The `name_key` of each name that ``data/ambiguous_actors.csv`` lists: several bear it at one place and time."""
    return frozenset(name_key(row["name"]) for row in read_table(DATA / "ambiguous_actors.csv"))


def faults_between(entries: Sequence[ActorEntry], flagged: frozenset[str]) -> list[str]:
    """Every broken rule, one sentence each: ids are unique, parents are there and no circle, names tell one entry.

    A name may tell two entries that never were in one country at one time, or of which one is part of the other; other
    shared names must be ``flagged``.
    """
    return [*_ids(entries), *_parents(entries), *_names(entries, flagged)]


def _ids(entries: Sequence[ActorEntry]) -> Iterable[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield f"{entry.id}: this id is there twice"
        seen.add(entry.id)


def _parents(entries: Sequence[ActorEntry]) -> Iterable[str]:
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        if entry.parent is not None and entry.parent not in by_id:
            yield f"{entry.id}: its parent {entry.parent} is not there"
            continue
        line = [entry.id]
        above = entry.parent
        while above is not None and above in by_id:
            if above in line:
                yield f"{entry.id}: its parents run in a circle ({' - '.join([*line, above])})"
                break
            line.append(above)
            above = by_id[above].parent


def _names(entries: Sequence[ActorEntry], flagged: frozenset[str]) -> Iterable[str]:
    holders: dict[str, list[ActorEntry]] = {}
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        for key in {name_key(name) for name in entry.names}:
            holders.setdefault(key, []).append(entry)
    for key, bearers in holders.items():
        if not key:
            yield f"{bearers[0].id}: a name without a letter"
        elif len(bearers) > 1 and key not in flagged and (pair := _rivals(bearers, by_id)) is not None:
            yield f"{key}: names both {pair[0].id} and {pair[1].id}, of one country and time"


def _rivals(bearers: Sequence[ActorEntry], by_id: dict[str, ActorEntry]) -> tuple[ActorEntry, ActorEntry] | None:
    for position, one in enumerate(bearers):
        for other in bearers[position + 1 :]:
            here = set(one.countries[:1]) & set(other.countries[:1])
            # One may end in the year in which the other begins.
            now = (one.since or 0) < (other.until or _LAST) and (other.since or 0) < (one.until or _LAST)
            if here and now and not _one_family(one, other, by_id):
                return one, other
    return None


def _one_family(one: ActorEntry, other: ActorEntry, by_id: dict[str, ActorEntry]) -> bool:
    """Whether one is a part, however far down, of the other, or both of a third."""
    return bool(_line_of(one, by_id) & _line_of(other, by_id))


def _line_of(entry: ActorEntry, by_id: dict[str, ActorEntry]) -> set[str]:
    line = {entry.id}
    above = entry.parent
    while above is not None and above in by_id and above not in line:
        line.add(above)
        above = by_id[above].parent
    return line

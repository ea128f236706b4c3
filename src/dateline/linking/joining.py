"""Across reports: mentions that plainly tell one incident get one ``event_id``."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from dateline.linking.likeness import days_agree, days_of, figures_agree, participants_agree, same_place
from dateline.records import Mention

_LONGEST_DAYS = 7
"""A period longer than this (a campaign, "in July") is no ground for joining: many incidents fall into it."""


def link(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in their order, each with an ``event_id``; the same result in any order of arrival.

    Only what is plain is joined: one type, days that overlap, places that can be one, and no conflict in who, to whom
    and
    how many. Two mentions of one report are never joined; one report tells an event once.
    """
    parent = list(range(len(mentions)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    members: dict[int, list[int]] = {n: [n] for n in range(len(mentions))}
    # The sure pairs first, then by name, so that the order of arrival decides nothing.
    pairs = sorted(
        (
            (-grade, min(mentions[a].id, mentions[b].id), max(mentions[a].id, mentions[b].id), a, b)
            for grade, a, b in _likely(mentions)
        )
    )
    for _, _, _, a, b in pairs:
        one, other = root(a), root(b)
        if one == other:
            continue
        if all(evidence(mentions[x], mentions[y]) is not None for x in members[one] for y in members[other]):
            parent[other] = one
            members[one] += members.pop(other)
    names = {n: _name(mentions[i] for i in group) for n, group in members.items()}
    return [msgspec.structs.replace(mention, event_id=names[root(n)]) for n, mention in enumerate(mentions)]


def evidence(one: Mention, other: Mention) -> int | None:
    """How many fields speak for one incident; None where something speaks against it."""
    if one.document == other.document or one.sub_event_type != other.sub_event_type:
        return None
    if (one.status in ("threatened", "hypothetical")) != (other.status in ("threatened", "hypothetical")):
        return None
    told = (
        days_agree(one, other),
        same_place(one.place, other.place),
        participants_agree(one.perpetrators, other.perpetrators),
        participants_agree(one.targets, other.targets),
        figures_agree(one.fatalities, other.fatalities),
        figures_agree(one.injuries, other.injuries),
    )
    if told[0] is not True or told[1] is not True or False in told[4:]:
        return None
    if told[2] is False and told[3] is not True:
        return None
    return told.count(True)


def _likely(mentions: Sequence[Mention]) -> Iterable[tuple[int, int, int]]:
    """Pairs worth comparing, by type and day, with their evidence."""
    blocks: dict[tuple[str, date], list[int]] = defaultdict(list)
    for n, mention in enumerate(mentions):
        days = days_of(mention)
        if days is None or mention.place is None or mention.place.precision in ("country", "region"):
            continue
        if (days[1] - days[0]).days > _LONGEST_DAYS:
            continue
        for shift in range((days[1] - days[0]).days + 1):
            blocks[mention.sub_event_type, days[0] + timedelta(days=shift)].append(n)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for at, a in enumerate(block):
            for b in block[at + 1 :]:
                if (a, b) not in seen:
                    seen.add((a, b))
                    grade = evidence(mentions[a], mentions[b])
                    if grade is not None:
                        yield grade, a, b


def _name(mentions: Iterable[Mention]) -> str:
    digest = hashlib.sha256("\0".join(sorted(mention.id for mention in mentions)).encode()).hexdigest()
    return f"e_{digest[:16]}"

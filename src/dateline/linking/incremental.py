"""As reports come: new mentions join the events that there are, as if everything were linked at once.

Linking falls into connected parts of pairs that speak for one event (`clusters`). A new mention can only change the
parts that it touches, so these are looked up whole, block by block, and worked out anew; nothing else is read. (In a
block of more than `blocking.LARGEST` tellings not all pairs are compared, and there the two ways may differ.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec
import numpy as np

from dateline.linking.blocking import Block, blocks_of, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.facts import FactFinder, Facts
from dateline.linking.joining import Reports, event_name, mention_model
from dateline.linking.pairs import PairModel
from dateline.records import Mention, Report


class Known(Protocol):
    """What has been linked before, wherever it is kept."""

    def sharing(self, blocks: Sequence[Block]) -> Iterable[tuple[Mention, Report | None]]:
        """The mentions that are compared with a telling in these blocks, with their reports.

        Those are the ones that share a block's key where the block asked for, or their own, is wide.
        """


class MentionIndex:
    """Linked mentions in memory, by block."""

    def __init__(self, mentions: Iterable[Mention] = (), reports: Reports | None = None) -> None:
        self._held: dict[str, tuple[Mention, Report | None]] = {}
        self._blocks: dict[int, dict[str, bool]] = defaultdict(dict)
        self.add(mentions, reports)

    def add(self, mentions: Iterable[Mention], reports: Reports | None = None) -> None:
        """Take in mentions, or take them in again with another ``event_id``."""
        known = reports or {}
        for mention in mentions:
            _, before = self._held.get(mention.id, (None, None))
            self._held[mention.id] = (mention, known.get(mention.document, before))
            for block in blocks_of(FactFinder(known).of(mention)) if before is None else ():
                self._blocks[block.key][mention.id] = block.wide

    def sharing(self, blocks: Sequence[Block]) -> Iterable[tuple[Mention, Report | None]]:
        """See `Known`."""
        found: set[str] = set()
        for block in blocks:
            found |= {name for name, wide in self._blocks.get(block.key, {}).items() if wide or block.wide}
        return [self._held[name] for name in sorted(found)]

    @property
    def mentions(self) -> list[Mention]:
        """All of them, by id."""
        return [self._held[name][0] for name in sorted(self._held)]


def link_into(known: Known, new: Sequence[Mention], reports: Reports | None = None) -> list[Mention]:
    """The new mentions, and those known ones whose event has changed, each with its ``event_id``, by id.

    The clusters are those of `link` over all mentions together. An event keeps its id while most of what it was made of
    stays together; an event that falls apart leaves its id to the larger part.

    Args:
        known: the mentions linked before; what they say themselves is not changed.
        new: mentions that are not among them.
        reports: the reports of the new mentions, by id.
    """
    finder = FactFinder(reports)
    held = {mention.id: mention for mention in new}
    facts = {mention.id: finder.of(mention) for mention in new}
    model = mention_model()
    beside = _Neighbours(known, {**held}, {**facts})
    frontier = sorted(held)
    while frontier:
        reached = beside.linked(frontier, model)
        frontier = sorted(reached - facts.keys())
        for name in frontier:
            held[name], facts[name] = beside.mentions[name], beside.facts[name]
    order = sorted(facts)
    told = [facts[name] for name in order]
    columns = Columns(told)
    pairs = pairs_in_blocks(map(blocks_of, told), len(told))
    groups = model.groups(columns, *pairs, model.scores(columns, *pairs))
    members: dict[str, list[str]] = defaultdict(list)
    for name, first in zip(order, groups.tolist(), strict=True):
        members[order[first]].append(name)
    names = _names(members, held, {mention.id for mention in new})
    answer = [
        msgspec.structs.replace(held[name], event_id=names[first]) for first, group in members.items() for name in group
    ]
    fresh = {mention.id for mention in new}
    changed = [each for each in answer if each.id in fresh or each.event_id != held[each.id].event_id]
    return sorted(changed, key=lambda each: each.id)


class _Neighbours:
    """Mentions met so far, and which of them a model takes for one event with given ones."""

    def __init__(self, known: Known, mentions: dict[str, Mention], facts: dict[str, Facts]) -> None:
        self._known, self.mentions, self.facts = known, mentions, facts

    def linked(self, frontier: Sequence[str], model: PairModel) -> set[str]:
        """The ids of known mentions that pair with one of the frontier above the threshold."""
        blocks = sorted({block for name in frontier for block in blocks_of(self.facts[name])})
        around: set[str] = set()
        for mention, report in self._known.sharing(blocks):
            around.add(mention.id)
            if mention.id not in self.facts:
                self.mentions[mention.id] = mention
                self.facts[mention.id] = FactFinder({} if report is None else {report.id: report}).of(mention)
        order = sorted({*frontier, *around})
        asked = np.array([name in set(frontier) for name in order], dtype=bool)
        told = [self.facts[name] for name in order]
        columns = Columns(told)
        a, b = pairs_in_blocks(map(blocks_of, told), len(told))
        wanted = asked[a] | asked[b]
        a, b = a[wanted], b[wanted]
        same = model.scores(columns, a, b) > model.join
        return {order[row] for row in {*a[same].tolist(), *b[same].tolist()}}


def _names(members: dict[str, list[str]], held: dict[str, Mention], new: set[str]) -> dict[str, str]:
    """For each group, by its first member, its event's id: an old id goes to the group with most of its mentions."""
    claims: list[tuple[int, str, str]] = []
    for first, group in members.items():
        counts = Counter(held[name].event_id for name in group if name not in new)
        claims += [(-number, event, first) for event, number in counts.items() if event is not None]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for _, event, first in sorted(claims):
        if first not in names and event not in taken:
            names[first] = event
            taken.add(event)
    for first in members:
        if first not in names:
            name = event_name(first)
            names[first] = name if name not in taken else event_name(f"{first}\0{len(taken)}")
            taken.add(names[first])
    return names

"""As reports come: new mentions join the events that there are, as if everything were linked at once.

Linking falls into connected parts of pairs that speak for one event (`clusters`). A new mention can only change the
parts that it touches, and one that is taken back those that it was in: so these are looked up whole, block by block,
and worked out anew; nothing else is read. (In a block of more than `blocking.LARGEST` tellings not all pairs are
compared, and a part with more than `LARGEST_PART` in and around it is not followed to its end: there the two ways may
differ.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec
import numpy as np

from dateline.linking.blocking import Block, blocks_of, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.facts import FactFinder, Facts
from dateline.linking.joining import Reports, event_name, mention_model
from dateline.records import Mention, Report

Telling = tuple[Mention, Report | None]
"""A mention with its report, or without it where that is not at hand."""

LARGEST_PART = 300
"""Tellings that are compared on the way along one part: so many keep one report within 250 ms (docs/archive.md)."""


class Known(Protocol):
    """What has been linked before, wherever it is kept."""

    def sharing(self, blocks: Sequence[Block]) -> Iterable[str]:
        """Ids of the mentions that are compared with a telling in these blocks.

        Those are the ones that share a block's key where the block asked for, or their own, is wide.
        """

    def tellings(self, ids: Collection[str]) -> Iterable[Telling]:
        """The mentions of these ids with their reports; those that are not known are left out."""


class MentionIndex:
    """Linked mentions in memory, by block."""

    def __init__(self, mentions: Iterable[Mention] = (), reports: Reports | None = None) -> None:
        self._held: dict[str, Telling] = {}
        self._blocks: dict[int, dict[str, bool]] = defaultdict(dict)
        self.add(mentions, reports)

    def add(self, mentions: Iterable[Mention], reports: Reports | None = None) -> None:
        """Take in mentions, or take them in again with another ``event_id``."""
        known = reports or {}
        for mention in mentions:
            _, before = self._held.get(mention.id, (None, None))
            is_new = mention.id not in self._held
            self._held[mention.id] = (mention, known.get(mention.document, before))
            for block in blocks_of(FactFinder(known).of(mention)) if is_new else ():
                self._blocks[block.key][mention.id] = block.wide

    def sharing(self, blocks: Sequence[Block]) -> set[str]:
        """See `Known`."""
        return {
            name for block in blocks for name, wide in self._blocks.get(block.key, {}).items() if wide or block.wide
        }

    def tellings(self, ids: Collection[str]) -> list[Telling]:
        """See `Known`."""
        return [self._held[name] for name in sorted(ids) if name in self._held]

    @property
    def mentions(self) -> list[Mention]:
        """All of them, by id."""
        return [self._held[name][0] for name in sorted(self._held)]


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """The parts that some mentions touch.

    Attributes:
        mentions: those of the parts, by id, as they are known.
        groups: which of them tell one event each; every mention is in one.
        whole: False where a part was so large that it was not followed to its end.
    """

    mentions: dict[str, Mention]
    groups: list[frozenset[str]]
    whole: bool = True


def groups_around(
    known: Known,
    new: Sequence[Mention],
    reports: Reports | None = None,
    *,
    gone: Iterable[Telling] = (),
    again: Collection[str] = (),
    beside: Callable[[Collection[str]], Collection[str]] | None = None,
    most: int | None = None,
) -> Around:
    """The groups of `link` over all mentions, as far as the new ones, or the lack of those gone, can change them.

    Args:
        known: the mentions linked before, without those gone.
        new: mentions that are not among them.
        reports: the reports of the new mentions, by id.
        gone: tellings that were linked before and hold no more.
        again: ids of known mentions that are worked out anew with the new ones.
        beside: for ids of mentions the ids of known ones that are only worked out together with them, whatever their
            facts; for instance what a person has put into one event.
        most: a part is followed until so many tellings have been compared; `LARGEST_PART` by default.
    """
    most = LARGEST_PART if most is None else most
    finder = FactFinder(reports)
    met = _Met(known)
    for mention in new:
        met.take(mention, finder.of(mention))
    without = [FactFinder({} if report is None else {report.id: report}).of(mention) for mention, report in gone]
    seeds = (met.linked(without) if without else None) or set()
    met.load({*seeds, *again})
    frontier = sorted((seeds | set(again) | {mention.id for mention in new}) & met.facts.keys())
    reached: set[str] = set(frontier)
    whole = True
    while frontier:
        following: set[str] = set()
        if whole:
            is_first = len(reached) == len(frontier)
            linked = met.linked([met.facts[name] for name in frontier], met.blocks, most=None if is_first else most)
            whole = linked is not None
            following |= linked or set()
        if beside is not None:
            following |= set(beside(frontier))
        met.load(following)
        frontier = sorted((following & met.facts.keys()) - reached)
        reached.update(frontier)
    order = sorted(reached)
    told = [met.facts[name] for name in order]
    columns = Columns(told)
    pairs = pairs_in_blocks((met.blocks[name] for name in order), len(told))
    model = mention_model()
    groups: dict[int, list[str]] = defaultdict(list)
    for name, first in zip(order, model.groups(columns, *pairs, model.scores(columns, *pairs)).tolist(), strict=True):
        groups[first].append(name)
    return Around(
        mentions={name: met.mentions[name] for name in order},
        groups=[frozenset(group) for group in groups.values()],
        whole=whole,
    )


def link_into(known: Known, new: Sequence[Mention], reports: Reports | None = None) -> list[Mention]:
    """The new mentions, and those known ones whose event has changed, each with its ``event_id``, by id.

    The clusters are those of `link` over all mentions together. An event keeps its id while most of what it was made of
    stays together; an event that falls apart leaves its id to the larger part.

    Args:
        known: the mentions linked before; what they say themselves is not changed.
        new: mentions that are not among them.
        reports: the reports of the new mentions, by id.
    """
    around = groups_around(known, new, reports)
    members = {min(group): sorted(group) for group in sorted(around.groups, key=min)}
    fresh = {mention.id for mention in new}
    names = _names(members, around.mentions, fresh)
    answer = [
        msgspec.structs.replace(around.mentions[name], event_id=names[first])
        for first, group in members.items()
        for name in group
    ]
    changed = [each for each in answer if each.id in fresh or each.event_id != around.mentions[each.id].event_id]
    return sorted(changed, key=lambda each: each.id)


class _Met:
    """The tellings met so far, each read once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.mentions: dict[str, Mention] = {}
        self.facts: dict[str, Facts] = {}
        self.blocks: dict[str, list[Block]] = {}

    def take(self, mention: Mention, facts: Facts) -> None:
        """Take in one telling."""
        self.mentions[mention.id], self.facts[mention.id] = mention, facts
        self.blocks[mention.id] = blocks_of(facts)

    def load(self, names: Iterable[str]) -> None:
        """Read those that were not met yet; names that nobody knows stay unmet."""
        missing = sorted(set(names) - self.facts.keys())
        if missing:
            for mention, report in self._known.tellings(missing):
                self.take(mention, FactFinder({} if report is None else {report.id: report}).of(mention))

    def linked(
        self, asking: Sequence[Facts], known: Mapping[str, list[Block]] | None = None, *, most: int | None = None
    ) -> set[str] | None:
        """The ids of tellings that pair with one of these above the threshold: known ones, or others that ask.

        None where more than ``most`` would have been met after that. ``known`` are their blocks, as far as these have
        been worked out before.
        """
        model = mention_model()
        blocks = {facts.id: (known or {}).get(facts.id) or blocks_of(facts) for facts in asking}
        around = set(self._known.sharing(sorted({block for held in blocks.values() for block in held})))
        if most is not None and len(around | self.facts.keys()) > most:
            return None
        self.load(around - blocks.keys())
        others = sorted((around & self.facts.keys()) - blocks.keys())
        told = sorted([*asking, *(self.facts[name] for name in others)], key=lambda facts: facts.id)
        columns = Columns(told)
        a, b = pairs_in_blocks(
            (blocks[facts.id] if facts.id in blocks else self.blocks[facts.id] for facts in told), len(told)
        )
        asked = np.array([facts.id in blocks for facts in told], dtype=bool)
        wanted = asked[a] | asked[b]
        a, b = a[wanted], b[wanted]
        same = model.scores(columns, a, b) > model.join
        return {told[row].id for row in {*a[same].tolist(), *b[same].tolist()}}


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

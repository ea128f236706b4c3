"""The one place where the archive asks `dateline.linking`: which mentions tell one event, and what the event is.

The archive keeps what it answers, and knows nothing of how it is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from dateline.linking import (
    Around,
    Known,
    Telling,
    blocks_of_mention,
    event_of,
    groups_around,
    link,
    may_be_sum,
    origins_of,
    parts_of,
    sums_of,
    why,
)
from dateline.records import Mention, Report
from dateline.records.event import Event, Link

__all__ = ["Linker", "OwnLinker", "blocks_of_mention", "may_be_sum", "parts_of", "sums_of"]


class Linker(Protocol):
    """Whatever can tell which mentions are one event, and what the event is that they tell."""

    def groups(self, mentions: Sequence[Mention], reports: Mapping[str, Report]) -> list[frozenset[str]]:
        """Ids of mentions that tell one event each, every mention in one group; the same in any order.

        ``reports`` may read each from the disk as it is asked for.
        """

    def around(
        self,
        known: Known,
        new: Sequence[Mention],
        reports: Mapping[str, Report],
        *,
        gone: Iterable[Telling],
        again: Collection[str],
        beside: Callable[[Collection[str]], Collection[str]],
    ) -> Around:
        """Those of the groups of everything that the new mentions, or the lack of those gone, can change.

        The arguments are those of `dateline.linking.groups_around`.
        """

    def why(self, one: Mention, other: Mention, reports: Mapping[str, Report]) -> Link:
        """What speaks for and against the two being one event."""

    def event(self, mentions: Sequence[Mention], reports: Mapping[str, Report]) -> Event:
        """The event that mentions of one group tell; its id and version are the archive's to give."""


class OwnLinker:
    """`dateline.linking` as it is installed."""

    def groups(self, mentions: Sequence[Mention], reports: Mapping[str, Report]) -> list[frozenset[str]]:
        """As `Linker.groups`."""
        groups: dict[str | None, set[str]] = defaultdict(set)
        for mention in link(mentions, reports):
            groups[mention.event_id].add(mention.id)
        return [frozenset(group) for group in groups.values()]

    def around(
        self,
        known: Known,
        new: Sequence[Mention],
        reports: Mapping[str, Report],
        *,
        gone: Iterable[Telling],
        again: Collection[str],
        beside: Callable[[Collection[str]], Collection[str]],
    ) -> Around:
        """As `Linker.around`."""
        return groups_around(known, new, reports, gone=gone, again=again, beside=beside)

    def why(self, one: Mention, other: Mention, reports: Mapping[str, Report]) -> Link:
        """As `Linker.why`."""
        return why(one, other, reports)

    def event(self, mentions: Sequence[Mention], reports: Mapping[str, Report]) -> Event:
        """As `Linker.event`."""
        documents = sorted({mention.document for mention in mentions})
        return event_of(mentions, reports, origins_of(reports[one] for one in documents if one in reports))

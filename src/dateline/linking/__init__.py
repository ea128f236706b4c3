"""Mentions to events: which tellings are one incident and why, whom they have it from, what is agreed and contested."""

from dateline.linking.blocking import Block
from dateline.linking.gathering import events_of
from dateline.linking.incremental import Around, Known, MentionIndex, Telling, groups_around, link_into
from dateline.linking.joining import blocks_of_mention, link, why
from dateline.linking.ledger import event_of
from dateline.linking.origins import origin_graph, origins_of
from dateline.linking.retelling import fold_retold, told_again
from dateline.linking.sums import may_be_sum, parts_of, sums_of, to_be_added, with_sums
from dateline.linking.waterfall import waterfall

__all__ = [
    "Around",
    "Block",
    "Known",
    "MentionIndex",
    "Telling",
    "blocks_of_mention",
    "event_of",
    "events_of",
    "fold_retold",
    "groups_around",
    "link",
    "link_into",
    "may_be_sum",
    "origin_graph",
    "origins_of",
    "parts_of",
    "sums_of",
    "to_be_added",
    "told_again",
    "waterfall",
    "why",
    "with_sums",
]

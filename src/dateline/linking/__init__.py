"""Mentions to events: which tellings are one incident and why, whom they have it from, what is agreed and contested."""

from dateline.linking.gathering import events_of
from dateline.linking.incremental import Known, MentionIndex, link_into
from dateline.linking.joining import link, why
from dateline.linking.ledger import event_of
from dateline.linking.origins import origin_graph, origins_of
from dateline.linking.retelling import fold_retold, told_again
from dateline.linking.sums import sums_of, to_be_added, with_sums
from dateline.linking.waterfall import waterfall

__all__ = [
    "Known",
    "MentionIndex",
    "event_of",
    "events_of",
    "fold_retold",
    "link",
    "link_into",
    "origin_graph",
    "origins_of",
    "sums_of",
    "to_be_added",
    "told_again",
    "waterfall",
    "why",
    "with_sums",
]

"""Across reports: mentions that tell one incident get one ``event_id``, in one go or as they come; and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from dateline.linking.blocking import Block, blocks_of, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.comparing import MENTIONS
from dateline.linking.facts import FactFinder, Facts
from dateline.linking.pairs import PairModel
from dateline.linking.weights import shipped
from dateline.records import Mention, Report
from dateline.records.event import Link

Reports = Mapping[str, Report]
"""Reports by id; what of them is there (headline, sentence, publisher, day) is compared too."""


@cache
def mention_model() -> PairModel:
    """The pair model of coded mentions, with the weights that come with dateline."""
    return PairModel(MENTIONS, shipped("mentions", MENTIONS))


def link(mentions: Sequence[Mention], reports: Reports | None = None) -> list[Mention]:
    """The mentions in their order, each with an ``event_id``; the same result in any order of arrival.

    Two mentions of one report are never joined: one report tells an event once.

    Args:
        mentions: of any number of reports.
        reports: the reports by id, or some of them; without a report only the mention's own fields are compared.
    """
    order = sorted(range(len(mentions)), key=lambda n: mentions[n].id)
    finder = FactFinder(reports)
    facts = [finder.of(mentions[n]) for n in order]
    names = [event_name(facts[first].id) for first in _groups(facts)]
    answer = list(mentions)
    for n, name in zip(order, names, strict=True):
        answer[n] = msgspec.structs.replace(mentions[n], event_id=name)
    return answer


def _groups(facts: Sequence[Facts]) -> list[int]:
    """For each telling the first of its cluster; tellings are sorted by id."""
    columns = Columns(facts)
    pairs = pairs_in_blocks(map(blocks_of, facts), len(facts))
    model = mention_model()
    scores = model.scores(columns, *pairs)
    return [int(first) for first in model.groups(columns, *pairs, scores)]


def blocks_of_mention(mention: Mention, report: Report | None = None) -> list[Block]:
    """The blocks in which a mention is looked for by those that it is compared with, each once."""
    return blocks_of(FactFinder({} if report is None else {report.id: report}).of(mention))


def event_name(first: str) -> str:
    """The id of a new event, from the id of the mention that comes first in it."""
    return f"e_{hashlib.sha256(first.encode()).hexdigest()[:16]}"


def why(one: Mention, other: Mention, reports: Reports | None = None) -> Link:
    """Which evidence speaks for and against two mentions being one event, in bits; the heaviest first."""
    finder = FactFinder(reports)
    return mention_model().link(finder.of(one), finder.of(other))

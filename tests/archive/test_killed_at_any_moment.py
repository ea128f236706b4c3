"""Killed while it adds, links, decides or migrates: nothing kept is lost or half there, and the next run goes on.

``DATELINE_KILLS`` says how often (`make soak` asks for 200); by default some tens.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from killed_runs import killed
from tellings import RUN, groups, some_news

from dateline.archive import Archive, EventQuery
from dateline.archive.address import Address
from dateline.archive.migrating import NEWEST, migrate

KILLS = int(os.environ.get("DATELINE_KILLS", "24"))
NEWS = some_news(60)
SEED = int(os.environ.get("DATELINE_SEED", "1"))


def working(place: str) -> Callable[[Callable[[str], None]], None]:
    """Adds, links, and decides about what it finds, over and over."""

    def work(say: Callable[[str], None]) -> None:
        draw = random.Random(os.getpid())
        with Archive.open(place, who="worker") as archive:
            while True:
                some = draw.sample(NEWS, 5)
                archive.add(some, RUN)
                for report, _ in some:
                    say(f"report {report.id}")
                archive.link(everything=draw.random() < 0.2)
                events = [kept.event.id for kept in archive.events(limit=20).events]
                one, other = draw.sample(events, 2) if len(events) > 1 else (events[0], events[0])
                if one != other and draw.random() < 0.5:
                    say(f"decision {archive.decide('merge', one, others=[other]).number}")
                standing = archive.decisions()
                undone = {decision.undoes for decision in standing}
                open_ones = [d.number for d in standing if d.action == "merge" and d.number not in undone]
                if open_ones and draw.random() < 0.6:
                    say(f"decision {archive.undo(draw.choice(open_ones)).number}")

    return work


def test_nothing_that_was_kept_is_lost(place: str) -> None:
    draw = random.Random(SEED)
    promised: set[str] = set()
    changes = 0
    for _ in range(KILLS):
        said, _ = killed(working(place), draw.uniform(0.02, 0.35))
        assert not [line for line in said if line.startswith("failed")]
        promised.update(said)
        with Archive.open(place) as archive:
            found = archive.verify()
            assert found.clean, found.flaws
            for line in sorted(promised):
                kind, _, name = line.partition(" ")
                if kind == "report":
                    assert archive.report(name).revision == 1
            numbers = {f"decision {decision.number}" for decision in archive.decisions()}
            assert {line for line in promised if line.startswith("decision")} <= numbers
            newest = archive.changes(0).upto
            assert newest >= changes
            changes = newest
    assert len(promised) > 20
    with Archive.open(place) as archive:
        standing = archive.decisions()
        undone = {decision.undoes for decision in standing}
        for decision in reversed(standing):
            if decision.action == "merge" and decision.number not in undone:
                archive.undo(decision.number)
        archive.add(NEWS, RUN)
        archive.link(everything=True)
        assert archive.verify().clean
        assert groups(archive) == {frozenset(f"m_r{3 * n + k:03}" for k in range(3)) for n in range(20)}


def test_a_migration_is_done_or_not_begun(place: str) -> None:
    with Archive.open(place) as archive:
        archive.add(NEWS, RUN)
        archive.link()
        expected = groups(archive)
    engine = Address(place).engine()
    draw = random.Random(SEED)
    seen = set()
    for _ in range(max(6, KILLS // 3)):
        migrate(engine, place, to="0001")
        engine.dispose()
        killed(lambda say: say(str(Archive.migrate(place))), draw.uniform(0.005, 0.12))
        before, after = Archive.migrate(place)
        seen.add(before)
        assert after == NEWEST
        with Archive.open(place) as archive:
            assert archive.verify().clean
            assert groups(archive) == expected
            assert len(archive.events(EventQuery(text="shelled", actors=("the river militia",))).events) == len(
                expected
            )
    assert "0001" in seen


def test_an_archive_that_was_never_finished_is_made_by_the_next(empty_place: str) -> None:
    draw = random.Random(SEED)
    for _ in range(max(4, KILLS // 6)):
        killed(lambda _: Archive.open(empty_place).close(), draw.uniform(0.0, 0.08))
    with Archive.open(empty_place) as archive:
        archive.add(NEWS[:6], RUN)
        archive.link()
        assert archive.verify().clean

"""Killed while it adds, links, merges, migrates or exports: nothing is lost or half there, and the next run goes on.

``DATELINE_KILLS`` says how often (`make soak` asks for 200); by default some tens. A third as often each, a migration
and an export are killed.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from killed_runs import killed
from tellings import RUN, groups, some_news

from dateline.archive import Archive, EventQuery
from dateline.archive.address import Address
from dateline.archive.migrating import NEWEST, migrate
from dateline.export.exporting import FormatName, Wish, export
from dateline.export.from_archive import ArchiveEvents
from dateline.export.selection import Selection

KILLS = int(os.environ.get("DATELINE_KILLS", "24"))
MANY_KILLS = 100
"""So many hit every command."""
NEWS = some_news(60)
OLDER = b"an older export\n"
SEED = int(os.environ.get("DATELINE_SEED", "1"))


def working(place: str) -> Callable[[Callable[[str], None]], None]:
    """Adds, links, and decides about what it finds, over and over."""

    def work(say: Callable[[str], None]) -> None:
        draw = random.Random(os.getpid())
        with Archive.open(place, who="worker") as archive:
            while True:
                some = draw.sample(NEWS, 5)
                say("at add")
                archive.add(some, RUN)
                for report, _ in some:
                    say(f"report {report.id}")
                say("at link")
                archive.link(everything=draw.random() < 0.2)
                events = [kept.event.id for kept in archive.events(limit=20).events]
                one, other = draw.sample(events, 2) if len(events) > 1 else (events[0], events[0])
                say("at merge")
                if one != other and draw.random() < 0.5:
                    say(f"decision {archive.decide('merge', one, others=[other]).number}")
                standing = archive.decisions()
                undone = {decision.undoes for decision in standing}
                open_ones = [d.number for d in standing if d.action == "merge" and d.number not in undone]
                if open_ones and draw.random() < 0.6:
                    say(f"decision {archive.undo(draw.choice(open_ones)).number}")

    return work


def seconds_of_a_round(place: str) -> float:
    """How long this machine needs now to open an archive, add and link: on a busy one a kill must come later."""
    Archive.open(place).close()
    begun = perf_counter()
    with Archive.open(place) as archive:
        archive.add(NEWS[:5], RUN)
        archive.link()
    return perf_counter() - begun


def test_nothing_that_was_kept_is_lost(place: str) -> None:
    draw = random.Random(SEED)
    promised: set[str] = set()
    caught: Counter[str] = Counter()
    changes = 0
    seconds = seconds_of_a_round(place)
    for _ in range(KILLS):
        said, _ = killed(working(place), draw.uniform(0.1, 3) * seconds)
        assert not [line for line in said if line.startswith("failed")]
        caught.update([line for line in said if line.startswith("at ")][-1:])
        promised.update(line for line in said if not line.startswith("at "))
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
    assert KILLS < MANY_KILLS or set(caught) == {"at add", "at link", "at merge"}
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


def exported(place: str, file: Path, form: FormatName) -> None:
    """One run of `dateline export`."""
    with Archive.open(place, create=False) as archive:
        source = ArchiveEvents(archive, Selection())
        export(source.kept(by_day=form == "acled"), file, Wish(format=form), library=source)


def test_an_export_is_whole_or_the_older_one(place: str, tmp_path: Path) -> None:
    with Archive.open(place) as archive:
        archive.add(NEWS, RUN)
        archive.link()
    forms: tuple[FormatName, ...] = ("acled", "csv", "jsonl")
    begun = perf_counter()
    for form in forms:
        exported(place, tmp_path / f"expected.{form}", form)
    seconds = (perf_counter() - begun) / len(forms)
    expected = {form: (tmp_path / f"expected.{form}").read_bytes() for form in forms}
    folder = tmp_path / "out"
    folder.mkdir()
    draw = random.Random(SEED)
    for n in range(max(6, KILLS // 3)):
        form = forms[n % len(forms)]
        file = folder / f"events.{form}"
        file.write_bytes(OLDER)
        said, _ = killed(lambda _, file=file, form=form: exported(place, file, form), draw.uniform(0, 1.5 * seconds))  # type: ignore[misc]
        assert not said
        assert file.read_bytes() in (OLDER, expected[form])
        # What a kill leaves lies hidden, and is never taken for a result.
        assert {path.name for path in folder.glob("[!.]*") if path.suffix != ".json"} <= {f"events.{f}" for f in forms}
        exported(place, file, form)
        assert file.read_bytes() == expected[form]
    with Archive.open(place) as archive:
        assert archive.verify().clean

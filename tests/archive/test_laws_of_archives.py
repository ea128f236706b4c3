"""What holds for any news: order decides nothing, twice is once, merge then split is nothing, the past stays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import copyfile

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tellings import NEWER, RUN, TOWNS, Told, changed, groups, told

from dateline.archive import Archive, EventQuery
from dateline.archive.cells import cell_of, cells_of_box
from dateline.archive.standing_decisions import Binding, bound

FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

tellings = st.builds(
    told,
    st.sampled_from([f"r{n}" for n in range(8)]),
    town=st.sampled_from(list(TOWNS)),
    day=st.dates().map(lambda day: f"2024-05-{1 + day.day % 4:02}"),
    killed=st.integers(3, 5),
)
news = st.lists(tellings, max_size=8, unique_by=lambda one: one[0].id)

_TEMPLATES: dict[str, Path] = {}
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def template(new_place: Callable[[str], str]) -> None:
    _TEMPLATES["sqlite"] = Path(new_place("sqlite"))


def fresh() -> Archive:
    """A new archive in a file."""
    made = _TEMPLATES["sqlite"]
    return Archive.open(copyfile(made, made.with_name(f"law_{next(_NUMBERS)}.db")), who="Ada")


@given(news, st.randoms(use_true_random=False))
@FEW
def test_the_order_of_arrival_decides_nothing(some: list[Told], draw: object) -> None:
    shuffled = list(some)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    with fresh() as one, fresh() as other:
        one.add(some, RUN)
        other.add(shuffled, RUN)
        one.link()
        other.link()
        assert {kept.event.id: kept.event for kept in one.all_events()} == {
            kept.event.id: kept.event for kept in other.all_events()
        }


@given(news)
@settings(FEW, max_examples=10)
def test_reports_that_come_one_by_one_make_the_same_events_as_all_at_once(some: list[Told]) -> None:
    with fresh() as one, fresh() as other:
        one.add(some, RUN)
        one.link()
        for report in some:
            other.add([report], RUN)
            other.link()
        assert groups(one) == groups(other)
        assert other.verify().clean


@given(news, news)
@FEW
def test_adding_again_changes_nothing(first: list[Told], second: list[Told]) -> None:
    with fresh() as archive:
        for some in (first, second):
            archive.add(some, RUN)
            archive.link()
        before = (archive.journal(limit=1_000), list(archive.all_events()))
        archive.add(second, RUN)
        archive.link()
        archive.link(everything=True)
        assert groups(archive) == {frozenset(kept.event.mentions) for kept in before[1]}
        archive.add(second, RUN)
        assert archive.link().mentions == 0
        assert archive.verify().clean


@given(
    st.lists(st.frozensets(st.integers(0, 11), min_size=1), max_size=6),
    st.lists(st.tuples(st.sampled_from(["merge", "split", "keep apart"]), st.permutations(range(12))), max_size=5),
)
def test_decisions_keep_every_mention_in_one_group(
    pieces: list[frozenset[int]], decided: list[tuple[str, list[int]]]
) -> None:
    seen: set[int] = set()
    parts: list[frozenset[str]] = []
    for piece in pieces:
        parts.append(frozenset(f"m{n}" for n in piece - seen))
        seen |= piece
    parts = [part for part in parts if part]
    bindings = [
        Binding(n, action, {0: frozenset(f"m{i}" for i in order[:2]), 1: frozenset(f"m{i}" for i in order[2:4])})
        for n, (action, order) in enumerate(decided)
    ]
    made = bound(parts, bindings)
    assert sorted(one for group in made for one in group) == sorted(f"m{n}" for n in seen)
    if bindings:
        last = bindings[-1]
        for group in made:
            if last.action == "merge":
                assert not group & last.mentions or last.mentions & {f"m{n}" for n in seen} <= group
            else:
                assert not (group & last.sides[0] and group & last.sides[1])


def degrees(low: int, high: int) -> st.SearchStrategy[float]:
    """As gazetteers give them, to a millionth."""
    return st.integers(low * 10**6, high * 10**6).map(lambda whole: whole / 10**6)


@given(degrees(-90, 90), degrees(-180, 180), degrees(0, 20), degrees(0, 20))
def test_a_point_in_a_box_lies_in_one_of_its_squares(lat: float, lon: float, high: float, wide: float) -> None:
    west, east = (round((edge + 180) % 360 - 180, 6) for edge in (lon - wide, lon + wide))
    cells = cells_of_box(west, max(-90, lat - high), east, min(90, lat + high))
    assert cells is not None
    assert cell_of(lat, lon) in cells


class Life(RuleBasedStateMachine):
    """An archive that is added to, coded anew and decided about, beside a notebook of what it said each time."""

    @initialize()
    def begin(self) -> None:
        self.archive = fresh()
        self.notebook: dict[int, bytes] = {}

    def teardown(self) -> None:
        if hasattr(self, "archive"):
            assert self.archive.verify().clean
            for number, said in self.notebook.items():
                assert self._said(number) == said
            self.archive.close()

    def _said(self, as_of: int | None = None) -> bytes:
        events = list(self.archive.all_events(EventQuery(merged=True), as_of=as_of))
        found = list(self.archive.all_events(EventQuery(text="shelled", countries=("UA", "LY")), as_of=as_of))
        mentions = [self.archive.mentions(kept.event.id, as_of=as_of) for kept in events]
        return msgspec.json.encode((events, [kept.event.id for kept in found], mentions))

    def _standing(self) -> list[str]:
        return sorted(kept.event.id for kept in self.archive.all_events() if kept.event.mentions)

    @rule(some=news)
    def add(self, some: list[Told]) -> None:
        self.archive.add(some, RUN)

    @rule(one=tellings, score=st.floats(0.1, 0.9))
    def code_anew(self, one: Told, score: float) -> None:
        self.archive.add([changed(one, score=score)], NEWER)

    @rule(one=tellings)
    def code_anew_and_find_nothing(self, one: Told) -> None:
        self.archive.add([(one[0], [])], NEWER)

    @rule(everything=st.booleans())
    def link(self, everything: bool) -> None:
        self.archive.link(everything=everything)

    @rule(n=st.integers(0, 99), action=st.sampled_from(["accept", "reject", "flag"]))
    def review(self, n: int, action: str) -> None:
        if standing := self._standing():
            self.archive.decide(action, standing[n % len(standing)])  # type: ignore[arg-type]

    @rule(n=st.integers(0, 99), count_=st.integers(1, 9))
    def edit(self, n: int, count_: int) -> None:
        if standing := self._standing():
            self.archive.decide("edit", standing[n % len(standing)], field="count", value=count_)

    @rule(n=st.integers(0, 99), k=st.integers(1, 98))
    def merge(self, n: int, k: int) -> None:
        standing = self._standing()
        one, other = (standing[i % len(standing)] for i in (n, n + k)) if standing else ("", "")
        if one != other:
            self.archive.decide("merge", one, others=[other])

    @rule(n=st.integers(0, 99))
    def merge_then_split_is_nothing(self, n: int) -> None:
        self.archive.link()
        standing = self._standing()
        if len(standing) < 2:
            return
        one, other = standing[n % len(standing)], standing[(n + 1) % len(standing)]
        before = [self._bare(event) for event in (one, other)]
        leaving = self.archive.event(other).event.mentions
        self.archive.decide("merge", one, others=[other])
        self.archive.decide("split", one, others=leaving)
        assert [self._bare(event) for event in (one, other)] == before

    def _bare(self, event: str) -> tuple[object, str]:
        kept = self.archive.event(event)
        return msgspec.structs.replace(kept.event, version=0), kept.review

    @rule(n=st.integers(0, 99))
    def undo(self, n: int) -> None:
        decisions = self.archive.decisions()
        undone = {one.undoes for one in decisions}
        open_ones = [one.number for one in decisions if one.action != "undo" and one.number not in undone]
        if open_ones:
            self.archive.undo(open_ones[n % len(open_ones)])

    @invariant()
    def the_present_is_written_down(self) -> None:
        if not hasattr(self, "archive"):
            return
        newest = self.archive.changes(0).upto
        said = self._said()
        assert self._said(newest) == said
        self.notebook.setdefault(newest, said)
        assert self.notebook[newest] == said
        members = [one for kept in self.archive.all_events() for one in kept.event.mentions]
        assert len(members) == len(set(members))


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)

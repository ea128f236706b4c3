"""News linked as it comes, taken back and decided about makes the events that linking everything anew makes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import func, select
from tellings import NEWER, RUN, Told, changed, filled, groups, told

from dateline.archive import Archive, relinking
from dateline.archive.address import Address
from dateline.archive.tables import MENTION_BLOCKS
from dateline.linking import incremental

_TEMPLATES: dict[str, Path] = {}
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def nothing_is_linked_in_one_go(new_place: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    # So few reports would all be looked at together otherwise.
    monkeypatch.setattr(relinking, "SHARE_FOR_ALL", 0)
    _TEMPLATES["sqlite"] = Path(new_place("sqlite"))


def fresh() -> Archive:
    """A new archive in a file."""
    made = _TEMPLATES["sqlite"]
    return Archive.open(copyfile(made, made.with_name(f"come_{next(_NUMBERS)}.db")), who="Ada")


def vague(one: Told, *, without: str) -> Told:
    """The telling without its day, its place, or what it says of people."""
    lacking = {"day": {"date": None}, "place": {"place": None}, "people": {"targets": (), "perpetrators": ()}}
    return changed(one, **lacking.get(without, {}))


tellings = st.builds(
    lambda one, without: vague(one, without=without),
    st.builds(
        told,
        st.sampled_from([f"r{n:02}" for n in range(14)]),
        day=st.sampled_from(["2024-05-03", "2024-05-03", "2024-05-04"]),
        until=st.sampled_from([None, None, "2024-05-04", "2024-05-05"]),
        killed=st.sampled_from([3, 5, 9, 16]),
        group=st.sampled_from(["The river militia", "The hill brigade"]),
        publisher=st.sampled_from(["Lowland Courier", "Radio Plateau"]),
        kind=st.sampled_from(["Shelling/artillery/missile attack", "Attack"]),
        more=st.sampled_from(["", " Windows broke in the bakery.", " A second salvo fell on the depot at dusk."]),
    ),
    st.sampled_from(["", "", "", "day", "place", "people"]),
)
news = st.lists(tellings, min_size=2, max_size=12, unique_by=lambda one: one[0].id)


def anew(archive: Archive) -> set[frozenset[str]]:
    """The groups that linking everything anew makes; the archive stays as it is."""
    copy = Path(archive.where).with_name(f"anew_{next(_NUMBERS)}.db")
    archive.backup(copy)
    with Archive.open(copy) as other:
        other.link(everything=True)
        assert other.verify().clean
        return groups(other)


@given(news, st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_reports_that_come_one_by_one_in_any_order_make_the_same_events(some: list[Told], draw: object) -> None:
    shuffled = list(some)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    with fresh() as together, fresh() as one_by_one:
        filled(together, *some)
        for one in shuffled:
            filled(one_by_one, one)
        assert groups(one_by_one) == groups(together)
        assert anew(together) == groups(together)


class News(RuleBasedStateMachine):
    """Reports come, are coded anew, and are decided about; each linking is held against linking everything anew."""

    @initialize(some=news)
    def begin(self, some: list[Told]) -> None:
        self.archive = filled(fresh(), *some)

    def teardown(self) -> None:
        if hasattr(self, "archive"):
            assert self.archive.verify().clean
            self.archive.close()

    @rule(some=news, more=st.booleans())
    def come(self, some: list[Told], more: bool) -> None:
        self.archive.add(some, RUN)
        self.linked(unless=more)

    @rule(one=tellings, more=st.booleans())
    def are_coded_anew(self, one: Told, more: bool) -> None:
        self.archive.add([one], NEWER)
        self.linked(unless=more)

    @rule(n=st.integers(0, 99), more=st.booleans())
    def tell_nothing_any_more(self, n: int, more: bool) -> None:
        standing = sorted(one for group in groups(self.archive) for one in group)
        if standing:
            report = self.archive.report(standing[n % len(standing)].removeprefix("m_")).report
            self.archive.add([(report, [])], NEWER)
        self.linked(unless=more)

    @rule(n=st.integers(0, 99), k=st.integers(1, 98), action=st.sampled_from(["merge", "keep apart"]))
    def are_decided_about(self, n: int, k: int, action: str) -> None:
        self.linked()
        standing = sorted(kept.event.id for kept in self.archive.all_events() if kept.event.mentions)
        one, other = (standing[i % len(standing)] for i in (n, n + k)) if standing else ("", "")
        if one != other:
            self.archive.decide(action, one, others=[other])  # type: ignore[arg-type]

    def linked(self, *, unless: bool = False) -> None:
        if not unless:
            self.archive.link()
            mine, theirs = groups(self.archive), anew(self.archive)
            assert {group for group in mine if group} == {group for group in theirs if group}


TestNews = News.TestCase
TestNews.settings = settings(
    max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def shelled_town(archive: Archive) -> Archive:
    """A town of which three papers tell one shelling, on the third of May."""
    return filled(archive, *(told(f"r{n}", killed=3 + n) for n in range(3)))


def test_a_fourth_paper_joins_the_three(shelled_town: Archive) -> None:
    filled(shelled_town, told("r9", killed=5))
    assert groups(shelled_town) == {frozenset({"m_r0", "m_r1", "m_r2", "m_r9"})}


def test_a_paper_whose_record_is_taken_back_leaves_the_rest_as_they_are_without_it(shelled_town: Archive) -> None:
    shelled_town.add([(told("r1", killed=4)[0], [])], NEWER)
    shelled_town.link()
    assert {group for group in groups(shelled_town) if group} == {frozenset({"m_r0", "m_r2"})}


def test_where_a_part_is_too_large_to_follow_the_new_report_is_linked_all_the_same(
    shelled_town: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "LARGEST_PART", 2)
    filled(shelled_town, told("r9", killed=5), told("r8", town="Goma"))
    assert groups(shelled_town) == {frozenset({"m_r0", "m_r1", "m_r2", "m_r9"}), frozenset({"m_r8"})}
    assert shelled_town.verify().clean


def test_the_index_of_neighbours_holds_what_is_linked_and_nothing_else(archive: Archive) -> None:
    def rows() -> int:
        with Address(archive.where).engine().connect() as connection:
            return connection.execute(select(func.count()).select_from(MENTION_BLOCKS)).scalar() or 0

    archive.add([told("r0")], RUN)
    assert rows() == 0
    archive.link()
    linked = rows()
    assert linked > 0
    archive.link(everything=True)
    assert rows() == linked
    archive.add([(told("r0")[0], [])], NEWER)
    archive.link()
    assert rows() == 0

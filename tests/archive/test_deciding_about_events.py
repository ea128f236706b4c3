"""What people decide holds, is kept with who and why, and can be taken back."""

from __future__ import annotations

import msgspec
import pytest
from tellings import filled, groups, ids, told

from dateline.archive import Archive, ArchiveError, NoSuchIdError, StaleVersionError
from dateline.archive.deciding import Action
from dateline.records import Place
from dateline.records.event import Toll

TOGETHER = {frozenset({"m_a", "m_b"}), frozenset({"m_c"})}


@pytest.fixture
def two(archive: Archive) -> Archive:
    """Two events: e_a, told by a and b, and e_c, told by c."""
    return filled(archive, told("a"), told("b"), told("c", town="Goma"))


def standing(archive: Archive) -> list[object]:
    """All that is said of the events that stand, but the numbers of versions."""
    kept = archive.all_events()
    return [(msgspec.structs.replace(one.event, version=0), one.review) for one in kept]


class TestAcceptRejectFlag:
    @pytest.mark.parametrize(
        ("action", "review"), [("accept", "accepted"), ("reject", "rejected"), ("flag", "flagged")]
    )
    def test_the_last_word_on_an_event_is_its_review(self, two: Archive, action: Action, review: str) -> None:
        two.decide("flag", "e_a", why="too early to say")
        decision = two.decide(action, "e_a", why="called the governor", who="Grace")
        assert two.event("e_a").review == review
        assert (decision.number, decision.who, decision.why) == (2, "Grace", "called the governor")
        assert two.decisions("e_a")[1] == decision
        two.undo(2)
        assert two.event("e_a").review == "flagged"
        assert two.verify().clean

    def test_a_decision_on_a_version_that_is_not_the_newest_is_refused(self, two: Archive) -> None:
        seen = two.event("e_a").event.version
        two.decide("flag", "e_a", version=seen)
        with pytest.raises(StaleVersionError, match="at version 2, and the decision is about version 1") as caught:
            two.decide("accept", "e_a", version=seen)
        assert caught.value.code == "archive.stale-version"
        assert two.event("e_a").review == "flagged"


class TestEdit:
    def test_an_edit_sets_the_value_and_says_who_set_it(self, two: Archive) -> None:
        place = Place(name="Luhansk power station", start=0, end=0, lat=48.6, lon=39.4, country="UA")
        two.decide("edit", "e_a", field="place", value=place)
        two.decide("edit", "e_a", field="fatalities", value=Toll(low=5, high=7))
        two.decide("edit", "e_a", field="sub_event_type", value="Air/drone strike")
        event = two.event("e_a").event
        assert event.place.value == place
        assert "Ada" in event.place.rule
        assert {one.value.name for one in event.place.told} == {"Luhansk"}
        assert (event.fatalities.low, event.fatalities.best, event.fatalities.high) == (5, 5, 7)
        assert event.event_type == "Explosions/Remote violence"
        assert ids(two, types=("Air/drone strike",), box=(39.3, 48.5, 39.5, 48.7)) == ["e_a"]
        assert two.verify().clean

    def test_an_edit_taken_back_gives_what_was_read(self, two: Archive) -> None:
        before = standing(two)
        two.decide("edit", "e_a", field="count", value=9)
        assert (two.decisions()[0].before, two.decisions()[0].after) == ("1", "9")
        two.undo(1)
        assert standing(two) == before

    @pytest.mark.parametrize(
        ("field", "value"), [("count", "many"), ("weapon", "trebuchet"), ("place", {"lat": 1}), ("mentions", ["x"])]
    )
    def test_a_value_that_no_record_can_have_is_refused(self, two: Archive, field: str, value: object) -> None:
        with pytest.raises(ArchiveError) as caught:
            two.decide("edit", "e_a", field=field, value=value)
        assert caught.value.code == "archive.edit"
        assert two.decisions() == ()


class TestMergeAndSplit:
    def test_merged_events_are_one_and_the_other_says_into_which(self, two: Archive) -> None:
        two.decide("merge", "e_c", others=["e_a"], why="same shelling, wrong town")
        assert groups(two) == {frozenset({"m_a", "m_b", "m_c"})}
        assert two.event("e_a").event.merged_into == "e_c"
        assert two.mention("m_b").mention.event_id == "e_c"
        assert ids(two) == ["e_c"]
        assert ids(two, merged=True) == ["e_c", "e_a"]
        assert two.verify().clean

    def test_merge_then_split_is_nothing(self, two: Archive) -> None:
        before = standing(two)
        two.decide("merge", "e_a", others=["e_c"])
        two.decide("split", "e_a", others=["m_c"])
        assert standing(two) == before
        assert two.verify().clean

    @pytest.mark.parametrize(("action", "others"), [("merge", ["e_c"]), ("split", ["m_b"])])
    def test_taken_back_it_is_as_if_it_had_never_been(self, two: Archive, action: Action, others: list[str]) -> None:
        before = standing(two)
        two.decide(action, "e_a", others=others)
        assert standing(two) != before
        two.undo(1)
        assert standing(two) == before
        two.link(everything=True)
        assert standing(two) == before
        assert two.verify().clean

    def test_linking_anew_keeps_what_was_merged_and_split(self, two: Archive) -> None:
        two.decide("merge", "e_a", others=["e_c"])
        two.decide("split", "e_a", others=["m_b"])
        held = {frozenset({"m_a", "m_c"}), frozenset({"m_b"})}
        assert groups(two) == held
        two.link(everything=True)
        assert groups(two) == held
        filled(two, told("d"))
        assert {group - {"m_d"} for group in groups(two)} - {frozenset()} == held
        assert two.verify().clean

    def test_events_kept_apart_are_not_joined_by_a_new_telling(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b", town="Goma"))
        assert len(groups(archive)) == 2
        archive.decide("keep apart", "e_a", others=["e_b"])
        filled(archive, told("b"))
        archive.link(everything=True)
        assert groups(archive) == {frozenset({"m_a"}), frozenset({"m_b"})}
        archive.undo(1)
        archive.link(everything=True)
        assert groups(archive) == {frozenset({"m_a", "m_b"})}

    @pytest.mark.parametrize(
        ("action", "subject", "others"),
        [
            ("merge", "e_a", []),
            ("merge", "e_a", ["e_a"]),
            ("merge", "e_a", ["e_nobody"]),
            ("split", "e_a", ["m_a", "m_b"]),
            ("split", "e_a", ["m_c"]),
            ("keep apart", "e_a", ["e_c", "e_c"]),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_leaves_nothing(
        self, two: Archive, action: Action, subject: str, others: list[str]
    ) -> None:
        before = two.journal()
        with pytest.raises(ArchiveError):
            two.decide(action, subject, others=others)
        assert two.journal() == before
        assert groups(two) == TOGETHER

    def test_an_event_that_was_merged_away_is_decided_about_no_more(self, two: Archive) -> None:
        two.decide("merge", "e_a", others=["e_c"])
        with pytest.raises(ArchiveError, match="was merged into e_a"):
            two.decide("accept", "e_c")
        with pytest.raises(ArchiveError, match="was merged into e_a"):
            two.decide("merge", "e_a", others=["e_c"])


class TestUndo:
    def test_a_decision_is_taken_back_once(self, two: Archive) -> None:
        two.decide("flag", "e_a")
        assert two.undo(1, why="a mistake").undoes == 1
        with pytest.raises(ArchiveError, match="was taken back by decision 2"):
            two.undo(1)
        with pytest.raises(ArchiveError, match="takes back another"):
            two.undo(2)
        with pytest.raises(NoSuchIdError):
            two.undo(7)
        assert [one.action for one in two.decisions()] == ["flag", "undo"]


class TestTheFeed:
    def test_a_reader_is_told_what_became_of_each_event(self, two: Archive) -> None:
        start = two.changes(0)
        assert start.new == ("e_a", "e_c")
        filled(two, told("d", town="Tripoli"), told("b", killed=6))
        two.decide("merge", "e_a", others=["e_c"])
        told_now = two.changes(start.upto)
        assert (told_now.new, told_now.changed, told_now.merged) == (("e_d",), ("e_a",), ("e_c",))
        two.decide("reject", "e_d")
        assert two.changes(told_now.upto).withdrawn == ("e_d",)
        two.undo(1)
        assert two.changes(told_now.upto).new == ("e_c",)
        assert two.changes(two.changes(0).upto).changed == ()

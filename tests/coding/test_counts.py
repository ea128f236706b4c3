from __future__ import annotations

import pytest

from dateline.coding.counts import count_at, singular


def count(text: str, trigger: str) -> int | None:
    start = text.index(trigger)
    return count_at(text, start, start + len(trigger), 0, len(text)).value


class TestNouns:
    @pytest.mark.parametrize(
        ("text", "trigger", "value"),
        [
            ("The group said it carried out four drone strikes on the port.", "drone strikes", 4),
            ("Two separate attacks shook the town.", "attacks", 2),
            ("A roadside blast killed a farmer.", "blast", 1),
            ("At least seven raids were counted.", "raids", 7),
            ("Airstrikes hit the suburb.", "Airstrikes", None),
            ("A series of bombings followed.", "bombings", None),
            ("Several attacks were reported.", "attacks", None),
            ("Three car bombs went off at noon.", "car bombs", 3),
            ("Clashes broke out in the market.", "Clashes", None),
        ],
    )
    def test_the_number_before_the_noun_counts_incidents(self, text: str, trigger: str, value: int | None) -> None:
        assert count(text, trigger) == value


class TestMunitionsAndVictims:
    @pytest.mark.parametrize(
        ("text", "trigger"),
        [
            ("Four mortar rounds fell on the village.", "mortar rounds"),
            ("They launched 26 drones at the depot.", "drones"),
            ("Gunmen abducted 52 pupils.", "abducted"),
            ("The battery fired two missiles at one barge.", "fired two missiles"),
            ("Six glide bombs hit the quarry.", "glide bombs"),
        ],
    )
    def test_shells_and_people_are_not_incidents(self, text: str, trigger: str) -> None:
        assert count(text, trigger) == 1


class TestVerbs:
    @pytest.mark.parametrize(
        ("text", "trigger", "value"),
        [
            ("The army shelled the town.", "shelled", 1),
            ("Jets struck the bridge three times.", "struck", 3),
            ("The tanker was hit twice on Friday.", "hit", 2),
            ("The town has been shelled every night since May.", "shelled", None),
            ("Fighters attacked 14 checkpoints at dawn.", "attacked", 14),
            ("Aircraft fired missiles at eight depots.", "fired missiles", 8),
            ("Twelve devices went off before dawn.", "went off", 12),
            ("Two suicide bombers detonated their vests.", "detonated", 2),
        ],
    )
    def test_times_and_places_count_what_a_verb_tells(self, text: str, trigger: str, value: int | None) -> None:
        assert count(text, trigger) == value


class TestEllipsis:
    def test_parts_of_a_total_are_their_own_numbers(self) -> None:
        text = "It claimed four strikes: three in the south, one on the heights."
        assert count(text, "three in the south") == 3
        assert count(text, "one on the heights") == 1


def test_the_count_points_at_its_number() -> None:
    text = "On Monday they carried out four strikes."
    found = count_at(text, text.index("strikes"), len(text) - 1, 0, len(text))
    assert text[found.start : found.end] == "four"


def test_offsets_hold_in_a_later_sentence() -> None:
    text = "It rained. Two raids followed."
    found = count_at(text, text.index("raids"), text.index("raids") + 5, 11, len(text))
    assert (found.value, text[found.start : found.end]) == (2, "Two")


@pytest.mark.parametrize(
    ("plural", "one"), [("attacks", "attack"), ("Clashes", "clash"), ("convoys", "convoy"), ("robberies", "robbery")]
)
def test_plurals_have_their_singular(plural: str, one: str) -> None:
    assert singular(plural) == one

"""Sums unpicked: what tells of several events links to them, and is not added to them."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from ledger_tellings import FRONT, GHORA, LOGAR, ZABUL, days, event, telling, toll

from dateline.linking.sums import parts_of, sums_of, to_be_added, with_sums
from dateline.records.event import Event

WEEK = days("2030-05-06", "2030-05-12")


def told(name: str, **fields: Any) -> Event:
    return event([telling(name, event_id=f"e_{name}", **fields)])


FIVE = told("week", count=5, place=LOGAR, date=WEEK, fatalities=toll(30))
MONDAY = told("mon", fatalities=toll(6))
FRIDAY = told("fri", date=days("2030-05-10"), fatalities=toll(11))


class TestSums:
    def test_thirty_killed_this_week_in_five_attacks_sums_up_monday_and_friday(self) -> None:
        assert sums_of([FIVE, MONDAY, FRIDAY]) == {"e_week": ("e_fri", "e_mon")}

    def test_its_dead_are_not_added_to_theirs(self) -> None:
        kept = to_be_added(with_sums([FIVE, MONDAY, FRIDAY]))
        assert sum(one.fatalities.best or 0 for one in kept) == 17

    def test_a_sum_without_known_parts_is_counted_itself(self) -> None:
        assert to_be_added(with_sums([FIVE])) == [FIVE]

    def test_an_attack_of_the_week_before_is_no_part(self) -> None:
        assert sums_of([FIVE, told("before", date=days("2030-05-03"))]) == {}

    def test_nor_is_one_in_another_province(self) -> None:
        assert sums_of([FIVE, told("away", place=ZABUL)]) == {}

    def test_nor_one_of_another_kind(self) -> None:
        protest = told("march", sub_event_type="Peaceful protest", event_type="Protests")
        assert sums_of([FIVE, protest]) == {}

    def test_nor_one_that_another_group_did(self) -> None:
        rival = msgspec.structs.replace(FRONT, name="Red Dawn", actor_id="dawn")
        total = told("week", count=5, place=LOGAR, date=WEEK, perpetrators=(FRONT,))
        assert sums_of([total, told("mon", perpetrators=(rival,))]) == {}
        assert sums_of([total, told("mon", perpetrators=(FRONT,))]) == {"e_week": ("e_mon",)}

    def test_nor_one_with_more_dead_than_the_whole(self) -> None:
        assert sums_of([FIVE, told("big", fatalities=toll(41))]) == {}

    def test_nor_what_was_only_threatened(self) -> None:
        assert sums_of([FIVE, told("threat", status="threatened")]) == {}

    def test_with_more_parts_than_the_sum_tells_it_is_not_clear_which_are_meant(self) -> None:
        two = told("week", count=2, place=LOGAR, date=WEEK)
        parts = [told(f"p{n}", date=days(f"2030-05-0{n}")) for n in (6, 7, 8)]
        assert sums_of([two, *parts[:2]]) == {"e_week": ("e_p6", "e_p7")}
        assert sums_of([two, *parts]) == {}

    def test_several_attacks_over_a_week_sum_up_single_ones_and_over_a_day_do_not(self) -> None:
        several = told("week", count=None, place=LOGAR, date=WEEK)
        assert sums_of([several, MONDAY]) == {"e_week": ("e_mon",)}
        assert sums_of([told("day", count=None, place=LOGAR), MONDAY]) == {}

    def test_two_single_attacks_sum_up_nothing(self) -> None:
        assert sums_of([told("a", date=WEEK, place=LOGAR), MONDAY]) == {}

    def test_a_sum_inside_a_sum_counts_once(self) -> None:
        month = told("month", count=6, place=LOGAR, date=days("2030-05-01", "2030-05-31"), fatalities=toll(36))
        assert sums_of([month, FIVE, MONDAY, FRIDAY]) == {
            "e_month": ("e_fri", "e_mon", "e_week"),
            "e_week": ("e_fri", "e_mon"),
        }

    def test_one_point_is_part_of_itself_over_a_longer_time(self) -> None:
        assert sums_of([told("week", count=3, place=GHORA, date=WEEK), MONDAY]) == {"e_week": ("e_mon",)}

    def test_what_was_merged_into_another_is_neither_sum_nor_part(self) -> None:
        assert sums_of([FIVE, msgspec.structs.replace(MONDAY, merged_into="e_fri")]) == {}


_EVENTS = st.lists(
    st.builds(
        lambda name, count, place, date, dead: told(
            name, count=count, place=place, date=date, fatalities=toll(dead) if dead is not None else None
        ),
        st.uuids().map(str),
        st.sampled_from([1, 1, 2, 5, None]),
        st.sampled_from([GHORA, LOGAR, ZABUL]),
        st.sampled_from([days("2030-05-06"), days("2030-05-07"), WEEK, days("2030-05-01", "2030-05-31")]),
        st.none() | st.integers(0, 40),
    ),
    max_size=7,
)


class TestLaws:
    @given(_EVENTS, st.randoms(use_true_random=False))
    def test_the_order_of_events_decides_nothing(self, events: list[Event], random: Any) -> None:
        mixed = list(events)
        random.shuffle(mixed)
        assert sums_of(mixed) == sums_of(events)

    @given(_EVENTS)
    def test_asked_for_one_event_the_answer_is_that_for_all(self, events: list[Event]) -> None:
        sums = sums_of(events)
        assert {total.id: parts for total in events if (parts := parts_of(total, events))} == sums

    @given(_EVENTS)
    def test_nothing_sums_up_itself_be_it_through_others(self, events: list[Event]) -> None:
        sums = sums_of(events)
        for total in sums:
            seen: set[str] = set()
            ahead = set(sums[total])
            while ahead:
                one = ahead.pop()
                assert one != total
                if one not in seen:
                    seen.add(one)
                    ahead |= set(sums.get(one, ()))

"""The measures, on inputs small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.metrics import (
    Tally,
    b_cubed,
    ceaf_ree,
    harmonic,
    matching,
    overlap,
    overlap_tally,
    paired,
    sets_tally,
    text_agreement,
    weighted_f1,
    words_at,
)

intervals = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda at: (at[0], at[0] + at[1])), max_size=7
)


class TestTally:
    def test_three_found_of_four_wanted_with_two_right(self) -> None:
        tally = Tally(found=3, wanted=4, right_found=2, right_wanted=2)
        assert tally.precision == pytest.approx(2 / 3)
        assert tally.recall == pytest.approx(1 / 2)
        assert tally.f1 == pytest.approx(4 / 7)

    def test_nothing_found_and_nothing_wanted_give_no_division_by_zero(self) -> None:
        assert Tally().f1 == Tally(found=2).f1 == Tally(wanted=2).f1 == 0

    def test_two_documents_are_counted_together_and_not_averaged(self) -> None:
        long, short = Tally(9, 9, 9, 9), Tally(1, 1, 0, 0)
        assert (long + short).f1 == pytest.approx(0.9)

    def test_f1_is_the_harmonic_mean(self) -> None:
        assert harmonic(0.5, 1.0) == pytest.approx(2 / 3)
        assert harmonic(0, 0) == 0


class TestSpans:
    def test_spans_that_only_touch_do_not_overlap(self) -> None:
        assert not overlap((0, 5), (5, 9))
        assert overlap((0, 6), (5, 9))

    def test_exact_agreement_wants_both_ends(self) -> None:
        tally = sets_tally({(0, 5), (7, 9)}, {(0, 5), (7, 10), (20, 22)})
        assert (tally.found, tally.wanted, tally.right_found, tally.right_wanted) == (2, 3, 1, 1)

    def test_one_long_span_answers_two_gold_ones_where_overlap_is_enough(self) -> None:
        tally = overlap_tally([(0, 20), (50, 52)], [(1, 3), (10, 12), (30, 31)])
        assert tally.precision == pytest.approx(1 / 2)
        assert tally.recall == pytest.approx(2 / 3)

    def test_one_long_span_is_paired_with_one_gold_span_only(self) -> None:
        assert len(paired([(0, 20)], [(1, 3), (10, 12)])) == 1

    def test_pairing_gives_up_an_early_choice_where_that_makes_one_more_pair(self) -> None:
        assert matching([[0, 1], [0]]) == [(0, 1), (1, 0)]

    @given(intervals, intervals)
    def test_pairs_are_one_to_one_and_as_many_from_either_side(
        self, found: list[tuple[int, int]], wanted: list[tuple[int, int]]
    ) -> None:
        pairs = paired(found, wanted)
        assert len({f for f, _ in pairs}) == len({w for _, w in pairs}) == len(pairs)
        assert all(overlap(found[f], wanted[w]) for f, w in pairs)
        assert len(pairs) == len(paired(wanted, found))

    def test_words_under_a_span_count_also_where_it_cuts_them(self) -> None:
        text = "a raid on Old Harbour-town"
        assert words_at(text, [(12, 16)]) == {10, 14}
        assert words_at(text, []) == frozenset()


class TestRoleFillers:
    def test_a_filler_is_right_under_any_of_its_names(self) -> None:
        tally = ceaf_ree([{"the front"}], [{"people's front", "the front"}])
        assert (tally.found, tally.wanted, tally.right_found) == (1, 1, 1)

    def test_one_wanted_filler_is_found_once_however_often_it_is_named(self) -> None:
        tally = ceaf_ree([{"front"}, {"people's front"}], [{"people's front", "front"}])
        assert tally.precision == 0.5
        assert tally.recall == 1

    def test_a_filler_with_a_wrong_name_among_its_names_is_wrong(self) -> None:
        assert ceaf_ree([{"front", "army"}], [{"front"}]).f1 == 0

    def test_a_filler_without_a_name_is_wrong(self) -> None:
        assert ceaf_ree([set()], [{"front"}]).f1 == 0

    def test_fillers_are_aligned_so_that_most_are_right(self) -> None:
        assert ceaf_ree([{"a"}, {"b"}], [{"a", "b"}, {"a"}]).right_found == 2


class TestWeightedF1:
    def test_each_type_counts_as_often_as_it_is_wanted(self) -> None:
        # Attack: 2 wanted, 3 predicted, 2 right: .8; Arrests: 2 wanted, 1 predicted, 1 right: 2/3.
        pairs = [("Attack", "Attack"), ("Attack", "Attack"), ("Arrests", "Attack"), ("Arrests", "Arrests")]
        assert weighted_f1(pairs) == pytest.approx((2 * 0.8 + 2 * 2 / 3) / 4)

    def test_no_prediction_is_missed_and_charged_to_no_type(self) -> None:
        assert weighted_f1([("Attack", "Attack"), ("Attack", None)]) == pytest.approx(2 / 3)

    def test_no_snippets_give_zero(self) -> None:
        assert weighted_f1([]) == 0


class TestGrouping:
    def test_one_article_in_the_wrong_group(self) -> None:
        # Precision: a and b 2/3 each, c 1/3, d 1. Recall: a and b 1 each, c and d 1/2 each.
        found = {"a": 1, "b": 1, "c": 1, "d": 2}
        wanted = {"a": "x", "b": "x", "c": "y", "d": "y"}
        precision, recall = (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, (1 + 1 + 0.5 + 0.5) / 4
        assert b_cubed(found, wanted) == pytest.approx(harmonic(precision, recall))

    def test_names_of_groups_make_no_difference(self) -> None:
        assert b_cubed({"a": 7, "b": 8}, {"a": "x", "b": "y"}) == 1

    def test_every_article_alone_has_full_precision_and_little_recall(self) -> None:
        assert b_cubed({n: n for n in range(4)}, dict.fromkeys(range(4), "x")) == pytest.approx(harmonic(1, 0.25))


class TestTextAgreement:
    def test_runs_of_words_that_both_texts_have(self) -> None:
        # Runs of two in found: ab bc cx; in wanted: ab bc cd de.
        assert text_agreement("a b c x", "a b c d e", size=2) == (pytest.approx(2 / 3), pytest.approx(2 / 4))

    def test_a_repeated_run_counts_only_as_often_as_it_is_wanted(self) -> None:
        assert text_agreement("a b a b", "a b", size=2) == (pytest.approx(1 / 3), 1)

    def test_marks_and_line_ends_make_no_difference(self) -> None:
        assert text_agreement("One, two.\nThree - four!", "One two Three four") == (1, 1)

    def test_an_empty_page_finds_nothing(self) -> None:
        assert text_agreement("", "four words of text") == (0, 0)
        assert text_agreement("--", "...") is None

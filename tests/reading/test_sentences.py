from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


class TestAbbreviations:
    @pytest.mark.parametrize(
        "sentence",
        [
            "Gen. J. K. Smith of the U.S. Army spoke.",
            "St. Peter's was hit at 9 a.m. on Monday.",
            "No. 5 Battery opened fire.",
            "It began on Jan. 5 at noon.",
            "Mr. Zad and Dr. Karim agreed.",
            "The shell cost 2.5 million.",
            "He waited ... and nothing came.",
            '"Never!" he said.',
        ],
    )
    def test_a_stop_inside_a_sentence_does_not_end_it(self, sentence: str) -> None:
        assert sentences(f"It rained. {sentence} It snowed.") == ["It rained.", sentence, "It snowed."]

    def test_an_abbreviation_may_stand_at_the_end(self) -> None:
        assert sentences("They left at 5 p.m. The road was closed.") == ["They left at 5 p.m.", "The road was closed."]


class TestQuotesAndStyles:
    def test_a_closing_quote_belongs_to_its_sentence(self) -> None:
        assert sentences('He said: "We won." She left.') == ['He said: "We won."', "She left."]

    def test_a_telegram_stops_at_stop(self) -> None:
        assert sentences("BOMB IN CITY STOP TWO DEAD STOP") == ["BOMB IN CITY STOP", "TWO DEAD STOP"]

    def test_capitals_are_cut_like_other_text(self) -> None:
        assert sentences("A BOMB EXPLODED. TWO WERE HURT.") == ["A BOMB EXPLODED.", "TWO WERE HURT."]

    def test_a_paragraph_ends_a_sentence_without_a_mark(self) -> None:
        assert sentences("The week in Kara\n\nShells fell") == ["The week in Kara", "Shells fell"]

    def test_items_of_a_list_are_apart(self) -> None:
        assert sentences("Hit today:\n- the mill\n- the ford") == ["Hit today:", "- the mill", "- the ford"]

    def test_a_number_that_counts_lines_stays_with_its_line(self) -> None:
        assert sentences("3. Northern sector quiet.") == ["3. Northern sector quiet."]

    def test_a_wrapped_line_goes_on(self) -> None:
        assert sentences("Shells fell\non the mill.") == ["Shells fell\non the mill."]


@pytest.mark.parametrize("text", ["", "  \n\n ", "\t"])
def test_nothing_to_read_gives_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


@given(st.text(alphabet=st.sampled_from(list("aB .!?…\"'”)\n\tSTOP1-U")) | st.characters(), max_size=200))
def test_the_sentences_cover_all_that_is_no_white_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_thousand_reports_are_cut_in_seconds() -> None:
    report = "Shells fell on the mill near Kara at 9 a.m. on Monday, Gen. Omar Zad said. Nobody was hurt. " * 21
    begin = time.process_time()
    for _ in range(200):
        split_sentences(report)
    # Ten times the time it takes on a slow laptop, so that only a change of order fails.
    assert time.process_time() - begin < 2.0

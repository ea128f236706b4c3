from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.figures import combine, find_figures, read_figure
from dateline.records import ToldFigure


def killed(text: str) -> list[tuple[int | None, int | None]]:
    return [(f.low, f.high) for f in find_figures(text) if f.kind == "killed"]


def injured(text: str) -> list[tuple[int | None, int | None]]:
    return [(f.low, f.high) for f in find_figures(text) if f.kind == "injured"]


def told(text: str, low: int | None, high: int | None) -> ToldFigure:
    return ToldFigure(text=text, start=0, end=len(text), low=low, high=high)


class TestKilled:
    @pytest.mark.parametrize(
        ("text", "figure"),
        [
            ("The mortar killed four soldiers at the ford.", (4, 4)),
            ("At least three killed in the raid", (3, None)),
            ("Fourteen people died when the roof fell in.", (14, 14)),
            ("A policeman was shot dead outside the bank.", (1, 1)),
            ("The mine killed a shepherd.", (1, 1)),
            ("The strike left 5 dead.", (5, 5)),
            ("His wife and two children died.", (3, 3)),
            ("A mother and her two sons were killed in the yard.", (3, 3)),
            ("The column lost three men.", (3, 3)),
            ("Divers found the bodies of six men.", (6, 6)),
            ("The death toll rose to 12 by nightfall.", (12, 12)),
            ("The dead number 33, the clinic said.", (33, 33)),
            ("Gunmen shot dead two traders.", (2, 2)),
            ("Eight men were pulled out and hacked to death.", (8, 8)),
            ("Three soldiers in two trucks were killed.", (3, 3)),
            ("Three clerks, one of them a trainee, were killed.", (3, 3)),
            ("Some 20 people, including three children, were killed.", (20, 20)),
            ("The militia killed dozens of herders.", (24, None)),
            ("Omar Zad was killed on Monday.", (1, 1)),
            ("16 DEAD, 30 MISSING IN PORT FIRE", (16, 16)),
            ("Nineteen passengers lost their lives.", (19, 19)),
            ("The board raised to 31 the number of clerks killed.", (31, 31)),
        ],
    )
    def test_the_number_of_dead_is_read(self, text: str, figure: tuple[int | None, int | None]) -> None:
        assert killed(text) == [figure]

    def test_the_next_clause_keeps_its_own_victim(self) -> None:
        text = "A shell fell on the market, killing two soldiers, a driver and his son, and a woman was hurt."
        assert killed(text) == [(4, 4)]
        assert injured(text) == [(1, 1)]

    def test_a_speaker_after_a_comma_is_no_victim(self) -> None:
        assert injured("A drone hit the van, wounding a paramedic, the mayor said.") == [(1, 1)]

    def test_telegram_style_pairs_each_number_with_its_own_word(self) -> None:
        assert killed("AMBUSH NEAR DAM 12 KILLED 5 WOUNDED") == [(12, 12)]
        assert injured("AMBUSH NEAR DAM 12 KILLED 5 WOUNDED") == [(5, 5)]


class TestInjured:
    @pytest.mark.parametrize(
        ("text", "figure"),
        [
            ("The blast hit a bus, wounding nine.", (9, 9)),
            ("Forty more were hurt.", (40, 40)),
            ("Two women were treated for shock.", (2, 2)),
            ("Twenty are in hospital.", (20, 20)),
            ("A boy was hit in the leg.", (1, 1)),
            ("Two cooks suffered burns.", (2, 2)),
            ("More than 50 people were injured.", (50, None)),
            ("A driver lost an eye.", (1, 1)),
        ],
    )
    def test_the_number_of_injured_is_read(self, text: str, figure: tuple[int | None, int | None]) -> None:
        assert injured(text) == [figure]


class TestNobody:
    @pytest.mark.parametrize(
        "text",
        [
            "Nobody was hurt.",
            "There were no casualties.",
            "The rockets fell without causing injuries.",
            "No ferryman was hurt.",
            "The crew was unharmed.",
            "The bomb went off without harming anyone.",
        ],
    )
    def test_nobody_hurt_is_zero_killed_and_zero_injured(self, text: str) -> None:
        assert killed(text) == [(0, 0)]
        assert injured(text) == [(0, 0)]

    @pytest.mark.parametrize("text", ["No one was killed.", "No deaths were reported.", "Nobody died."])
    def test_nobody_killed_says_nothing_of_the_injured(self, text: str) -> None:
        assert killed(text) == [(0, 0)]
        assert injured(text) == []

    def test_a_claim_nobody_made_is_no_figure(self) -> None:
        assert find_figures("No one has claimed the attack.") == []


class TestWhatIsNoFigure:
    @pytest.mark.parametrize(
        "text",
        [
            "The army fired 40 rockets at two villages.",
            "Fire burned forty barns.",
            "The talks were dead in 2019.",
            "Police arrested twelve men.",
            "He scored twice and the match ended 3-1.",
            "The cake was cut by the mayor.",
        ],
    )
    def test_weapons_houses_arrests_and_goals_are_passed_over(self, text: str) -> None:
        assert find_figures(text) == []


class TestReadingAMarkedSpan:
    @pytest.mark.parametrize(
        ("words", "figure"),
        [
            ("at least three", (3, None)),
            ("at least three killed", (3, None)),
            ("a soldier", (1, 1)),
            ("constable", (1, 1)),
            ("dozens", (24, None)),
            ("nobody", (0, 0)),
            ("no casualties", (0, 0)),
            ("a woman and her two sons", (3, 3)),
            ("Omar Zad", (1, 1)),
            ("the rebels", None),
            ("several", None),
            ("", None),
        ],
    )
    def test_a_number_a_person_or_nobody(self, words: str, figure: tuple[int | None, int | None] | None) -> None:
        assert read_figure(words, "killed") == figure

    def test_of_two_kinds_in_one_span_the_asked_one_is_read(self) -> None:
        assert read_figure("5 dead and 12 injured", "killed") == (5, 5)
        assert read_figure("5 dead and 12 injured", "injured") == (12, 12)


class TestCombining:
    def test_two_sides_give_the_range_of_both(self) -> None:
        both = combine([told("four", 4, 4), told("nine", 9, 9)])
        assert both is not None
        assert (both.low, both.high) == (4, 9)
        assert len(both.told) == 2

    def test_an_open_figure_below_the_largest_leaves_no_end_open(self) -> None:
        both = combine([told("at least 15", 15, None), told("22", 22, 22)])
        assert both is not None
        assert (both.low, both.high) == (15, 22)

    def test_the_largest_figure_open_leaves_the_end_open(self) -> None:
        both = combine([told("12", 12, 12), told("more than 30", 30, None)])
        assert both is not None
        assert (both.low, both.high) == (12, None)

    def test_dozens_count_only_where_no_number_is_told(self) -> None:
        vague = told("dozens", 24, None)
        alone = combine([vague])
        assert alone is not None
        assert (alone.low, alone.high) == (24, None)
        both = combine([vague, told("nine", 9, 9)])
        assert both is not None
        assert (both.low, both.high) == (9, 9)

    def test_up_to_gives_the_upper_end(self) -> None:
        both = combine([told("up to 60", None, 60), told("18", 18, 18)])
        assert both is not None
        assert (both.low, both.high) == (18, 60)

    def test_nothing_told_is_null(self) -> None:
        assert combine([]) is None
        assert combine([told("several", None, None)]) is None

    @given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=6), st.randoms())
    def test_the_order_of_telling_does_not_matter(self, pairs: list[tuple[int, int]], random: object) -> None:
        figures = [told("n", min(pair), max(pair)) for pair in pairs]
        shuffled = figures[:]
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        one, other = combine(figures), combine(shuffled)
        assert one is not None
        assert other is not None
        assert (one.low, one.high) == (other.low, other.high)
        assert (one.low, one.high) == (min(min(p) for p in pairs), max(max(p) for p in pairs))


_WORDS = st.sampled_from(
    [
        "three",
        "two",
        "at",
        "least",
        "soldiers",
        "a",
        "woman",
        "killed",
        "were",
        "was",
        "wounded",
        "and",
        ",",
        ".",
        ";",
        "no",
        "one",
        "nobody",
        "died",
        "dead",
        "the",
        "toll",
        "rose",
        "to",
        "12",
        "of",
        "them",
        "in",
        "Kara",
        "hurt",
        "bodies",
        "lost",
        "men",
        "without",
        "casualties",
        "40",
        "dozens",
        "shot",
        "his",
        "sons",
    ]
)


@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_words_give_figures_inside_the_text_that_do_not_overlap(text: str) -> None:
    figures = find_figures(text)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.low is None or figure.high is None or figure.low <= figure.high
    for kind in ("killed", "injured"):
        spans = sorted((f.start, f.end) for f in figures if f.kind == kind)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


class TestRarerTurns:
    @pytest.mark.parametrize(
        ("text", "kind", "figure"),
        [
            ("A shell killed a family of five at supper.", "killed", (5, 5)),
            ("Nine dead, at least.", "killed", (9, None)),
            ("A clinic spoke of injuries to six people.", "injured", (6, 6)),
            ("Gunmen shot 11 hikers by the lake.", "killed", (11, 11)),
            ("They shot two men in the leg.", "injured", (2, 2)),
            ("The mine killed two bakers, and the mayor resigned.", "killed", (2, 2)),
            ("Two nurses, as well as a driver, were hurt.", "injured", (3, 3)),
        ],
    )
    def test_they_are_read_too(self, text: str, kind: str, figure: tuple[int | None, int | None]) -> None:
        assert [(f.low, f.high) for f in find_figures(text) if f.kind == kind] == [figure]

    def test_some_of_persons_told_before_are_marked_as_such(self) -> None:
        (figure,) = find_figures("Two of them died on Friday.")
        assert figure.partial


class TestCost:
    def test_a_long_report_is_read_in_milliseconds(self) -> None:
        report = "Shells fell on the mill near Kara on Monday, Gen. Omar Zad said, killing three men and a boy. " * 22
        begin = time.process_time()
        for _ in range(50):
            find_figures(report)
        # Four milliseconds each is the aim; ten times that fails only if the work no longer grows with the text.
        assert (time.process_time() - begin) / 50 < 0.04

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest
from export_records import REPORT, TEXT, actor, drone_strike, span
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.export.legible import legible
from dateline.export.marked_page import write_marked_page
from dateline.export.marked_terminal import write_marked
from dateline.export.marks import Mark, Piece, Words, marks_of, nest
from dateline.export.table import by_event, write_table
from dateline.export.wording import figure_words
from dateline.records import Figures, Mention, Source


def table(mentions: list[Mention], **options: object) -> str:
    out = io.StringIO()
    write_table(mentions, out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def page(*coded: tuple[object, list[Mention]]) -> str:
    out = io.StringIO()
    write_marked_page(coded, out)  # type: ignore[arg-type]
    return out.getvalue()


class TestTheTableOfEvents:
    def test_it_says_what_where_when_who_how_many_and_who_says_so(self):
        shown = " ".join(table([drone_strike()], publishers={"r-1": "Lowland Courier"}, width=80).split())
        for words in (
            "2 × Air/drone strike",
            "Harun, BO (city, ±5 km)",
            "2024-05-05",
            "Lowland Front → depot",
            "3 or more",
            "Lowland Courier: governor (confirms), Lowland Front (claims)",
        ):
            assert words in shown

    def test_one_event_in_two_reports_is_one_row_that_names_both(self):
        other = drone_strike(id="m-2", document="r-2", sources=())
        shown = table([drone_strike(), other], publishers={"r-1": "Lowland Courier", "r-2": "Hill Gazette"}, width=80)
        assert shown.count("Air/drone strike") == 1
        assert "Hill Gazette" in shown
        assert "1 event, 1 of them told by more than one report" in shown

    def test_tellings_that_differ_are_shown_as_a_range(self):
        other = drone_strike(id="m-2", document="r-2", fatalities=Figures(low=8, high=8))
        assert "3–8" in table([drone_strike(), other], width=140)

    def test_an_open_end_above_every_other_figure_stays_open(self):
        more = drone_strike(fatalities=Figures(low=8, high=None))
        fewer = drone_strike(id="m-2", document="r-2", fatalities=Figures(low=5, high=5))
        assert "5 or more" in table([more, fewer], width=80)

    def test_a_denied_event_is_told_as_denied(self):
        assert "denied" in table([drone_strike(status="denied")], width=140)

    def test_what_the_text_does_not_say_is_a_dash_and_no_guess(self):
        bare = drone_strike(place=None, date=None, perpetrators=(), fatalities=None)
        assert "– → depot" in " ".join(table([bare], width=80).split())

    def test_mentions_without_an_event_stand_alone(self):
        one, two = drone_strike(event_id=None), drone_strike(id="m-2", event_id=None)
        assert by_event([one, two]) == ((one,), (two,))

    def test_square_brackets_in_a_name_are_letters(self):
        hostile = drone_strike(perpetrators=(msgspec.structs.replace(actor("Lowland Front"), name="[red]x[/red]"),))
        assert "[red]x[/red]" in table([hostile], width=80)

    def test_a_name_cannot_send_commands_to_the_terminal(self):
        hostile = drone_strike(sources=(Source(name="a\x1b]0;gone\x07\u202eb", stance="reports", start=0, end=1),))
        shown = table([hostile], width=80)
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}

    @pytest.mark.parametrize(
        ("low", "high", "words"),
        [(3, 3, "3"), (3, 5, "3–5"), (3, None, "3 or more"), (None, 5, "up to 5"), (None, None, "some"), (0, 0, "0")],
    )
    def test_figures_are_worded_no_surer_than_they_are(self, low: int | None, high: int | None, words: str):
        assert figure_words(Figures(low=low, high=high)) == words


class TestMarks:
    @given(
        ranges=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8, unique=True),
    )
    def test_pieces_nest_and_cover_just_the_marked_words(self, ranges: list[tuple[int, int]]):
        marks = [Mark(Words("text", start, start + length), ((1, "place"),)) for start, length in ranges]
        covered: dict[int, list[tuple[int, int]]] = {index: [] for index in range(len(marks))}

        def walk(pieces: tuple[Piece, ...] | list[Piece], low: int, high: int) -> None:
            at = low
            for piece in pieces:
                assert at <= piece.start < piece.end <= high
                at = piece.end
                covered[marks.index(piece.mark)].append((piece.start, piece.end))
                walk(piece.inside, piece.start, piece.end)

        walk(nest(marks), 0, 60)
        for index, mark in enumerate(marks):
            joined = sorted(covered[index])
            assert joined[0][0] == mark.words.start
            assert joined[-1][1] == mark.words.end
            assert all(one[1] == two[0] for one, two in pairwise(joined))

    def test_words_outside_the_text_are_left_out(self):
        far = drone_strike(trigger=msgspec.structs.replace(span("drones struck"), start=9_000, end=9_010))
        assert all(mark.words.end <= len(TEXT) for mark in marks_of([far], field="text", length=len(TEXT)))

    def test_words_in_two_roles_are_one_mark(self):
        marks = marks_of([drone_strike()], field="text", length=len(TEXT))
        front = [mark for mark in marks if TEXT[mark.words.start : mark.words.end] == "Lowland Front"]
        assert [mark.parts for mark in front] == [((1, "perpetrator"), (1, "source"))]


class TestTheTextInATerminal:
    def test_without_colours_the_roles_stand_in_brackets(self):
        out = io.StringIO()
        write_marked(REPORT, [drone_strike()], out)
        shown = " ".join(out.getvalue().split())
        assert "[drones struck: what 1]" in shown
        assert "[Lowland Front: who 1; who says so 1]" in shown
        assert "2024-05-05 (relative)" in shown

    def test_a_report_without_events_says_so(self):
        out = io.StringIO()
        write_marked(REPORT, [], out)
        assert "No events." in out.getvalue()

    @given(text=st.text())
    def test_legible_text_keeps_every_offset(self, text: str):
        shown = legible(text)
        assert len(shown) == len(text)
        assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in shown)


class _Page(HTMLParser):
    """The elements of a page, its words, its ids and its links."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


class TestTheMarkedPage:
    def test_every_value_leads_to_its_words(self):
        parsed = _Page(page((REPORT, [drone_strike()])))
        targets = [link.removeprefix("#") for link in parsed.values("href") if link.startswith("#")]
        assert set(targets) <= set(parsed.values("id"))
        start = TEXT.index("drones struck")
        assert f"r1-text-{start}-{start + len('drones struck')}" in targets
        assert parsed.open == []

    def test_ids_are_unique(self):
        ids = _Page(page((REPORT, [drone_strike(), drone_strike(id="m-2")]), (REPORT, [drone_strike()]))).values("id")
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize("field", ["title", "text", "publisher", "id", "url"])
    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</style><script>alert(1)</script>",
            "javascript:alert(1)",
            "--><svg onload=alert(1)>",
            "&lt;script&gt;",
        ],
    )
    def test_nothing_in_a_report_becomes_part_of_the_page(self, field: str, hostile: str):
        report = msgspec.structs.replace(REPORT, **{field: hostile})
        parsed = _Page(page((report, [])))
        assert not parsed.tags & {"script", "img", "svg", "iframe", "link", "object"}
        assert not any(name.startswith("on") for name, _ in parsed.attributes)
        assert all(link.startswith(("#", "https://example.org/")) for link in parsed.values("href"))
        assert hostile in parsed.words

    def test_nothing_in_a_record_becomes_part_of_the_page(self):
        hostile = '<script>alert("1")</script>'
        source = Source(name=hostile, stance="claims", start=0, end=3)
        parsed = _Page(page((REPORT, [drone_strike(sources=(source,), event_id=hostile)])))
        assert "script" not in parsed.tags
        assert hostile in parsed.words

    def test_it_loads_and_runs_nothing(self):
        source = page((REPORT, [drone_strike()]))
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe-inline" not in source
        assert "url(" not in source
        assert "@import" not in source
        assert not {"src", "style"} & {name for name, _ in _Page(source).attributes}

    @given(text=st.text(min_size=1, max_size=60), cuts=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 12))))
    @settings(max_examples=80, deadline=None)
    def test_the_words_of_the_text_are_all_there_in_order(self, text: str, cuts: list[tuple[int, int]]):
        report = msgspec.structs.replace(REPORT, text=text, title=None)
        mentions = [
            drone_strike(id=f"m-{start}-{length}", trigger=msgspec.structs.replace(span("depot"), start=start, end=end))
            for start, length in cuts
            if (end := min(start + length, len(text))) > start
        ]
        source = page((report, mentions))
        body = source[source.index('<div class="text">') : source.index('<div class="records">')]
        shown = re.sub(r'<a class="badge".*?</a>', "", body)
        assert _Page(shown).words.rstrip("\n") == legible(text).rstrip("\n")

"""Who has it from whom: copies, rewrites, citations, and reports that stand by themselves."""

from __future__ import annotations

import random
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linking.citations import Citation, citations_of, outlet_key, reports_itself
from dateline.linking.derivation import Derivation
from dateline.linking.origins import origin_graph, origins_of, read_all
from dateline.linking.sharing import pairs_by_hashing, pairs_to_compare
from dateline.linking.textprint import jaccard, print_of, stem_of
from dateline.records import Report

DAM = (
    "Armed men blew up the sluice of the dam at Korvale on Monday night and flooded nine hamlets, "
    "the water board said. A keeper who had gone to feed his dog saw them carry boxes across the weir. "
    "Two families are missing. The power station has been shut down since the spring."
)
WIRE = Report(id="wire", publisher="Marsh Wire", published="2031-02-03T22:00:00Z", text=DAM, title="Dam blown up")


def printed(id: str, text: str, publisher: str = "Lowland Post", published: str = "2031-02-04T06:00:00Z") -> Report:
    return Report(id=id, publisher=publisher, published=published, text=text)


def only(*reports: Report) -> Derivation:
    graph = origin_graph(reports)
    assert len(graph.origins) == 1
    return graph.derivations[0]


def cited(text: str, *known: str, publisher: str = "Lowland Post", title: str | None = None) -> dict[str, Citation]:
    report = Report(id="r", publisher=publisher, text=text, title=title)
    return {one.name: one for one in citations_of(report, frozenset(map(outlet_key, known)))}


class TestCopies:
    def test_a_wire_story_printed_under_another_title_is_one_origin(self) -> None:
        found = only(WIRE, printed("post", DAM))
        assert (found.kind, found.report, found.source) == ("copy", "post", "wire")

    def test_a_shortened_and_reordered_copy_too(self) -> None:
        sentences = DAM.split(". ")
        assert only(WIRE, printed("post", ". ".join([sentences[1], sentences[0]]))).kind == "copy"

    def test_so_does_one_paragraph_taken_into_a_long_text_of_its_own(self) -> None:
        own = (
            "The council met on the price of reeds, and broke up at noon without a vote. The ferry to Aldmouth will "
            "run on Sundays from now on, its owner promises, wind and engine permitting, and fares stay as they are. "
        )
        found = only(WIRE, printed("post", own + DAM[: DAM.index("Two families")] + own))
        assert found.kind == "copy"
        assert found.evidence[0].text.startswith("Armed men blew up the sluice")

    def test_the_evidence_is_the_words_they_share(self) -> None:
        post = printed("post", "Reported from the south. " + DAM)
        found = only(WIRE, post)
        for span in found.evidence:
            assert post.text[span.start : span.end] == span.text
            assert span.text in DAM
        assert all(WIRE.text[span.start : span.end] == span.text for span in found.source_evidence)

    def test_thirty_papers_that_print_it_are_one_origin(self) -> None:
        papers = [printed(f"p{n:02d}", DAM, publisher=f"Paper {n}") for n in range(30)]
        (origin,) = origins_of([WIRE, *papers])
        assert origin.id == "wire"
        assert len(origin.reports) == 31

    def test_a_stock_notice_makes_no_copy_of_a_story_from_another_year(self) -> None:
        notice = (
            " This is a developing story. Come back for updates, or write to us at the usual address if you were there."
        )
        other = printed("old", "A tram driver was stabbed in Upper Henning." + notice, published="2029-08-01")
        assert len(origins_of([msgspec.structs.replace(WIRE, text="The mill of Korvale burned." + notice), other])) == 2

    def test_nor_does_the_notice_of_one_house_make_copies_of_its_stories_of_one_day(self) -> None:
        notice = (
            " Copyright 2031 by Marsh Wire. All rights reserved. This material may not be published or broadcast again."
        )
        texts = ["The mill of Korvale burned down on Monday.", "A tram driver was stabbed in Upper Henning."]
        assert len(origins_of([printed(text[:6], text + notice) for text in texts])) == 2


class TestRewrites:
    def test_the_same_details_in_other_words_are_a_rewrite(self) -> None:
        post = printed(
            "post",
            "Nine hamlets are under water since the sluice of Korvale's dam was blown up by armed men on Monday night. "
            "Two families are missing, says the water board. The men carried boxes over the weir, as a keeper saw who "
            "had been feeding his dog.",
        )
        assert only(WIRE, post).kind == "rewrite"

    def test_two_reporters_at_one_dam_are_two_origins(self) -> None:
        own = printed(
            "own",
            "Our reporter reached Korvale by rowing boat. Farmer Ida Holm sits on her roof with eleven hens and will "
            "not come down. The minister, who flew over the valley at nine, spoke of sabotage.",
        )
        assert len(origins_of([WIRE, own])) == 2

    def test_a_like_text_from_another_month_is_not_made_of_it(self) -> None:
        other = printed("later", DAM.replace("nine hamlets", "three farms"), published="2031-06-04")
        assert len(origins_of([WIRE, other])) == 2


class TestCitations:
    def test_reported_by(self) -> None:
        post = printed("post", "Nine hamlets were flooded when armed men blew up a dam at Korvale, Marsh Wire reports.")
        found = only(WIRE, post)
        assert (found.kind, found.outlet) == ("citation", "Marsh Wire")
        assert found.evidence[0].text == "Marsh Wire reports"

    @pytest.mark.parametrize(
        "text",
        [
            "According to Marsh Wire armed men blew up a dam.",
            "A dam was blown up, Lake Radio reported, citing Marsh Wire.",
            "A dam was blown up by armed men. (Marsh Wire)",
            "A dam was blown up by armed men. Marsh Wire contributed to this report.",
            "RT @MarshWire: dam at Korvale blown up",
            "As Marsh Wire first reported, a dam was blown up.",
        ],
    )
    def test_many_ways_to_say_so(self, text: str) -> None:
        found = [one for one in cited(text, "Marsh Wire").values() if one.outlet == "marshwire"]
        assert [one.weight for one in found] in (["credit"], ["main"])

    @pytest.mark.parametrize("credit", ["(Reuters)", "KORVALE, Feb 3 (Reuters) - ", "- Reuters"])
    def test_an_agency_is_known_without_its_own_report(self, credit: str) -> None:
        text = f"A dam was blown up. {credit}" if not credit.endswith(" ") else f"{credit}A dam was blown up."
        assert cited(text)["Reuters"].weight == "credit"

    def test_an_agency_goes_by_its_long_name_too(self) -> None:
        assert outlet_key("The Associated Press") == outlet_key("AP")

    def test_a_paper_goes_by_the_last_word_of_its_name(self) -> None:
        text = "A dam was blown up at Korvale, the Examiner reported."
        assert cited(text, "The Marshland Examiner")["Examiner"].weight == "main"
        assert cited("The examiner of wells reported a leak.", "The Marshland Examiner") == {}

    def test_two_papers_that_cite_one_absent_station_are_one_origin(self) -> None:
        one = printed("one", "Armed men blew up the dam at Korvale, Lake Radio reported. Nine hamlets were flooded.")
        two = printed(
            "two", "Nine hamlets are flooded after armed men blew up Korvale's dam, says Lake Radio.", "Hill Sun"
        )
        (origin,) = origins_of([one, two])
        assert (origin.credit, origin.reports) == ("Lake Radio", ("one", "two"))

    def test_an_outlet_named_in_passing_by_one_that_was_there_is_no_source(self) -> None:
        text = (
            "Our reporter reached Korvale by boat. Farmer Ida Holm sits on her roof. She used to write letters to the "
            "editor. Her hens are safe. In the autumn Marsh Wire reported that the dam leaked."
        )
        assert cited(text, "Marsh Wire")["Marsh Wire"].weight == "passing"

    def test_a_word_that_begins_a_sentence_is_no_outlet(self) -> None:
        assert cited("Today reports came in. Mirror glass lay on the road, police said.") == {}

    def test_told_our_own_paper_is_no_citation_but_own_reporting(self) -> None:
        text = "The dam was blown up, the keeper told Lowland Post."
        assert cited(text, "Lowland Post") == {}
        assert reports_itself(Report(id="r", publisher="Lowland Post", text=text))

    def test_found_nobody_is_no_own_reporting(self) -> None:
        assert not reports_itself(
            Report(id="r", publisher="Lowland Post", text="We found nobody who could confirm it.")
        )


class TestFinding:
    TEXTS = (
        DAM,
        "Masked riders stopped the salt caravan at Tin Abeg on Friday and led off forty camels with their loads.",
    )

    def test_near_copies_meet_by_hashing(self) -> None:
        chance = random.Random(5)
        met = near = 0
        for _ in range(60):
            words = DAM.split()
            kept = [word for word in words if chance.random() > 0.08]
            reads = read_all([WIRE, printed("post", " ".join(kept), published="2035-01-01")])
            if jaccard(reads[0].text.shingles, reads[1].text.shingles) >= 0.5:
                near += 1
                met += bool(pairs_by_hashing(reads))
        assert near > 20
        assert met / near > 0.95

    def test_work_grows_with_the_number_of_reports_and_not_its_square(self) -> None:
        papers = [printed(f"p{n:03d}", DAM, publisher=f"Paper {n}") for n in range(200)]
        assert len(pairs_by_hashing(read_all(papers))) < 200 * 40

    def test_hashing_brings_together_whatever_else_is_there(self) -> None:
        other = [printed(f"o{n}", f"{self.TEXTS[1]} It was caravan number {n}.", f"Dune {n}") for n in range(30)]
        reads = read_all([*other, *_REPORTS])
        order = sorted(range(len(reads)), key=lambda n: (reads[n].text.moment, reads[n].text.report.id))
        reads = [reads[n] for n in order]
        names = [read.text.report.id for read in reads]
        met = {frozenset((names[a], names[b])) for a, b in pairs_to_compare(reads)}
        assert {frozenset(("wire", "copy")), frozenset(("wire", "cite"))} <= met

    def test_reports_without_a_day_are_compared_with_one_another(self) -> None:
        undated = [msgspec.structs.replace(printed(name, DAM), published=None) for name in ("a", "b")]
        assert len(origins_of(undated)) == 1

    def test_an_empty_text_is_an_origin_of_its_own(self) -> None:
        assert len(origins_of([printed("a", ""), printed("b", "")])) == 2

    def test_number_words_and_figures_are_one(self) -> None:
        assert stem_of("twenty-two") == stem_of("22")
        assert print_of(printed("a", "They counted twenty-two dead.")).numbers == {"22"}


_REPORTS = [
    WIRE,
    printed("copy", DAM),
    printed("cite", "Armed men blew up the dam at Korvale and flooded nine hamlets, Marsh Wire reports.", "Hill Sun"),
    printed(
        "own", "Our reporter reached Korvale by rowing boat. Farmer Ida Holm sits on her roof with her hens.", "Oar"
    ),
    printed("other", "Masked riders stopped the salt caravan at Tin Abeg on Friday and led off forty camels.", "Dune"),
]


class TestLaws:
    @given(st.permutations(_REPORTS))
    @settings(deadline=None, max_examples=20)
    def test_the_order_of_arrival_decides_nothing(self, reports: list[Report]) -> None:
        assert origin_graph(reports) == origin_graph(_REPORTS)

    @given(st.lists(st.sampled_from(_REPORTS)))
    @settings(deadline=None, max_examples=20)
    def test_every_report_is_in_one_origin(self, reports: list[Report]) -> None:
        told = [document for origin in origins_of(reports) for document in origin.reports]
        assert sorted(told) == sorted({report.id for report in reports})

    def test_the_wire_its_copy_and_its_citation_are_one_of_three(self) -> None:
        assert {frozenset(origin.reports) for origin in origins_of(_REPORTS)} == {
            frozenset({"wire", "copy", "cite"}),
            frozenset({"own"}),
            frozenset({"other"}),
        }

    def test_no_pair_of_one_origin_is_lost_when_reports_are_compared_two_by_two(self) -> None:
        together = {
            frozenset(pair) for origin in origins_of(_REPORTS) for pair in combinations(sorted(origin.reports), 2)
        }
        apart = {
            frozenset(report.id for report in pair) for pair in combinations(_REPORTS, 2) if len(origins_of(pair)) == 1
        }
        assert apart <= together

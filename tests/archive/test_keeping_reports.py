"""What comes in is kept as it came, once; a changed text is a new revision, a newer coder's mentions replace older."""

from __future__ import annotations

import msgspec
import pytest
from tellings import NEWER, RUN, changed, filled, groups, ids, told

from dateline.archive import Archive, ArchiveError, NoSuchIdError
from dateline.records import Span


class TestTheFirstTime:
    def test_a_report_comes_back_as_it_went_in(self, archive: Archive) -> None:
        report, mentions = told("a")
        report = msgspec.structs.replace(report, extra={"desk": "east"}, warnings=("mended",), raw_sha256="1f")
        archive.add([(report, mentions)], RUN)
        assert archive.report("a").report == report
        assert archive.mention("m_a").mention == mentions[0]
        assert archive.mention("m_a").run == RUN

    def test_three_outlets_on_one_shelling_are_one_event(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b", publisher="Radio Plateau"), told("c"), told("d", town="Goma"))
        assert groups(archive) == {frozenset({"m_a", "m_b", "m_c"}), frozenset({"m_d"})}
        assert archive.mention("m_b").mention.event_id == "e_a"
        (link,) = archive.links("m_b")
        assert (link.one, link.other, link.same) == ("m_a", "m_b", True)
        assert link.score == pytest.approx(link.prior + sum(one.weight for one in link.evidence))

    def test_who_when_and_why_are_written_down(self, archive: Archive) -> None:
        archive.add([told("a")], RUN, why="the morning's mail")
        (change,) = archive.journal()
        assert (change.number, change.who, change.action, change.why) == (1, "Ada", "add", "the morning's mail")

    def test_a_report_without_events_is_kept_and_not_coded_again(self, archive: Archive) -> None:
        report, _ = told("a")
        assert archive.add([(report, [])], RUN).new == 1
        assert list(archive.uncoded([report], RUN)) == []
        assert list(archive.uncoded([report], NEWER)) == [report]


class TestAgain:
    def test_the_same_report_is_passed_over_and_leaves_no_trace(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b"))
        before = archive.journal()
        assert archive.add([told("b"), told("a")], RUN).passed_over == 2
        assert archive.link().mentions == 0
        assert archive.journal() == before

    def test_the_same_report_from_another_file_is_the_same(self, archive: Archive) -> None:
        report, mentions = told("a")
        archive.add([(report, mentions)], RUN)
        moved = msgspec.structs.replace(report, origin="copy.jsonl:3", raw_sha256="2e")
        assert archive.add([(moved, mentions)], RUN).passed_over == 1

    def test_a_report_that_comes_twice_in_one_run_is_kept_once(self, archive: Archive) -> None:
        added = archive.add([told("a"), told("b"), told("a")], RUN)
        assert (added.new, added.passed_over) == (2, 1)

    def test_a_changed_text_is_a_new_revision_beside_the_old(self, archive: Archive) -> None:
        filled(archive, told("a"))
        first = archive.journal()[-1].number
        assert archive.add([told("a", killed=6)], RUN).revised == 1
        archive.link()
        assert archive.report("a").revision == 2
        assert "killing 6" in archive.report("a").report.text
        assert "killing 4" in archive.report("a", as_of=first).report.text
        assert archive.event("e_a").event.fatalities.best == 6
        assert archive.event("e_a", as_of=first).event.fatalities.best == 4
        assert archive.verify().clean


class TestWithANewerCoder:
    def test_its_mentions_take_the_place_of_the_older_ones(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b"))
        newer = [changed(told(name), score=0.7) for name in "ab"]
        assert archive.add(newer, NEWER).recoded == 2
        archive.link()
        assert archive.mention("m_a").version == 2
        assert archive.mention("m_a").run.model == "second"
        assert ids(archive) == ["e_a"]
        assert archive.verify().clean

    def test_an_event_that_it_no_longer_reads_is_withdrawn_and_not_forgotten(self, archive: Archive) -> None:
        filled(archive, told("a"))
        report, _ = told("a")
        archive.add([(report, [])], NEWER)
        linked = archive.link()
        assert linked.withdrawn == 1
        kept = archive.event("e_a")
        assert (kept.event.grade, kept.event.mentions) == ("withdrawn", ())
        assert archive.versions("e_a")[0].event.mentions == ("m_a",)
        assert archive.verify().clean

    def test_what_a_person_accepted_stays_though_it_misses_it(self, archive: Archive) -> None:
        filled(archive, told("a"))
        archive.decide("accept", "e_a", version=1)
        report, _ = told("a")
        archive.add([(report, [])], NEWER)
        archive.link()
        kept = archive.event("e_a")
        assert (kept.review, kept.event.mentions) == ("accepted", ("m_a",))

    def test_an_edit_is_laid_over_what_it_reads(self, archive: Archive) -> None:
        filled(archive, told("a"))
        archive.decide("edit", "e_a", field="count", value=2)
        archive.add([changed(told("a"), score=0.5, weapon="artillery")], NEWER)
        archive.link()
        event = archive.event("e_a").event
        assert (event.count.value, event.weapon.value) == (2, "artillery")

    def test_a_split_holds_for_the_mention_that_takes_an_older_ones_place(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b"))
        archive.decide("split", "e_a", others=["m_b"])
        report, (mention,) = told("b")
        wider = Span(start=mention.trigger.start, end=mention.trigger.end + 2, text="shelled a")
        again = msgspec.structs.replace(mention, id="m_b2", trigger=wider)
        archive.add([(report, [again])], NEWER)
        archive.link(everything=True)
        assert groups(archive) == {frozenset({"m_a"}), frozenset({"m_b2"})}
        assert archive.mention("m_b2").mention.event_id == "e_b"
        assert archive.verify().clean


class TestWhatDoesNotFit:
    def test_offsets_outside_the_text_are_refused_and_the_rest_is_kept(self, archive: Archive) -> None:
        bad = changed(told("b"), trigger=Span(start=900, end=907, text="shelled"))
        refused: list[ArchiveError] = []
        added = archive.add([told("a"), bad, told("c")], RUN, refused=refused)
        assert added.new == 2
        assert [error.code for error in refused] == ["archive.offsets"]
        assert "m_b does not fit" in str(refused[0])

    def test_without_a_list_the_error_is_raised_after_the_reports_before_it(self, archive: Archive) -> None:
        bad = changed(told("b"), trigger=Span(start=0, end=7, text="shelled"))
        with pytest.raises(ArchiveError, match="does not fit the text") as caught:
            archive.add([told("a"), bad, told("c")], RUN)
        assert caught.value.code == "archive.offsets"
        assert archive.report("a").revision == 1
        with pytest.raises(NoSuchIdError):
            archive.report("c")

    def test_a_mention_of_another_report_is_refused(self, archive: Archive) -> None:
        report, _ = told("a")
        with pytest.raises(ArchiveError, match="of report 'b'") as caught:
            archive.add([(report, told("b")[1])], RUN)
        assert caught.value.code == "archive.document"

    def test_an_id_that_is_another_reports_mentions_is_refused(self, archive: Archive) -> None:
        archive.add([told("a")], RUN)
        with pytest.raises(ArchiveError, match="id of a mention of 'a'"):
            archive.add([changed(told("b"), id="m_a")], RUN)
        assert archive.verify().clean

    def test_many_are_asked_for_as_one_by_one(self, archive: Archive) -> None:
        filled(archive, told("a"), told("b"), told("c", town="Goma"))
        then = archive.journal()[-1].number
        filled(archive, told("a", killed=6))
        for as_of in (None, then):
            many = archive.mentions_of(["e_a", "e_c", "e_none"], as_of=as_of)
            assert many == {event: archive.mentions(event, as_of=as_of) for event in ("e_a", "e_c", "e_none")}
            reports = archive.reports_of(["a", "c", "nobody"], as_of=as_of)
            assert reports == {one: archive.report(one, as_of=as_of) for one in ("a", "c")}

    def test_an_id_that_is_not_there_is_told_by_name(self, archive: Archive) -> None:
        for ask in (archive.event, archive.report, archive.mention, archive.versions):
            with pytest.raises(NoSuchIdError, match="nobody"):
                ask("nobody")

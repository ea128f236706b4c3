"""Names of places in a text: which words are one, and which only look like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InstallError, ReportError
from dateline.grounding.places import open_gazetteer
from dateline.grounding.places.toponyms import ToponymFinder, load_weights, tells_no_capitals
from dateline.grounding.places.toponyms_reader import ToponymReader, asked_spans
from dateline.grounding.places.toponyms_words import load_toponym_words
from dateline.records import Report


@pytest.fixture(scope="session")
def finder() -> ToponymFinder:
    return ToponymFinder(open_gazetteer())


@pytest.fixture(scope="session")
def reader() -> ToponymReader:
    return ToponymReader.load()


def names(finder: ToponymFinder, text: str) -> list[str]:
    return [text[name.start : name.end] for name in finder.find(text)]


class TestWhatIsAName:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Rebels shelled Goma and Sake, in North Kivu, on Sunday.", ["Goma", "Sake", "North Kivu"]),
            ("Two men were shot dead in Deir ez-Zor and al-Bukamal, a monitor said.", ["Deir ez-Zor", "al-Bukamal"]),
            ("The navy of Côte d'Ivoire patrols the Gulf of Guinea.", ["Côte d'Ivoire", "Gulf of Guinea"]),
            ("Officers from Severn, Md., and Fresno, Calif., were hurt.", ["Severn", "Md.", "Fresno", "Calif."]),
            ("U.S. jets took off from Incirlik; the UK sent a ship.", ["U.S.", "Incirlik", "UK"]),
            ("The Quetta-based group fled to Kandahar.", ["Quetta", "Kandahar"]),
            ("Ukraine's army left Avdiivka on Saturday.", ["Ukraine", "Avdiivka"]),
            ("Refugees in Zaatari camp in Jordan protested.", ["Zaatari", "Jordan"]),
        ],
    )
    def test_towns_regions_seas_camps_and_states_in_every_spelling(
        self, finder: ToponymFinder, text: str, expected: list[str]
    ):
        assert names(finder, text) == expected

    def test_a_village_that_no_gazetteer_has_is_found_by_the_words_around_it(self, finder: ToponymFinder):
        assert "Qarrumbash" in names(finder, "Gunmen killed four farmers in the village of Qarrumbash, in Mali.")

    @pytest.mark.parametrize(
        "text",
        [
            "Paris Hilton and Jordan Smith declined to comment on Monday.",
            "Mr. Lebanon said that he had seen nothing.",
            "The Sudan Tribune and the Times of Israel reported it first.",
            "Lecturers of Khartoum University joined the march.",
            "Police fired. Of the men, none was hurt. March was quiet, and May will be.",
            "Malian and French soldiers, Americans among them, left on Friday.",
            "",
            "1234 !!! ...",
        ],
    )
    def test_people_papers_months_and_nationalities_are_no_places(self, finder: ToponymFinder, text: str):
        assert names(finder, text) == []

    def test_the_longer_name_goes_before_the_shorter(self, finder: ToponymFinder):
        assert names(finder, "Fighting went on in Gaza City and in South Sudan.") == ["Gaza City", "South Sudan"]

    def test_text_in_capitals_is_read_too(self, finder: ToponymFinder):
        text = "GUERRILLAS BLEW UP A BRIDGE NEAR SAN MIGUEL IN EL SALVADOR ON FRIDAY, THE ARMY SAID IN SAN SALVADOR."
        assert names(finder, text) == ["SAN MIGUEL", "EL SALVADOR", "SAN SALVADOR"]

    def test_text_without_capitals_is_read_too(self, finder: ToponymFinder):
        text = "the rebels entered bangui on friday and fled towards bambari, a witness in chad said."
        assert {"bangui", "bambari"} <= set(names(finder, text))

    def test_capitals_tell_nothing_only_where_all_or_no_letters_have_them(self):
        assert tells_no_capitals("THE ARMY SHELLED THE TOWN AND ITS SUBURBS FOR THREE DAYS.")
        assert tells_no_capitals("the army shelled the town and its suburbs for three days.")
        assert not tells_no_capitals("The army shelled the town and its suburbs for three days.")


class TestWhatAlwaysHolds:
    @given(st.text(max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_names_lie_in_the_text_in_order_and_apart(self, finder: ToponymFinder, text: str):
        end = 0
        for name in finder.find(text):
            assert end <= name.start < name.end <= len(text)
            assert any(sign.isalpha() for sign in text[name.start : name.end])
            assert 0 < name.score <= 1
            end = name.end

    def test_a_text_is_read_the_same_whatever_was_read_before(self, reader: ToponymReader):
        text = "Shells hit Tripoli, the Lebanese army said in Beirut."
        before = reader.read(Report(id="a", text=text))
        reader.read(Report(id="b", text="Militias entered Tripoli and Misrata, in Libya."))
        assert reader.read(Report(id="a", text=text)) == before

    def test_an_endless_name_is_read_to_its_end(self, finder: ToponymFinder):
        assert isinstance(finder.find("Gaza " * 20_000), list)
        assert finder.find("A" * 100_000) == []


class TestReports:
    def test_each_name_comes_with_its_place(self, reader: ToponymReader):
        text = "A car bomb killed six people in Mosul, in northern Iraq."
        mosul, iraq = reader.read(Report(id="r", text=text))
        assert (mosul.text, mosul.country, mosul.precision) == ("Mosul", "IQ", "city")
        assert mosul.lat == pytest.approx(36.34, abs=0.1)
        assert mosul.gazetteer_id is not None
        assert text[iraq.start : iraq.end] == iraq.text == "Iraq"

    def test_a_name_that_no_gazetteer_has_is_written_with_nulls(self, reader: ToponymReader):
        text = "Gunmen killed four farmers in the village of Qarrumbash, near Gao, in Mali."
        unknown = next(one for one in reader.read(Report(id="r", text=text)) if one.text == "Qarrumbash")
        assert (unknown.lat, unknown.lon, unknown.gazetteer_id, unknown.precision, unknown.score) == (None,) * 5

    def test_given_spans_are_resolved_in_their_order_and_nothing_else(self, reader: ToponymReader):
        text = "Troops left Bamako for Gao and Kidal."
        spans = [{"start": 23, "end": 26, "note": "x"}, {"start": 12, "end": 18}, {"start": 0, "end": 6}]
        read = reader.read(Report(id="r", text=text, extra={"toponyms": spans}))
        assert [one.text for one in read] == ["Gao", "Bamako", "Troops"]
        assert [one.country for one in read[:2]] == ["ML", "ML"]
        assert read[2].lat is None

    def test_an_empty_list_asks_for_nothing_and_null_for_all(self, reader: ToponymReader):
        text = "Troops left Bamako."
        assert reader.read(Report(id="r", text=text, extra={"toponyms": []})) == []
        assert len(reader.read(Report(id="r", text=text, extra={"toponyms": None}))) == 1

    @pytest.mark.parametrize(
        ("given", "code", "where"),
        [
            ("Bamako", "report.toponyms", "toponyms"),
            ([["a"]], "report.toponyms", "toponyms[0]"),
            ([{"start": 0}], "report.toponyms", "toponyms[0]"),
            ([{"start": 0, "end": 3}, {"start": "0", "end": 6}], "report.toponyms", "toponyms[1]"),
            ([{"start": True, "end": 6}], "report.toponyms", "toponyms[0]"),
            ([{"start": 0, "end": 999}], "report.toponym-span", "toponyms[0]"),
            ([{"start": -3, "end": 6}], "report.toponym-span", "toponyms[0]"),
            ([{"start": 6, "end": 6}], "report.toponym-span", "toponyms[0]"),
        ],
    )
    def test_impossible_spans_are_named(self, given: object, code: str, where: str):
        with pytest.raises(ReportError) as caught:
            asked_spans(Report(id="r", origin="f.jsonl:3", text="Troops left Bamako.", extra={"toponyms": given}))
        assert caught.value.code == code
        assert caught.value.where == f"f.jsonl:3:{where}"


class TestDamagedFiles:
    @pytest.mark.parametrize(
        "content", ["", "[]", "{}", '{"cased": {"bias": 0, "weights": {"a": "x"}, "accept": 0.5}}']
    )
    def test_damaged_weights_are_told_with_their_remedy(self, tmp_path: Path, content: str):
        path = tmp_path / "toponyms.json"
        path.write_text(content)
        with pytest.raises(InstallError, match=r"install\.toponyms"):
            load_weights(path)

    def test_a_missing_word_list_is_told(self, tmp_path: Path):
        with pytest.raises(InstallError, match=r"install\.toponyms"):
            load_toponym_words(tmp_path)

    def test_the_shipped_weights_say_which_command_made_them(self):
        from dateline.grounding.places.toponyms import WEIGHTS

        assert "training.toponyms" in json.loads(WEIGHTS.read_text(encoding="utf-8"))["made_by"]

"""How each corpus's gold is set beside what dateline gives, on invented rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks import case2021, event_location, geoparsing, incidents, muc4, polnear, speed, tables, ucdp_places
from benchmarks.figures import Benchmark, Figure, Result
from benchmarks.floors import Floors, Pins
from benchmarks.metrics import Tally
from benchmarks.rows import CorpusError
from benchmarks.time_expressions import calendar_value, extent
from dateline.grounding.dates import dates_of, find_dates
from dateline.linking.facts import Spot
from dateline.records import (
    Actor,
    Coder,
    Mention,
    Reading,
    Report,
    RoleSpan,
    Source,
    Span,
    SubEventType,
    Telling,
)

CODER = Coder(version="0", model="test")


def telling(kind: SubEventType, score: float, start: int = 0) -> Telling:
    return Telling(
        trigger=Span(start=start, end=start + 4, text="raid"),
        score=score,
        types={kind: 0.9, "Other": 0.1},
        statuses={"actual": 1.0},
        weapons={None: 1.0},
        counts={"one": 1.0},
        background=0.0,
    )


def mention(start: int, perpetrators: tuple[str, ...] = ()) -> Mention:
    return Mention(
        id=f"m_{start}",
        document="1",
        sub_event_type="Attack",
        event_type="Violence against civilians",
        trigger=Span(start=start, end=start + 4, text="raid"),
        perpetrators=tuple(Actor(name=name, start=0, end=1) for name in perpetrators),
        score=0.5,
        coder=CODER,
    )


class TestTypesOfSnippets:
    def test_the_best_telling_decides_also_below_the_threshold(self) -> None:
        reading = Reading(
            report=Report(text="x"), sentences=(), tellings=(telling("Attack", 0.1), telling("Arrests", 0.2))
        )
        assert case2021.best_type(reading) == "Arrests"

    def test_a_snippet_without_a_candidate_has_no_type(self) -> None:
        assert case2021.best_type(Reading(report=Report(text="x"), sentences=())) is None

    def test_all_25_types_have_a_name_there_and_the_other_five_are_known(self) -> None:
        assert len(set(case2021.TYPE_OF.values())) == 25
        assert len(case2021.OTHERS) == 5


class TestPlaceOfAnEvent:
    def test_the_record_nearest_to_the_verb_is_asked(self) -> None:
        near = event_location.nearest([mention(0), mention(30), mention(60)], (36, 40))
        assert near is not None
        assert near.trigger.start == 30

    def test_no_record_no_place(self) -> None:
        assert event_location.nearest([], (0, 4)) is None

    def test_the_place_is_that_of_the_record_also_below_the_threshold(self) -> None:
        report = Report(text="A raid hit Kaduna; a second raid hit Jos.")
        tellings = tuple(
            msgspec.structs.replace(
                telling("Attack", 0.1, start=verb),
                roles=(RoleSpan(span=report.span(start, end), role="place", score=0.9),),
            )
            for verb, start, end in ((2, 11, 17), (28, 37, 40))
        )
        reading = Reading(report=report, sentences=(report.span(0, len(report.text)),), tellings=tellings)
        assert event_location.place_of(reading, (28, 32)) == [(37, 40)]
        assert event_location.place_of(reading, (7, 10)) == [(11, 17)]


TEMPLATE = {
    "optional": False,
    "perp_individual_id": [{"optional": False, "alts": ['"THE RIVER" GANG', "GANG"], "xref": None}],
    "perp_org_id": [{"optional": True, "alts": ["HARBOUR LEAGUE"]}],
    "phys_tgt_id": None,
    "hum_tgt_name": [{"optional": False, "alts": ["ANA VELA"]}],
    "hum_tgt_description": [
        {"optional": False, "alts": ["MAYOR"], "xref": ["ANA VELA"]},
        {"optional": False, "alts": ["A\nCLERK"]},
    ],
}


class TestFillersOfOldKeys:
    def test_a_name_and_its_description_are_one_filler(self) -> None:
        wanted, _ = muc4.wanted_fillers([TEMPLATE], "targets")
        assert wanted == [{"ana vela", "mayor"}, {"clerk"}]

    def test_the_same_filler_of_two_templates_is_wanted_once(self) -> None:
        wanted, _ = muc4.wanted_fillers([TEMPLATE, TEMPLATE], "perpetrators")
        assert wanted == [{"river gang", "gang"}]

    def test_an_optional_filler_is_neither_wanted_nor_wrong(self) -> None:
        wanted, optional = muc4.wanted_fillers([TEMPLATE], "perpetrators")
        found = muc4.found_fillers([mention(0, ("Harbour League", "the gang"))], "perpetrators", optional)
        assert "harbour league" in optional
        assert found == [{"gang"}]
        assert len(wanted) == 1

    def test_an_organisation_that_the_army_accuses_is_accused_by_authorities(self) -> None:
        key = {
            "optional": False,
            "perp_org_confidence": [
                {"optional": False, "alts": ["SUSPECTED OR ACCUSED BY AUTHORITIES"], "xref": ["HARBOUR LEAGUE"]}
            ],
        }
        told = mention(0, ("Harbour League",))
        (actor,) = told.perpetrators
        accused = msgspec.structs.replace(
            told,
            perpetrators=(msgspec.structs.replace(actor, kind="rebel group"),),
            sources=(Source(name="Army spokesman", stance="accuses", start=0, end=4),),
        )
        assert muc4.confidence_tally([accused], [key]) == Tally(1, 1, 1, 1)
        believed = msgspec.structs.replace(accused, sources=())
        assert muc4.confidence_tally([believed], [key]) == Tally(1, 1, 0, 0)
        assert muc4.confidence_tally([told], [key]) == Tally(0, 1, 0, 0)


class TestIncidents:
    def test_a_place_counts_as_near_within_25_km(self) -> None:
        town = Spot(lat=10.0, lon=20.0, radius_km=5.0)
        assert incidents.is_near(town, (10.2, 20.0))
        assert not incidents.is_near(town, (10.3, 20.0))

    def test_articles_of_one_incident_stand_in_one_part(self) -> None:
        assert incidents.fold_of("811") == incidents.fold_of("811")
        assert {incidents.fold_of(str(n)) for n in range(100)} == set(range(5))


class TestSourceSpans:
    def test_a_source_of_two_attributions_is_wanted_once_and_one_without_a_span_not_at_all(self) -> None:
        clerk = {"source": [{"spans": [[4, 9]]}]}
        row = {"annotations": [{"attributions": [clerk, clerk, {"source": []}]}]}
        assert polnear.gold_sources(row) == [(4, 9)]


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "marked", "value"),
        [
            ("It burned on Friday.", "Friday", "2020-05-29"),
            ("It burned in early May.", "early May", "2020-05"),
            ("It burned in 2019.", "2019", "2019"),
            ("It burned on Friday night.", "Friday night", None),
            ("It has burned since 3 May.", "3 May", "2020-05-03"),
            ("It burned last week.", "last week", None),
            ("It burned last month.", "last month", "2020-04"),
        ],
    )
    def test_extents_and_values_are_those_of_timex(self, text: str, marked: str, value: str | None) -> None:
        (expression,) = find_dates(text)
        assert text[slice(*extent(expression))] == marked
        (resolved,) = dates_of(text, date(2020, 5, 31))
        assert calendar_value(resolved) == value


class TestPlaces:
    def test_a_name_far_from_gold_and_one_without_coordinates(self, tmp_path: Path) -> None:
        text = "Shops shut in Nairobi and Mombasa and Lilliput."
        names = [("Nairobi", -1.29, 36.82), ("Mombasa", 48.0, 2.0), ("Lilliput", None, None)]
        toponyms = [
            {"text": name, "start": text.index(name), "end": text.index(name) + len(name), "lat": lat, "lon": lon}
            for name, lat, lon in names
        ]
        file = tmp_path / "places.jsonl"
        file.write_text(json.dumps({"doc_id": "1", "text": text, "toponyms": toponyms}), "utf-8")
        figures = {figure.name: figure.value for figure in geoparsing.score(file, tmp_path)}
        assert figures == {"places within 161 km": 0.5, "places resolved": 1, "resolved places within 161 km": 0.5}

    def test_a_place_of_many_events_is_asked_once_and_vague_ones_not_at_all(self, tmp_path: Path) -> None:
        def row(name: str, precision: str, latitude: str | None) -> str:
            fields = {"where_coordinates": name, "adm_1": "Homs", "country": "Syria", "where_prec": precision}
            return json.dumps(fields | {"latitude": latitude, "longitude": latitude and "36.7"}) + "\n"

        file = tmp_path / "events.jsonl"
        lines = [
            row("Rastan", "1", "34.9"),
            row("Rastan", "1.0", "34.9"),
            row("Homs", "4", "34.7"),
            row("Z", "1", None),
        ]
        file.write_text("".join(lines), "utf-8")
        assert ucdp_places.exact_places(file) == {("Rastan", "Homs", "Syria"): (34.9, 36.7)}


def scored(benchmark: Benchmark, rows: list[dict[str, Any]], folder: Path) -> dict[str, float]:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return {figure.name: figure.value for figure in benchmark.score(file, folder)}


class TestWithTheShippedModel:
    def test_types_and_disasters_are_counted_apart(self, tmp_path: Path) -> None:
        snippets = [
            (
                "AIR_STRIKE",
                "Fighter jets bombed a village near Idlib on Monday, killing six civilians, a monitor said.",
            ),
            ("DIPLO", "The two ministers met in Geneva."),
            ("NATURAL_DISASTER", "Heavy rain flooded the lower town and washed away two bridges."),
        ]
        rows = [{"id": str(n), "text": text, "label": label} for n, (label, text) in enumerate(snippets)]
        figures = scored(case2021.BENCHMARK, rows, tmp_path)
        assert figures["types weighted F1"] in (0, 1)
        assert figures["snippets coded"] in (0, 1)
        assert figures["disasters coded"] in (0, 1)

    def test_a_type_that_nobody_knows_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="PICNIC"):
            scored(case2021.BENCHMARK, [{"id": "1", "text": "They ate outside.", "label": "PICNIC"}], tmp_path)

    def test_sentences_with_two_marked_verbs_are_passed_over(self, tmp_path: Path) -> None:
        text = "Gunmen killed three farmers in Kaduna on Friday."
        verb, place = {"start": 7, "end": 13, "label": "VERB"}, {"start": 31, "end": 37, "label": "LOCATION"}
        asked, passed_over = ({"id": n, "text": text, "spans": [verb, place, *[verb] * n]} for n in (0, 1))
        both = scored(event_location.BENCHMARK, [asked, passed_over], tmp_path)
        assert both == scored(event_location.BENCHMARK, [asked], tmp_path)

    def test_sources_by_grammar_and_by_the_model_are_counted_apart(self, tmp_path: Path) -> None:
        text = "Rebels shelled the port of Tobruk on Friday, a port official said. The army said three sailors died."
        spans = [[45, 60], [67, 75]]
        attributions = [{"source": [{"spans": [span]}]} for span in spans]
        row = {"doc_id": "1", "title": "", "date": "2020-05-31", "text": text}
        figures = scored(polnear.BENCHMARK, [row | {"annotations": [{"attributions": attributions}]}], tmp_path)
        assert figures["sources by grammar F1"] == 1
        assert figures["sources by either recall"] == 1

    def test_a_report_without_a_template_makes_every_name_wrong(self, tmp_path: Path) -> None:
        row = {"doc_id": "1", "doc_date": "1989-05-31", "text": "GUERRILLAS ATTACKED THE BARRACKS IN ZACAPA TODAY."}
        figures = scored(muc4.BENCHMARK, [row | {"templates": []}], tmp_path)
        assert figures["role fillers CEAF-REE F1"] == 0


class TestTables:
    RESULT = Result(
        "town", "aa", (Figure("events F1", 0.6123, "two readers .99"), Figure("coded", 3, fewer_is_better=True))
    )

    def test_the_block_of_a_document_is_rewritten_and_nothing_else(self, tmp_path: Path) -> None:
        document = tmp_path / "doc.md"
        document.write_text("# Head\n<!-- begin corpora -->\nold\n<!-- end corpora -->\ntail\n", "utf-8")
        floors = Floors(0.005, {"town": Pins("aa", {"events F1": 0.612})})
        for _ in range(2):
            tables.rewrite(document, "corpora", tables.corpora_markdown([self.RESULT], floors))
        text = document.read_text("utf-8")
        assert text.startswith("# Head\n<!-- begin corpora -->\n\n| corpus |")
        assert text.endswith("|\n\n<!-- end corpora -->\ntail\n")
        assert "| `town` | events F1 | 0.612 | 0.612 | two readers .99 |" in text
        assert "|  | coded | 3 |  |  |" in text

    def test_a_document_without_the_block_is_left_alone(self, tmp_path: Path) -> None:
        document = tmp_path / "doc.md"
        document.write_text("# Head\n", "utf-8")
        with pytest.raises(ValueError, match=r"doc\.md"):
            tables.rewrite(document, "corpora", "x")
        assert document.read_text("utf-8") == "# Head\n"


class TestSpeed:
    def test_reports_have_the_words_that_they_are_said_to_have(self) -> None:
        made = [json.loads(line) for line in speed.long_reports(speed.ROOT / "samples" / "reports.jsonl", 50)]
        assert [len(report["text"].split()) for report in made] == [400] * 50
        assert len({report["id"] for report in made}) == 50

    def test_a_command_that_fails_is_told_with_its_last_words(self) -> None:
        with pytest.raises(speed.RunFailed, match="no luck"):
            speed._timed(["python3", "-c", "raise SystemExit('no luck')"])

    def test_the_install_holds_more_than_the_gazetteer(self) -> None:
        assert speed.installed_bytes() > 40_000_000

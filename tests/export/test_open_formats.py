from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
from export_events import any_event, any_events, field, strike, telling, told
from export_records import REPORT, drone_strike
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.export import (
    About,
    FlatEvent,
    FlatMention,
    Telling,
    flatten,
    flatten_event,
    read_atom,
    read_data_package,
    read_events,
    read_features,
    read_flat_csv,
    read_jsonld,
    whole_file,
    write_events,
)
from dateline.export.atom import ATOM, atom_entries, read_about_of_atom, write_atom
from dateline.export.data_package import read_about_of_data_package, write_data_package
from dateline.export.geojson import read_about_of_features, write_features
from dateline.export.jsonld import event_nodes, read_about_of_jsonld, write_jsonld
from dateline.export.jsonld_records import read_value
from dateline.export.permalinks import Permalinks
from dateline.export.spreadsheet import write_flat_csv
from dateline.export.whole_files import whole_binary_file

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
ABOUT = About(format="any", made="2024-05-07T10:00:00Z", read=("reports.jsonl",))
PAGES = Permalinks("https://example.org/events/{id}")


def flat(events) -> list[FlatEvent]:
    return [flatten_event(telling(event)) for event in events]


class TestJsonLines:
    @SAME_FOLDER
    @given(events=any_events)
    def test_events_are_read_back_unchanged(self, tmp_path: Path, events):
        path = tmp_path / "events.jsonl"
        with whole_file(path) as out:
            assert write_events(events, out) == len(events)
        assert list(read_events(path)) == events

    def test_a_line_that_is_no_event_is_named(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        path.write_text('{"id": "e-1"}\n')
        with pytest.raises(InputError, match=r"input\.not-an-event") as caught:
            list(read_events(path))
        assert caught.value.where == f"{path}:1"


class TestCsvOfEvents:
    @SAME_FOLDER
    @given(events=any_events)
    def test_every_cell_comes_back_as_it_was(self, tmp_path: Path, events):
        rows = flat(events)
        for hxl in (False, True):
            path = tmp_path / "events.csv"
            with whole_file(path) as out:
                write_flat_csv(rows, FlatEvent, out, hxl=hxl)
            assert list(read_flat_csv(path, FlatEvent)) == rows

    def test_the_row_says_what_is_contested_and_how_sure_it_is(self):
        event = strike(place=field(strike().place.value, contested=True), grade="contested", grade_reason="Two say no.")
        row = flatten_event(telling(event))
        assert (row.contested, row.grade, row.grade_reason) == ("place", "contested", "Two say no.")
        assert (row.killed_low, row.killed_best, row.killed_high) == (3, 3, None)


class TestGeoJson:
    @SAME_FOLDER
    @given(events=any_events)
    def test_events_are_read_back_unchanged(self, tmp_path: Path, events):
        rows, path = flat(events), tmp_path / "events.geojson"
        with whole_file(path) as out:
            write_features(rows, out, about=ABOUT)
        assert list(read_features(path, FlatEvent)) == rows
        assert read_about_of_features(path) == ABOUT

    def test_mentions_are_read_back_too(self, tmp_path: Path):
        rows, path = [flatten(drone_strike()), flatten(drone_strike(place=None))], tmp_path / "mentions.geojson"
        with whole_file(path) as out:
            write_features(rows, out)
        assert list(read_features(path, FlatMention)) == rows


class TestDataPackage:
    @SAME_FOLDER
    @given(events=any_events)
    def test_events_are_read_back_unchanged(self, tmp_path: Path, events):
        rows, path = flat(events), tmp_path / "events.zip"
        with whole_binary_file(path) as out:
            assert write_data_package(rows, FlatEvent, out, ABOUT) == len(rows)
        assert list(read_data_package(path, FlatEvent)) == rows
        assert read_about_of_data_package(path).rows == len(rows)

    def test_the_descriptor_is_one_of_version_2(self, tmp_path: Path):
        path = tmp_path / "events.zip"
        with whole_binary_file(path) as out:
            write_data_package(flat([strike()]), FlatEvent, out, ABOUT)
        with zipfile.ZipFile(path) as package:
            descriptor = json.loads(package.read("datapackage.json"))
            table = package.read("events.csv")
        assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        (resource,) = descriptor["resources"]
        assert (resource["type"], resource["path"], resource["bytes"]) == ("table", "events.csv", len(table))
        fields = {one["name"]: one for one in resource["schema"]["fields"]}
        assert list(fields) == list(FlatEvent.__struct_fields__)
        assert (fields["date_start"]["type"], fields["killed_low"]["type"]) == ("date", "integer")
        assert fields["id"]["constraints"] == {"required": True}
        assert "constraints" not in fields["place"]

    def test_a_table_that_was_changed_is_not_read(self, tmp_path: Path):
        path, changed = tmp_path / "events.zip", tmp_path / "changed.zip"
        with whole_binary_file(path) as out:
            write_data_package(flat([strike()]), FlatEvent, out, ABOUT)
        with zipfile.ZipFile(path) as package, zipfile.ZipFile(changed, "w") as other:
            other.writestr("datapackage.json", package.read("datapackage.json"))
            other.writestr("events.csv", package.read("events.csv").replace(b"Harun", b"Nurah"))
        with pytest.raises(InputError, match=r"input\.not-our-package"):
            list(read_data_package(changed, FlatEvent))


class TestAtom:
    @SAME_FOLDER
    @given(events=any_events)
    def test_entries_are_read_back_unchanged(self, tmp_path: Path, events):
        entries = list(atom_entries([telling(event) for event in events], Permalinks(), made=ABOUT.made))
        path = tmp_path / "events.atom"
        with whole_file(path) as out:
            assert write_atom(entries, out, ABOUT) == len(entries)
        assert list(read_atom(path)) == entries
        assert read_about_of_atom(path) == ABOUT

    def test_the_id_of_an_entry_is_its_permalink(self):
        (entry,) = atom_entries([telling(strike(id="e/1"), reports={"r-1": REPORT})], PAGES, made=ABOUT.made)
        assert entry.permalink == "https://example.org/events/e%2F1"
        assert entry.title == "2 × Air/drone strike, Harun, 2024-05-05"
        assert (entry.published, entry.updated) == ("2024-05-06T00:00:00Z", "2024-05-06T00:00:00Z")
        assert entry.reports == ("https://example.org/harun",)

    def test_a_feed_has_what_readers_of_feeds_ask_for(self):
        out = io.StringIO()
        write_atom(atom_entries([telling()], PAGES, made=ABOUT.made), out, ABOUT)
        feed = ElementTree.fromstring(out.getvalue().encode())
        for place in (feed, feed.find(f"{{{ATOM}}}entry")):
            assert place is not None
            assert all(place.findtext(f"{{{ATOM}}}{name}") for name in ("id", "title", "updated"))
        assert feed.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "dateline"
        assert feed.findtext(f"{{{ATOM}}}rights")

    def test_names_without_pages_are_the_same_every_time(self):
        assert Permalinks().of_event("e-1") == Permalinks().of_event("e-1") != Permalinks().of_event("e-2")
        with pytest.raises(InputError, match=r"input\.unusable-option"):
            Permalinks("https://example.org/events")


class TestJsonLd:
    @SAME_FOLDER
    @given(event=any_event)
    def test_nodes_are_read_back_unchanged(self, tmp_path: Path, event):
        nodes, path = list(event_nodes([telling(event)], Permalinks())), tmp_path / "events.jsonld"
        with whole_file(path) as out:
            assert write_jsonld(nodes, out, ABOUT) == 1
        assert list(read_jsonld(path)) == nodes
        assert read_about_of_jsonld(path) == ABOUT

    def test_every_value_leads_to_the_characters_it_was_read_from(self):
        mention = drone_strike()
        full = Telling(event=strike(), mentions=(mention,), reports={"r-1": REPORT})
        (node,) = event_nodes([full], PAGES)
        claims = {claim.field: claim for claim in node.claims}
        assert {"sub_event_type", "place", "date", "targets", "fatalities", "perpetrators", "responsibility"} < set(
            claims
        )
        for claim in node.claims:
            for span in claim.derived_from:
                assert REPORT.text[span.start : span.end] == span.exact
                assert span.quoted_from == "https://example.org/harun"
        assert claims["fatalities"].text == "at least three guards"
        assert claims["place"].derived_from[0].id == "https://example.org/harun#char=31,36"
        assert claims["responsibility"].stance == "claims"
        (article,) = node.articles
        assert (article.headline, article.sha256) == (REPORT.title, REPORT.text_sha256)
        (coding,) = node.activities
        assert claims["fatalities"].generated_by is not None
        assert claims["fatalities"].generated_by.id == coding.id

    def test_it_speaks_schema_org_and_prov(self):
        out = io.StringIO()
        write_jsonld(event_nodes([telling()], PAGES), out, ABOUT)
        document = json.loads(out.getvalue())
        dataset, event = document["@graph"]
        assert dataset["@type"] == ["schema:Dataset", "prov:Entity"]
        assert event["@type"] == ["schema:Event", "prov:Entity"]
        assert event["@id"] == "https://example.org/events/e-1"
        assert event["schema:location"]["schema:geo"]["schema:latitude"] == 33.51234
        claim = next(one for one in event["dateline:claim"] if one["dateline:field"] == "place")
        assert claim["@type"] == ["schema:Claim", "prov:Entity"]
        assert claim["prov:wasDerivedFrom"][0]["@type"] == ["oa:TextPositionSelector", "prov:Entity"]
        assert claim["prov:wasAttributedTo"] == [{"@type": "prov:Agent", "schema:name": "governor"}]

    def test_every_told_value_is_a_claim_of_its_own(self):
        event = strike(count=field(2, told(3, "m-2", publisher="Hill News")))
        (node,) = event_nodes([telling(event)], PAGES)
        assert [read_value(claim.value, int) for claim in node.claims if claim.field == "count"] == [2, 3]


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("read", "code"),
        [
            (lambda path: read_features(path, FlatEvent), "input.not-our-geojson"),
            (lambda path: read_data_package(path, FlatEvent), "input.not-our-package"),
            (read_atom, "input.not-our-feed"),
            (read_jsonld, "input.not-our-jsonld"),
        ],
    )
    @given(content=st.sampled_from([b"", b"{}", b"[]", b"<a>", b"\xff\xfe", b"id,version\n1,2\n"]))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_what_is_none_of_ours_is_refused_by_name(self, tmp_path: Path, read, code: str, content: bytes):
        path = tmp_path / "other"
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            list(read(path))
        assert caught.value.code == code

    @pytest.mark.parametrize("read", [read_atom, read_jsonld, read_events])
    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path, read):
        with pytest.raises(InputError, match=r"input\.cannot-read"):
            list(read(tmp_path / "none"))

"""Events by the API: what the archive gives, a page at a time, as of any day, unchanged answers not sent again."""

from __future__ import annotations

import msgspec
import pytest
from starlette.testclient import TestClient

from dateline.archive import Archive, EventPage, EventQuery, KeptEvent

API = "/api/v1"
ASKED = {
    "everything": ({}, EventQuery()),
    "a box": ({"box": "28,-3,31,1"}, EventQuery(box=(28, -3, 31, 1))),
    "a box across the date line": ({"box": "170,-30,-170,0"}, EventQuery(box=(170, -30, -170, 0))),
    "a box by its other name": ({"bbox": "28,-3,0,31,1,10"}, EventQuery(box=(28, -3, 31, 1))),
    "a period": ({"since": "2024-05-02", "until": "2024-05-03"}, EventQuery(period=("2024-05-02", "2024-05-03"))),
    "an open interval": ({"datetime": "../2024-05-01T10:00:00Z"}, EventQuery(period=("0001-01-01", "2024-05-01"))),
    "two countries": ({"country": ["cd", "FJ"]}, EventQuery(countries=("CD", "FJ"))),
    "a part of a country": ({"admin1": "North Kivu"}, EventQuery(admin1=("North Kivu",))),
    "a type": ({"type": "Armed clash"}, EventQuery(types=("Armed clash",))),
    "an actor": ({"actor": "The River Militia"}, EventQuery(actors=("the river militia",))),
    "a publisher and a grade": (
        {"publisher": "Radio Plateau", "grade": "single"},
        EventQuery(publishers=("Radio Plateau",), grades=("single",)),
    ),
    "what was averted": ({"status": "averted"}, EventQuery(statuses=("averted",))),
    "a score": ({"min_score": "0.5"}, EventQuery(min_score=0.5)),
    "many dead": ({"min_fatalities": "40"}, EventQuery(min_fatalities=40)),
    "words": ({"text": 'market "in Suva" -police'}, EventQuery(text='market "in Suva" -police')),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_by_address_is_what_the_archive_finds(desk: TestClient, archive: Archive, name: str) -> None:
    parameters, query = ASKED[name]
    answer = desk.get(f"{API}/events", params={**parameters, "limit": 500})
    assert answer.status_code == 200
    page = msgspec.json.decode(answer.content, type=EventPage)
    assert page.events == archive.events(query, limit=500).events
    assert page.events


def test_pages_follow_one_another_without_gaps_whatever_is_decided_meanwhile(desk: TestClient) -> None:
    whole = [one["event"]["id"] for one in desk.get(f"{API}/events?limit=500").json()["events"]]
    seen: list[str] = []
    after = None
    while True:
        page = desk.get(f"{API}/events", params={"limit": 7, **({"after": after} if after else {})}).json()
        seen += [one["event"]["id"] for one in page["events"]]
        after = page["next"]
        if after is None:
            break
        asked = {"action": "accept", "subject": seen[-1], "version": page["events"][-1]["event"]["version"]}
        assert desk.post(f"{API}/decisions", json=asked).status_code == 201
    assert seen == whole


def test_a_cursor_of_another_query_is_refused(desk: TestClient) -> None:
    after = desk.get(f"{API}/events?limit=2").json()["next"]
    refused = desk.get(f"{API}/events", params={"limit": 2, "after": after, "country": "CD"})
    assert (refused.status_code, refused.json()["code"]) == (422, "archive.cursor")


def test_an_answer_that_somebody_has_is_not_sent_again_until_the_archive_changes(desk: TestClient) -> None:
    first = desk.get(f"{API}/events?limit=3")
    tag = {"if-none-match": first.headers["etag"]}
    assert desk.get(f"{API}/events?limit=3", headers=tag).status_code == 304
    assert desk.get(f"{API}/events?limit=4", headers=tag).status_code == 200
    event = first.json()["events"][0]["event"]
    asked = {"action": "flag", "subject": event["id"], "version": event["version"]}
    assert desk.post(f"{API}/decisions", json=asked).status_code == 201
    again = desk.get(f"{API}/events?limit=3", headers=tag)
    assert again.status_code == 200
    assert again.json()["events"][0]["review"] == "flagged"


def test_an_event_is_given_as_it_stood(desk: TestClient) -> None:
    before = desk.get(f"{API}/journal").json()["changes"][-1]["number"]
    seen = msgspec.json.decode(desk.get(f"{API}/events/e_r000").content, type=KeptEvent)
    edit = {"action": "edit", "subject": "e_r000", "version": 1, "field": "fatalities", "value": {"low": 9, "high": 9}}
    assert desk.post(f"{API}/decisions", json=edit).status_code == 201
    now, then = (
        msgspec.json.decode(desk.get(f"{API}/events/e_r000", params=asked).content, type=KeptEvent).event
        for asked in ({}, {"as_of": str(before)})
    )
    assert (now.version, now.fatalities.best) == (2, 9)
    assert then == seen.event
    assert then.version == 1
    versions = desk.get(f"{API}/events/e_r000/history").json()["versions"]
    assert [one["event"]["version"] for one in versions] == [1, 2]


def test_what_tells_an_event_is_reached_from_it(desk: TestClient, archive: Archive) -> None:
    event = desk.get(f"{API}/events/e_r000").json()["event"]
    mentions = desk.get(f"{API}/events/e_r000/mentions").json()["mentions"]
    reports = desk.get(f"{API}/events/e_r000/reports").json()["reports"]
    assert [one["mention"]["id"] for one in mentions] == event["mentions"]
    assert [one["report"]["id"] for one in reports] == event["reports"]
    trigger = mentions[0]["mention"]["trigger"]
    assert reports[0]["report"]["text"][trigger["start"] : trigger["end"]] == trigger["text"]
    assert desk.get(f"{API}/mentions", params={"report": "r000"}).json()["mentions"] == mentions[:1]
    assert len(desk.get(f"{API}/mentions/m_r001/links").json()["links"]) == len(archive.links("m_r001"))


@pytest.mark.parametrize(
    "path", ["events/e_none", "events/e_none/history", "events/e_none/mentions", "reports/none", "mentions/none"]
)
def test_what_is_not_there_is_told_in_the_one_shape(file_desk: TestClient, path: str) -> None:
    answer = file_desk.get(f"{API}/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["code"], told["status"], told["type"]) == (
        "archive.no-such-id",
        404,
        "urn:x-dateline:error:archive.no-such-id",
    )
    assert told["remedy"]


def test_a_map_program_reads_events_as_features(desk: TestClient, archive: Archive) -> None:
    items = f"{API}/collections/events/items"
    answer = desk.get(items, params={"bbox": "28,-3,31,1", "datetime": "2024-05-01/..", "limit": 2})
    assert answer.headers["content-type"] == "application/geo+json"
    page = answer.json()
    matching = archive.events(EventQuery(box=(28, -3, 31, 1), period=("2024-05-01", "9999-12-31")), limit=100).events
    assert (page["type"], page["numberReturned"], page["numberMatched"]) == ("FeatureCollection", 2, len(matching))
    (following,) = [link["href"] for link in page["links"] if link["rel"] == "next"]
    rest = desk.get(following).json()
    assert [one["id"] for one in (*page["features"], *rest["features"])][:3] == [one.event.id for one in matching][:3]
    first = page["features"][0]
    assert first["geometry"]["type"] == "Point"
    assert first["properties"]["radius_km"] is not None
    assert desk.get(f"{items}/{first['id']}").json()["id"] == first["id"]
    without = desk.get(items, params={"type": "Armed clash"}).json()["features"]
    assert [one["geometry"] for one in without] == [None]


def test_a_landing_page_leads_to_all_of_it(file_desk: TestClient) -> None:
    links = file_desk.get(API).json()["links"]
    for link in links:
        assert file_desk.get(link["href"]).status_code == 200, link
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in links}


@pytest.mark.parametrize(
    "form", ["acled", "ucdp", "polecat", "jsonl", "csv", "parquet", "geojson", "datapackage", "atom", "jsonld"]
)
def test_every_format_is_exported_by_address(file_desk: TestClient, form: str) -> None:
    answer = file_desk.get(f"{API}/exports/{form}", params={"country": "CD"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="dateline-{form}.')
    assert answer.content


def test_an_export_holds_what_was_asked_for_and_no_more(desk: TestClient, archive: Archive) -> None:
    answer = desk.get(f"{API}/exports/jsonl", params={"text": "Goma", "publisher": "The Delta Post"})
    assert [msgspec.json.decode(line)["id"] for line in answer.content.splitlines()] == ["e_wide"]


def test_a_feed_tells_the_newest_events_of_a_query(desk: TestClient) -> None:
    answer = desk.get(f"{API}/events.atom", params={"country": "FJ"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.text.count("<entry>") == len(desk.get(f"{API}/events", params={"country": "FJ"}).json()["events"])
    assert "http://127.0.0.1:8000/events/e_" in answer.text


def test_names_that_begin_so_are_offered_for_the_filters(desk: TestClient) -> None:
    assert [one["name"] for one in desk.get(f"{API}/actors", params={"beginning": "THE riv"}).json()["names"]] == [
        "the river militia"
    ]
    publishers = desk.get(f"{API}/publishers").json()["names"]
    assert publishers[0]["name"] == "lowland courier"
    assert {one["name"] for one in publishers} == {"lowland courier", "radio plateau", "the delta post"}
    assert {one["name"] for one in desk.get(f"{API}/places").json()["names"]} == {"CD", "FJ", "LY", "UA"}
    assert [one["name"] for one in desk.get(f"{API}/places", params={"country": "cd"}).json()["names"]] == [
        "North Kivu"
    ]


def test_sources_tell_volume_languages_and_origins(desk: TestClient) -> None:
    sources = {one["publisher"]: one for one in desk.get(f"{API}/sources").json()["sources"]}
    courier = sources["Lowland Courier"]
    assert (courier["reports"], courier["languages"], courier["corrections"]) == (62, [["en", 62]], 0)
    assert courier["events"] >= courier["origins"] > 0
    assert courier["lag_days"] is not None


def test_changes_tell_what_to_fetch_anew(desk: TestClient) -> None:
    told = desk.get(f"{API}/changes").json()
    assert "e_r000" in told["new"]
    desk.post(f"{API}/decisions", json={"action": "reject", "subject": "e_r000", "version": 1})
    after = desk.get(f"{API}/changes", params={"since": told["upto"]}).json()
    assert (after["new"], after["withdrawn"]) == ([], ["e_r000"])

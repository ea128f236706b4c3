"""Hostile inputs: in what reports say, in addresses, in bodies. Nothing runs, nothing leaks, nothing breaks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desks import desk_at
from starlette.testclient import TestClient
from tellings import filled, told

from dateline.archive import Archive

API = "/api/v1"
SCRIPT = "<script>window.hit=1</script>"
IMAGE = "<img src=x onerror=window.hit=1>"
BREAKOUT = "\"'></title></textarea><svg onload=window.hit=1>"

# What reports say: where it stands, and what.
SAID = {
    "a script in the title": ("title", SCRIPT),
    "an image in the title": ("title", IMAGE),
    "a way out of attributes in the title": ("title", BREAKOUT),
    "a script in the text": ("text", SCRIPT),
    "an image in the text": ("text", IMAGE),
    "a template in the text": ("text", "{{ 7*7 }}{% include 'base.html' %}"),
    "a comment's end in the text": ("text", "--><script>window.hit=1</script>"),
    "a script in the publisher": ("publisher", SCRIPT),
    "a way out of attributes in the publisher": ("publisher", BREAKOUT),
    "a formula as the publisher": ("publisher", "=cmd|' /C calc'!A0"),
    "a formula with a plus": ("publisher", "+1+1"),
    "a formula with an at sign": ("publisher", "@SUM(1+1)"),
    "a formula with a minus": ("publisher", "-2+3"),
    "a formula behind a tab": ("publisher", "\t=1+1"),
    "a script as the address": ("url", "javascript:window.hit=1"),
    "data as the address": ("url", "data:text/html,<script>window.hit=1</script>"),
    "a way out of attributes in the address": ("url", 'https://a.example/" onmouseover="window.hit=1'),
    "a file as the address": ("url", "file:///etc/passwd"),
    "a script as an actor": ("actor", SCRIPT),
    "an image as an actor": ("actor", IMAGE),
    "a script as a place": ("place", SCRIPT),
    "letters that turn the line round": ("title", "\u202egnihton\u202c \u2066hidden\u2069"),
    "a lone half of a character": ("title", "half \ufffd"),
}

# What addresses ask for; each is answered with the status, whatever it is.
ASKED = {
    "SQL in the words": ("/events?text=%27%20OR%201%3D1--", 200),
    "SQL in the words' own language": ("/events?text=NEAR(a%20b)%20%22", 200),
    "only a quote": ("/events?text=%22", 422),
    "only what is unwanted": ("/events?text=-a", 422),
    "SQL in an actor": ("/events?actor=x%27%3B%20DROP%20TABLE%20events%3B--", 200),
    "wildcards in an actor": ("/events?actor=%25", 200),
    "SQL in a country": ("/events?country=U%27", 422),
    "SQL in a type": ("/events?type=%27%20OR%20%27%27%3D%27", 422),
    "SQL in a part of a country": ("/events?admin1=%27%29%20OR%201%3D1", 200),
    "a box of no numbers": ("/events?box=nan,nan,nan,nan", 422),
    "an endless box": ("/events?box=-inf,-90,inf,90", 422),
    "a huge box": ("/events?box=-1e308,-90,1e308,90", 422),
    "a box upside down": ("/events?box=0,10,10,0", 422),
    "a box of three numbers": ("/events?box=1,2,3", 422),
    "a box of a thousand numbers": ("/events?box=" + ",".join(["1"] * 140), 422),
    "a day that is none": ("/events?since=2024-02-30", 422),
    "a day of the year ten thousand": ("/events?since=99999-01-01", 422),
    "a period backwards": ("/events?since=2024-05-02&until=2024-05-01", 422),
    "a past moment that is none": ("/events?as_of=yesterday", 422),
    "a past moment beyond numbers": ("/events?as_of=99999999999999999999999", 422),
    "a moment before the first change": ("/events?as_of=0", 200),
    "a cursor of nonsense": ("/events?after=AAAA", 422),
    "a cursor of other letters": ("/events?after=%C3%BC%F0%9F%92%A5", 422),
    "a forged cursor": ("/events?after=Wzk5OTk5OTk5OTk5OTk5OTk5OTksIngiLCJ5IiwieiJd", 422),
    "a page of a million": ("/events?limit=1000000", 422),
    "a page of none": ("/events?limit=0", 422),
    "a page of minus one": ("/events?limit=-1", 422),
    "a score that is none": ("/events?min_score=nan", 422),
    "deaths beyond numbers": ("/events?min_fatalities=1e400", 422),
    "half a dead": ("/events?min_fatalities=0.5", 422),
    "a byte that is no letter": ("/events?actor=%00", 422),
    "bytes that are no letters": ("/events?actor=%ff%fe", 200),
    "a name of ten thousand letters": ("/events?actor=" + "a" * 10_000, 422),
    "a thousand names": ("/events?" + "&".join(["actor=a"] + [f"actor=a{n}" for n in range(1_000)]), 422),
    "a parameter twice": ("/events?min_score=0.1&min_score=0.2", 422),
    "a way up the folders, for a report": ("/reports/..%2f..%2f..%2fetc%2fpasswd", 404),
    "a way up the folders, for a file": ("/../../static/..%2f..%2fsettings.py", 404),
    "a way up the folders, for an export": ("/exports/..%2f..%2fcsv", 404),
    "a format that is none": ("/exports/exe", 422),
    "an id with a byte of nothing": ("/events/e%00", 422),
    "an id of SQL": ("/events/%27%20OR%201%3D1", 404),
    "a zoom beyond the map": ("/bins?zoom=1e300", 422),
    "a zoom that is none": ("/bins?zoom=nan", 422),
    "steps of a second": ("/timeline?step=second", 422),
    "a number beyond the database": ("/journal?after=99999999999999999999", 422),
    "names with wildcards": ("/actors?beginning=%25_%27", 200),
    "names with a byte of nothing": ("/actors?beginning=%00", 200),
}

# What bodies hold.
SENT: dict[str, bytes] = {
    "no JSON": b"{",
    "nothing": b"",
    "a list": b"[]",
    "an unknown action": b'{"action":"drop","subject":"e_r000","version":1}',
    "an unknown key": b'{"action":"accept","subject":"e_r000","version":1,"who":"eve"}',
    "another's name": b'{"action":"accept","subject":"e_r000","version":1,"person":"eve"}',
    "nests": b"[" * 50_000,
    "a number too large": b'{"action":"accept","subject":"e_r000","version":' + b"9" * 400 + b"}",
    "an id with a byte of nothing": b'{"action":"accept","subject":"e\\u0000","version":1}',
    "half a character": b'{"action":"accept","subject":"\\ud800","version":1}',
    "bytes that are no letters": b'{"action":"accept","subject":"\xff","version":1}',
    "a thousand others": json.dumps(
        {"action": "merge", "subject": "e_r000", "version": 1, "others": [f"e_{n}" for n in range(1_000)]}
    ).encode(),
    "itself": b'{"action":"merge","subject":"e_r000","version":1,"others":["e_r000"]}',
    "a long reason": json.dumps({"action": "accept", "subject": "e_r000", "version": 1, "why": "a" * 5_000}).encode(),
    "an event that is not there": b'{"action":"accept","subject":"e_none","version":1}',
}


def test_there_are_sixty_of_them() -> None:
    assert len(SAID) + len(ASKED) + len(SENT) >= 60


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    """A desk over an archive in which every field of every report is hostile."""
    place = str(tmp_path_factory.mktemp("hostile") / "archive.db")
    with Archive.open(place) as archive:
        for number, (where, what) in enumerate(SAID.values()):
            report, (mention,) = told(f"h{number}", day=f"2024-05-{number + 1:02}", killed=number + 1)
            if where == "text":
                report = msgspec.structs.replace(report, text=f"{report.text} {what}")
            elif where in ("title", "publisher", "url"):
                report = msgspec.structs.replace(report, **{where: what})
            else:
                old = mention.perpetrators[0].name if where == "actor" else mention.place.name
                text = report.text.replace(old, what)
                report = msgspec.structs.replace(report, text=text)
                mention = _moved(mention, report.text, old, what, where)
            filled(archive, (report, [mention]))
    with desk_at(place) as client:
        yield client, place


def _moved(mention: Any, text: str, old: str, what: str, where: str) -> Any:
    """The mention of a text in which a name was replaced by another, offsets and all."""
    raw = msgspec.to_builtins(mention)

    def move(part: Any) -> None:
        if isinstance(part, dict):
            for key in ("name", "text"):
                value = part.get(key)
                if isinstance(value, str) and "start" in part:
                    value = what if value == old else value
                    part[key], part["start"] = value, text.index(value)
                    part["end"] = part["start"] + len(value)
            for inner in part.values():
                move(inner)
        elif isinstance(part, list | tuple):
            for inner in part:
                move(inner)

    move(raw)
    return msgspec.convert(raw, type(mention))


PAGES = ("/", "/queue", "/sources", "/team", "/compare")


@pytest.mark.parametrize("name", SAID)
def test_what_a_report_says_is_shown_and_never_run(said: tuple[TestClient, str], name: str) -> None:
    desk, _ = said
    number = list(SAID).index(name)
    _, what = SAID[name]
    for path in (f"/events/e_h{number}", f"/reports/h{number}", f"/?until=2024-05-{number + 1:02}"):
        page = desk.get(path, headers={"accept": "text/html"})
        assert page.status_code == 200, path
        for tag in ("<script>window", "<img src=x", "<svg onload", "{{ 7*7 }}0", ' onmouseover="'):
            assert tag not in page.text, (path, tag)
        assert 'href="javascript:' not in page.text
        assert 'href="data:' not in page.text
        assert 'href="file:' not in page.text
    answer = desk.get(f"{API}/events/e_h{number}/reports")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    report = answer.json()["reports"][0]["report"]
    assert any(what in str(value) for value in report.values())


def test_no_cell_of_a_table_is_a_formula(said: tuple[TestClient, str]) -> None:
    desk, _ = said
    for form in ("csv", "acled", "ucdp"):
        text = desk.get(f"{API}/exports/{form}").text
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                number = cell.replace(".", "", 1).lstrip("-").isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (form, cell)


def test_a_feed_is_whole_xml_whatever_reports_say(said: tuple[TestClient, str]) -> None:
    from xml.etree import ElementTree

    desk, _ = said
    root = ElementTree.fromstring(desk.get(f"{API}/events.atom").content)
    links = [one.get("href", "") for one in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(link.startswith(("http://", "https://")) for link in links)


@pytest.mark.parametrize("name", ASKED)
def test_a_hostile_address_is_answered_clearly(desk: TestClient, name: str) -> None:
    path, status = ASKED[name]
    answer = desk.get(f"{API}{path}")
    assert answer.status_code == status, answer.text
    if status != 200:
        told = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"code", "detail", "remedy", "status"} <= set(told)
        for secret in ("Traceback", "sqlalchemy", "psycopg", "sqlite3", "/site-packages/", ".db"):
            assert secret not in answer.text


@pytest.mark.parametrize("name", SENT)
def test_a_hostile_body_changes_nothing(desk: TestClient, name: str) -> None:
    headers = {"content-type": "application/json"}
    answer = desk.post(f"{API}/decisions", content=SENT[name], headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert desk.get(f"{API}/decisions").json()["decisions"] == []


def test_files_of_the_desk_are_all_that_is_served(file_desk: TestClient) -> None:
    for path in (
        "/static/../settings.py",
        "/static/..%2fsettings.py",
        "/static/%2e%2e/settings.py",
        "/static/....//settings.py",
        "/static//etc/passwd",
        "/static/..%5csettings.py",
    ):
        answer = file_desk.get(path)
        assert answer.status_code in (400, 404), path
        assert "Settings" not in answer.text


def test_a_fault_of_our_own_tells_nothing_of_the_machine(
    file_desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise RuntimeError(f"secret at {Path(__file__)}")

    monkeypatch.setattr(Archive, "events_as_json", broken)
    answer = file_desk.get(f"{API}/events")
    assert (answer.status_code, answer.json()["code"]) == (500, "web.fault")
    assert "secret" not in answer.text

"""Decisions by the API: about what was seen, by those who may, never silently over one another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from desks import bearer, desk_at
from starlette.testclient import TestClient

from dateline.archive import Archive

API = "/api/v1"


def decide(desk: TestClient, action: str, subject: str, version: int, **more: object) -> object:
    asked = {"action": action, "subject": subject, "version": version, **more}
    return desk.post(f"{API}/decisions", json=asked)


@pytest.mark.parametrize(
    ("action", "more", "review"),
    [
        ("accept", {}, "accepted"),
        ("reject", {"why": "told of another year"}, "rejected"),
        ("flag", {}, "flagged"),
        ("edit", {"field": "status", "value": "averted"}, "open"),
        ("merge", {"others": ["e_r003"]}, "open"),
        ("split", {"others": ["m_r001"]}, "open"),
        ("keep apart", {"others": ["e_r003"]}, "open"),
    ],
)
def test_each_decision_holds_and_can_be_taken_back(
    desk: TestClient, action: str, more: dict[str, object], review: str
) -> None:
    before = desk.get(f"{API}/events/e_r000").json()["event"]
    made = decide(desk, action, "e_r000", 1, **more)
    assert made.status_code == 201, made.text
    decision = made.json()["decision"]
    assert (decision["who"], decision["action"]) == ("ada", action)
    after = desk.get(f"{API}/events/e_r000").json()
    assert after["review"] == review
    undone = desk.post(f"{API}/decisions/{decision['number']}/undo", json={"why": "wrong one"})
    assert undone.json()["decision"]["undoes"] == decision["number"]
    back = desk.get(f"{API}/events/e_r000").json()["event"]
    assert {**back, "version": 1} == {**before, "version": 1}
    again = desk.post(f"{API}/decisions/{decision['number']}/undo", json={})
    assert (again.status_code, again.json()["code"]) == (409, "archive.decision")
    told = desk.get(f"{API}/events/e_r000/decisions").json()["decisions"]
    assert [one["action"] for one in told] == [action, "undo"]


def test_the_version_that_was_seen_must_be_named(file_desk: TestClient) -> None:
    asked = {"action": "accept", "subject": "e_r000"}
    unsaid = file_desk.post(f"{API}/decisions", json=asked)
    assert (unsaid.status_code, unsaid.json()["code"]) == (428, "web.version-needed")
    tag = file_desk.get(f"{API}/events/e_r000").headers["etag"]
    assert tag == '"1"'
    assert file_desk.post(f"{API}/decisions", json=asked, headers={"if-match": tag}).status_code == 201
    stale = file_desk.post(f"{API}/decisions", json={**asked, "action": "reject"}, headers={"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (409, "archive.stale-version")
    two = file_desk.post(f"{API}/decisions", json={**asked, "version": 1}, headers={"if-match": '"2"'})
    assert (two.status_code, two.json()["code"]) == (422, "web.if-match")
    odd = file_desk.post(f"{API}/decisions", json=asked, headers={"if-match": "newest"})
    assert (odd.status_code, odd.json()["code"]) == (412, "web.if-match")
    assert file_desk.get(f"{API}/events/e_r000").json()["review"] == "accepted"


def test_of_many_who_decide_at_once_about_one_version_one_is_heard(place: str) -> None:
    with desk_at(place) as desk:

        def one(number: int) -> int:
            action = ("accept", "reject", "flag")[number % 3]
            return decide(desk, action, "e_r000", 1, why=f"number {number}").status_code

        with ThreadPoolExecutor(8) as pool:
            statuses = sorted(pool.map(one, range(16)))
        assert statuses == [201] + [409] * 15
        assert len(desk.get(f"{API}/events/e_r000/decisions").json()["decisions"]) == 1


def test_a_value_that_the_field_cannot_have_changes_nothing(file_desk: TestClient) -> None:
    for field, value in (("fatalities", "many"), ("place", {"name": 3}), ("id", "e_x"), ("date", {"start": "x"})):
        refused = decide(file_desk, "edit", "e_r000", 1, field=field, value=value)
        assert (refused.status_code, refused.json()["code"]) == (422, "archive.edit"), field
    assert file_desk.get(f"{API}/events/e_r000").json()["event"]["version"] == 1


def test_readers_look_and_coders_decide(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True) as desk:
        asked = {"action": "accept", "subject": "e_r000", "version": 1}
        reader = bearer(peopled_place, "dan", "read", "decide")
        refused = desk.post(f"{API}/decisions", json=asked, headers=reader)
        assert (refused.status_code, refused.json()["code"]) == (403, "web.not-allowed")
        coder = bearer(peopled_place, "ben", "read", "decide")
        made = desk.post(f"{API}/decisions", json=asked, headers=coder)
        assert (made.status_code, made.json()["decision"]["who"]) == (201, "ben")


def test_coders_take_back_their_own_and_reviewers_anybodys(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True) as desk:
        ben, eve, cora = (bearer(peopled_place, name, "decide", "read") for name in ("ben", "eve", "cora"))
        asked = {"action": "accept", "subject": "e_r000", "version": 1}
        number = desk.post(f"{API}/decisions", json=asked, headers=ben).json()["decision"]["number"]
        address = f"{API}/decisions/{number}/undo"
        assert desk.post(address, json={}, headers=eve).status_code == 403
        assert desk.post(address, json={}, headers=cora).status_code == 201


class TestTwoPeople:
    """Where the rule of two people holds."""

    @pytest.fixture
    def two(self, peopled_place: str) -> TestClient:
        with desk_at(peopled_place, accounts=True, two_people=True) as client:
            yield client

    @pytest.fixture
    def who(self, peopled_place: str) -> dict[str, dict[str, str]]:
        return {name: bearer(peopled_place, name, "decide", "read") for name in ("ada", "ben", "cora", "dan", "eve")}

    def propose(self, desk: TestClient, headers: dict[str, str], version: int = 1) -> int:
        asked = {"action": "edit", "subject": "e_r000", "version": version, "field": "status", "value": "averted"}
        made = desk.post(f"{API}/decisions", json=asked, headers=headers)
        assert made.status_code == 202, made.text
        assert made.json()["decision"] is None
        return int(made.json()["proposal"]["number"])

    def test_an_edit_waits_for_somebody_else(self, two: TestClient, who: dict[str, dict[str, str]]) -> None:
        number = self.propose(two, who["ben"])
        event = f"{API}/events/e_r000"
        assert two.get(event, headers=who["dan"]).json()["event"]["version"] == 1
        address = f"{API}/proposals/{number}/confirm"
        for name in ("ben", "eve", "dan"):
            assert two.post(address, json={}, headers=who[name]).status_code == 403, name
        confirmed = two.post(address, json={}, headers=who["cora"])
        assert confirmed.status_code == 201
        decision = confirmed.json()["decision"]
        assert (decision["who"], "confirmed by cora" in decision["why"]) == ("ben", True)
        assert two.get(event, headers=who["dan"]).json()["event"]["status"]["value"] == "averted"
        assert two.post(address, json={}, headers=who["ada"]).status_code == 409

    def test_nobody_confirms_what_they_proposed(self, two: TestClient, who: dict[str, dict[str, str]]) -> None:
        number = self.propose(two, who["cora"])
        refused = two.post(f"{API}/proposals/{number}/confirm", json={}, headers=who["cora"])
        assert (refused.status_code, refused.json()["code"]) == (403, "web.second-person")

    def test_what_was_overtaken_is_not_carried_out(self, two: TestClient, who: dict[str, dict[str, str]]) -> None:
        number = self.propose(two, who["ben"])
        accept = {"action": "accept", "subject": "e_r000", "version": 1}
        assert two.post(f"{API}/decisions", json=accept, headers=who["eve"]).status_code == 201
        refused = two.post(f"{API}/proposals/{number}/confirm", json={}, headers=who["cora"])
        assert (refused.status_code, refused.json()["code"]) == (409, "archive.stale-version")
        (waiting,) = two.get(f"{API}/proposals", params={"state": "open"}, headers=who["dan"]).json()["proposals"]
        assert waiting["number"] == number
        assert two.post(f"{API}/proposals/{number}/decline", json={}, headers=who["eve"]).status_code == 403
        declined = two.post(f"{API}/proposals/{number}/decline", json={}, headers=who["cora"])
        assert declined.json()["state"] == "declined"

    def test_who_proposed_may_withdraw(self, two: TestClient, who: dict[str, dict[str, str]]) -> None:
        number = self.propose(two, who["ben"])
        withdrawn = two.post(f"{API}/proposals/{number}/decline", json={}, headers=who["ben"])
        assert withdrawn.json()["state"] == "withdrawn"

    def test_taking_back_such_a_decision_waits_too(self, two: TestClient, who: dict[str, dict[str, str]]) -> None:
        number = self.propose(two, who["ben"])
        made = two.post(f"{API}/proposals/{number}/confirm", json={}, headers=who["cora"]).json()["decision"]
        undo = two.post(f"{API}/decisions/{made['number']}/undo", json={}, headers=who["ben"])
        assert undo.status_code == 202
        proposal = undo.json()["proposal"]["number"]
        assert two.post(f"{API}/proposals/{proposal}/confirm", json={}, headers=who["ada"]).status_code == 201
        event = two.get(f"{API}/events/e_r000", headers=who["dan"]).json()["event"]
        assert event["status"]["value"] == "actual"


def test_everything_can_be_taken_back_one_by_one_after_a_restart(file_place: str) -> None:
    from dateline.errors import DatelineError
    from dateline.web import Settings
    from dateline.web.access.guarding import open_person
    from dateline.web.deciding import decide as decide_as
    from dateline.web.deciding import undo_last

    settings, ada = Settings(db=file_place), open_person("ada")
    with Archive.open(file_place) as archive:
        for subject in ("e_r000", "e_r003", "e_r006"):
            decide_as(archive, settings, ada, "accept", subject, version=1)
    with Archive.open(file_place) as archive:
        undone = [undo_last(archive, settings, ada).decision for _ in range(3)]
        assert [one.subject for one in undone if one] == ["e_r006", "e_r003", "e_r000"]
        with pytest.raises(DatelineError) as caught:
            undo_last(archive, settings, ada)
        assert caught.value.code == "web.nothing-to-undo"
        assert {archive.event(one).review for one in ("e_r000", "e_r003", "e_r006")} == {"open"}

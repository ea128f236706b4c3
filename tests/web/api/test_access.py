"""Who gets in, and how far: accounts, sessions, tokens, limits, forged requests, foreign hosts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from desks import ADDRESS, PASSWORD, bearer, desk_at, sign_in
from sqlalchemy import text
from starlette.testclient import TestClient

from dateline.archive import Archive, ArchiveError
from dateline.archive.address import Address
from dateline.errors import DatelineError, InputError
from dateline.web import Settings
from dateline.web.access.keeping import add_account, change_account
from dateline.web.access.limits import Limiter
from dateline.web.access.signing_in import SigningIn
from dateline.web.problems import WebError
from dateline.web.signing_pages import own_path

API = "/api/v1"
PAGE = {"accept": "text/html"}


def test_a_desk_without_accounts_stays_on_this_machine(file_place: str) -> None:
    for host in ("0.0.0.0", "192.168.1.7", "::", "desk.example.org"):
        with pytest.raises(InputError) as caught:
            Settings(db=file_place, host=host).checked()
        assert (caught.value.code, "dateline user add" in caught.value.remedy) == ("input.desk-needs-accounts", True)
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        assert Settings(db=file_place, host=host).checked().loopback


@pytest.mark.parametrize("tiles", ["javascript:alert(1)", "tiles", "https://a.example; script-src *", "https://x\ny"])
def test_an_address_of_tiles_cannot_loosen_the_policy(file_place: str, tiles: str) -> None:
    with pytest.raises(InputError):
        Settings(db=file_place, tiles=tiles).checked()


def test_nothing_is_shown_before_somebody_signs_in(guarded: TestClient) -> None:
    for path in ("/", "/queue", "/events/e_r000", "/team", "/sources"):
        answer = guarded.get(path, headers=PAGE)
        assert (answer.status_code, answer.headers["location"].startswith("/sign-in?next=")) == (303, True), path
    for path in ("", "/events", "/openapi.json", "/exports/csv", "/accounts", "/audit", "/me"):
        answer = guarded.get(f"{API}{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "web.sign-in-needed"), path
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert guarded.get("/healthz").status_code == 200


def test_who_signs_in_sees_and_who_signs_out_sees_nothing_more(guarded: TestClient) -> None:
    assert sign_in(guarded, "ben") == 303
    me = guarded.get(f"{API}/me").json()
    assert (me["name"], me["roles"]) == ("ben", ["coder", "reader"])
    cookie = guarded.cookies.get("dateline_session")
    token = guarded.get("/sources", headers=PAGE).text.partition('name="csrf-token" content="')[2].partition('"')[0]
    assert guarded.post("/sign-out", data={"csrf_token": token}, headers=PAGE).status_code == 303
    guarded.cookies.set("dateline_session", cookie or "")
    assert guarded.get(f"{API}/me").status_code == 401


def test_cookies_are_kept_from_scripts_and_other_sites(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True, secure=True) as client:
        client.base_url = "https://127.0.0.1:8000"
        form = client.get("/sign-in", headers=PAGE)
        token = form.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        data = {"name": "ben", "password": PASSWORD, "csrf_token": token}
        signed_in = client.post("/sign-in", data=data, headers=PAGE)
        for cookie in (form.headers["set-cookie"], signed_in.headers["set-cookie"]):
            for part in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"):
                assert part in cookie


def test_a_wrong_password_and_a_wrong_name_are_told_alike(guarded: TestClient) -> None:
    answers = set()
    for name, password in (("ben", "not the password"), ("nobody", PASSWORD), ("ben", "")):
        form = guarded.get("/sign-in", headers=PAGE).text
        token = form.partition('name="csrf_token" value="')[2].partition('"')[0]
        data = {"name": name, "password": password or "x", "csrf_token": token}
        answer = guarded.post("/sign-in", data=data, headers=PAGE)
        answers.add((answer.status_code, "Name or password is wrong" in answer.text))
    assert answers == {(401, True)}


def test_five_wrong_passwords_lock_an_account_for_a_while(peopled_place: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with Archive.open(peopled_place) as archive:
        signing_in = SigningIn(archive.desk, now=lambda: now)
        for _ in range(5):
            with pytest.raises(WebError):
                signing_in.sign_in("ben", "a wrong password")
        with pytest.raises(WebError) as caught:
            signing_in.sign_in("ben", PASSWORD)
        assert (caught.value.status, caught.value.code) == (429, "web.locked")
        later = SigningIn(archive.desk, now=lambda: now + timedelta(minutes=16))
        session = later.sign_in("ben", PASSWORD)
        person = later.person_of_session(session)
        assert person is not None
        assert person.name == "ben"
        told = [one.what for one in archive.desk.audit(limit=6)]
        assert told == ["signed in", "wrong password, locked", *["wrong password"] * 4]


def test_sessions_end_when_idle_after_half_a_day_and_when_the_account_changes(peopled_place: str) -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with Archive.open(peopled_place) as archive:
        at = start
        signing_in = SigningIn(archive.desk, now=lambda: at)
        idle, busy, shut = (signing_in.sign_in(name, PASSWORD) for name in ("ben", "eve", "cora"))
        for hours in range(1, 12):
            at = start + timedelta(hours=hours)
            assert signing_in.person_of_session(busy) is not None
        assert signing_in.person_of_session(idle) is None
        at = start + timedelta(hours=12, minutes=1)
        assert signing_in.person_of_session(busy) is None
        at = start + timedelta(minutes=1)
        change_account(archive.desk, "cora", by="test", active=False)
        assert signing_in.person_of_session(shut) is None


def test_a_token_opens_what_its_scopes_and_its_owners_role_allow(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True) as desk:
        read, export, admin = (bearer(peopled_place, "ada", scope) for scope in ("read", "export", "admin"))
        asked = {"action": "accept", "subject": "e_r000", "version": 1}
        assert desk.get(f"{API}/events", headers=read).status_code == 200
        assert desk.get(f"{API}/exports/csv", headers=read).json()["code"] == "web.scope"
        assert desk.get(f"{API}/exports/csv", headers=export).status_code == 200
        assert desk.post(f"{API}/decisions", json=asked, headers=read).json()["code"] == "web.scope"
        assert desk.get(f"{API}/accounts", headers=read).status_code == 403
        assert desk.get(f"{API}/accounts", headers=admin).status_code == 200
        coder = bearer(peopled_place, "ben", "admin")
        assert desk.get(f"{API}/accounts", headers=coder).json()["code"] == "web.not-allowed"


def test_a_token_that_ran_out_was_revoked_or_is_made_up_opens_nothing(peopled_place: str) -> None:
    past = datetime.now(UTC) - timedelta(days=9)
    with Archive.open(peopled_place) as archive:
        old = SigningIn(archive.desk, now=lambda: past).add_token("ben", label="", scopes=("read",), days=1, by="test")
        revoked = SigningIn(archive.desk).add_token("ben", label="", scopes=("read",), days=1, by="test")
        archive.desk.revoke_token(archive.desk.tokens()[-1].number, by="test")
        shut = SigningIn(archive.desk).add_token("eve", label="", scopes=("read",), days=1, by="test")
        change_account(archive.desk, "eve", by="test", active=False)
    with desk_at(peopled_place, accounts=True) as desk:
        for token in (old, revoked, shut, "dl_made-up", "", "ü"):
            headers = {"authorization": f"Bearer {token}".encode()}
            assert desk.get(f"{API}/events", headers=headers).json()["code"] == "web.token", token
        assert desk.get(f"{API}/events", headers={"authorization": "Basic YWRhOng="}).status_code == 401


def test_accounts_are_kept_by_admins_and_nobody_else(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True) as desk:
        admin = bearer(peopled_place, "ada", "admin", "read")
        new = {"name": "fay", "role": "reader", "password": "three quiet bridges"}
        made = desk.post(f"{API}/accounts", json=new, headers=admin)
        assert made.status_code == 201
        assert "password" not in made.json()
        assert desk.post(f"{API}/accounts", json=new, headers=admin).json()["code"] == "archive.account"
        short = desk.post(f"{API}/accounts", json={**new, "name": "gus", "password": "short"}, headers=admin)
        assert (short.status_code, short.json()["code"]) == (422, "web.password")
        changed = desk.patch(f"{API}/accounts/fay", json={"role": "coder"}, headers=admin)
        assert changed.json()["role"] == "coder"
        token = desk.post(f"{API}/tokens", json={"account": "fay", "label": "script"}, headers=admin).json()["token"]
        headers = {"authorization": f"Bearer {token}"}
        assert desk.get(f"{API}/me", headers=headers).json()["name"] == "fay"
        number = desk.get(f"{API}/tokens", headers=admin).json()["tokens"][-1]["number"]
        assert desk.delete(f"{API}/tokens/{number}", headers=admin).status_code == 204
        assert desk.get(f"{API}/me", headers=headers).status_code == 401
        entries = desk.get(f"{API}/audit", headers=admin).json()["entries"]
        assert [one["what"] for one in entries[:3]] == ["token revoked", "token added", "account changed"]
        assert {one["who"] for one in entries[:3]} == {"ada"}


def test_the_last_admin_cannot_go(peopled_place: str) -> None:
    with Archive.open(peopled_place) as archive:
        for change in ({"role": "reader"}, {"active": False}):
            with pytest.raises(ArchiveError) as caught:
                change_account(archive.desk, "ada", by="test", **change)  # type: ignore[arg-type]
            assert caught.value.code == "archive.account"
        account = archive.desk.account("ada")
        assert account is not None
        assert (account.role, account.active) == ("admin", True)


@pytest.mark.parametrize("name", ["", " ada", "a\tb", "x" * 61, "<b>", "../x", "a\x00", "-a"])
def test_odd_names_make_no_account(archive: Archive, name: str) -> None:
    with pytest.raises(DatelineError) as caught:
        add_account(archive.desk, name, role="reader", password=PASSWORD, by="test")
    assert caught.value.code == "web.account"


def test_the_audit_log_cannot_be_mended(archive: Archive, place: str) -> None:
    archive.desk.note("ada", "looked")
    engine = Address(place).engine()
    for statement in ("UPDATE audit SET who = 'ben'", "DELETE FROM audit", "DELETE FROM reviews"):
        if "reviews" in statement:
            archive.desk.answer_review(who="ada", event="e_r000", version=1, answers={})
        with (
            pytest.raises(Exception, match="dateline keeps this"),
            engine.connect().execution_options(dateline_writes=True) as connection,
            connection.begin(),
        ):
            connection.execute(text(statement))
    engine.dispose()


def test_accounts_go_with_a_backup_and_sessions_do_not(archive: Archive, tmp_path: Path) -> None:
    add_account(archive.desk, "ada", role="admin", password=PASSWORD, by="test")
    session = SigningIn(archive.desk).sign_in("ada", PASSWORD)
    archive.backup(tmp_path / "backup.db")
    Archive.restore(tmp_path / "backup.db", tmp_path / "restored.db")
    with Archive.open(tmp_path / "restored.db") as restored:
        assert restored.desk.account("ada") == archive.desk.account("ada")
        assert restored.desk.audit() == archive.desk.audit()
        assert SigningIn(restored.desk).person_of_session(session) is None


class TestForged:
    """Requests that another site makes a browser send."""

    asked: ClassVar = {"action": "reject", "subject": "e_r000", "version": 1}

    def test_a_form_without_a_token_does_nothing(self, guarded: TestClient) -> None:
        sign_in(guarded, "ben")
        for content in (
            {"json": self.asked},
            {"data": self.asked},
            {"content": b"", "headers": {"content-type": "text/plain"}},
        ):
            answer = guarded.post(f"{API}/decisions", **content)  # type: ignore[arg-type]
            assert (answer.status_code, answer.json()["code"]) == (403, "web.csrf")
        assert guarded.get(f"{API}/events/e_r000").json()["review"] == "open"

    def test_a_token_of_another_browser_does_not_fit(self, guarded: TestClient, peopled_place: str) -> None:
        with desk_at(peopled_place, accounts=True) as other:
            sign_in(other, "eve")
            page = other.get("/sources", headers=PAGE).text
            token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        sign_in(guarded, "ben")
        answer = guarded.post(f"{API}/decisions", json=self.asked, headers={"x-csrf-token": token})
        assert answer.json()["code"] == "web.csrf"

    def test_ones_own_token_does(self, guarded: TestClient) -> None:
        sign_in(guarded, "ben")
        page = guarded.get("/sources", headers=PAGE).text
        token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        headers = {"x-csrf-token": token, "origin": ADDRESS}
        assert guarded.post(f"{API}/decisions", json=self.asked, headers=headers).status_code == 201

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"content-type": "text/plain"},
            {"content-type": "application/x-www-form-urlencoded"},
        ],
    )
    def test_a_desk_without_accounts_is_no_easier_prey(self, file_desk: TestClient, headers: dict[str, str]) -> None:
        import msgspec

        sent = {"content-type": "application/json", **headers}
        answer = file_desk.post(f"{API}/decisions", content=msgspec.json.encode(self.asked), headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (403, "web.csrf")
        assert file_desk.get(f"{API}/events/e_r000").json()["review"] == "open"

    def test_a_name_that_leads_here_and_is_not_ours_gets_nothing(self, file_desk: TestClient) -> None:
        for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8000"):
            answer = file_desk.get(f"{API}/events", headers={"host": host})
            assert (answer.status_code, answer.json()["code"]) == (421, "web.host"), host
        for host in ("localhost:9", "127.0.0.1", "[::1]:8000", "LOCALHOST"):
            assert file_desk.get(f"{API}/events", headers={"host": host}).status_code == 200, host


def test_an_address_to_go_on_to_stays_on_this_desk() -> None:
    for other in (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/x\ny",
        "evil",
        "",
    ):
        assert own_path(other) == "/", other
    assert own_path("/events/e_1?as_of=2024-05-01") == "/events/e_1?as_of=2024-05-01"


def test_whoever_asks_too_often_waits(file_place: str) -> None:
    with desk_at(file_place, requests_a_minute=5) as desk:
        statuses = [desk.get(f"{API}/conformance").status_code for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        refused = desk.get(f"{API}/conformance")
        assert int(refused.headers["retry-after"]) > 0
        assert desk.get("/", headers=PAGE).status_code == 429


def test_a_limit_fills_up_again_with_time() -> None:
    now = [0.0]
    limiter = Limiter(60, clock=lambda: now[0])
    for _ in range(60):
        limiter.take("here")
    with pytest.raises(WebError):
        limiter.take("here")
    limiter.take("elsewhere")
    now[0] = 2.5
    limiter.take("here")
    limiter.take("here")
    with pytest.raises(WebError):
        limiter.take("here")


def test_large_requests_are_not_read(file_place: str) -> None:
    with desk_at(file_place, largest_body=2_000) as desk:
        headers = {"content-type": "application/json"}
        whole = desk.post(f"{API}/decisions", content=b"x" * 2_001, headers=headers)
        assert (whole.status_code, whole.json()["code"]) == (413, "web.too-large")
        pieces = desk.post(f"{API}/decisions", content=(b"x" * 500 for _ in range(10)), headers=headers)
        assert (pieces.status_code, pieces.json()["code"]) == (413, "web.too-large")


def test_every_answer_bears_the_policy(file_desk: TestClient) -> None:
    for path in ("/", f"{API}/events", "/none", "/static/desk.css", "/healthz", f"{API}/events?box=x"):
        headers = file_desk.get(path, headers=PAGE).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy
        assert "http" not in policy
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


def test_chosen_tiles_are_all_that_a_browser_loads_from_outside(file_place: str) -> None:
    with desk_at(file_place, tiles="https://tiles.example.org/style.json") as desk:
        policy = desk.get("/").headers["content-security-policy"]
        assert policy.count("https://tiles.example.org") == 2

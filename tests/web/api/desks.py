"""Desks over a small archive of made-up news, and how people and programs come to them."""

from __future__ import annotations

from starlette.testclient import TestClient
from tellings import changed, filled, some_news, told

from dateline.archive import Archive
from dateline.records import Place
from dateline.web import Settings, create_app
from dateline.web.access.keeping import add_account
from dateline.web.access.signing_in import SigningIn

ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "nine lamps over the ferry"
PEOPLE = {"ada": "admin", "ben": "coder", "cora": "reviewer", "dan": "reader", "eve": "coder"}


def fill(archive: Archive) -> None:
    """Twenty shellings told by three reports each, and four events that lack something or differ."""
    filled(archive, *some_news(60))
    report, (mention,) = told(
        "wide", town="Goma", day="2024-03-01", until="2024-06-30", killed=40, publisher="The Delta Post"
    )
    province = Place(
        name="Goma", start=mention.place.start, end=mention.place.end, lat=-1.5, lon=28.9, country="CD",
        admin1="North Kivu", precision="province", radius_km=150.0,
    )  # fmt: skip
    nowhere = changed(
        told(
            "nowhere",
            group="The hill brigade",
            day="2022-01-05",
            killed=7,
            kind="Armed clash",
            publisher="Radio Plateau",
        ),
        place=None,
    )
    undated = changed(
        told("undated", town="Suva", group="Masked men", killed=1, kind="Abduction/forced disappearance"), date=None
    )
    averted = changed(told("averted", town="Tripoli", day="2023-12-31", killed=0), status="averted", score=0.35)
    filled(archive, changed((report, [mention]), place=province), nowhere, undated, averted)


def settle(archive: Archive) -> None:
    """Give everybody an account."""
    for name, role in PEOPLE.items():
        add_account(archive.desk, name, role=role, password=PASSWORD, by="test")


def desk_at(place: str, **settings: object) -> TestClient:
    """A desk over an archive, without accounts unless they are asked for."""
    app = create_app(Settings(**{"db": place, "who": "ada", **settings}))  # type: ignore[arg-type]
    return TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    """Sign in as a browser does: the form first, then its answer; returns the status."""
    form = client.get("/sign-in", headers={"accept": "text/html"}).text
    token = form.partition('name="csrf_token" value="')[2].partition('"')[0]
    data = {"name": name, "password": password, "csrf_token": token, "next": "/"}
    return client.post("/sign-in", data=data, headers={"accept": "text/html"}).status_code


def bearer(place: str, account: str, *scopes: str) -> dict[str, str]:
    """The header of a new token."""
    with Archive.open(place) as opened:
        made = SigningIn(opened.desk).add_token(account, label="test", scopes=scopes, days=1, by="test")  # type: ignore[arg-type]
    return {"authorization": f"Bearer {made}"}

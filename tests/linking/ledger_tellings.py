"""Reports and mentions of one invented night, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.linking.ledger import event_of
from dateline.records import (
    Actor,
    Coder,
    Figures,
    Mention,
    Period,
    Place,
    Report,
    Source,
    Span,
    Stance,
    ToldFigure,
)
from dateline.records.event import Event, Origin

_CODER = Coder(version="0", model="none")
GHORA = Place(name="Ghora", start=0, end=5, lat=34.0, lon=69.0, country="AF", precision="city", radius_km=5.0)
LOGAR = Place(name="Logar", start=0, end=5, lat=34.1, lon=69.1, country="AF", precision="province", radius_km=60.0)
ZABUL = Place(name="Zabul", start=0, end=5, lat=32.2, lon=67.2, country="AF", precision="province", radius_km=70.0)
FRONT = Actor(name="Mountain Front", start=0, end=5, kind="rebel group", actor_id="front")
ARMY = Actor(name="army", start=0, end=4, kind="state forces", actor_id="army")


def days(start: str, end: str | None = None) -> Period:
    return Period(start=start, end=end or start, basis="stated", text=Span(start=0, end=6, text="Monday"))


def figures(low: int | None, high: int | None, source: str | None = None) -> Figures:
    told = (ToldFigure(text="dead", start=0, end=4, low=low, high=high, source=source),)
    return Figures(low=low, high=high, told=told)


def toll(low: int | None, high: int | None = None, source: str | None = None) -> Figures:
    return figures(low, low if high is None else high, source)


def source(name: str, stance: Stance = "reports") -> Source:
    return Source(name=name, stance=stance, start=0, end=len(name))


def report(id: str, publisher: str | None = None, published: str | None = None, text: str = "") -> Report:
    return Report(id=id, publisher=publisher, published=published, text=text)


def telling(document: str, **fields: Any) -> Mention:
    given: dict[str, Any] = {
        "id": f"m_{document}",
        "document": document,
        "sub_event_type": "Attack",
        "event_type": "Violence against civilians",
        "trigger": Span(start=0, end=6, text="attack"),
        "count": 1,
        "place": GHORA,
        "date": days("2030-05-06"),
        "score": 0.8,
        "coder": _CODER,
    }
    return Mention(**given | fields)


def event(mentions: Iterable[Mention], reports: Iterable[Report] = (), origins: Sequence[Origin] = ()) -> Event:
    return event_of(mentions, {one.id: one for one in reports}, origins)

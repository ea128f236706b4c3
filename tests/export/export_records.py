"""Hand-built records that the tests of this room share."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

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
    Status,
    SubEventType,
    ToldFigure,
    Weapon,
)

TEXT = (
    "Two drones struck the depot at Harun on Sunday, killing at least three guards, the governor said. "
    "The Lowland Front said it had sent them."
)
REPORT = Report(
    id="r-1",
    title="Drones hit depot at Harun",
    text=TEXT,
    publisher="Lowland Courier",
    published="2024-05-06",
    url="https://example.org/harun",
    language="en",
)


def words(phrase: str) -> tuple[int, int]:
    start = TEXT.index(phrase)
    return start, start + len(phrase)


def span(phrase: str) -> Span:
    start, end = words(phrase)
    return Span(start=start, end=end, text=phrase)


def actor(phrase: str) -> Actor:
    start, end = words(phrase)
    return Actor(name=phrase, start=start, end=end)


def drone_strike(**changes: object) -> Mention:
    fields: dict[str, object] = {
        "id": "m-1",
        "document": "r-1",
        "event_id": "e-1",
        "sub_event_type": "Air/drone strike",
        "event_type": "Explosions/Remote violence",
        "trigger": span("drones struck"),
        "count": 2,
        "perpetrators": (actor("Lowland Front"),),
        "targets": (actor("depot"),),
        "weapon": "drone",
        "place": Place(
            name="Harun",
            start=words("Harun")[0],
            end=words("Harun")[1],
            lat=-12.5,
            lon=-64.25,
            country="BO",
            precision="city",
            radius_km=5,
            gazetteer_id="geonames:1",
        ),
        "date": Period(start="2024-05-05", end="2024-05-05", basis="relative", text=span("on Sunday")),
        "fatalities": Figures(
            low=3,
            high=None,
            told=(
                ToldFigure(
                    text="at least three guards",
                    start=words("at least three guards")[0],
                    end=words("at least three guards")[1],
                    low=3,
                ),
            ),
        ),
        "sources": (
            Source(name="governor", stance="confirms", start=words("governor")[0], end=words("governor")[1]),
            Source(name="Lowland Front", stance="claims", start=words("Lowland")[0], end=words("Front")[1]),
        ),
        "score": 0.9,
        "coder": Coder(version="0.1.0", model="en-1"),
    }
    return Mention(**(fields | changes))  # type: ignore[arg-type]


_TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
_OFFSETS = st.integers(0, 400)
_FIGURES = st.none() | st.builds(
    Figures,
    low=st.none() | st.integers(0, 99),
    high=st.none() | st.integers(0, 99),
    told=st.lists(st.builds(ToldFigure, text=_TEXTS, start=_OFFSETS, end=_OFFSETS), max_size=2).map(tuple),
)
_SPANS = st.builds(Span, start=_OFFSETS, end=_OFFSETS, text=_TEXTS)
_ACTORS = st.lists(st.builds(Actor, name=_TEXTS, start=_OFFSETS, end=_OFFSETS), max_size=3).map(tuple)
any_mention = st.builds(
    Mention,
    id=_TEXTS,
    document=_TEXTS,
    event_id=st.none() | _TEXTS,
    sub_event_type=st.sampled_from(get_args(SubEventType)),
    event_type=_TEXTS,
    trigger=_SPANS,
    count=st.none() | st.integers(1, 50),
    perpetrators=_ACTORS,
    targets=_ACTORS,
    weapon=st.none() | st.sampled_from(get_args(Weapon)),
    place=st.none()
    | st.builds(
        Place,
        name=_TEXTS,
        start=_OFFSETS,
        end=_OFFSETS,
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
        disputed=st.lists(_TEXTS, max_size=2).map(tuple),
    ),
    fatalities=_FIGURES,
    injuries=_FIGURES,
    status=st.sampled_from(get_args(Status)),
    background=st.booleans(),
    sources=st.lists(
        st.builds(Source, name=_TEXTS, stance=st.sampled_from(get_args(Stance)), start=_OFFSETS, end=_OFFSETS),
        max_size=2,
    ).map(tuple),
    score=st.floats(0, 1),
    coder=st.builds(Coder, version=_TEXTS, model=_TEXTS),
)

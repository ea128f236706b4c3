"""Hand-built events that the tests of this room share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import msgspec
from export_records import TEXT, actor, span, words
from hypothesis import strategies as st

from dateline.codebook import event_type_of
from dateline.export.tellings import Telling
from dateline.records import (
    Actor,
    ActorKind,
    Mention,
    Period,
    Place,
    Precision,
    Span,
    Stance,
    Status,
    SubEventType,
    Weapon,
)
from dateline.records.event import Casualties, Event, Field, Grade, Origin, Responsibility, Told, Toll, Voice


def told(value: Any, mention: str = "m-1", **more: Any) -> Told[Any]:
    fields = {"document": "r-1", "publisher": "Lowland Courier", "published": "2024-05-06", "source": ("governor",)}
    return Told(value=value, mention=mention, **(fields | more))


def field(value: Any, *others: Told[Any], **more: Any) -> Field[Any]:
    return Field(value=value, rule="only one told", told=(told(value), *others), **more)


HARUN = Place(
    name="Harun",
    start=words("Harun")[0],
    end=words("Harun")[1],
    lat=33.51234,
    lon=36.29128,
    country="SY",
    admin1="Damascus",
    precision="city",
    radius_km=4.0,
    gazetteer_id="geonames:170654",
)
FRONT = msgspec.structs.replace(
    actor("Lowland Front"), actor_id="lowland-front", kind="rebel group", country="SY", sector="REB"
)
GUARDS = msgspec.structs.replace(actor("guards"), kind="state forces", country="SY")


def on(day: str, last: str | None = None) -> Period:
    return Period(start=day, end=last or day, basis="relative", text=span("on Sunday"))


def blamed(one: Actor, *mentions: str, stance: Stance = "claims") -> Responsibility:
    ids = mentions or ("m-1",)
    voice = Voice(name="a spokesman", stance=stance, mention=ids[0], document="r-1", published="2024-05-06")
    return Responsibility(actor=one, mentions=ids, voices=(voice,))


def killed(low: int | None, high: int | None = None, best: int | None = None, **more: Any) -> Casualties:
    toll = told(Toll(low=low, high=high), **more)
    return Casualties(low=low, best=low if best is None else best, high=high, rule="only one told", told=(toll,))


def strike(**changes: Any) -> Event:
    """Two drones hit a depot at Harun on Sunday, 5 May 2024; at least three guards died, and a group claims it."""
    fields: dict[str, Any] = {
        "id": "e-1",
        "mentions": ("m-1",),
        "reports": ("r-1",),
        "origins": (Origin(id="r-1", reports=("r-1",)),),
        "grade": "confirmed",
        "grade_reason": "Lowland Front says it did it.",
        "sub_event_type": field("Air/drone strike"),
        "event_type": "Explosions/Remote violence",
        "count": field(2),
        "perpetrators": (blamed(FRONT),),
        "targets": field(GUARDS),
        "weapon": field("drone"),
        "place": field(HARUN),
        "date": field(on("2024-05-05")),
        "fatalities": killed(3),
        "status": field("actual"),
        "score": 0.91,
    }
    changed = fields | changes
    kind = changed["sub_event_type"]
    if isinstance(kind, str):
        changed |= {"sub_event_type": field(kind), "event_type": event_type_of(kind)}
    return Event(**changed)


def telling(event: Event | None = None, **more: Any) -> Telling:
    return Telling(event=event or strike(), **more)


assert "guards" in TEXT

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
_IDS = st.text("abcdef0123456789", min_size=1, max_size=6)
_DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
_OFFSETS = st.integers(0, 400)
_ACTORS = st.builds(
    Actor,
    name=NAMES,
    start=_OFFSETS,
    end=_OFFSETS,
    kind=st.none() | st.sampled_from(get_args(ActorKind)),
    country=st.sampled_from(["SY", "UA", "CD", "XK", "PS", None]),
    actor_id=st.none() | _IDS,
    label=st.none() | NAMES,
)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    start = draw(_DAYS)
    end = start + timedelta(days=draw(st.sampled_from([0, 0, 1, 5, 6, 20, 40])))
    return Period(
        start=start.isoformat(),
        end=end.isoformat(),
        basis="stated",
        text=draw(st.builds(Span, start=_OFFSETS, end=_OFFSETS, text=NAMES)),
    )


@st.composite
def _places(draw: st.DrawFn) -> Place:
    located = draw(st.booleans())
    return Place(
        name=draw(NAMES),
        start=draw(_OFFSETS),
        end=draw(_OFFSETS),
        lat=draw(st.floats(-90, 90)) if located else None,
        lon=draw(st.floats(-180, 180)) if located else None,
        country=draw(st.sampled_from(["SY", "UA", "CD", "XK", "PS", "??", None])),
        admin1=draw(st.none() | NAMES),
        precision=draw(st.none() | st.sampled_from(get_args(Precision))) if located else None,
        radius_km=draw(st.none() | st.floats(0, 500)),
        gazetteer_id=draw(st.sampled_from(["geonames:5", "naturalearth:SYR-1", None])),
        disputed=draw(st.lists(st.sampled_from(["IL", "SY"]), max_size=2).map(tuple)),
    )


def _tolds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Told[Any]]:
    return st.builds(
        Told,
        value=values,
        mention=_IDS,
        document=_IDS,
        publisher=st.none() | NAMES,
        published=st.none() | _DAYS.map(lambda day: day.isoformat()),
        source=st.lists(NAMES, max_size=2).map(tuple),
    )


@st.composite
def _fields(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Field[Any]:
    tellings = tuple(draw(st.lists(_tolds(values), max_size=3)))
    return Field(
        value=draw(st.sampled_from(tellings)).value if tellings else None,
        told=tellings,
        contested=draw(st.booleans()),
    )


_FIGURES = st.none() | st.integers(0, 99)


@st.composite
def _casualties(draw: st.DrawFn) -> Casualties:
    tolls = tuple(draw(st.lists(_tolds(st.builds(Toll, low=_FIGURES, high=_FIGURES)), max_size=2)))
    if not tolls:
        return Casualties()
    return Casualties(low=draw(_FIGURES), best=draw(_FIGURES), high=draw(_FIGURES), told=tolls)


@st.composite
def _events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(get_args(SubEventType)))
    voices = st.builds(Voice, name=NAMES, stance=st.sampled_from(get_args(Stance)), mention=_IDS, document=_IDS)
    return Event(
        id=draw(NAMES),
        version=draw(st.integers(1, 9)),
        mentions=tuple(draw(st.lists(_IDS, min_size=1, max_size=2, unique=True))),
        reports=tuple(draw(st.lists(_IDS, min_size=1, max_size=2, unique=True))),
        grade=draw(st.sampled_from(get_args(Grade))),
        grade_reason=draw(st.sampled_from(["", "Only one tells it."]) | NAMES),
        sub_event_type=Field(value=kind, told=tuple(draw(st.lists(_tolds(st.just(kind)), max_size=2)))),
        event_type=event_type_of(kind),
        count=draw(_fields(st.integers(1, 9))),
        perpetrators=tuple(
            draw(
                st.lists(
                    st.builds(
                        Responsibility,
                        actor=_ACTORS,
                        mentions=st.lists(st.sampled_from("ab"), min_size=1, max_size=2).map(tuple),
                        voices=st.lists(voices, max_size=2).map(tuple),
                    ),
                    max_size=2,
                )
            )
        ),
        targets=draw(_fields(_ACTORS)),
        weapon=draw(_fields(st.sampled_from(get_args(Weapon)))),
        place=draw(_fields(_places())),
        date=draw(_fields(_periods())),
        fatalities=draw(_casualties()),
        injuries=draw(_casualties()),
        status=draw(_fields(st.sampled_from(get_args(Status)))),
        retaliation_for=tuple(draw(st.lists(NAMES, max_size=1))),
        summary_of=tuple(draw(st.lists(_IDS, max_size=1))),
        merged_into=draw(st.sampled_from([None, None, None, "e-9"])),
        score=draw(st.floats(0, 1)),
    )


any_event = _events()
any_events = st.lists(any_event, max_size=3)


def mention_with(figures: Any, id: str = "m-1") -> Mention:
    from export_records import drone_strike

    return drone_strike(id=id, fatalities=figures)

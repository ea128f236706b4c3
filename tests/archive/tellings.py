"""Reports of made-up shellings, each with the mention that a coder would make of it, offsets and all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.archive import Archive, CoderRun
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Span, ToldFigure

TOWNS = {
    "Luhansk": (48.57, 39.33, "UA"),
    "Tripoli": (32.89, 13.19, "LY"),
    "Goma": (-1.68, 29.22, "CD"),
    "Suva": (-18.14, 178.44, "FJ"),
}
RUN = CoderRun(version="1", model="first", began="2024-06-01T00:00:00+00:00", read=("news.jsonl",))
NEWER = CoderRun(version="2", model="second", began="2024-07-01T00:00:00+00:00", read=("news.jsonl",))

Told = tuple[Report, list[Mention]]


def told(
    document: str,
    *,
    town: str = "Luhansk",
    day: str = "2024-05-03",
    until: str | None = None,
    group: str = "The river militia",
    killed: int = 4,
    publisher: str = "Lowland Courier",
    kind: str = "Shelling/artillery/missile attack",
    more: str = "",
    model: str = "first",
) -> Told:
    """A report that tells one event, and its mention."""
    text = f"{group} shelled a market in {town} on 3 May, killing {killed}, the governor said.{more}"
    report = Report(
        id=document, text=text, title=f"Shells hit {town}", publisher=publisher, published="2024-05-04", language="en"
    )
    lat, lon, country = TOWNS[town]

    def at(words: str) -> dict[str, int]:
        start = text.index(words)
        return {"start": start, "end": start + len(words)}

    figure = f"killing {killed}"
    mention = Mention(
        id=f"m_{document}",
        document=document,
        sub_event_type=kind,  # type: ignore[arg-type]
        event_type="Explosions/Remote violence",
        trigger=Span(text="shelled", **at("shelled")),
        count=1,
        perpetrators=(Actor(name=group, **at(group)),),
        targets=(Actor(name="a market", **at("a market")),),
        place=Place(name=town, lat=lat, lon=lon, country=country, precision="city", radius_km=5.0, **at(town)),
        date=Period(start=day, end=until or day, basis="stated", text=Span(text="3 May", **at("3 May"))),
        fatalities=Figures(low=killed, high=killed, told=(ToldFigure(text=figure, **at(figure)),)),
        score=0.9,
        coder=Coder(version="1", model=model),
    )
    return report, [mention]


def changed(one: Told, **changes: Any) -> Told:
    """The same report with its mention changed, as another coder would have it."""
    report, (mention,) = one
    return report, [msgspec.structs.replace(mention, **changes)]


def filled(archive: Archive, *reports: Told) -> Archive:
    """The archive with these reports kept and linked."""
    archive.add(reports, RUN)
    archive.link()
    return archive


def groups(archive: Archive) -> set[frozenset[str]]:
    """Which mentions tell one event, whatever the events are called."""
    return {frozenset(kept.event.mentions) for kept in archive.all_events()}


def ids(archive: Archive, **asked: Any) -> list[str]:
    """The ids of the events that a search finds, in its order."""
    from dateline.archive import EventQuery

    return [kept.event.id for kept in archive.all_events(EventQuery(**asked))]


def some_news(number: int) -> Sequence[Told]:
    """Reports of which each three tell one event."""
    towns = list(TOWNS)
    return [
        told(f"r{n:03}", town=towns[n // 3 % 4], day=f"2024-05-{1 + n // 12 % 28:02}", killed=3 + n % 2)
        for n in range(number)
    ]

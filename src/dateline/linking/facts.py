"""`Facts`: what of a telling linking looks at, whoever coded it; taken from a mention and its report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from dateline.linking.wording import hours_of, rarest, words_of
from dateline.records import Actor, Figures, Mention, Place, Report

Days = tuple[int, int]
"""First and last day, as proleptic ordinals (``date.toordinal``)."""

NAME_WORDS = 10
PLACE_WORDS = 6
TELLING_WORDS = 24
HEADLINE_WORDS = 14
TEXT_WORDS = 48
_NAMELESS = frozenset({"civilians", "protesters", "rioters", "unidentified"})
_BORDER = re.compile(r"[.!?…][\"'”’)]*\s|\n")


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A point with how far from it the event may be, in km; ``site`` where it is a named place inside a town."""

    lat: float
    lon: float
    radius_km: float
    site: bool = False


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of one incident, as far as it can be compared; what is not told is None or empty.

    Attributes:
        id, document: of the mention (or report) and its report.
        kind, group: sub-event type and event type; empty for a report that was not coded.
        days: of the event.
        published: day of publication, as an ordinal.
        spot: where it was; ``other_spots`` are further places of an uncoded report.
        place_words, perpetrators, targets: their words, and ``#id`` for an entry of the directory of actors.
        side: countries of the perpetrators who serve a state.
        killed, injured: lowest and highest told figure.
        hours: parts of the day.
        other_days: every day that an uncoded report names.
        names, people: words that stand with a capital inside a sentence of an uncoded report; pairs of them.
        words, headline, text: the rarest words of the telling's sentence, of the headline, of the whole report.
        numbers, lead_numbers, victims: of an uncoded report the ages told, those in its lead, and how many it counts.
    """

    id: str
    document: str
    kind: str = ""
    group: str = ""
    status: str = "actual"
    background: bool = False
    count: int | None = None
    weapon: str | None = None
    days: Days | None = None
    published: int | None = None
    publisher: str | None = None
    country: str | None = None
    spot: Spot | None = None
    other_spots: tuple[Spot, ...] = ()
    place_words: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    side: frozenset[str] = frozenset()
    killed: tuple[float, float] | None = None
    injured: tuple[float, float] | None = None
    hours: frozenset[str] = frozenset()
    other_days: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    lead_numbers: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()


class FactFinder:
    """Takes the facts from mentions, with what their reports add; each report is read once."""

    def __init__(self, reports: Mapping[str, Report] | None = None) -> None:
        """``reports`` by id; a mention whose report is not among them has only its own fields."""
        self._reports = reports or {}
        self._about: dict[str, _About] = {}

    def of(self, mention: Mention) -> Facts:
        """What linking compares of a mention: its report adds sentence, headline, text and who printed it when."""
        report = self._reports.get(mention.document)
        if report is None:
            return _facts(mention)
        if mention.document not in self._about:
            self._about[mention.document] = _about(report)
        about = self._about[mention.document]
        sentence = _sentence(mention, report)
        day_words = mention.date.text.text if mention.date is not None else ""
        return msgspec.structs.replace(
            _facts(mention),
            published=about.published,
            publisher=report.publisher,
            hours=hours_of(f"{day_words} {sentence}"),
            words=rarest(words_of(sentence), TELLING_WORDS),
            headline=about.headline,
            text=about.text,
        )


class _About(msgspec.Struct, frozen=True):
    """What all mentions of a report share."""

    published: int | None
    headline: tuple[str, ...]
    text: tuple[str, ...]


def _about(report: Report) -> _About:
    day = report.published_day
    return _About(
        published=None if day is None else day.toordinal(),
        headline=rarest(words_of(report.title or ""), HEADLINE_WORDS),
        text=rarest(words_of(f"{report.title or ''} {report.text}"), TEXT_WORDS),
    )


def _facts(mention: Mention) -> Facts:
    place, days = mention.place, mention.date
    return Facts(
        id=mention.id,
        document=mention.document,
        kind=mention.sub_event_type,
        group=mention.event_type,
        status=mention.status,
        background=mention.background,
        count=mention.count,
        weapon=mention.weapon,
        days=None if days is None else (_ordinal(days.start), _ordinal(days.end)),
        country=None if place is None else place.country,
        spot=spot_of(place),
        place_words=() if place is None else _kept(place.name, PLACE_WORDS),
        perpetrators=_names(mention.perpetrators),
        targets=_names(mention.targets),
        side=frozenset(_side(actor) for actor in mention.perpetrators) - {""},
        killed=_range(mention.fatalities),
        injured=_range(mention.injuries),
        hours=frozenset() if days is None else _hours(days.text.text),
    )


def spot_of(place: Place | None) -> Spot | None:
    """The point of a place, or None where it has none."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return Spot(lat=place.lat, lon=place.lon, radius_km=place.radius_km or 10.0, site=place.precision == "site")


@lru_cache(maxsize=50_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@lru_cache(maxsize=100_000)
def _kept(text: str, most: int) -> tuple[str, ...]:
    return rarest(words_of(text), most)


@lru_cache(maxsize=50_000)
def _hours(text: str) -> frozenset[str]:
    return hours_of(text) if text else frozenset()


def _names(actors: Iterable[Actor]) -> tuple[str, ...]:
    found: list[str] = []
    for actor in actors:
        if actor.actor_id is not None and actor.kind not in _NAMELESS:
            found.append(f"#{actor.actor_id}")
        found += _kept(actor.name, NAME_WORDS)
    return tuple(dict.fromkeys(found))[:NAME_WORDS]


def _side(actor: Actor) -> str:
    return actor.country or "" if actor.kind in ("state forces", "external forces") else ""


def _range(figures: Figures | None) -> tuple[float, float] | None:
    if figures is None:
        return None
    low = 0.0 if figures.low is None else float(figures.low)
    return low, float("inf") if figures.high is None else float(figures.high)


def _sentence(mention: Mention, report: Report) -> str:
    trigger = mention.trigger
    if trigger.field == "title":
        return report.title or trigger.text
    start = max(
        (border.end() for border in _BORDER.finditer(report.text, max(0, trigger.start - 400), trigger.start)),
        default=max(0, trigger.start - 400),
    )
    end = _BORDER.search(report.text, trigger.end)
    return report.text[start : end.start() if end is not None else len(report.text)]

"""How the values of a record are put for people: short, plain, and never more certain than the record is."""

from __future__ import annotations

from functools import lru_cache

from dateline.export.legible import on_one_line
from dateline.records import Actor, Figures, Mention, Period, Place, Source

NOT_TOLD = "–"
_FEW_KILOMETRES = 10


def event_words(mention: Mention) -> str:
    """Type and count, as ``"3 × Air/drone strike"``; ``"several × …"`` where the text gives no number."""
    if mention.count == 1:
        return mention.sub_event_type
    return f"{mention.count if mention.count is not None else 'several'} × {mention.sub_event_type}"


def place_words(place: Place) -> str:
    """Name, country, precision and radius, as ``"Erbil, IQ (city, ±5 km)"``; says so where it has no point."""
    located = place.lat is not None and place.lon is not None
    return _place_words(place.name, place.country, located, place.precision, place.radius_km, place.disputed)


@lru_cache(4096)
def _place_words(
    name: str,
    country: str | None,
    located: bool,
    precision: str | None,
    radius_km: float | None,
    disputed: tuple[str, ...],
) -> str:
    # Kept, since most events of a war are told of the same few places.
    words = ", ".join([on_one_line(name), *([country] if country else [])])
    if not located:
        return f"{words} (not located)"
    about: list[str] = [precision] if precision else []
    if radius_km is not None:
        about.append(f"±{_kilometres(radius_km)} km")
    words = f"{words} ({', '.join(about)})" if about else words
    return f"{words}; territory claimed by {', '.join(disputed)}" if disputed else words


def period_words(period: Period) -> str:
    """A day, or the first and last of several."""
    return period.start if period.start == period.end else f"{period.start} to {period.end}"


def figure_words(figures: Figures | None) -> str:
    """``"3"``, ``"3–5"``, ``"3 or more"``, ``"up to 5"``, ``"some"`` (told without a number), or a dash (not told)."""
    if figures is None:
        return NOT_TOLD
    low, high = figures.low, figures.high
    if low is None:
        return "some" if high is None else f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low}–{high}"


def actor_words(actor: Actor) -> str:
    """Name, with kind and country where they are known."""
    about = ", ".join(word for word in (actor.kind, actor.country) if word)
    return f"{on_one_line(actor.name)} ({about})" if about else on_one_line(actor.name)


def source_words(source: Source) -> str:
    """Name and stance, as ``"the governor (confirms)"``."""
    return f"{on_one_line(source.name)} ({source.stance})"


def standing_words(mention: Mention) -> tuple[str, ...]:
    """What sets the event apart from fresh, actual news: its status unless actual, and ``background``."""
    status = () if mention.status == "actual" else (mention.status,)
    return (*status, "background") if mention.background else status


def _kilometres(radius: float) -> str:
    return f"{radius:.1f}".removesuffix(".0") if radius < _FEW_KILOMETRES else f"{radius:.0f}"

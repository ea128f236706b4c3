"""The comparisons: what two tellings say of one field, as one of a few named levels ("same day", "next day", …).

Each level is worth a number of bits (`weights`), so that a link is a sum that can be shown. All take rows of `Columns`
and compare any number of pairs at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dateline.grounding.places.geodesy import EARTH_KM
from dateline.linking.columns import UNKNOWN, Columns, Floats, Ints
from dateline.linking.facts import Facts, Spot

Levels = npt.NDArray[np.int8]
NOT_TOLD = "not told"
_FINE_KM = 30.0
_COSINES = ((0.02, "no word"), (0.1, "hardly a word"), (0.2, "few words"), (0.35, "some words"), (0.55, "many words"))
_COSINE_LEVELS = (NOT_TOLD, *(name for _, name in _COSINES), "nearly all words")


@dataclass(frozen=True)
class Comparison:
    """One field compared.

    Attributes:
        name: as in the weights and in `Evidence`.
        levels: the names of what can come out.
        of: for pairs of rows the number of the level of each.
        shown: the value of one telling, for people.
    """

    name: str
    levels: tuple[str, ...]
    of: Callable[[Columns, Ints, Ints], Levels]
    shown: Callable[[Facts], str]


def chosen(levels: tuple[str, ...], size: int, *cases: tuple[npt.NDArray[np.bool_], str]) -> Levels:
    """The level of the first case that holds; the last level where none does."""
    conditions = [case for case, _ in cases]
    numbers = [levels.index(name) for _, name in cases]
    if size == 0:
        return np.zeros(0, dtype=np.int8)
    return np.select(conditions, numbers, len(levels) - 1).astype(np.int8)


# What is compared, field by field.

_TYPE = ("same", "easily taken for one another", "same group", "other")
_CONFUSED = {
    frozenset(pair)
    for pair in (
        ("Attack", "Armed clash"),
        ("Attack", "Mob violence"),
        ("Attack", "Excessive force against protesters"),
        ("Attack", "Air/drone strike"),
        ("Attack", "Shelling/artillery/missile attack"),
        ("Attack", "Remote explosive/landmine/IED"),
        ("Attack", "Grenade"),
        ("Attack", "Looting/property destruction"),
        ("Mob violence", "Looting/property destruction"),
        ("Armed clash", "Non-state actor overtakes territory"),
        ("Armed clash", "Government regains territory"),
        ("Armed clash", "Shelling/artillery/missile attack"),
        ("Suicide bomb", "Remote explosive/landmine/IED"),
        ("Suicide bomb", "Attack"),
        ("Violent demonstration", "Protest with intervention"),
        ("Violent demonstration", "Excessive force against protesters"),
        ("Protest with intervention", "Excessive force against protesters"),
        ("Protest with intervention", "Peaceful protest"),
        ("Protest with intervention", "Arrests"),
        ("Abduction/forced disappearance", "Arrests"),
        ("Air/drone strike", "Shelling/artillery/missile attack"),
        ("Non-violent transfer of territory", "Government regains territory"),
        ("Non-violent transfer of territory", "Non-state actor overtakes territory"),
    )
}


def _type(c: Columns, a: Ints, b: Ints) -> Levels:
    confused = np.array([[frozenset((x, y)) in _CONFUSED for y in c.kinds] for x in c.kinds], dtype=bool)
    return chosen(
        _TYPE,
        len(a),
        (c.kind[a] == c.kind[b], "same"),
        (confused[c.kind[a], c.kind[b]], "easily taken for one another"),
        (c.group[a] == c.group[b], "same group"),
    )


_DAY = (NOT_TOLD, "same day", "overlap", "overlap of a long time", "next day", "within a week", "other day")


def gap_of(first: Ints, second: Ints) -> Ints:
    """How many days lie between two columns of periods; 0 where they overlap."""
    gap: Ints = np.maximum(0, np.maximum(first[:, 0] - second[:, 1], second[:, 0] - first[:, 1])).astype(np.int32)
    return gap


def _day(c: Columns, a: Ints, b: Ints) -> Levels:
    first, second = c.days[a], c.days[b]
    longest = np.maximum(first[:, 1] - first[:, 0], second[:, 1] - second[:, 0])
    gap = gap_of(first, second)
    return chosen(
        _DAY,
        len(a),
        ((first[:, 0] == UNKNOWN) | (second[:, 0] == UNKNOWN), NOT_TOLD),
        ((gap == 0) & (longest == 0), "same day"),
        ((gap == 0) & (longest <= 3), "overlap"),
        (gap == 0, "overlap of a long time"),
        (gap == 1, "next day"),
        (gap <= 7, "within a week"),
    )


def kilometres(one: Floats, other: Floats) -> Floats:
    """Great-circle distances (haversine) between rows of (latitude, longitude, …) in degrees; NaN where one is."""
    lat1, lon1, lat2, lon2 = (np.radians(x) for x in (one[..., 0], one[..., 1], other[..., 0], other[..., 1]))
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    away: Floats = (2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))).astype(np.float32)
    return away


_PLACE = (
    NOT_TOLD, "same name", "same point", "same point, other name", "other place in town", "same town",
    "inside a wider area", "close by", "not far", "elsewhere",
)  # fmt: skip


def _place(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.points[a], c.points[b]
    away = kilometres(one, other)
    reach = np.maximum(one[:, 2], other[:, 2])
    alike = c.bags["place_words"].covered(a, b)
    unknown, sites = np.isnan(away), c.site[a] & c.site[b]
    with np.errstate(invalid="ignore"):
        return chosen(
            _PLACE,
            len(a),
            (unknown & (alike >= 0.6), "same name"),
            (unknown, NOT_TOLD),
            (sites & (alike < 0.3) & (away <= 1), "same point, other name"),
            (sites & (alike < 0.3) & (away <= 20), "other place in town"),
            ((away <= 3) & (reach <= _FINE_KM), "same point"),
            ((away <= np.maximum(reach, 10)) & (reach <= _FINE_KM), "same town"),
            (away <= reach, "inside a wider area"),
            (away <= np.minimum(reach, 100) + 35, "close by"),
            (away <= 100, "not far"),
        )


_WHO = (NOT_TOLD, "same", "in part", "same state", "other")


def _perpetrators(c: Columns, a: Ints, b: Ints) -> Levels:
    covered = c.bags["perpetrators"].covered(a, b)
    return chosen(
        _WHO,
        len(a),
        (covered < 0, NOT_TOLD),
        (covered >= 0.6, "same"),
        (covered > 0, "in part"),
        ((c.side[a] == c.side[b]) & (c.side[a] > 0), "same state"),
    )


_WHOM = (NOT_TOLD, "same", "in part", "other, and others did it", "other")


def _targets(c: Columns, a: Ints, b: Ints) -> Levels:
    covered = c.bags["targets"].covered(a, b)
    others = (c.bags["perpetrators"].covered(a, b) == 0) & ~((c.side[a] == c.side[b]) & (c.side[a] > 0))
    return chosen(
        _WHOM,
        len(a),
        (covered < 0, NOT_TOLD),
        (covered >= 0.6, "same"),
        (covered > 0, "in part"),
        (others, "other, and others did it"),
    )


_TOLL = (NOT_TOLD, "equal", "overlap", "close", "far apart")


def _toll(column: Floats, a: Ints, b: Ints) -> Levels:
    low1, high1, low2, high2 = column[a, 0], column[a, 1], column[b, 0], column[b, 1]
    gap = np.maximum(np.maximum(low1, low2) - np.minimum(high1, high2), 0)
    larger = np.maximum(low1, low2)
    return chosen(
        _TOLL,
        len(a),
        ((low1 < 0) | (low2 < 0), NOT_TOLD),
        ((low1 == low2) & (high1 == high2), "equal"),
        (gap == 0, "overlap"),
        (gap <= np.maximum(3, 0.5 * larger), "close"),
    )


def _killed(c: Columns, a: Ints, b: Ints) -> Levels:
    return _toll(c.killed, a, b)


def _injured(c: Columns, a: Ints, b: Ints) -> Levels:
    return _toll(c.injured, a, b)


_WEAPON = (NOT_TOLD, "same", "kin", "other")
_FAMILIES = (
    frozenset({"drone", "missile", "aircraft", "rocket", "artillery"}),
    frozenset({"ied", "vehicle bomb", "suicide vest", "landmine", "grenade"}),
    frozenset({"small arms", "blade"}),
    frozenset({"fire", "other"}),
)


def _weapon(c: Columns, a: Ints, b: Ints) -> Levels:
    kin = np.array([[any({x, y} <= each for each in _FAMILIES) for y in c.weapons] for x in c.weapons], dtype=bool)
    told = np.array([bool(x) for x in c.weapons], dtype=bool)
    one, other = c.weapon[a], c.weapon[b]
    return chosen(
        _WEAPON, len(a), (~told[one] | ~told[other], NOT_TOLD), (one == other, "same"), (kin[one, other], "kin")
    )


_STATUS = ("same", "happened or averted", "denied", "only threatened")


def _status(c: Columns, a: Ints, b: Ints) -> Levels:
    real = np.array([x in ("actual", "averted") for x in c.statuses], dtype=bool)
    denied = np.array([x == "denied" for x in c.statuses], dtype=bool)
    one, other = c.status[a], c.status[b]
    return chosen(
        _STATUS,
        len(a),
        (one == other, "same"),
        (real[one] & real[other], "happened or averted"),
        ((denied[one] & real[other]) | (denied[other] & real[one]), "denied"),
    )


_COUNT = (NOT_TOLD, "same", "one or more", "other")


def _count(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.count[a], c.count[b]
    return chosen(
        _COUNT,
        len(a),
        ((one < 0) | (other < 0), NOT_TOLD),
        (one == other, "same"),
        ((one == 1) | (other == 1), "one or more"),
    )


_MEETS = np.zeros(64, dtype=np.uint8)
for _bit, _others in enumerate((0b100111, 0b000111, 0b001111, 0b011100, 0b111000, 0b110001)):
    for _mask in range(64):
        if _mask >> _bit & 1:
            _MEETS[_mask] |= _others
_HOUR = (NOT_TOLD, "can be one", "other")


def _hour(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.hours[a], c.hours[b]
    return chosen(_HOUR, len(a), ((one == 0) | (other == 0), NOT_TOLD), (_MEETS[one] & other > 0, "can be one"))


_NEWS = ("both news", "one background", "both background")


def _news(c: Columns, a: Ints, b: Ints) -> Levels:
    number: Levels = (c.background[a].astype(np.int8) + c.background[b]).astype(np.int8)
    return number


_PUBLISHED = (NOT_TOLD, "same day", "next day", "two or three days", "within a week", "within a month", "later")


def _published(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.published[a], c.published[b]
    gap = np.abs(one - other)
    return chosen(
        _PUBLISHED,
        len(a),
        ((one == UNKNOWN) | (other == UNKNOWN), NOT_TOLD),
        (gap == 0, "same day"),
        (gap == 1, "next day"),
        (gap <= 3, "two or three days"),
        (gap <= 7, "within a week"),
        (gap <= 31, "within a month"),
    )


def _alike(cosine: Floats) -> Levels:
    cases = [(cosine < 0, NOT_TOLD), *((cosine < limit, name) for limit, name in _COSINES)]
    return chosen(_COSINE_LEVELS, len(cosine), *cases)


def _words(c: Columns, a: Ints, b: Ints) -> Levels:
    return _alike(c.bags["words"].cosine(a, b))


def _text(c: Columns, a: Ints, b: Ints) -> Levels:
    return _alike(c.bags["text"].cosine(a, b))


def _headline(c: Columns, a: Ints, b: Ints) -> Levels:
    return _alike(c.bags["headline"].cosine(a, b))


# How one value is shown.


def day_shown(facts: Facts) -> str:
    """The days of the event."""
    if facts.days is None:
        return ""
    first, last = (date.fromordinal(day).isoformat() for day in facts.days)
    return first if first == last else f"{first} to {last}"


def published_shown(facts: Facts) -> str:
    """The day of publication."""
    return "" if facts.published is None else date.fromordinal(facts.published).isoformat()


def spot_shown(spot: Spot | None) -> str:
    """A point with its radius."""
    return "" if spot is None else f"{spot.lat:.2f}, {spot.lon:.2f} ± {spot.radius_km:.0f} km"


def _place_shown(facts: Facts) -> str:
    return " ".join((" ".join(sorted(facts.place_words)), f"({spot_shown(facts.spot)})" if facts.spot else "")).strip()


def _toll_shown(toll: tuple[float, float] | None) -> str:
    if toll is None:
        return ""
    low, high = toll
    if low == high:
        return f"{low:.0f}"
    return f"at least {low:.0f}" if high == float("inf") else f"{low:.0f} to {high:.0f}"


def bag_shown(words: tuple[str, ...]) -> str:
    """Words as people read them, in the alphabet's order."""
    return ", ".join(sorted(word for word in words if not word.startswith("#")))


MENTIONS: tuple[Comparison, ...] = (
    Comparison("type", _TYPE, _type, lambda f: f.kind),
    Comparison("day", _DAY, _day, day_shown),
    Comparison("place", _PLACE, _place, _place_shown),
    Comparison("perpetrators", _WHO, _perpetrators, lambda f: bag_shown(f.perpetrators)),
    Comparison("targets", _WHOM, _targets, lambda f: bag_shown(f.targets)),
    Comparison("killed", _TOLL, _killed, lambda f: _toll_shown(f.killed)),
    Comparison("injured", _TOLL, _injured, lambda f: _toll_shown(f.injured)),
    Comparison("weapon", _WEAPON, _weapon, lambda f: f.weapon or ""),
    Comparison("status", _STATUS, _status, lambda f: f.status),
    Comparison("count", _COUNT, _count, lambda f: "" if f.count is None else str(f.count)),
    Comparison("hour", _HOUR, _hour, lambda f: ", ".join(sorted(f.hours))),
    Comparison("news or background", _NEWS, _news, lambda f: "background" if f.background else "news"),
    Comparison("telling", _COSINE_LEVELS, _words, lambda f: bag_shown(f.words)),
    Comparison("headline", _COSINE_LEVELS, _headline, lambda f: bag_shown(f.headline)),
    Comparison("text", _COSINE_LEVELS, _text, lambda f: bag_shown(f.text)),
    Comparison("published", _PUBLISHED, _published, published_shown),
)
"""What is compared of two coded mentions."""

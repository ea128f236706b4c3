"""The comparisons of reports and headlines that nobody has coded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dateline.linking.columns import UNKNOWN, Bags, Columns, Floats, Ints
from dateline.linking.comparing import (
    NOT_TOLD,
    Comparison,
    Levels,
    bag_shown,
    chosen,
    day_shown,
    gap_of,
    kilometres,
    published_shown,
    spot_shown,
)

_NEAR_KM = 25.0

_COSINES = (0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.36, 0.43, 0.5, 0.6, 0.75)
_LIKENESS = (NOT_TOLD, *(f"likeness below {limit:.2f}" for limit in _COSINES), "nearly the same")


def _likeness(cosine: Floats) -> Levels:
    return (np.digitize(cosine, (0.0, *_COSINES))).astype(np.int8)


def _text(c: Columns, a: Ints, b: Ints) -> Levels:
    return _likeness(c.bags["text"].cosine(a, b))


def _headline(c: Columns, a: Ints, b: Ints) -> Levels:
    return _likeness(c.bags["headline"].cosine(a, b))


_SHARED = (0.01, 8.0, 14.0, 20.0, 27.0, 36.0, 50.0, 75.0)
_SHARED_LEVELS = (
    NOT_TOLD, "none shared", *(f"shared below {bits:.0f} bits" for bits in _SHARED[1:]), "shared more",
)  # fmt: skip


def _shared_bits(bag: Bags, a: Ints, b: Ints) -> Levels:
    shared, _ = bag.shared(a, b)
    told = (bag.totals[a] > 0) & (bag.totals[b] > 0)
    return np.where(told, 1 + np.digitize(shared, _SHARED), 0).astype(np.int8)


def _names(c: Columns, a: Ints, b: Ints) -> Levels:
    return _shared_bits(c.bags["names"], a, b)


def _headline_bits(c: Columns, a: Ints, b: Ints) -> Levels:
    return _shared_bits(c.bags["headline"], a, b)


_NUMBERS = (NOT_TOLD, "none shared", "one shared", "two shared", "more shared")


def _people(c: Columns, a: Ints, b: Ints) -> Levels:
    return _shared_bits(c.bags["people"], a, b)


def _numbers(c: Columns, a: Ints, b: Ints) -> Levels:
    return _common(c.bags["numbers"], a, b)


def _lead_ages(c: Columns, a: Ints, b: Ints) -> Levels:
    return _common(c.bags["lead_numbers"], a, b)


def _victims(c: Columns, a: Ints, b: Ints) -> Levels:
    return _common(c.bags["victims"], a, b)


def _lead(c: Columns, a: Ints, b: Ints) -> Levels:
    return _likeness(c.bags["words"].cosine(a, b))


def _common(bag: Bags, a: Ints, b: Ints) -> Levels:
    one, other = bag.words[a], bag.words[b]
    both = ((one[:, :, None] == other[:, None, :]) & (one >= 0)[:, :, None]).any(axis=2).sum(axis=1)
    told = (one >= 0).any(axis=1) & (other >= 0).any(axis=1)
    return np.where(told, 1 + np.minimum(both, 3), 0).astype(np.int8)


_WHERE = (NOT_TOLD, "same town", "its other places", "a wider area", "next towns", "elsewhere")


def _where(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.points[a], c.points[b]
    away = kilometres(one, other)
    reach = np.maximum(one[:, 2], other[:, 2])
    beside = np.zeros(len(a), dtype=bool)
    if c.other_points.shape[1]:
        for first, second in ((a, b), (b, a)):
            distances = kilometres(c.points[first][:, None, :], c.other_points[second])
            with np.errstate(invalid="ignore"):
                beside |= (distances <= _NEAR_KM).any(axis=1)
    with np.errstate(invalid="ignore"):
        return chosen(
            _WHERE,
            len(a),
            (np.isnan(away), NOT_TOLD),
            ((away <= 10) & (reach <= 60), "same town"),
            (beside, "its other places"),
            ((away <= reach) & (reach > 60), "a wider area"),
            (away <= 50, "next towns"),
        )


_APART = (0, 1, 2, 3, 5, 7, 14, 31, 90, 400)
_PUBLISHED = (NOT_TOLD, "same day", *(f"within {days} days" for days in _APART[1:]), "later")


def _published(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.published[a], c.published[b]
    level = 1 + np.digitize(np.abs(one - other), np.array(_APART), right=True)
    return np.where((one == UNKNOWN) | (other == UNKNOWN), 0, level).astype(np.int8)


_EVENT_DAY = (
    NOT_TOLD,
    "same day",
    "a day that the other names",
    "next day",
    "within 3 days",
    "within a week",
    "within a month",
    "other time",
)


def _event_day(c: Columns, a: Ints, b: Ints) -> Levels:
    first, second = c.days[a], c.days[b]
    gap = gap_of(first, second)
    return chosen(
        _EVENT_DAY,
        len(a),
        ((first[:, 0] == UNKNOWN) | (second[:, 0] == UNKNOWN), NOT_TOLD),
        (gap == 0, "same day"),
        (_named(c, a, b) | _named(c, b, a), "a day that the other names"),
        (gap == 1, "next day"),
        (gap <= 3, "within 3 days"),
        (gap <= 7, "within a week"),
        (gap <= 31, "within a month"),
    )


def _named(c: Columns, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Whether the first's main day is among the days that the second names."""
    if not c.other_days.shape[1]:
        return np.zeros(len(a), dtype=bool)
    days, named = c.days[a], c.other_days[b]
    held: npt.NDArray[np.bool_] = np.any((named >= days[:, :1]) & (named <= days[:, 1:]), axis=1)
    return held


_OUTLET = ("other", "same", NOT_TOLD)


def _outlet(c: Columns, a: Ints, b: Ints) -> Levels:
    one, other = c.publisher[a], c.publisher[b]
    return chosen(_OUTLET, len(a), ((one < 0) | (other < 0), NOT_TOLD), (one == other, "same"), (one != other, "other"))


_HEAD = Comparison("headline", _LIKENESS, _headline, lambda f: bag_shown(f.headline))
_PLACE = Comparison("place", _WHERE, _where, lambda f: spot_shown(f.spot))
_TIME = Comparison("published", _PUBLISHED, _published, published_shown)
_NAME = Comparison("names", _SHARED_LEVELS, _names, lambda f: bag_shown(f.names))

REPORTS: tuple[Comparison, ...] = (
    Comparison("text", _LIKENESS, _text, lambda f: bag_shown(f.text)),
    _HEAD,
    Comparison("lead", _LIKENESS, _lead, lambda f: bag_shown(f.words)),
    Comparison("ages in the lead", _NUMBERS, _lead_ages, lambda f: ", ".join(f.lead_numbers)),
    Comparison("people counted", _NUMBERS, _victims, lambda f: ", ".join(f.victims)),
    _NAME,
    Comparison("people", _SHARED_LEVELS, _people, lambda f: ", ".join(f.people)),
    Comparison("ages", _NUMBERS, _numbers, lambda f: ", ".join(f.numbers)),
    _PLACE,
    Comparison("day", _EVENT_DAY, _event_day, day_shown),
    _TIME,
)
"""What is compared of two whole reports."""

HEADLINES: tuple[Comparison, ...] = (
    _HEAD,
    Comparison("shared words", _SHARED_LEVELS, _headline_bits, lambda f: bag_shown(f.headline)),
    _NAME,
    Comparison("figures", _NUMBERS, _numbers, lambda f: ", ".join(f.numbers)),
    _PLACE,
    Comparison("outlet", _OUTLET, _outlet, lambda f: f.publisher or ""),
    _TIME,
)
"""What is compared of two headlines."""

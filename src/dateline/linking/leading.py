"""The day and the place that an uncoded report is mainly about, chosen among its time expressions and its toponyms.

Each candidate is judged by plain marks (told beside a word of violence, told first, in the headline, said or done in
court on that day, …), each worth some bits; the candidate with most bits is taken. The bits are those of a conditional
logistic regression (``python -m training.leading fit``), kept in ``data/leading.toml``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from math import log2

import msgspec

from dateline.grounding.places.geodesy import distance_km
from dateline.linking.facts import Days, Spot
from dateline.records import Report, TimeExpression, Toponym

_LONGEST_DAYS = 2
_SAME_TOWN_KM = 15.0
_DOUBT = 0.2
"""Belief that a report keeps for what none of its candidates says."""
_EMPTY_MARKS = frozenset({"stamp", "clock only", "figures only"})
_NAMES_A_DAY = re.compile(
    r"[a-z]*(?:day|night|morning|evening|noon|weekend|ago|now|earlier|later|date)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|"
    r"nov|dec)|\d[-/]\d|\b(?:mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^.\n]{0,30}(?:--|—|–|\(|\s-\s)")


class _Words(msgspec.Struct, frozen=True):
    """The word lists of ``data/leading.toml`` as patterns."""

    violence: re.Pattern[str]
    happened: re.Pattern[str]
    said: re.Pattern[str]
    court: re.Pattern[str]
    died: re.Pattern[str]
    shot: re.Pattern[str]
    its_people: re.Pattern[str]
    stamp: re.Pattern[str]
    daytime: re.Pattern[str]
    from_there: re.Pattern[str]


class _Leading(msgspec.Struct, frozen=True):
    words: _Words
    day: Mapping[str, float]
    place: Mapping[str, float]


@cache
def _leading() -> _Leading:
    raw = tomllib.loads(resources.files("dateline.linking").joinpath("data", "leading.toml").read_text("utf-8"))
    patterns = {
        name: re.compile(rf"\b(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})\b".replace("_", " "), re.I)
        for name, words in raw["words"].items()
    }
    return _Leading(_Words(**patterns), raw["day"], raw["place"])


class Bits(msgspec.Struct, frozen=True):
    """What each mark of a day, and of a place, is worth."""

    day: Mapping[str, float]
    place: Mapping[str, float]


def shipped_bits() -> Bits:
    """The bits that come with dateline."""
    return Bits(_leading().day, _leading().place)


class DayCandidate(msgspec.Struct, frozen=True):
    """A day, or two, that the report may be about, as ordinals, and the marks that it bears."""

    days: Days
    marks: frozenset[str]
    is_named: bool = True


class PlaceCandidate(msgspec.Struct, frozen=True):
    """A place that the report may be about, and the marks that it bears."""

    spot: Spot
    name: str
    country: str | None
    marks: frozenset[str]


def with_headline(report: Report) -> Report:
    """The report with its headline before its text, as one text: places and days are looked for in both at once."""
    if not report.title:
        return report
    return Report(id=report.id, text=f"{report.title}\n\n{report.text}", published=report.published, title=report.title)


def leading_day(report: Report, expressions: Sequence[TimeExpression], bits: Bits | None = None) -> Days | None:
    """The day, or two days, of the main incident; None where the report names no day and has no day of publication.

    Args:
        report: as `with_headline` gives it.
        expressions: the time expressions of that text.
        bits: what the marks are worth; the shipped ones unless told.
    """
    worth = (bits or shipped_bits()).day
    return max(
        ((_bits(each.marks, worth), each.days) for each in day_candidates(report, expressions)),
        default=(0.0, None),
        key=lambda pair: pair[0],
    )[1]


def leading_places(report: Report, toponyms: Sequence[Toponym], bits: Bits | None = None) -> list[PlaceCandidate]:
    """The places with a point, the likeliest place of the main incident first.

    Args:
        report: as `with_headline` gives it.
        toponyms: those of that text.
        bits: what the marks are worth; the shipped ones unless told.
    """
    worth = (bits or shipped_bits()).place
    return sorted(place_candidates(report, toponyms), key=lambda each: -_bits(each.marks, worth))


def agreed_day(candidates: Sequence[Sequence[DayCandidate]], bits: Bits | None = None) -> Days | None:
    """The main day that several reports of one incident give together; None where none of them has a candidate.

    Each report spreads its belief over its candidates, and the day that all together find likeliest is taken.
    """
    worth = (bits or shipped_bits()).day
    told = [list(zip(each, _beliefs([c.marks for c in each], worth), strict=True)) for each in candidates if each]

    def likelihood(days: Days) -> float:
        meeting = (sum(p for c, p in each if c.days[0] <= days[1] and days[0] <= c.days[1]) for each in told)
        return sum(log2(_DOUBT + belief) for belief in meeting)

    every = sorted({each.days for report in candidates for each in report}, reverse=True)
    return max(every, key=likelihood, default=None)


def agreed_place(candidates: Sequence[Sequence[PlaceCandidate]], bits: Bits | None = None) -> PlaceCandidate | None:
    """The main place that several reports of one incident give together; None where none of them has a candidate."""
    worth = (bits or shipped_bits()).place
    told = [list(zip(each, _beliefs([c.marks for c in each], worth), strict=True)) for each in candidates if each]

    def likelihood(place: PlaceCandidate) -> float:
        meeting = (sum(p for c, p in each if _away(c.spot, place.spot) <= _SAME_TOWN_KM) for each in told)
        return sum(log2(_DOUBT + belief) for belief in meeting)

    every = sorted(
        (each for report in candidates for each in report), key=lambda c: (c.spot.radius_km, c.name, c.spot.lat)
    )
    return max(every, key=likelihood, default=None)


def _beliefs(marks: Sequence[frozenset[str]], worth: Mapping[str, float]) -> list[float]:
    """The probability of each candidate of one report."""
    bits = [_bits(each, worth) for each in marks]
    odds = [2.0 ** (each - max(bits)) for each in bits]
    return [each / sum(odds) for each in odds]


def _away(one: Spot, other: Spot) -> float:
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _bits(marks: Iterable[str], bits: Mapping[str, float]) -> float:
    return sum(bits.get(mark, 0.0) for mark in marks)


class _Text:
    """A report's text with its sentences and the places of its telling words."""

    def __init__(self, report: Report) -> None:
        words, text = _leading().words, report.text
        self.text = text
        headline = report.title or ""
        self.headline_end = len(headline) if headline and text.startswith(headline) else 0
        self.borders = [0, *(m.end() for m in re.finditer(r"[.!?][\"”')]*\s|\n", text)), len(text)]
        self.violence = [m.start() for m in words.violence.finditer(text)]

    def sentence(self, at: int) -> tuple[int, int]:
        """First character, and end, of the sentence around a character."""
        n = max(1, min(bisect_right(self.borders, at), len(self.borders) - 1))
        return self.borders[n - 1], max(self.borders[n], at + 1)

    def nearest_violence(self, start: int) -> int:
        """Characters to the nearest word of violence of the same sentence; 999 where there is none."""
        first, end = self.sentence(start)
        return min((abs(at - start) for at in self.violence if first <= at < end), default=999)


def day_candidates(report: Report, expressions: Sequence[TimeExpression]) -> list[DayCandidate]:
    """Every day that the report names, and the day of publication and the day before, with their marks."""
    published = report.published_day
    held: dict[Days, set[str]] = defaultdict(set)
    times: dict[Days, int] = defaultdict(int)
    text = _Text(report)
    order = 0
    for each in expressions:
        days = _days(each)
        if days is None or (published is not None and days[0] > published.toordinal() + 1):
            continue
        marks = _marks_of_day(each, text)
        if marks & _EMPTY_MARKS:
            continue
        times[days] += 1
        if not held[days]:
            marks.add(f"named {('first', 'second', 'third')[order]}" if order < 3 else "named later")
            order += 1
        held[days] |= marks
    if published is not None:
        today = published.toordinal()
        for days, mark in (((today, today), "day of publication"), ((today - 1, today - 1), "day before publication")):
            if not held[days] or not times[days]:
                held[days].add(f"{mark}, not named" if order else f"{mark}, and no day is named")
    found = []
    for days, marks in held.items():
        if times[days]:
            marks.add("named once" if times[days] == 1 else "named twice" if times[days] == 2 else "named often")
        if days[0] != days[1]:
            marks.add("two days")
        if published is not None:
            marks.add(_gap(published.toordinal() - days[0]))
        found.append(DayCandidate(days, frozenset(marks), times[days] > 0))
    return sorted(found, key=lambda each: each.days, reverse=True)


def _days(expression: TimeExpression) -> Days | None:
    if expression.type not in ("DATE", "TIME") or expression.from_ is None or expression.to is None:
        return None
    first, last = (date.fromisoformat(day).toordinal() for day in (expression.from_, expression.to))
    return (first, last) if last - first < _LONGEST_DAYS else None


def _gap(days: int) -> str:
    for limit, name in ((-1, "later"), (0, "0"), (1, "1"), (2, "2"), (6, "3 to 6"), (30, "7 to 30"), (400, "to 400")):
        if days <= limit:
            return f"published after {name} days"
    return "published after more days"


def _marks_of_day(each: TimeExpression, text: _Text) -> set[str]:
    words = _leading().words
    first, end = text.sentence(each.start)
    before, after = text.text[max(first, each.start - 50) : each.start], text.text[each.end : min(end, each.end + 40)]
    if words.stamp.search(text.text[max(0, each.start - 30) : each.start]):
        return {"stamp"}
    if not _NAMES_A_DAY.search(each.text):
        return {"clock only" if each.type == "TIME" else "figures only"}
    near = text.nearest_violence(each.start)
    marks = {f"told as {each.basis}", f"{_nearness(near)}, {_depth(each.start - text.headline_end)}"}
    checks = {
        "happened": words.happened.search(before) or words.happened.search(after),
        "said then": words.said.search(before[-25:]) or words.said.search(after[:12]),
        "court in the sentence": words.court.search(text.text[first:end]),
        "court then": words.court.search(before[-30:]) or words.court.search(after[:20]),
        "died then": words.died.search(before[-20:]),
        "shot then": words.shot.search(before[-40:]),
        "its violence": re.match(r"['’]s\s", after) and words.violence.search(after[:30]),
        "part of the day": words.daytime.search(each.text),
        "clock told": re.search(r"\d", each.text) and each.type == "TIME",
        "yesterday": re.search(r"\b(?:yesterday|last night|overnight)\b", each.text, re.I),
        "today": re.search(r"\b(?:today|this morning|this afternoon|tonight)\b", each.text, re.I),
    }
    marks.update(mark for mark, holds in checks.items() if holds)
    return marks


def _nearness(characters: int) -> str:
    return "violence near" if characters < 60 else "violence in the sentence" if characters < 999 else "no violence"


def _depth(characters: int) -> str:
    return "in the lead" if characters < 250 else "near the lead" if characters < 700 else "further on"


def place_candidates(report: Report, toponyms: Sequence[Toponym]) -> list[PlaceCandidate]:
    """Every place that the report names with a point, once, with its marks; places inside one another stay apart."""
    text = _Text(report)
    held: dict[str, set[str]] = {}
    known: dict[str, Toponym] = {}
    times: dict[str, int] = defaultdict(int)
    # A name that could not be placed in one spot of the report may be in another: it counts for it there.
    by_name = {each.text.casefold(): each for each in toponyms if each.lat is not None}
    for each in toponyms:
        placed = each if each.lat is not None else by_name.get(each.text.casefold())
        if placed is None or placed.lat is None or placed.lon is None:
            continue
        key = f"{placed.lat:.2f} {placed.lon:.2f}"
        known.setdefault(key, placed)
        marks = held.setdefault(key, set())
        if each.start < text.headline_end:
            marks.add("in the headline")
            continue
        times[key] += 1
        if times[key] == 1:
            order = len(times)
            marks.add(f"named {('first', 'second', 'third')[order - 1]}" if order <= 3 else "named later")
        marks |= _marks_of_place(each, text)
    total = max(1, sum(times.values()))
    found = []
    for key, marks in held.items():
        place = known[key]
        assert place.lat is not None
        assert place.lon is not None
        marks.add("named once" if times[key] <= 1 else "named twice" if times[key] == 2 else "named often")
        if times[key] > 0.5 * total:
            marks.add("named most")
        marks.add(f"a {place.precision}")
        score = place.score or 0.0
        marks.add("surely placed" if score >= 0.8 else "likely placed" if score >= 0.5 else "hardly placed")
        spot = Spot(lat=place.lat, lon=place.lon, radius_km=place.radius_km or 10.0, site=place.precision == "site")
        found.append(PlaceCandidate(spot, place.text, place.country, frozenset(marks)))
    return found


def _marks_of_place(each: Toponym, text: _Text) -> set[str]:
    words = _leading().words
    first, _ = text.sentence(each.start)
    before, after = text.text[max(first, each.start - 40) : each.start], text.text[each.end : each.end + 40]
    at = each.start - text.headline_end
    checks = {
        "in the dateline": at < 120 and (_DATELINE.match(after) or (at < 60 and each.text.isupper())),
        "in it": re.search(r"\bin\s+(?:the\s+)?(?:\w+\s+)?$", before),
        "from there": words.from_there.search(before[-12:]),
        "its people": words.its_people.match(after.lstrip()),
        "its part": re.match(r",?\s+(?:Fla|Calif|Ala|Ariz|Pa|Va|Ga|Ill|Mich|Tenn|Texas|Ohio|[A-Z][a-z]+\.)", after),
    }
    near = text.nearest_violence(each.start)
    return {f"{_nearness(near)}, {_depth(at)}", *(mark for mark, holds in checks.items() if holds)}

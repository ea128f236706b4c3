"""Reports and headlines linked without the coder: by their words, names, figures, places and days.

For news that the codebook leaves out (ordinary crime, accidents) and for lists of headlines. What of a report is
compared is taken from its text alone; `dateline.places` and `dateline.dates` say what it names, `leading` what it is
mainly about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from math import log2
from zlib import crc32

import msgspec

from dateline.grounding.dates.time_expressions import time_expressions_of
from dateline.grounding.places.toponyms_reader import ToponymReader
from dateline.linking.blocking import Block, cells_of, key_of, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.facts import HEADLINE_WORDS, TELLING_WORDS, Days, Facts
from dateline.linking.joining import event_name
from dateline.linking.leading import (
    Bits,
    PlaceCandidate,
    agreed_day,
    agreed_place,
    day_candidates,
    leading_day,
    leading_places,
    place_candidates,
    with_headline,
)
from dateline.linking.pairs import PairModel
from dateline.linking.report_comparisons import HEADLINES, REPORTS
from dateline.linking.weights import shipped
from dateline.linking.wording import Rarity, compared, folded, rarest, rarity, words_of
from dateline.records import Report, TimeExpression, Toponym
from dateline.records.event import Link

ReadReport = tuple[Report, Sequence[Toponym], Sequence[TimeExpression]]
"""A report, and the toponyms and time expressions of its headline and text together."""
TEXT_WORDS = 96
NAME_WORDS = 40
NUMBERS = 12
_LEAST_NAME_BITS = 5.0
_SPOTS = 6
_NAME = re.compile(r"(?<![.!?\"“”:]\s)(?<![.!?:])(?<=\s)[A-Z][\w'’-]+")
_FULL_NAME = re.compile(r"\b([A-Z][a-z]+[\w'’-]*)(?=\s+(?:[A-Z]\.?\s+)?([A-Z][a-z]+[\w'’-]*))")
_LEAST_BITS = 6.0
_VICTIMS = re.compile(
    r"\b(\w+)\s+(?:\w+\s+)?(?:people|persons|men|women|teens?|teenagers|others|children|kids|boys|girls|youths|students|officers|"
    r"victims|killed|dead|wounded|injured|shot|hurt|bodies)\b"
)
_LEAD = 450
_AGE = re.compile(
    r"\b(\d{1,2})[- ](year|month|week|day)s?[- ]old|\bage[sd]?\s+(\d{1,2})\b|,\s(\d{1,2}),\s", re.IGNORECASE
)
_NUMBER_WORDS = frozenset(str(n) for n in range(1, 200))
_DAY_CELL, _WEEK_CELL, _NAMES, _WORDS, _WORD, _PEOPLE = range(8, 14)
_FINE_KM = 60.0
_PAIRED = 14
_FORTNIGHT, _WEEK = 14, 7


def facts_of_report(
    report: Report,
    toponyms: Sequence[Toponym],
    expressions: Sequence[TimeExpression],
    *,
    rare: Callable[[str], float] = rarity,
    bits: Bits | None = None,
) -> Facts:
    """What linking compares of a report that nobody has coded.

    Args:
        report: as it came.
        toponyms, expressions: what its headline and text together name (`with_headline`).
        rare: how many bits a word tells.
        bits: how the main day and place are chosen; as shipped unless told.
    """
    whole = with_headline(report)
    places = leading_places(whole, toponyms, bits)
    fine = [each for each in places if each.spot.radius_km <= _FINE_KM]
    published = report.published_day
    spot = (fine or places)[0].spot if places else None
    lead = whole.text[: len(report.title or "") + _LEAD]
    counts = Counter(words_of(whole.text))
    weighed = sorted(counts, key=lambda word: (-rare(word) * (1 + log2(counts[word])), word))
    return Facts(
        id=report.id,
        document=report.id,
        days=leading_day(whole, expressions, bits),
        published=None if published is None else published.toordinal(),
        publisher=report.publisher,
        country=places[0].country if places else None,
        spot=spot,
        other_spots=tuple(each.spot for each in fine[1 : _SPOTS + 1]),
        other_days=tuple(
            sorted({day for each in day_candidates(whole, expressions) if each.is_named for day in each.days})
        ),
        names=_names(whole.text, rare),
        people=rarest(people_of(whole.text, toponyms), NAME_WORDS, rare),
        headline=rarest(words_of(report.title or ""), HEADLINE_WORDS, rare),
        words=rarest(words_of(lead), TELLING_WORDS, rare),
        text=tuple(weighed[:TEXT_WORDS]),
        numbers=tuple(sorted(_ages(whole.text)))[:NUMBERS],
        lead_numbers=tuple(sorted(_ages(lead)))[:NUMBERS],
        victims=tuple(sorted(_victims(lead)))[:NUMBERS],
    )


def facts_of_headline(report: Report, toponyms: Sequence[Toponym], *, home: Toponym | None = None) -> Facts:
    """What linking compares of a headline alone; ``report.text`` is the headline."""
    words = words_of(report.text)
    published = report.published_day
    places = leading_places(report, toponyms)
    fine = [each for each in places if each.spot.radius_km <= _FINE_KM]
    from_home = leading_places(report, (home,)) if home is not None else []
    chosen = fine or from_home or places
    return Facts(
        id=report.id,
        document=report.id,
        published=None if published is None else published.toordinal(),
        publisher=report.publisher,
        country=chosen[0].country if chosen else None,
        spot=chosen[0].spot if chosen else None,
        other_spots=tuple(each.spot for each in chosen[1:3]),
        names=_names(f" {report.text}"),
        headline=rarest((word for word in words if word not in _NUMBER_WORDS), HEADLINE_WORDS),
        numbers=tuple(sorted({word for word in words if word in _NUMBER_WORDS})),
    )


def _names(text: str, rare: Callable[[str], float] = rarity) -> tuple[str, ...]:
    """Words with a capital inside a sentence that are rare enough to name somebody."""
    found = (compared(folded(word)) for word in _NAME.findall(text))
    return rarest((word for word in found if word and rare(word) >= _LEAST_NAME_BITS), NAME_WORDS, rare)


def people_of(text: str, toponyms: Sequence[Toponym]) -> set[str]:
    """Pairs of words with capitals that follow one another and are no places: most are first and last names."""
    placed = {folded(word) for each in toponyms for word in each.text.split()}
    found = (tuple(map(folded, pair)) for pair in _FULL_NAME.findall(text))
    return {f"{first} {last}" for first, last in found if not {first, last} & placed and rarity(last) >= _LEAST_BITS}


def _ages(text: str) -> set[str]:
    found = (groups for groups in _AGE.findall(text))
    return {f"{years or bare or aside}{(unit or 'y')[0].lower()}" for years, unit, bare, aside in found}


def _victims(text: str) -> set[str]:
    """How many people a text counts: "three teens", "two others", "5 wounded"."""
    return {compared(number) for number in _VICTIMS.findall(folded(text)) if compared(number) in _NUMBER_WORDS}


class LinkedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that nobody has coded, with the incident that it is mainly about.

    Attributes:
        document: the report's id.
        event_id: the same for all reports of one incident.
        day, last_day: ISO days of the incident, as all its reports together have them; a night has two.
        place: the name of its place, with ``lat``, ``lon`` and how far from there it may have been.
    """

    document: str
    event_id: str
    day: str | None = None
    last_day: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


# Which reports are worth comparing.


def blocks_of_report(facts: Facts) -> list[Block]:
    """The blocks of a report: day or week and place, two rare names, two rare words within a fortnight."""
    return sorted({Block(key, wide=True) for key in _report_keys(facts)})


def _report_keys(facts: Facts) -> Iterator[int]:
    spots = [each for each in (facts.spot, *facts.other_spots) if each is not None and each.radius_km <= _FINE_KM]
    cells = {cell for spot in spots for cell in cells_of(spot)}
    days = () if facts.days is None else range(facts.days[0], facts.days[1] + 2)
    yield from (key_of(_DAY_CELL, 0, day, cell) for cell in cells for day in days)
    if facts.published is not None:
        week = facts.published // _WEEK
        yield from (key_of(_WEEK_CELL, 0, each, cell) for cell in cells for each in (week, week + 1))
    for pair in combinations(sorted(facts.names[:_PAIRED]), 2):
        yield key_of(_NAMES, 0, 0, crc32(" ".join(pair).encode()))
    for person in facts.people:
        yield key_of(_PEOPLE, 0, 0, crc32(person.encode()))
    if facts.published is not None:
        fortnight = facts.published // _FORTNIGHT
        for pair in (*combinations(sorted(facts.text[:_PAIRED]), 2), *combinations(sorted(facts.headline[:6]), 2)):
            for each in (fortnight, fortnight + 1):
                yield key_of(_WORDS, 0, each, crc32(" ".join(pair).encode()))


def blocks_of_headline(facts: Facts) -> list[Block]:
    """The blocks of a headline: any of its words within a week, two of its rarer words within two months, its place."""
    found: set[int] = set()
    if facts.published is not None:
        for week in (facts.published // _WEEK, facts.published // _WEEK + 1):
            found |= {key_of(_WORD, 0, week, crc32(word.encode())) for word in facts.headline}
            if facts.spot is not None and facts.spot.radius_km <= _FINE_KM:
                found |= {key_of(_WEEK_CELL, 0, week, cell) for cell in cells_of(facts.spot)}
        for pair in combinations(sorted(facts.headline[:6]), 2):
            for month in (facts.published // 60, facts.published // 60 + 1):
                found.add(key_of(_WORDS, 0, month, crc32(" ".join(pair).encode())))
    return sorted(Block(key, wide=True) for key in found)


# The public way in.


@cache
def report_model() -> PairModel:
    """The pair model of reports that nobody has coded, with the weights that come with dateline."""
    return PairModel(REPORTS, shipped("reports", REPORTS))


@cache
def headline_model() -> PairModel:
    """The pair model of headlines, with the weights that come with dateline."""
    return PairModel(HEADLINES, shipped("headlines", HEADLINES))


def link_reports(
    reports: Iterable[Report],
    places: Mapping[str, Sequence[Toponym]] | None = None,
    dates: Mapping[str, Sequence[TimeExpression]] | None = None,
) -> list[LinkedReport]:
    """Each report, by id, with the incident that it is mainly about; the same in any order of arrival.

    Args:
        reports: news that nobody has coded, each with an id of its own.
        places, dates: what `dateline.places` and `dateline.dates` found in `with_headline(report)`, by its id; without
            them the shipped finders read every report.
    """
    reader = ToponymReader.load() if places is None else None
    read: list[ReadReport] = []
    for report in sorted(reports, key=lambda each: each.id):
        whole = with_headline(report)
        toponyms = places.get(report.id, ()) if places is not None else reader.read(whole) if reader else ()
        expressions = dates.get(report.id, ()) if dates is not None else time_expressions_of(whole)
        read.append((report, tuple(toponyms), tuple(expressions)))
    rare = rarity_among(read)
    facts = [facts_of_report(*each, rare=rare) for each in read]
    members: dict[str, list[ReadReport]] = defaultdict(list)
    for one, first in zip(read, clusters_of_reports(facts, report_model(), rare), strict=True):
        members[first].append(one)
    found = [each for first, group in members.items() for each in _linked(event_name(first), group)]
    return sorted(found, key=lambda each: each.document)


def _linked(event: str, group: Sequence[ReadReport]) -> Iterator[LinkedReport]:
    days, place = agreed(group)
    for report, _, _ in group:
        yield LinkedReport(
            document=report.id,
            event_id=event,
            day=None if days is None else date.fromordinal(days[0]).isoformat(),
            last_day=None if days is None else date.fromordinal(days[1]).isoformat(),
            place=None if place is None else place.name,
            lat=None if place is None else place.spot.lat,
            lon=None if place is None else place.spot.lon,
            radius_km=None if place is None else place.spot.radius_km,
        )


def agreed(group: Sequence[ReadReport], bits: Bits | None = None) -> tuple[Days | None, PlaceCandidate | None]:
    """The main day and place of one incident, from all its reports."""
    wholes = [(with_headline(report), toponyms, expressions) for report, toponyms, expressions in group]
    return (
        agreed_day([day_candidates(whole, expressions) for whole, _, expressions in wholes], bits),
        agreed_place([place_candidates(whole, toponyms) for whole, toponyms, _ in wholes], bits),
    )


def rarity_among(read: Iterable[ReadReport]) -> Rarity:
    """How rare words and names are among these reports."""
    wholes = ((with_headline(report), toponyms) for report, toponyms, _ in read)
    return Rarity({*words_of(whole.text), *people_of(whole.text, toponyms)} for whole, toponyms in wholes)


def clusters_of_reports(facts: Sequence[Facts], model: PairModel, rare: Callable[[str], float]) -> list[str]:
    """For each report, sorted by id, the id that comes first in its cluster."""
    columns = Columns(facts, rare)
    pairs = pairs_in_blocks(map(blocks_of_report, facts), len(facts))
    scores = model.scores(columns, *pairs)
    return [facts[first].id for first in model.groups(columns, *pairs, scores)]


def link_headlines(headlines: Iterable[Report], places: Mapping[str, Sequence[Toponym]] | None = None) -> list[Link]:
    """The pairs of headlines that tell one event, the surest first.

    A headline may tell several events ("weekend of violence"), so pairs are given and no groups.

    Args:
        headlines: reports whose ``text`` is a headline, with ``publisher`` and ``published``.
        places: the toponyms of each, by its id; without them the shipped finder reads every headline.
    """
    held = sorted(headlines, key=lambda report: report.id)
    facts = headline_facts(held, places)
    columns = Columns(facts)
    model = headline_model()
    pairs = pairs_in_blocks(map(blocks_of_headline, facts), len(facts))
    scores = model.scores(columns, *pairs)
    same = [n for n in range(len(scores)) if scores[n] > model.join]
    found = [model.link(facts[pairs.a[n]], facts[pairs.b[n]]) for n in same]
    return sorted(found, key=lambda link: (-link.score, link.one, link.other))


def headline_facts(headlines: Sequence[Report], places: Mapping[str, Sequence[Toponym]] | None = None) -> list[Facts]:
    """The facts of headlines, in their order; a headline without a place is taken to be of its outlet's town."""
    reader = ToponymReader.load()
    homes: dict[str, Toponym | None] = defaultdict(lambda: None)
    for outlet in sorted({report.publisher for report in headlines if report.publisher}):
        placed = [each for each in reader.read(Report(id="outlet", text=outlet)) if each.lat is not None]
        homes[outlet] = next((each for each in placed if (each.radius_km or 0) <= 60), None)
    return [
        facts_of_headline(
            report,
            list(places.get(report.id, ()) if places is not None else reader.read(report)),
            home=homes[report.publisher or ""],
        )
        for report in headlines
    ]

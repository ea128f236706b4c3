"""Fits the weights of the finder of toponyms: ``python -m training.toponyms --data ../shared/bench``.

It learns from LGL, GeoVirus and GeoWebNews (names of places), re3d (locations), the Dispatches reports (places of
events), and texts of our own in which every name is marked (``dispatches/toponyms.jsonl``, ``toponym_sentences.txt``).
Every figure that it prints is cross-fitted: the weights that score a text have not seen it. The weights that it writes
are fitted on all. Needs scikit-learn; takes two or three minutes.

The labels of these collections follow different rules, so some are left out of the fit: people's names ("Malian", which
is a toponym to LGL), roads without an entry, and in re3d unlabelled countries, parts and large towns, which it labels
as organisations where they act. Of the Dispatches reports only the places of events are known to be toponyms, and the
actors to be none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline.grounding.places import open_gazetteer
from dateline.grounding.places.toponyms import WEIGHTS, ToponymFinder, Weights, chosen
from dateline.grounding.places.toponyms_candidates import Candidate
from dateline.grounding.places.toponyms_features import gazetteer_class

FOLDS = 5
LEAST = 8
"""Candidates that must have a feature for it to get a weight."""
STRENGTH = 0.3
"""Inverse strength of the L2 penalty."""
ACCEPT = {"cased": 0.45, "caseless": 0.5}
_GEOPARSING = ("lgl", "geovirus", "geowebnews")
_SENTENCES_A_TEXT = 1
_WORTH = {"own": 4.0, "sentences": 5.0, "re3d": 1.2, "lgl": 0.5}
"""Weight of a candidate by its collection; ours are conflict news, and labelled by the finder's own rules."""
_OWN = Path(__file__).parent / "dispatches"
_CERTAIN = frozenset({"country", "capital", "part", "big"})
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Labelled:
    """A text with the spans of its toponyms, and spans of which it is not known whether they are.

    ``others`` are the only spans that are known to be none; None where all but the names are.
    """

    collection: str
    text: str
    names: Spans
    unknown: Spans
    others: Spans | None = None


@dataclass
class Examples:
    """Candidates of all texts: features, labels (1, 0, or -1 for unknown), and which text each is of."""

    texts: list[Labelled]
    rows: list[list[str]]
    labels: np.ndarray[Any, np.dtype[np.int64]]
    of: np.ndarray[Any, np.dtype[np.int64]]
    listed: list[Candidate]

    @property
    def worth(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The weight of each candidate in the fit."""
        return np.array([_WORTH.get(self.texts[index].collection, 1.0) for index in self.of])

    @property
    def folds(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The fold of each candidate; those of one text share it."""
        return (self.of * 7919) % FOLDS


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def labelled_texts(data: Path) -> list[Labelled]:
    """Every text to learn from."""
    texts = []
    for name in _GEOPARSING:
        for row in _rows(data / "geoparsing" / f"{name}.jsonl.gz"):
            texts.append(Labelled(name, row["text"], [(each["start"], each["end"]) for each in row["toponyms"]], []))
    texts += [_of_re3d(row) for row in _rows(data / "re3d" / "docs.jsonl.gz")]
    ours = {
        row["id"]: row["text"]
        for name in ("train_f", "train_g", "calibration")
        for row in _rows(_OWN / f"{name}.jsonl")
    }
    for row in _rows(_OWN / "toponyms.jsonl"):
        names, unknown = ([(each["start"], each["end"]) for each in row[key]] for key in ("names", "open"))
        texts.append(Labelled("own", ours[row["id"]], names, unknown))
    for path in sorted((data / "dispatches").glob("train_*.jsonl")):
        texts += [_of_events(row) for row in _rows(path)]
    texts += _sentences((Path(__file__).parent / "toponym_sentences.txt").read_text(encoding="utf-8"))
    return texts


def _of_events(row: dict[str, Any]) -> Labelled:
    """The places of a report's events, and its actors and sources; nothing is known of its other names."""
    text = row["text"]
    places = {event["place"]["name"] for event in row["events"] if event.get("place")}
    actors = {name for event in row["events"] for key in ("perpetrators", "targets") for name in event[key]}
    actors |= {source["name"] for event in row["events"] for source in event["sources"]}
    names, others = (
        [match.span() for name in group for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        for group in (places, actors - places)
    )
    return Labelled("dispatches", text, names, [], others)


_MARK = re.compile(r"(\[\[|\{\{)(.+?)(?:\]\]|\}\})")


def _sentences(lines: str) -> Iterator[Labelled]:
    """The sentences with marked names, a few to a text, as they would stand in a report."""
    marked = [line for line in lines.splitlines() if line and not line.startswith("#")]
    for first in range(0, len(marked), _SENTENCES_A_TEXT):
        text = ""
        names: Spans = []
        unknown: Spans = []
        line = " ".join(marked[first : first + _SENTENCES_A_TEXT])
        at = 0
        for match in _MARK.finditer(line):
            text += line[at : match.start()]
            (names if match[1] == "[[" else unknown).append((len(text), len(text) + len(match[2])))
            text += match[2]
            at = match.end()
        yield Labelled("sentences", text + line[at:], names, unknown)


def _of_re3d(row: dict[str, Any]) -> Labelled:
    names: Spans = []
    unknown: Spans = []
    for entity in row["entities"]:
        if entity["type"] != "Location":
            continue
        start, end = entity["begin"], entity["end"]
        if row["text"][start:end].lower().startswith("the "):
            start += 4
        words = row["text"][start:end]
        named = words[:1].isupper() or words.lower().startswith("al-")
        (names if named else unknown).append((start, end))
    return Labelled("re3d", row["text"], names, unknown)


def examples(texts: Sequence[Labelled], finder: ToponymFinder, *, caseless: bool) -> Examples:
    """The candidates of all texts with their labels; for ``caseless`` each text stands in capitals and in none."""
    kept: list[Labelled] = []
    rows: list[list[str]] = []
    labels: list[int] = []
    of: list[int] = []
    listed: list[Candidate] = []
    for text in texts:
        forms = (text.text.upper(), text.text.lower()) if caseless else (text.text,)
        for form in forms:
            if len(form) != len(text.text):
                continue
            candidates, features = finder.candidates(form, caseless=caseless)
            kept.append(text)
            for candidate, row in zip(candidates, features, strict=True):
                rows.append(row)
                labels.append(_label(candidate, text))
                of.append(len(kept) - 1)
                listed.append(candidate)
    return Examples(kept, rows, np.array(labels), np.array(of), listed)


def _label(candidate: Candidate, text: Labelled) -> int:
    bounds = _without_stop(text.text, candidate.start, candidate.end)
    if any(bounds == _without_stop(text.text, *name) for name in text.names):
        return 1
    if any(candidate.start < end and start < candidate.end for start, end in text.unknown):
        return -1
    if text.collection == "re3d" and (
        gazetteer_class(candidate.found) in _CERTAIN
        or any(candidate.start < end and start < candidate.end for start, end in text.names)
    ):
        return -1
    if text.others is not None:
        whole = (candidate.start, candidate.end) in text.others
        return 0 if whole and gazetteer_class(candidate.found) not in _CERTAIN else -1
    return 0


def _without_stop(text: str, start: int, end: int) -> tuple[int, int]:
    return (start, end - 1) if text[end - 1 : end] == "." else (start, end)


def fitted(
    rows: Sequence[Sequence[str]],
    labels: np.ndarray[Any, np.dtype[np.int64]],
    worth: np.ndarray[Any, np.dtype[np.float64]],
    accept: float,
) -> Weights:
    """The weights fitted on these candidates; unknown labels are left out."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for row in rows for feature in set(row))
    names = sorted(feature for feature, count in counts.items() if count >= LEAST)
    number = {feature: index for index, feature in enumerate(names)}
    pairs = [
        (line, number[feature]) for line, row in enumerate(rows) for feature in sorted(set(row)) if feature in number
    ]
    lines, columns = np.array(pairs).T
    table = csr_matrix((np.ones(len(pairs)), (lines, columns)), shape=(len(rows), len(names)))
    known = labels >= 0
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0, max_iter=500)
    model.fit(table[known], labels[known], sample_weight=worth[known])
    weights = {
        name: round(float(weight), 3)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) >= 0.0005
    }
    return Weights(round(float(model.intercept_[0]), 3), weights, accept)


def crossfitted(made: Examples, accept: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The probability of each candidate by weights that have not seen its text."""
    probabilities = np.zeros(len(made.rows))
    for fold in range(FOLDS):
        seen = np.flatnonzero(made.folds != fold)
        weights = fitted([made.rows[index] for index in seen], made.labels[seen], made.worth[seen], accept)
        for index in np.flatnonzero(made.folds == fold):
            probabilities[index] = weights.probability(made.rows[index])
    return probabilities


def found_spans(
    made: Examples, probabilities: np.ndarray[Any, np.dtype[np.float64]], accept: float
) -> Iterator[tuple[Labelled, list[Candidate]]]:
    """Each text with the candidates that would be taken."""
    by_text: dict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(made.of):
        by_text[int(text)].append(index)
    for number, text in enumerate(made.texts):
        scored = [
            (float(probabilities[index]), made.listed[index])
            for index in by_text[number]
            if probabilities[index] >= accept
        ]
        yield text, [each for _, each in chosen(scored)]


def report(made: Examples, probabilities: np.ndarray[Any, np.dtype[np.float64]], accept: float) -> None:
    """Prints precision and recall by collection: names that overlap a marked one, and the same characters."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for text, taken in found_spans(made, probabilities, accept):
        total = totals[text.collection]
        for each in taken:
            if text.others is not None or any(each.start < end and start < each.end for start, end in text.unknown):
                continue
            total["found"] += 1
            total["right"] += any(each.start < end and start < each.end for start, end in text.names)
            total["exact"] += (each.start, each.end) in text.names
        total["names"] += len(text.names)
        total["met"] += sum(any(each.start < end and start < each.end for each in taken) for start, end in text.names)
    for name, total in totals.items():
        if not total["found"]:
            continue
        shares = (total["right"] / total["found"], total["met"] / total["names"], total["exact"] / total["found"])
        print("  {:<11} precision {:.3f}  recall {:.3f}  exact of found {:.3f}".format(name, *shares))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print cross-fitted figures, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.toponyms", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write (default: the shipped one)")
    options = parser.parse_args(arguments)
    nothing = Weights(0.0, {}, 0.0)
    finder = ToponymFinder(open_gazetteer(), weights=(nothing, nothing))
    texts = labelled_texts(options.data)
    table: dict[str, Any] = {"made_by": "python -m training.toponyms --data ../shared/bench"}
    for name in ("cased", "caseless"):
        made = examples(texts, finder, caseless=name == "caseless")
        accept = ACCEPT[name]
        print(f"{name}: {len(made.texts)} texts, {len(made.rows)} candidates")
        report(made, crossfitted(made, accept), accept)
        weights = fitted(made.rows, made.labels, made.worth, accept)
        table[name] = {"accept": accept, "bias": weights.bias, "weights": weights.weights}
    options.out.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

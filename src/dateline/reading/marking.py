"""`Reader`: reports in, `Reading`s out. Asks the network both questions and turns its logits into spans and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dateline.model_names import DEFAULT_MODEL
from dateline.reading.encoding import AFTER_BREAK, MARK, Chunk, Ints, distances, encode, load_tokenizer, window_of
from dateline.reading.labels import COUNTS, ROLES, STANCES, STATUSES, TAGS, TYPES, WEAPONS
from dateline.reading.network import MODELS, Floats, Mask, ModelCard, Network, OnnxNetwork, read_card
from dateline.reading.sentences import split_sentences
from dateline.records import LabelledSpan, Reading, Report, RoleSpan, Span, Telling

_SECOND_WINDOWS = 4
_TAG_THRESHOLD = 0.5
_NAMED = frozenset({"perpetrator", "target", "source"})
_SPLIT, _HELD = 0.85, 0.1
"""Where the names in these roles are cut and bridged (`runs`); of some tried, the best on held-out reports."""


@dataclass(frozen=True)
class _Asked:
    """One trigger of one chunk that question 2 is asked about."""

    chunk: Chunk
    states: Floats
    pieces: tuple[int, int]
    first_score: float
    report_logit: float


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log(share / (1 - share)))


def runs(
    inside: Floats, first: Floats, threshold: float, *, split: float = 0.5, held: float | None = None
) -> list[tuple[int, int]]:
    """Runs of pieces that are inside a span, cut where a piece is the first of another one.

    A run begins and ends with a piece above the threshold. Between them a piece may be as unsure as ``held``, or names
    such as "National Liberation Front" would fall apart where one word of them is in doubt.
    """
    low = threshold if held is None else min(threshold, held)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (inside > low).astype(np.int8), [0]])))
    found = []
    for begin, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        sure = begin + np.flatnonzero(inside[begin:after] > threshold)
        if len(sure):
            begin, after = int(sure[0]), int(sure[-1]) + 1
            cuts = [begin, *(n for n in range(begin + 1, after) if first[n] > split), after]
            found += list(pairwise(cuts))
    return found


def whole_words(chunk: Chunk, begin: int, after: int) -> tuple[int, int]:
    """The run widened to the words it touches."""
    while begin > 0 and not chunk.heads[begin] and chunk.fields[begin - 1] == chunk.fields[begin]:
        begin -= 1
    while after < len(chunk.ids) and not chunk.heads[after] and chunk.fields[after] == chunk.fields[after - 1]:
        after += 1
    return begin, after


def _span(report: Report, chunk: Chunk, begin: int, after: int) -> Span | None:
    fields = chunk.fields[begin:after]
    if fields[0] == 0 or (fields != fields[0]).any():
        return None
    start, end = int(chunk.starts[begin]), int(chunk.ends[after - 1])
    return report.span(start, end, "title" if fields[0] == 1 else "text") if start < end else None


class Reader:
    """Reads reports with one network. Not safe to share between processes; threads may share it."""

    def __init__(self, network: Network, card: ModelCard, tokenizer_path: Path) -> None:
        self.network, self.card = network, card
        self._tokenizer = load_tokenizer(tokenizer_path)

    @classmethod
    def load(cls, folder: Path = MODELS / DEFAULT_MODEL, *, threads: int | None = None) -> Reader:
        """The reader of a folder; ``threads`` bounds the cores one call may use (all of them by default).

        Raises:
            InstallError: a file of the model is missing or damaged.
        """
        card = read_card(folder)
        return cls(OnnxNetwork(folder, threads=threads), card, folder / "tokenizer.json")

    def read(self, report: Report) -> Reading:
        """What the model marks in one report; the same whatever else is read."""
        # Quantisation takes its scales over all that one call is given. So a chunk is asked about alone, and a report's
        # triggers with each other only.
        marks: list[LabelledSpan] = []
        asked: list[_Asked] = []
        for chunk in encode(report.title, report.text, self._tokenizer):
            states, logits, told_at_all = self.network.first(*_batch_of_one(chunk))
            scores = _sigmoid(logits[0])
            marks += self._marks(report, chunk, scores)
            asked += self._triggers(chunk, states[0], scores, float(told_at_all[0]))
        tellings: list[Telling] = []
        for first in range(0, len(asked), _SECOND_WINDOWS):
            answers = self._second(report, asked[first : first + _SECOND_WINDOWS])
            tellings += [telling for telling in answers if telling is not None]
        return Reading(
            report=report,
            sentences=tuple(report.span(start, end) for start, end in split_sentences(report.text)),
            spans=tuple(sorted(marks, key=lambda mark: mark.span)),
            tellings=tuple(sorted(tellings, key=lambda telling: telling.trigger)),
        )

    def read_many(self, reports: Iterable[Report]) -> list[Reading]:
        """What the model marks in each report, in their order."""
        return [self.read(report) for report in reports]

    def _marks(self, report: Report, chunk: Chunk, scores: Floats) -> Iterator[LabelledSpan]:
        for column, label in enumerate(TAGS):
            inside = _core(chunk, scores[: len(chunk.ids), column])
            for begin, after in runs(inside, scores[:, len(TAGS) + column], _TAG_THRESHOLD):
                span = _span(report, chunk, *whole_words(chunk, begin, after))
                if span is not None:
                    yield LabelledSpan(span=span, label=label, score=round(float(inside[begin:after].mean()), 4))

    def _triggers(self, chunk: Chunk, states: Floats, scores: Floats, report_logit: float) -> Iterator[_Asked]:
        column = TAGS.index("trigger")
        inside = np.where(chunk.fields == 2, _core(chunk, scores[: len(chunk.ids), column]), 0).astype(np.float32)
        for begin, after in runs(inside, scores[:, len(TAGS) + column], self.card.candidate):
            yield _Asked(
                chunk, states, whole_words(chunk, begin, after), float(inside[begin:after].max()), report_logit
            )

    def _second(self, report: Report, batch: Sequence[_Asked]) -> list[Telling | None]:
        windows = [window_of(one.chunk, *one.pieces) for one in batch]
        size = max(map(len, windows))
        states = np.zeros((len(batch), size, batch[0].states.shape[-1]), np.float32)
        mask, distance = np.zeros((len(batch), size), np.bool_), np.ones((len(batch), size), np.int64)
        for row, (one, window) in enumerate(zip(batch, windows, strict=True)):
            states[row, : len(window)], mask[row, : len(window)] = one.states[window], True
            distance[row, : len(window)] = distances(one.chunk, window, *one.pieces)
        events, roles, stances = self.network.second(states, mask, distance)
        role_scores, stance_shares = _sigmoid(roles), _softmax(stances)
        return [
            self._telling(report, one, windows[row], events[row], role_scores[row], stance_shares[row])
            for row, one in enumerate(batch)
        ]

    def _telling(
        self, report: Report, one: _Asked, window: Ints, event: Floats, roles: Floats, stances: Floats
    ) -> Telling | None:
        trigger = _span(report, one.chunk, *one.pieces)
        if trigger is None:
            return None
        parts: list[Floats] = np.split(event[1:], np.cumsum([len(TYPES), len(STATUSES), len(WEAPONS), len(COUNTS)]))
        first, second, whole, bias = self.card.score
        score = first * _logit(one.first_score) + second * float(event[0]) + whole * one.report_logit + bias
        return Telling(
            trigger=trigger,
            score=round(float(1 / (1 + np.exp(-score))), 4),
            types=_shares(TYPES, parts[0]),
            statuses=_shares(STATUSES, parts[1]),
            weapons=_shares(WEAPONS, parts[2]),
            counts=_shares(COUNTS, parts[3]),
            background=round(float(_sigmoid(parts[4])[0]), 4),
            roles=tuple(self._roles(report, one.chunk, window, roles, stances)),
        )

    def _roles(self, report: Report, chunk: Chunk, window: Ints, scores: Floats, stances: Floats) -> Iterator[RoleSpan]:
        # The window may skip pieces; spread over the whole chunk, a run never joins what does not stand side by side.
        spread = np.zeros((len(chunk.ids), scores.shape[-1]), np.float32)
        spread[window] = scores[: len(window)]
        stance_of = np.zeros((len(chunk.ids), stances.shape[-1]), np.float32)
        stance_of[window] = stances[: len(window)]
        # "Al-Marsad" is one name: nothing begins where no space stands before it, and its hyphen is no comma.
        spaced = np.concatenate([[True], chunk.starts[1:] > chunk.ends[:-1]])
        marks = (chunk.shapes % AFTER_BREAK == MARK) & (spaced | np.concatenate([spaced[1:], [True]]))
        for column, role in enumerate(ROLES):
            threshold = self.card.role.get(role, 0.5)
            # No name is bridged over a comma.
            inside = np.where(marks & (spread[:, column] <= threshold), np.float32(0), spread[:, column])
            cuts = np.where(spaced, spread[:, len(ROLES) + column], np.float32(0))
            bridged = {"split": _SPLIT, "held": _HELD} if role in _NAMED else {}
            for begin, after in runs(inside, cuts, threshold, **bridged):
                span = _span(report, chunk, *whole_words(chunk, begin, after))
                if span is None:
                    continue
                stance = STANCES[int(stance_of[begin:after].mean(0).argmax())] if role == "source" else None
                yield RoleSpan(span=span, role=role, score=round(float(inside[begin:after].mean()), 4), stance=stance)


def _shares(values: Sequence[Any], logits: Floats) -> dict[Any, float]:
    return dict(zip(values, (round(float(share), 4) for share in _softmax(logits)), strict=True))


def _core(chunk: Chunk, scores: Floats) -> Floats:
    begin, after = chunk.core
    kept = np.zeros_like(scores)
    kept[begin:after] = scores[begin:after]
    return kept


def _batch_of_one(chunk: Chunk) -> tuple[Ints, Ints, Ints, Mask]:
    return chunk.ids[None], chunk.shapes[None], chunk.cues[None], np.ones((1, len(chunk.ids)), np.bool_)

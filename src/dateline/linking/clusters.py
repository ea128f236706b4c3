"""From scored pairs to events: groups of tellings that hold together as a whole, not through a chain of likenesses.

Average linkage: the two groups whose pairs score best on average are joined first, and no further once the mean falls
to the threshold. A pair that was not worth comparing speaks against; two tellings of one report are never joined.
Groups grow only along pairs that speak for one event, so the connected parts of those pairs can be worked out one by
one: the result depends on no order, and a telling that comes later changes only the part that it touches.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from dateline.linking.columns import Floats, Ints


def clusters(
    size: int,
    a: Ints,
    b: Ints,
    scores: Floats,
    documents: Ints,
    names: Sequence[str],
    *,
    join: float,
    not_compared: float,
) -> npt.NDArray[np.int32]:
    """For each of ``size`` rows the row that stands for its cluster: the one whose name comes first.

    Args:
        size: how many rows there are.
        a, b, scores: pairs of rows and their bits.
        documents: the number of each row's report; rows of one report are kept apart. Those below 0 are of none.
        names: of the rows; ties are broken by them, so that the order of the rows decides nothing.
        join: the mean score that two groups must exceed.
        not_compared: the bits of a pair that is not among those given.
    """
    for_one = scores > join
    parts = _parts(size, a[for_one], b[for_one])
    answer = np.arange(size, dtype=np.int32)
    inside = np.flatnonzero(parts[a] == parts[b])
    order = inside[np.argsort(parts[a[inside]], kind="stable")]
    owners = parts[a[order]]
    borders = np.flatnonzero(np.diff(owners)) + 1
    for held in np.split(order, borders) if len(order) else ():
        _settle(
            a[held].tolist(),
            b[held].tolist(),
            (scores[held] - join).tolist(),
            documents,
            names,
            not_compared - join,
            answer,
        )
    return answer


def _parts(size: int, a: Ints, b: Ints) -> npt.NDArray[np.int32]:
    """For each row a number of the connected part that it lies in."""
    parent = list(range(size))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        first, second = root(one), root(other)
        if first != second:
            parent[max(first, second)] = min(first, second)
    return np.array([root(n) for n in range(size)], dtype=np.int32)


def _settle(
    a: list[int],
    b: list[int],
    scores: list[float],
    documents: Ints,
    names: Sequence[str],
    unknown: float,
    answer: npt.NDArray[np.int32],
) -> None:
    """Cluster one connected part into ``answer``."""
    rows = sorted({*a, *b}, key=lambda row: names[row])
    number = {row: n for n, row in enumerate(rows)}
    for group in _joined(
        len(rows),
        [(number[x], number[y], score) for x, y, score in zip(a, b, scores, strict=True)],
        [int(documents[row]) for row in rows],
        unknown,
    ):
        first = rows[group[0]]
        for n in group:
            answer[rows[n]] = first


def _joined(
    size: int, pairs: Sequence[tuple[int, int, float]], documents: Sequence[int], unknown: float
) -> Iterator[list[int]]:
    """The groups of ``size`` tellings, each sorted; every telling is in one."""
    if len(pairs) == size * (size - 1) // 2 and all(score > 0 for _, _, score in pairs) and len(set(documents)) == size:
        yield list(range(size))
        return
    members = {n: [n] for n in range(size)}
    reports = {n: {document} if document >= 0 else set() for n, document in enumerate(documents)}
    # For each group its neighbours: summed score and number of compared pairs.
    beside: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    heap = []
    for x, y, score in pairs:
        beside[x][y] = beside[y][x] = (score, 1)
        if score > 0:
            heap.append((-score, min(x, y), max(x, y)))
    heapq.heapify(heap)
    while heap:
        worst, x, y = heapq.heappop(heap)
        if x not in members or y not in members or -_mean(beside[x].get(y), members[x], members[y], unknown) != worst:
            continue
        if reports[x] & reports[y]:
            continue
        members[x] = sorted(members[x] + members.pop(y))
        reports[x] |= reports.pop(y)
        del beside[x][y]
        del beside[y][x]
        for other, (total, pairs_compared) in beside.pop(y).items():
            known = beside[x].get(other, (0.0, 0))
            beside[x][other] = beside[other][x] = (total + known[0], pairs_compared + known[1])
            del beside[other][y]
        for other, known in beside[x].items():
            mean = _mean(known, members[x], members[other], unknown)
            if mean > 0:
                heapq.heappush(heap, (-mean, min(x, other), max(x, other)))
    yield from members.values()


def _mean(known: tuple[float, int] | None, one: Sequence[int], other: Sequence[int], unknown: float) -> float:
    if known is None:
        return unknown
    total, compared = known
    every = len(one) * len(other)
    return (total + unknown * (every - compared)) / every

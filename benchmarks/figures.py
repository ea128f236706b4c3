"""What a benchmark gives: named figures of one corpus file, each with the reference it stands beside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.metrics import Tally


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Attributes:
        name: as pinned in floors.toml.
        value: a share from 0 to 1 unless the name says otherwise.
        reference: what others reached on it, in words, or "" where nobody has been measured.
        fewer_is_better: for counts of faults.
        gated: whether it is pinned; the parts of a pinned F1 are not, since one may be traded for the other.
    """

    name: str
    value: float
    reference: str = ""
    fewer_is_better: bool = False
    gated: bool = True

    @property
    def written(self) -> str:
        """The value as people read it."""
        return f"{self.value:.0f}" if self.fewer_is_better or self.value > 1 else f"{self.value:.3f}"


@dataclass(frozen=True)
class Benchmark:
    """A corpus and how it is scored.

    Attributes:
        file: the dev part inside the benchmark folder, or the absolute path of a file of the project's own.
        score: from the corpus file and the benchmark folder to figures.
        needs: further files of the benchmark folder that scoring takes.
    """

    name: str
    file: str
    score: Callable[[Path, Path], Sequence[Figure]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The figures of one benchmark, and the hash of the file they were measured on."""

    benchmark: str
    corpus_sha256: str
    figures: tuple[Figure, ...]


def corpus_hash(path: Path) -> str:
    """SHA-256 of the corpus file; a figure only compares with a floor measured on the same bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def f1_figures(name: str, tally: Tally, reference: str = "") -> list[Figure]:
    """A tally's F1, which is pinned, and the precision and recall it is made of."""
    return [
        Figure(f"{name} F1", tally.f1, reference),
        Figure(f"{name} precision", tally.precision, gated=False),
        Figure(f"{name} recall", tally.recall, gated=False),
    ]

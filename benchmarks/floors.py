"""The floors: what has been reached, pinned with the hash of the corpus it was reached on, and not to be undercut."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, Result

FLOORS = Path(__file__).parent / "floors.toml"
TOLERANCE = 0.005
_HEAD = """\
# What has been reached; `python -m benchmarks --gate` fails where a figure falls below its floor.
# Written by `python -m benchmarks --pin`, which lowers no floor unless it is told to with --allow-lower.

# How far a share may fall below its floor. The int8 kernels round differently from one processor to the next, so a few
# scores cross the threshold on one machine and not on another: on a corpus of 200 events that is an item or two, half
# a point of F1. Counts of faults have no tolerance: they are pinned as they are.
"""


@dataclass(frozen=True)
class Pins:
    """The floors of one corpus, by figure, and the SHA-256 of the file that they were measured on."""

    corpus_sha256: str
    floors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Floors:
    """All floors, by corpus."""

    tolerance: float = TOLERANCE
    corpora: Mapping[str, Pins] = field(default_factory=dict)


def load(path: Path = FLOORS) -> Floors:
    """The floors of a file.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it is no TOML, or not laid out as `written` writes it.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    try:
        corpora = {
            name: Pins(str(pins["corpus_sha256"]), {key: float(pin) for key, pin in pins["floors"].items()})
            for name, pins in table.get("corpora", {}).items()
        }
        return Floors(float(table["tolerance"]), corpora)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not laid out as floors are ({error!r})") from error


def undercut(results: Sequence[Result], floors: Floors) -> list[str]:
    """One line for each pinned figure that is missed, or whose corpus is another than the one it was pinned on."""
    measured = {result.benchmark: result for result in results}
    missed = []
    for name, pins in floors.corpora.items():
        result = measured.get(name)
        if result is None:
            missed.append(f"{name}: pinned, but not measured")
        elif result.corpus_sha256 != pins.corpus_sha256:
            missed.append(f"{name}: the corpus is another one than that of the pins; measure and pin anew")
        else:
            missed += [f"{name}: {line}" for line in _fallen(result.figures, pins, floors.tolerance)]
    return missed


def _fallen(figures: Iterable[Figure], pins: Pins, tolerance: float) -> Iterable[str]:
    values = {figure.name: figure for figure in figures}
    for name, pin in pins.floors.items():
        figure = values.get(name)
        if figure is None:
            yield f"{name} is pinned, but not measured"
        elif figure.fewer_is_better and figure.value > pin:
            yield f"{name} is {figure.value:g}, pinned at most {pin:g}"
        elif not figure.fewer_is_better and figure.value < pin - tolerance:
            yield f"{name} is {figure.value:.4f}, pinned at {pin:.4f} (tolerance {tolerance})"


def raised(results: Sequence[Result], floors: Floors, *, allow_lower: bool = False) -> tuple[Floors, list[str]]:
    """The floors with what was measured, and a line for each figure that fell below its floor.

    A figure that lies below its floor by no more than the tolerance keeps it. With lines, the floors are as they were.
    ``allow_lower`` takes every figure as measured, and gives no lines. Corpora that were not measured keep theirs.
    """
    corpora = dict(floors.corpora)
    fallen: list[str] = []
    for result in results:
        old = floors.corpora.get(result.benchmark)
        new = {figure.name: _pin(figure) for figure in result.figures if figure.gated}
        if old is not None and not allow_lower:
            fallen += [f"{result.benchmark}: {line}" for line in _fallen(result.figures, old, floors.tolerance)]
            fewer = {figure.name for figure in result.figures if figure.fewer_is_better}
            new = {name: _better(pin, old.floors.get(name), fewer=name in fewer) for name, pin in new.items()}
        corpora[result.benchmark] = Pins(result.corpus_sha256, new)
    return (floors, fallen) if fallen else (Floors(floors.tolerance, corpora), [])


def _better(pin: float, old: float | None, *, fewer: bool) -> float:
    if old is None:
        return pin
    return min(pin, old) if fewer else max(pin, old)


def _pin(figure: Figure) -> float:
    # A share of 0.29 is 0.28999... in binary: it must not be pinned at 0.289.
    return figure.value if figure.fewer_is_better else math.floor(figure.value * 1000 + 1e-9) / 1000


def written(floors: Floors) -> str:
    """The floors as the text of their file."""
    lines = [_HEAD + f"tolerance = {floors.tolerance:g}"]
    for name, pins in floors.corpora.items():
        lines += ["", f"[corpora.{name}]", f'corpus_sha256 = "{pins.corpus_sha256}"', "", f"[corpora.{name}.floors]"]
        lines += [f'"{figure}" = {pin:g}' for figure, pin in pins.floors.items()]
    return "\n".join(lines) + "\n"

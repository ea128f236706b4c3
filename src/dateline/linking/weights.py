"""`Weights`: how many bits each level of each comparison is worth, as fitted and kept in ``data/weights.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from dateline.errors import InstallError
from dateline.linking.comparing import Comparison

_FILE = "weights.toml"
_REMEDY = "Install dateline again, or fit the weights: python -m training.linking fit"


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """The weights of one way of linking.

    Attributes:
        prior: bits for one event before anything is compared, of two tellings that are worth comparing.
        join: two groups of tellings become one event where the mean of their pairs' scores exceeds this.
        not_compared: bits counted for a pair of two groups that shares no block.
        bits: for each comparison the bits of its levels, by name.
    """

    prior: float
    join: float
    not_compared: float
    bits: Mapping[str, Mapping[str, float]]

    def of(self, comparison: Comparison) -> npt.NDArray[np.float32]:
        """The bits of a comparison's levels, in their order."""
        known = self.bits[comparison.name]
        return np.array([known[level] for level in comparison.levels], dtype=np.float32)


def read_weights(file: Path, name: str, comparisons: Sequence[Comparison]) -> Weights:
    """The weights called ``name`` in a file.

    Raises:
        InstallError: the file is missing or damaged, or lacks a level that is compared, or has one too many.
    """
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))[name]
        bits = {each.name: {level: float(table[each.name][level]) for level in each.levels} for each in comparisons}
        weights = Weights(
            prior=float(table["prior"]), join=float(table["join"]), not_compared=float(table["not_compared"]), bits=bits
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(f"the weights of linking are missing or damaged ({error!r})", file, name) from error
    for each in comparisons:
        spare = set(table[each.name]) - set(each.levels)
        if spare:
            raise _damaged(f"{', '.join(sorted(spare))} is not compared", file, f"{name}.{each.name}")
    return weights


def _damaged(what: str, file: Path, key: str) -> InstallError:
    return InstallError(what, where=f"{file.name}:{key}", remedy=_REMEDY, code="install.linking-weights")


@cache
def shipped(name: str, comparisons: tuple[Comparison, ...]) -> Weights:
    """The weights that come with dateline.

    Raises:
        InstallError: as for `read_weights`.
    """
    with resources.as_file(resources.files("dateline.linking").joinpath("data", _FILE)) as file:
        return read_weights(file, name, comparisons)

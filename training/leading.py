"""Fits how the main day and place of a report are chosen: ``python -m training.leading``, from ``incidents/``.

``python -m benchmarks incidents`` says how the fit does on incidents that it has not seen.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path

from benchmarks.choice_fitting import fitted
from benchmarks.incidents import articles, choices

FILE = Path(__file__).parents[1] / "src/dateline/linking/data/leading.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m training.leading", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    options = parser.parse_args(arguments)
    days, places = choices(articles(options.data))
    words = tomllib.loads(FILE.read_text("utf-8"))["words"]
    lines = ["# Bits written by `python -m training.leading`; the words are compiled for dateline.", "", "[words]"]
    lines += [f'{name} = "{each}"' for name, each in words.items()]
    for name, of in (("day", days), ("place", places)):
        lines += ["", f"[{name}]", *(f'"{mark}" = {bits:.2f}' for mark, bits in sorted(fitted(of).items()))]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

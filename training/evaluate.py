"""Score a run on a labelled file before it is exported: ``python -m training.evaluate RUN [--file F]``.

Uses the whole coder (grounding and folding included) with the run's torch weights.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks.dispatches import figures_of, reports_of, scorer
from dateline.engine import Coder
from dateline.grounding import Grounder
from dateline.linking import link
from dateline.reading import ModelCard, Reader
from dateline.records import mention_to_json
from training.model import SIZES
from training.network import TorchNetwork
from training.train import encoder_folder

CANDIDATE = 0.35


def coder_of(run: Path, card: ModelCard) -> Coder:
    """The whole coder around the weights that a run kept."""
    recipe = json.loads((run / "recipe.json").read_text("utf-8"))
    kept = run / "reader.pt" if (run / "reader.pt").exists() else run / "last.pt"
    network = TorchNetwork.load(kept, replace(SIZES[recipe.get("size", "fast")], shared=recipe["shared"]))
    return Coder(Reader(network, card, encoder_folder() / "tokenizer.json"), Grounder.load())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--file", type=Path)
    parser.add_argument("--accept", type=float, nargs="+", default=[0.3, 0.4, 0.5, 0.6, 0.7])
    options = parser.parse_args()
    torch.set_num_threads(1)
    path = options.file or options.data / "dispatches" / "dev.jsonl"
    card = ModelCard(
        name=options.run.name, files={}, candidate=CANDIDATE, role={}, score=(0.3, 0.7, 0.4, 0.0), accept=0.5
    )
    coder = coder_of(options.run, card)
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    readings = coder.reader.read_many(reports_of(items))
    for accept in options.accept:
        coder.accept = accept
        mentions = link([m for reading in readings for m in coder.mentions_of(reading)])
        coded = [json.loads(mention_to_json(m)) for m in mentions]
        figures = figures_of(scorer(options.data).score(items, coded))
        print(f"accept {accept}: " + " ".join(f"{f.name} {f.value:.3f}" for f in figures), flush=True)


if __name__ == "__main__":
    main()

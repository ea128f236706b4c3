"""Rebuild the shipped weights with one command: ``python -m training``.

Trains a reader per seed (a run that was killed goes on where it stopped), calibrates each on held-out reports of our
own,
scores each on
the dev set, and exports the one with the highest facts F1 as int8 ONNX with its card. What came out of every seed is in
``training/runs/summary.json``; ``training/README.md`` has the figures of the shipped weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import msgspec

from benchmarks.dispatches import figures_of, total
from dateline.engine import Coder
from dateline.reading import MODEL_FOLDER, ModelCard, Reader
from dateline.reading.network import OnnxNetwork
from training.calibrate import calibrate
from training.evaluate import CANDIDATE, coder_of
from training.export import export
from training.labels import load_items
from training.train import encoder_folder

NAME = "en-1"
HELD_OUT = (Path("training/dispatches/calibration.jsonl"), Path("samples/gold.jsonl"))
"""Labelled reports that no run learns from."""


def scored(run: Path, data: Path) -> tuple[Coder, dict[str, Any]]:
    """The calibrated coder of a run and its figures on the dev set."""
    card = ModelCard(name=NAME, files={}, candidate=CANDIDATE, role={}, score=(0.3, 0.7, 0.4, 0.0), accept=0.5)
    coder = coder_of(run, card)
    calibrate(coder, load_items(HELD_OUT), data)
    figures = figures_of(total(data / "dispatches" / "dev.jsonl", data, coder))
    return coder, {figure.name: round(figure.value, 4) for figure in figures}


def ship(coder: Coder, folder: Path) -> None:
    """Write graphs, tokenizer and card into the package's model folder, all or nothing."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    export(coder.reader.network.reader, fresh)  # type: ignore[attr-defined]
    shutil.copy(encoder_folder() / "tokenizer.json", fresh / "tokenizer.json")
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(fresh.iterdir())}
    card = msgspec.structs.replace(coder.reader.card, files=files)
    (fresh / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    if (folder / "README.md").exists():
        shutil.copy(folder / "README.md", fresh / "README.md")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def main() -> None:
    """Train, calibrate, score, export."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--runs", type=Path, default=Path("training/runs"))
    parser.add_argument("--to", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    coders: dict[int, Coder] = {}
    table: dict[int, dict[str, Any]] = {}
    for seed in options.seeds:
        run = options.runs / f"seed{seed}"
        if not (run / "reader.pt").exists():
            command = [sys.executable, "-m", "training.train", "--seed", str(seed), "--out", str(run)]
            subprocess.run([*command, "--data", str(options.data)], check=True)
        coders[seed], table[seed] = scored(run, options.data)
        print(f"seed {seed}: {table[seed]}", flush=True)
    best = max(table, key=lambda seed: table[seed]["facts F1"])
    ship(coders[best], options.to)
    shipped = Coder(
        Reader(OnnxNetwork(options.to), coders[best].reader.card, options.to / "tokenizer.json"), coders[best].grounder
    )
    int8 = {
        f.name: round(f.value, 4)
        for f in figures_of(total(options.data / "dispatches" / "dev.jsonl", options.data, shipped))
    }
    names = table[best]
    spread = {
        name: {
            "mean": round(mean(t[name] for t in table.values()), 4),
            "sd": round(stdev(t[name] for t in table.values()), 4),
        }
        for name in names
        if len(table) > 1
    }
    summary = {"seeds": table, "mean and spread": spread, "shipped seed": best, "shipped, int8": int8}
    (options.runs / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

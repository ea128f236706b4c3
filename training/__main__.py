"""Rebuild the shipped weights with one command: ``python -m training``.

For each size and seed a reader learns from the reports written for it (`training.train`), then goes on with real
articles among them; it is exported as int8 ONNX, calibrated on reports and articles that no run learned from, and
scored on both dev sets. Of each size the seed with the highest facts F1, as a mean of both dev sets, is shipped, unless
quantisation cost it more than half a point. What came out of every seed is in ``summary.json`` of the runs;
``training/README.md`` has the shipped weights' figures.

A run that was killed goes on where it stopped.
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
from dateline.reading import MODELS, ModelCard, Reader
from dateline.reading.network import OnnxNetwork
from training.calibrate import calibrate
from training.evaluate import CANDIDATE, coder_of
from training.export import export
from training.labels import load_items
from training.network import Remembered
from training.real_labels import real_items
from training.train import encoder_folder

GENERATION = 2
HELD_OUT = (Path("training/dispatches/calibration.jsonl"), Path("samples/gold.jsonl"))
"""Labelled reports of our own that no run learns from."""
MOST_LOST = 0.005
"""Of facts F1 on the dev set, by quantisation."""
MOST_ALARMS = {"fast": 1 / 8, "accurate": 1 / 10}
"""By size, of the held-out items without events, how many may be coded."""
DEV = {"dev": "dispatches/dev.jsonl", "dev_real": "dispatches/dev_real.jsonl"}


def name_of(size: str) -> str:
    """What records call the model."""
    return f"en-{GENERATION}-{size}"


def cross_fitted(options: argparse.Namespace) -> Path:
    """What runs of the small size make of the reports that they left out; made where it is not there yet."""
    kept: Path = options.runs / "crossfit.msgpack"
    if kept.exists():
        return kept
    halves = []
    for part in ("1/2", "2/2"):
        run = options.runs / f"left-out-{part[0]}"
        _train(options, run, 1, ["--leave-out", part])
        halves += [str(run), part]
    _run(["training.crossfit", *halves, "--data", str(options.data), "--out", str(kept)])
    return kept


def trained(options: argparse.Namespace, size: str, seed: int) -> Path:
    """The folder of the finished run of a size and seed; trained where it is not there yet."""
    written, real = (options.runs / f"{size}-{seed}{stage}" for stage in ("", "-real"))
    sized = ["--size", size] + (["--encoder", str(options.encoder)] if size == "accurate" else [])
    if not (real / "reader.pt").exists():
        errors = ["--errors", str(cross_fitted(options))]
        _train(options, written, seed, [*sized, *errors])
        _train(options, real, seed, ["--size", size, *errors, "--start", str(written)])
    return real


def _train(options: argparse.Namespace, run: Path, seed: int, more: list[str]) -> None:
    if not (run / "reader.pt").exists():
        told = {"seed": seed, "out": run, "data": options.data, "threads": options.threads}
        _run(["training.train", *(word for name, value in told.items() for word in (f"--{name}", str(value))), *more])


def _run(module: list[str]) -> None:
    subprocess.run([sys.executable, "-m", *module], check=True)


def calibrated(run: Path, size: str, data: Path) -> Coder:
    """The coder of a run as it would be shipped, in int8, calibrated; its files are in ``int8`` of the run."""
    folder = run / "int8"
    card = ModelCard(name=name_of(size), files={}, candidate=CANDIDATE, role={}, score=(0.3, 0.7, 0.4, 0.0), accept=0.5)
    exact = coder_of(run, card)
    export(exact.reader.network.reader, folder)  # type: ignore[attr-defined]
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    remembered = Remembered(OnnxNetwork(folder))
    coder = Coder(Reader(remembered, card, folder / "tokenizer.json"), exact.grounder)
    sets = [load_items(HELD_OUT), real_items(data, held_out=True)]
    calibrate(coder, sets, data, most_alarms=MOST_ALARMS[size])
    coder.reader.network = remembered.network
    return coder


def exact_facts(run: Path, coder: Coder, data: Path) -> float:
    """Facts F1 on the dev set of a run's weights as they were learned, with the thresholds of its int8 form."""
    return scored(coder_of(run, coder.reader.card), data)["dev facts F1"]


def scored(coder: Coder, data: Path) -> dict[str, float]:
    """The figures of a coder on both dev sets, by the set and the figure's name."""
    return {
        f"{which} {figure.name}": round(figure.value, 4)
        for which, file in DEV.items()
        for figure in figures_of(total(data / file, data, coder))
    }


def ship(run: Path, coder: Coder, folder: Path) -> None:
    """Copy a run's graphs and tokenizer into a model's folder and write its card, all or nothing."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(run / "int8", fresh)
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(fresh.iterdir())}
    card = msgspec.structs.replace(coder.reader.card, files=files)
    (fresh / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    if (folder / "README.md").exists():
        shutil.copy(folder / "README.md", fresh / "README.md")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def spread(table: dict[int, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Mean and standard deviation of every figure over the seeds."""
    if len(table) < 2:
        return {}
    names = next(iter(table.values()))
    columns = {name: [figures[name] for figures in table.values()] for name in names}
    return {name: {"mean": round(mean(v), 4), "sd": round(stdev(v), 4)} for name, v in columns.items()}


def build(options: argparse.Namespace, size: str) -> dict[str, Any]:
    """Train all seeds of one size, ship the best; returns what the summary says of it."""
    coders: dict[int, Coder] = {}
    table: dict[int, dict[str, float]] = {}
    runs = {seed: trained(options, size, seed) for seed in options.seeds}
    for seed, run in runs.items():
        coders[seed] = calibrated(run, size, options.data)
        table[seed] = scored(coders[seed], options.data)
        print(f"{size}, seed {seed}: {table[seed]}", flush=True)
    best = max(table, key=lambda seed: mean(table[seed][f"{which} facts F1"] for which in DEV))
    lost = exact_facts(runs[best], coders[best], options.data) - table[best]["dev facts F1"]
    if lost > MOST_LOST:
        raise SystemExit(
            f"{size}, seed {best}: int8 lost {lost:.4f} of facts F1, more than {MOST_LOST}; nothing is shipped"
        )
    ship(runs[best], coders[best], options.to / size)
    return {"seeds": table, "mean and spread": spread(table), "shipped seed": best, "lost by int8": round(lost, 4)}


def main() -> None:
    """Train, calibrate, score, export."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--sizes", nargs="+", choices=["fast", "accurate"], default=["fast", "accurate"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--runs", type=Path, default=Path("training/runs"))
    parser.add_argument("--encoder", type=Path, help="model.safetensors of the accurate size's encoder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--to", type=Path, default=MODELS)
    options = parser.parse_args()
    if "accurate" in options.sizes and options.encoder is None:
        parser.error("--encoder is missing: training/README.md says where the accurate size's encoder is had")
    options.runs.mkdir(parents=True, exist_ok=True)
    kept = options.runs / "summary.json"
    summary = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for size in options.sizes:
        summary[size] = build(options, size)
        kept.write_text(json.dumps(summary, indent=1), encoding="utf-8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

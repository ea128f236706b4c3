"""The network: one encoder, two questions.

The lower layers read the report once. Question 1 goes on from there with the upper layers and marks triggers and spans.
Question 2 goes on from the same hidden states with upper layers of its own, in which one trigger is marked: what is
told
there, and which spans belong to it. So a second trigger costs half a reading, not a whole one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from dateline.reading.encoding import CUES, DISTANCES, SHAPES
from dateline.reading.labels import COUNTS, ROLES, STANCES, STATUSES, TAGS, TYPES, WEAPONS

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NEW_PARTS = ("shapes", "cues", "tags", "report", "distance", "roles", "stance", "pool", "event")
"""What the pretrained encoder has not: learned from nothing, at a rate of its own."""
HIDDEN, HEADS, FEED, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512


@dataclass(frozen=True)
class Shape:
    """Size of the network: ``shared`` of ``layers`` layers are read once, the rest stand twice."""

    layers: int = 6
    shared: int = 4
    dropout: float = 0.1


class Layer(nn.Module):
    """One BERT layer (Devlin et al. 2019), post-norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm_attention, self.norm_feed = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, FEED), nn.Linear(FEED, HIDDEN)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States [batch, pieces, hidden] and mask [batch, 1, 1, pieces], True where a piece is real."""
        # No dropout on the attention: with it torch leaves its fused kernel, and a step takes four times as long.
        batch, pieces, _ = states.shape

        def split(linear: nn.Linear) -> Tensor:
            return linear(states).view(batch, pieces, HEADS, HIDDEN // HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), attn_mask=mask
        )
        mixed = mixed.transpose(1, 2).reshape(batch, pieces, HIDDEN)
        states = self.norm_attention(states + self.out(mixed))
        return self.norm_feed(states + self.dropout(self.down(functional.gelu(self.up(states)))))


class Reader(nn.Module):
    """The whole network; ``shared``, ``first`` and ``second`` are called one after another."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(VOCABULARY, HIDDEN, padding_idx=0)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        self.cues = nn.Embedding(CUES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        upper = shape.layers - shape.shared
        self.lower = nn.ModuleList(Layer(shape.dropout) for _ in range(shape.shared))
        self.upper_first = nn.ModuleList(Layer(shape.dropout) for _ in range(upper))
        self.upper_second = nn.ModuleList(Layer(shape.dropout) for _ in range(upper))
        self.tags = nn.Linear(HIDDEN, 2 * len(TAGS))
        self.report = nn.Linear(HIDDEN, 1)
        self.distance = nn.Embedding(DISTANCES, HIDDEN)
        self.roles = nn.Linear(HIDDEN, 2 * len(ROLES))
        self.stance = nn.Linear(HIDDEN, len(STANCES))
        self.pool = nn.Sequential(nn.Linear(3 * HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(shape.dropout))
        self.event = nn.Linear(HIDDEN, 1 + len(TYPES) + len(STATUSES) + len(WEAPONS) + len(COUNTS) + 1)
        for embedding in (self.shapes, self.cues, self.distance):
            nn.init.normal_(embedding.weight, std=0.005)

    def read(self, ids: Tensor, shapes: Tensor, cues: Tensor, mask: Tensor) -> Tensor:
        """Hidden states after the shared layers, [batch, pieces, hidden], from ids, shapes and cues [batch, pieces]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.words(ids) + self.positions(places) + self.kind + self.shapes(shapes) + self.cues(cues)
        states = self.dropout(self.norm(states))
        for layer in self.lower:
            states = layer(states, mask[:, None, None, :])
        return states

    def first(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Question 1: logits [batch, pieces, 2 x tags], inside then first piece, and [batch], whether anything is

        told.
        """
        for layer in self.upper_first:
            states = layer(states, mask[:, None, None, :])
        return self.tags(states), self.report(states[:, 0]).squeeze(-1)

    def second(self, states: Tensor, mask: Tensor, distance: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Question 2 for windows with one trigger each, whose pieces are those at ``distance`` 0.

        Returns:
            event logits [windows, 1 + types + statuses + weapons + counts + 1], role logits [windows, pieces, 2 x
            roles]
            and stance logits [windows, pieces, stances].
        """
        states = states + self.distance(distance)
        for layer in self.upper_second:
            states = layer(states, mask[:, None, None, :])
        at = ((distance == 0) & mask).to(states.dtype).unsqueeze(-1)
        trigger = (states * at).sum(1) / at.sum(1).clamp(min=1)
        real = mask.to(states.dtype).unsqueeze(-1)
        whole = (states * real).sum(1) / real.sum(1)
        pooled = self.pool(torch.cat([trigger, whole, states[:, 0]], dim=-1))
        return self.event(pooled), self.roles(states), self.stance(states)


def pretrained(path: Path, shape: Shape) -> Reader:
    """A reader that starts from all-MiniLM-L6-v2 (``model.safetensors`` at ``path``).

    Raises:
        ValueError: the file is not the one whose hash is pinned here.
    """
    from safetensors.torch import load_file

    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != MINILM_SHA256:
        raise ValueError(f"{path} has SHA-256 {found}, not {MINILM_SHA256}: it is not upstream's all-MiniLM-L6-v2")
    weights = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
    reader = Reader(shape)
    target: dict[str, Tensor] = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_feed": "output.LayerNorm",
    }
    for number in range(shape.layers):
        homes = (
            [f"lower.{number}"]
            if number < shape.shared
            else [f"upper_first.{number - shape.shared}", f"upper_second.{number - shape.shared}"]
        )
        for home in homes:
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    target[f"{home}.{ours}.{part}"] = weights[f"encoder.layer.{number}.{theirs}.{part}"]
    missing, unexpected = reader.load_state_dict(target, strict=False)
    wrong = [name for name in missing if not name.startswith(NEW_PARTS)] + list(unexpected)
    if wrong:
        raise ValueError(f"weights do not fit: {wrong}")
    return reader

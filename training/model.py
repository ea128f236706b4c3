"""The network: one encoder, two questions, in two sizes.

The lower layers read the report once. Question 1 goes on from there with the upper layers and marks triggers and spans.
Question 2 goes on from the same hidden states with upper layers of its own, in which one trigger is marked: what is
told
there, and which spans belong to it. So a second trigger costs half a reading, not a whole one.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from dateline.reading.encoding import CLS, CUES, DISTANCES, SEP, SHAPES
from dateline.reading.labels import COUNTS, ROLES, STANCES, STATUSES, TAGS, TYPES, WEAPONS

MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NEW_PARTS = ("shapes", "cues", "tags", "report", "distance", "roles", "stance", "pool", "event", "settle")
"""What the pretrained encoder has not: learned from nothing, at a rate of its own."""
VOCABULARY, POSITIONS, HEADS = 30522, 512, 12
BUCKETS, FAR = 32, 128
"""MPNet's buckets for the distance of two pieces, and from which distance on all are one (Song et al. 2020)."""


@dataclass(frozen=True)
class Shape:
    """Size of the network: ``shared`` of ``layers`` layers are read once, the rest stand twice.

    ``relative`` says that attention is biased by how far two pieces stand apart, as in MPNet; there the states are so
    small that the heads learn nothing unless a LayerNorm stands before them.
    """

    layers: int = 6
    shared: int = 4
    dropout: float = 0.1
    hidden: int = 384
    feed: int = 1536
    relative: bool = False
    epsilon: float = 1e-12


SIZES = {
    "fast": Shape(),
    "accurate": Shape(layers=8, shared=6, hidden=768, feed=3072, relative=True, epsilon=1e-5),
}
"""By name, what `dateline code --model` chooses between."""


class Layer(nn.Module):
    """One BERT layer (Devlin et al. 2019), post-norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        hidden = shape.hidden
        self.query, self.key, self.value, self.out = (nn.Linear(hidden, hidden) for _ in range(4))
        self.norm_attention, self.norm_feed = (nn.LayerNorm(hidden, eps=shape.epsilon) for _ in range(2))
        self.up, self.down = nn.Linear(hidden, shape.feed), nn.Linear(shape.feed, hidden)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States [batch, pieces, hidden]; mask [batch, 1, 1, pieces], True where a piece is real, or what is added to

        the attention [batch, heads, pieces, pieces].
        """
        # No dropout on the attention: with it torch leaves its fused kernel, and a step takes four times as long.
        batch, pieces, hidden = states.shape

        def split(linear: nn.Linear) -> Tensor:
            return linear(states).view(batch, pieces, HEADS, hidden // HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), attn_mask=mask
        )
        mixed = mixed.transpose(1, 2).reshape(batch, pieces, hidden)
        states = self.norm_attention(states + self.out(mixed))
        return self.norm_feed(states + self.dropout(self.down(functional.gelu(self.up(states)))))


def buckets(pieces: int) -> Tensor:
    """The bucket of each pair of pieces [pieces, pieces]: near distances one by one, far ones by their logarithm."""
    at = torch.arange(pieces)
    gap = at[:, None] - at[None, :]
    half = BUCKETS // 2
    side = (gap < 0).long() * half
    gap = gap.abs()
    exact = half // 2
    far = exact + (torch.log(gap.clamp(min=1).float() / exact) / math.log(FAR / exact) * (half - exact)).long()
    return side + torch.where(gap < exact, gap, far.clamp(max=half - 1))


class Reader(nn.Module):
    """The whole network; ``read``, ``first`` and ``second`` are called one after another."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        hidden = shape.hidden
        self.words = nn.Embedding(VOCABULARY, hidden, padding_idx=0)
        self.positions = nn.Embedding(POSITIONS, hidden)
        self.kind = nn.Parameter(torch.zeros(hidden))
        self.shapes = nn.Embedding(SHAPES, hidden)
        self.cues = nn.Embedding(CUES, hidden)
        self.norm = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.dropout = nn.Dropout(shape.dropout)
        if shape.relative:
            # Not learned on: a bias that is learned takes torch out of its fused kernel.
            self.register_buffer("apart", torch.zeros(BUCKETS, HEADS))
        upper = shape.layers - shape.shared
        self.lower = nn.ModuleList(Layer(shape) for _ in range(shape.shared))
        self.upper_first = nn.ModuleList(Layer(shape) for _ in range(upper))
        self.upper_second = nn.ModuleList(Layer(shape) for _ in range(upper))
        self.settle_first = nn.LayerNorm(hidden) if shape.relative else nn.Identity()
        self.settle_second = nn.LayerNorm(hidden) if shape.relative else nn.Identity()
        self.tags = nn.Linear(hidden, 2 * len(TAGS))
        self.report = nn.Linear(hidden, 1)
        self.distance = nn.Embedding(DISTANCES, hidden)
        self.roles = nn.Linear(hidden, 2 * len(ROLES))
        self.stance = nn.Linear(hidden, len(STANCES))
        self.pool = nn.Sequential(nn.Linear(3 * hidden, hidden), nn.GELU(), nn.Dropout(shape.dropout))
        self.event = nn.Linear(hidden, 1 + len(TYPES) + len(STATUSES) + len(WEAPONS) + len(COUNTS) + 1)
        for embedding in (self.shapes, self.cues, self.distance):
            nn.init.normal_(embedding.weight, std=0.005)

    def bias_table(self) -> Tensor:
        """What is added to the attention, by bucket of distance, [buckets, heads]."""
        return cast(Tensor, self.apart)

    def bias(self, pieces: int) -> Tensor:
        """What is added to the attention for the distance of two pieces, [1, heads, pieces, pieces]."""
        return self.bias_table()[buckets(pieces)].permute(2, 0, 1)[None]

    def _attended(self, states: Tensor, mask: Tensor) -> Tensor:
        if not self.shape.relative:
            return mask[:, None, None, :]
        # The states' own type: under autocast the fused kernel wants all of one.
        kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else states.dtype
        return self.bias(mask.shape[1]).masked_fill(~mask[:, None, None, :], -1e4).to(kind)

    def read(self, ids: Tensor, shapes: Tensor, cues: Tensor, mask: Tensor) -> Tensor:
        """Hidden states after the shared layers, [batch, pieces, hidden], from ids, shapes and cues [batch, pieces]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.words(ids) + self.positions(places) + self.kind + self.shapes(shapes) + self.cues(cues)
        states = self.dropout(self.norm(states))
        attended = self._attended(states, mask)
        for layer in self.lower:
            states = layer(states, attended)
        return states

    def first(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Question 1: logits [batch, pieces, 2 x tags], inside then first piece, and [batch], is anything told."""
        attended = self._attended(states, mask)
        for layer in self.upper_first:
            states = layer(states, attended)
        states = self.settle_first(states)
        return self.tags(states), self.report(states[:, 0]).squeeze(-1)

    def second(self, states: Tensor, mask: Tensor, distance: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Question 2 for windows with one trigger each, whose pieces are those at ``distance`` 0.

        Returns:
            event logits [windows, 1 + types + statuses + weapons + counts + 1], role logits [windows, pieces, 2 x
            roles]
            and stance logits [windows, pieces, stances].
        """
        states = states + self.distance(distance)
        attended = self._attended(states, mask)
        for layer in self.upper_second:
            states = layer(states, attended)
        states = self.settle_second(states)
        at = ((distance == 0) & mask).to(states.dtype).unsqueeze(-1)
        trigger = (states * at).sum(1) / at.sum(1).clamp(min=1)
        real = mask.to(states.dtype).unsqueeze(-1)
        whole = (states * real).sum(1) / real.sum(1)
        pooled = self.pool(torch.cat([trigger, whole, states[:, 0]], dim=-1))
        return self.event(pooled), self.roles(states), self.stance(states)


_BERT_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_feed": "output.LayerNorm",
}
_MPNET_NAMES = _BERT_NAMES | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm_attention": "attention.LayerNorm",
}


def pretrained(path: Path, shape: Shape) -> Reader:
    """A reader that starts from all-MiniLM-L6-v2, or from all-mpnet-base-v2 where the shape is that one's.

    Args:
        path: upstream's ``model.safetensors``.
        shape: one of `SIZES`, perhaps with another dropout; layers beyond ``shape.layers`` are left out.

    Raises:
        ValueError: the file is not the one whose hash is pinned here.
    """
    from safetensors.torch import load_file

    pinned = MPNET_SHA256 if shape.relative else MINILM_SHA256
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != pinned:
        raise ValueError(f"{path} has SHA-256 {found}, not {pinned}: it is not upstream's encoder")
    weights = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
    reader = Reader(shape)
    target = _mpnet_embeddings(weights) if shape.relative else _bert_embeddings(weights)
    names = _MPNET_NAMES if shape.relative else _BERT_NAMES
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
    wrong = [name for name in missing if not name.startswith((*NEW_PARTS, "kind"))] + list(unexpected)
    if wrong:
        raise ValueError(f"weights do not fit: {wrong}")
    return reader


def _bert_embeddings(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }


def _mpnet_embeddings(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """MPNet's vocabulary is BERT's behind four special pieces: in BERT's order one tokenizer serves both sizes."""
    words = weights["embeddings.word_embeddings.weight"]
    ordered = words[4 : 4 + VOCABULARY].clone()
    ordered[0], ordered[CLS], ordered[SEP] = words[1], words[0], words[2]
    return {
        "words.weight": ordered,
        "positions.weight": weights["embeddings.position_embeddings.weight"][2:],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
        "apart": weights["encoder.relative_attention_bias.weight"],
    }

"""Text to word pieces and back: what the model is fed, and where each piece stands in the report.

A report is read as ``[CLS] title [SEP] text [SEP]``. Texts longer than the encoder's 512 positions are read in chunks
that
overlap, each with the title in front. The vocabulary is uncased, so the shape of each word is given beside it, and
what the
codebook's lexicon of event words takes it for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dateline import codebook
from dateline.reading.labels import TYPES

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

MAX_PIECES = 512
MAX_TITLE = 48
OVERLAP = 96
WINDOW = 144
LEAD = 24  # pieces of the text's beginning that every window keeps: the dateline and the first actor stand there
CLS, SEP = 101, 102
SHAPES = 16
MARK, AFTER_BREAK = 5, 8  # the shape of a mark that is no word, and what is added for the first word of a line
CUES = 1 + len(TYPES)
DISTANCES = 24
TITLE_DISTANCE = DISTANCES - 1


@dataclass(frozen=True)
class Chunk:
    """Up to 512 word pieces of one report.

    Attributes:
        ids: vocabulary numbers, shape [pieces].
        shapes: the written shape of the word each piece is of, 0 to ``SHAPES`` - 1.
        cues: 1 + the number of the type that the lexicon gives an event word first, 0 for all other words.
        starts, ends: character offsets of each piece in its field; 0, 0 for special pieces.
        fields: 0 special, 1 title, 2 text.
        heads: 1 where a piece begins a word.
        core: first and last (exclusive) piece whose marks are taken from this chunk rather than a neighbour.
    """

    ids: Ints
    shapes: Ints
    cues: Ints
    starts: Ints
    ends: Ints
    fields: Ints
    heads: Ints
    core: tuple[int, int]

    @property
    def text_from(self) -> int:
        """Index of the first piece of the text."""
        return int(np.argmax(self.fields == 2)) if (self.fields == 2).any() else len(self.ids) - 1


@dataclass(frozen=True)
class Pieces:
    """The pieces of one field."""

    ids: list[int]
    starts: list[int]
    ends: list[int]
    shapes: list[int]
    cues: list[int]
    heads: list[int]


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer in ``tokenizer.json`` at ``path``, neither cutting nor padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def shape_of(word: str, after_break: bool) -> int:
    """Number of the written shape of a word: case, digits, punctuation, and whether a line begins with it."""
    if not word[0].isalnum():
        shape = MARK
    elif word[0].isdigit():
        shape = 4
    elif word.islower():
        shape = 1
    elif word.isupper():
        shape = 3 if len(word) > 1 else 2
    else:
        shape = 2 if word[0].isupper() and word[1:].islower() else 6
    return shape + AFTER_BREAK * after_break


def pieces_of(text: str, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of a text with their character offsets."""
    encoding: Any = tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets
    words = encoding.word_ids
    starts, ends = [a for a, _ in offsets], [b for _, b in offsets]
    shapes, heads = [0] * len(offsets), [0] * len(offsets)
    last_end = -1
    first = 0
    while first < len(offsets):
        after = first + 1
        while after < len(offsets) and words[after] == words[first]:
            after += 1
        begin, end = starts[first], ends[after - 1]
        word = text[begin:end] or "?"
        shape = shape_of(word, last_end < 0 or "\n" in text[last_end:begin])
        shapes[first:after] = [shape] * (after - first)
        heads[first] = 1
        last_end = end
        first = after
    return Pieces(list(encoding.ids), starts, ends, shapes, _cues(text, starts, ends), heads)


def _cues(text: str, starts: list[int], ends: list[int]) -> list[int]:
    cues = [0] * len(starts)
    at = 0
    for hit in codebook.load().lexicon.find(text):
        while at < len(starts) and ends[at] <= hit.start:
            at += 1
        while at < len(starts) and starts[at] < hit.end:
            cues[at] = 1 + TYPES.index(hit.types[0])
            at += 1
    return cues


def encode(title: str | None, text: str, tokenizer: Tokenizer) -> list[Chunk]:
    """The chunks of one report; one for most, none for a text without a word piece."""
    head = pieces_of(title, tokenizer) if title else Pieces([], [], [], [], [], [])
    body = pieces_of(text, tokenizer)
    if not body.ids:
        return []
    title_size = min(len(head.ids), MAX_TITLE)
    room = MAX_PIECES - title_size - 3
    step = room - OVERLAP
    firsts = [0] if len(body.ids) <= room else list(range(0, len(body.ids) - OVERLAP, step))
    return [_chunk(head, title_size, body, first, min(first + room, len(body.ids)), len(body.ids)) for first in firsts]


def _chunk(head: Pieces, title_size: int, body: Pieces, first: int, after: int, total: int) -> Chunk:
    def joined(special: int, of_title: list[int], of_text: list[int], close: int) -> Ints:
        row = [special, *of_title[:title_size], close, *of_text[first:after], close]
        return np.array(row, dtype=np.int64)

    offset = title_size + 2
    core = (
        0 if first == 0 else offset + OVERLAP // 2,
        offset + (after - first) + 1 if after == total else offset + (after - first) - OVERLAP // 2,
    )
    return Chunk(
        ids=joined(CLS, head.ids, body.ids, SEP),
        shapes=joined(0, head.shapes, body.shapes, 0),
        cues=joined(0, head.cues, body.cues, 0),
        starts=joined(0, head.starts, body.starts, 0),
        ends=joined(0, head.ends, body.ends, 0),
        fields=joined(0, [1] * len(head.ids), [2] * len(body.ids), 0),
        heads=joined(0, head.heads, body.heads, 0),
        core=core,
    )


def window_of(chunk: Chunk, first: int, after: int) -> Ints:
    """Indices of the pieces that question 2 sees for a trigger at pieces ``first`` to ``after``: at most ``WINDOW``.

    The title and the first pieces of the text always stay; the rest is what stands around the trigger, a little more of
    what precedes it.
    """
    total = len(chunk.ids)
    if total <= WINDOW:
        return np.arange(total)
    text_from = chunk.text_from
    kept = min(text_from + LEAD, total)
    room = WINDOW - kept
    begin = max(kept, min((first + after) // 2 - room * 11 // 20, total - room))
    return np.concatenate([np.arange(kept), np.arange(begin, min(begin + room, total))])


def distances(chunk: Chunk, window: Ints, first: int, after: int) -> Ints:
    """For each piece of a window, a number for how far it stands from the trigger, before or after; shape [window]."""
    gap = np.where(window < first, window - first, np.where(window >= after, window - after + 1, 0))
    size = np.abs(gap)
    grade = np.where(size < 4, size, np.minimum(3 + np.floor(np.log2(np.maximum(size, 4) / 2)), 10)).astype(np.int64)
    found = np.where(gap < 0, 10 + 1 + grade - 1, grade)
    found = np.where(chunk.fields[window] != 2, TITLE_DISTANCE, found)
    return np.asarray(found, dtype=np.int64)


def piece_range(chunk: Chunk, start: int, end: int, field: int = 2) -> tuple[int, int] | None:
    """First and last (exclusive) piece that overlaps characters ``start`` to ``end`` of a field; None if none does."""
    inside = np.flatnonzero((chunk.fields == field) & (chunk.starts < end) & (chunk.ends > start))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None

"""The torch network behind the face that the reader asks, to measure a run before it is exported."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dateline.reading.encoding import Ints
from dateline.reading.network import Floats, Mask, Network
from training.model import Reader, Shape


class TorchNetwork:
    """Answers both questions with a torch reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader.eval()

    @classmethod
    def load(cls, path: Path, shape: Shape) -> TorchNetwork:
        """The reader whose weights a run kept, ``reader.pt`` or ``last.pt``."""
        reader = Reader(shape)
        state = torch.load(path, weights_only=False)
        reader.load_state_dict(state.get("reader", state))
        return cls(reader)

    def first(self, ids: Ints, shapes: Ints, cues: Ints, mask: Mask) -> tuple[Floats, Floats, Floats]:
        """As `dateline.reading.Network.first`."""
        with torch.inference_mode():
            real = torch.from_numpy(mask)
            states = self.reader.read(torch.from_numpy(ids), torch.from_numpy(shapes), torch.from_numpy(cues), real)
            tags, report = self.reader.first(states, real)
            return states.numpy(), tags.numpy(), report.numpy()

    def second(self, states: Floats, mask: Mask, distance: Ints) -> tuple[Floats, Floats, Floats]:
        """As `dateline.reading.Network.second`."""
        with torch.inference_mode():
            event, roles, stance = self.reader.second(
                torch.from_numpy(np.ascontiguousarray(states)), torch.from_numpy(mask), torch.from_numpy(distance)
            )
            return event.numpy(), roles.numpy(), stance.numpy()


class Remembered:
    """Answers as another network does, and the same question from memory: calibration asks everything many times."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._answers: dict[bytes, tuple[Floats, Floats, Floats]] = {}

    def first(self, ids: Ints, shapes: Ints, cues: Ints, mask: Mask) -> tuple[Floats, Floats, Floats]:
        """As `dateline.reading.Network.first`."""
        key = _key(ids, shapes, cues, mask)
        if key not in self._answers:
            self._answers[key] = self.network.first(ids, shapes, cues, mask)
        return self._answers[key]

    def second(self, states: Floats, mask: Mask, distance: Ints) -> tuple[Floats, Floats, Floats]:
        """As `dateline.reading.Network.second`."""
        key = _key(states, mask, distance)
        if key not in self._answers:
            self._answers[key] = self.network.second(states, mask, distance)
        return self._answers[key]


def _key(*arrays: np.ndarray[Any, Any]) -> bytes:
    told = hashlib.sha256()
    for array in arrays:
        told.update(str(array.shape).encode())
        told.update(np.ascontiguousarray(array).tobytes())
    return told.digest()

"""Answers of the API that were given since the newest change, so that what many ask is made once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

LARGEST = 64 * 1024 * 1024
"""Bytes that are remembered in all; the longest unasked goes first."""


class Answers:
    """By ETag: one that was given stays right for good, since the tag names the change it was given at."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest, self._held = largest, 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> bytes | None:
        """The answer, if it was given before."""
        with self._lock:
            found = self._answers.get(tag)
            if found is not None:
                self._answers.move_to_end(tag)
            return found

    def keep(self, tag: str, answer: bytes) -> None:
        """Remember an answer."""
        if len(answer) > self._largest // 8:
            return
        with self._lock:
            if tag not in self._answers:
                self._held += len(answer)
            self._answers[tag] = answer
            while self._held > self._largest:
                self._held -= len(self._answers.popitem(last=False)[1])

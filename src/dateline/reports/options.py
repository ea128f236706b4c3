"""How inputs are to be read."""

from __future__ import annotations

import msgspec

ENGLISH = frozenset({"en"})


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Choices for one run of reading.

    Attributes:
        clean: cut boilerplate, mend characters and white space. Off, the text is kept as given apart from NFC, so that
            offsets of others into it stay true.
        languages: ISO 639-1 codes of the languages that are read; texts in others are passed over. None reads all.
        max_characters: a longer text is rejected.
    """

    clean: bool = True
    languages: frozenset[str] | None = ENGLISH
    max_characters: int = 1_000_000

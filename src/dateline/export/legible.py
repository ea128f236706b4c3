"""Text of others made safe to look at: nothing in it can move a cursor, ring a bell or turn the writing round."""

from __future__ import annotations

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES = 0x2400
# Embeddings, overrides and isolates (Unicode TR9): left open they would reorder what we print after them.
_BIDI_CONTROLS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_TABLE: dict[int, str] = {
    **{code: chr(_CONTROL_PICTURES + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(_BIDI_CONTROLS, _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}


def legible(text: str) -> str:
    """The text with control characters replaced one for one by visible signs, so that offsets still hold.

    Line feed and tab stay; so do right-to-left letters and the plain marks U+200E and U+200F.
    """
    return text.translate(_TABLE)


def on_one_line(text: str) -> str:
    """``legible`` with every run of white space made one space: for cells, labels and warnings."""
    # What Python calls printable holds none of the characters that are replaced; most names are that, and are quick.
    return " ".join((text if text.isprintable() else legible(text)).split())

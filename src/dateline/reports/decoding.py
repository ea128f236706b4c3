"""Bytes to text: UTF-8 first, then byte-order marks and UTF-16, then a guess that is told."""

from __future__ import annotations

import codecs
import re

import msgspec

from dateline.reports.faults import BYTES_LOST, ENCODING_GUESSED, Finding, note

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Encodings that news is kept in; without this list the guess falls to old systems' code pages on short texts.
_CANDIDATES = [
    *("cp1252", "cp1251", "cp1250", "cp1254", "cp1256", "cp1255", "cp1253", "koi8_r"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """Text, and what had to be guessed or was lost on the way."""

    text: str
    findings: tuple[Finding, ...] = ()


def wide_encoding(start: bytes) -> tuple[str, int] | None:
    """The UTF-16 or UTF-32 encoding and the length of its mark, where the first bytes of a file show one."""
    for mark, encoding in _MARKS:
        if encoding != "utf-8" and start.startswith(mark):
            return encoding, len(mark)
    sample = start[:4096]
    if len(sample) >= 8:
        # Western text in UTF-16 has a zero in every other byte; nothing else that is text has zeros at all.
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        half = len(sample) // 2
        if odd > 0.6 * half and even < 0.1 * half:
            return "utf-16-le", 0
        if even > 0.6 * half and odd < 0.1 * half:
            return "utf-16-be", 0
    return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes. ``declared`` is what a page's header names, believed where the bytes are not UTF-8."""
    wide = wide_encoding(data)
    if wide is not None:
        encoding, skip = wide
        text = data[skip:].decode(encoding, "replace")
        return Decoded(text=text, findings=_lost(text))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    high = len(_HIGH.findall(data))
    if 2 * sum(len(match) for match in _UTF8_LETTER.findall(data)) > high:
        # Mostly UTF-8 with a few broken bytes: another encoding would spoil every good letter.
        text = data.decode("utf-8", "replace")
        return Decoded(text=text, findings=_lost(text))
    if declared is not None:
        try:
            return Decoded(text=data.decode(declared))
        except (LookupError, UnicodeDecodeError):
            pass
    encoding = _guess(data, high)
    text = data.decode(encoding, "replace")
    return Decoded(text=text, findings=(note(ENCODING_GUESSED, encoding=encoding), *_lost(text)))


def _guess(data: bytes, high: int) -> str:
    if high * 20 <= len(data):
        # A few accents in Latin letters: what English-language systems write. Statistics fail on so little.
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None else "cp1252"


def _lost(text: str) -> tuple[Finding, ...]:
    count = text.count("\N{REPLACEMENT CHARACTER}")
    return (note(BYTES_LOST, count=str(count)),) if count else ()

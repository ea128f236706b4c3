"""Opens an input, unpacks it, looks at its first bytes, and hands out lines or the whole."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec

from dateline.reports.decoding import Decoded, decode, wide_encoding
from dateline.reports.faults import BINARY, EMPTY_FILE, GZ_BROKEN, LINE_TOO_LONG, TOO_LARGE, Finding, note, refuse

LINE_LIMIT = 16 * 2**20
"""Bytes; a longer line is no report, and would have to be held in memory to be read."""
WHOLE_LIMIT = 256 * 2**20
"""Bytes of an input that must be read whole (JSON, pages, texts)."""

_SNIFFED = 64 * 1024
_GZ_MAGIC = b"\x1f\x8b"
_BROKEN_GZ = (EOFError, gzip.BadGzipFile, zlib.error)
_PDF_ADVICE = "Turn it into text first, for instance with pdftotext."
_ADVICE = "Give JSONL, JSON, CSV, HTML or plain text."
_MAGIC = (
    (b"%PDF", "a PDF file", _PDF_ADVICE),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Unpack it, or save its text."),
    (b"\x89PNG", "an image", _ADVICE),
    (b"GIF8", "an image", _ADVICE),
    (b"\xff\xd8\xff", "an image", _ADVICE),
    (b"SQLite format 3", "a database", _ADVICE),
    (b"PAR1", "a Parquet file", _ADVICE),
    (b"\xd0\xcf\x11\xe0", "an office document", "Save its text."),
    (b"BZh", "a bzip2 archive", "Unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it, or pack it with gzip."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it, or pack it with gzip."),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = re.compile(r"<(!doctype\s+html|html|head|body|article|div|p|h1|meta|title|main|section)\b", re.IGNORECASE)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a file, counted from 1, as bytes and as text; ``fault`` is set where it cannot be used."""

    number: int
    raw: bytes
    text: str
    findings: tuple[Finding, ...] = ()
    fault: Finding | None = None


class Stream:
    """An opened input: `start` to look at, then either `lines` or `whole`, once."""

    def __init__(self, stream: BinaryIO) -> None:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
        self._stream: io.BufferedReader | gzip.GzipFile = buffered
        if buffered.peek(2)[:2] == _GZ_MAGIC:
            # Not wrapped in another buffer: that would lose the good lines before the point where a file breaks off.
            self._stream = gzip.GzipFile(fileobj=buffered)
        try:
            # A pipe gives what it has, which may be less than asked for: the kind is told from that.
            self.start = self._stream.peek(_SNIFFED)
        except _BROKEN_GZ as error:
            raise refuse(GZ_BROKEN, why=_why(error)) from error
        if not self.start:
            raise refuse(EMPTY_FILE)
        _refuse_binary(self.start)

    def whole(self) -> bytes:
        """All bytes.

        Raises:
            RefusalError: the compressed file is broken, or the input larger than `WHOLE_LIMIT`.
        """
        try:
            data = self._stream.read(WHOLE_LIMIT + 1)
        except _BROKEN_GZ as error:
            raise refuse(GZ_BROKEN, why=_why(error)) from error
        if len(data) > WHOLE_LIMIT:
            raise refuse(TOO_LARGE, limit=str(WHOLE_LIMIT))
        return data

    def lines(self) -> Iterator[Line]:
        """The lines, each decoded for itself, so that one in a wrong encoding spoils no other.

        A broken compressed file ends with a `Line` that carries the fault.
        """
        wide = wide_encoding(self.start)
        number = 0
        rows = self._narrow_lines() if wide is None else self._wide_lines(*wide)
        try:
            for number, (raw, decoded) in enumerate(rows, start=1):
                if decoded is None:
                    fault = note(LINE_TOO_LONG, limit=str(LINE_LIMIT))
                    yield Line(number=number, raw=raw, text="", fault=fault)
                else:
                    yield Line(number=number, raw=raw, text=decoded.text, findings=decoded.findings)
        except _BROKEN_GZ as error:
            yield Line(number=number + 1, raw=b"", text="", fault=note(GZ_BROKEN, why=_why(error)))

    def _narrow_lines(self) -> Iterator[tuple[bytes, Decoded | None]]:
        while raw := self._stream.readline(LINE_LIMIT + 1):
            if len(raw) > LINE_LIMIT:
                beginning, rest = raw[:_SNIFFED], raw
                while rest and not rest.endswith(b"\n"):
                    rest = self._stream.readline(LINE_LIMIT)
                yield beginning, None
            else:
                yield raw, _decode_line(raw)

    def _wide_lines(self, encoding: str, skip: int) -> Iterator[tuple[bytes, Decoded | None]]:
        self._stream.read(skip)
        decoder = codecs.getreader(encoding)(cast(io.BufferedReader, self._stream), "replace")
        # splitlines-based reading would also end lines at U+2028, which JSON allows inside strings.
        pending = ""
        while chunk := decoder.read(_SNIFFED):
            pending += chunk
            *done, pending = pending.split("\n")
            for text in done:
                yield (text + "\n").encode(encoding, "surrogatepass"), Decoded(text=text + "\n")
        if pending:
            yield pending.encode(encoding, "surrogatepass"), Decoded(text=pending)


def sniff(start: bytes) -> str:
    """The kind of an input without an ending: ``jsonl``, ``json``, ``html``, ``csv`` or ``text``."""
    head = decode(start).text.lstrip("\ufeff \t\r\n")
    first, _, rest = head.partition("\n")
    if head.startswith("["):
        return "json" if re.match(r"\[\s*(\{|\]|\Z)", head) else "text"
    if head.startswith("{"):
        # An object over many lines is one JSON document; its first line is not one that a cut has broken in half.
        return "json" if re.match(r"\{\s*\Z", first) or re.match(r'\s+"|\}', rest) else "jsonl"
    if _PAGE.search(head[:2000]) and head.startswith("<"):
        return "html"
    if "text" in re.split(r'[,;\t|"]+', first.strip().strip('"').lower()) and re.search(r"[,;\t|]", first):
        return "csv"
    return "text"


def _decode_line(raw: bytes) -> Decoded:
    try:
        return Decoded(text=raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError:
        return decode(raw)


def _refuse_binary(start: bytes) -> None:
    for magic, kind, advice in _MAGIC:
        if start.startswith(magic):
            raise refuse(BINARY, kind=kind, advice=advice)
    sample = start[:8192]
    if wide_encoding(sample) is None and 20 * len(_CONTROL.findall(sample)) > len(sample):
        raise refuse(BINARY, kind="a file of unknown bytes", advice=_ADVICE)


def _why(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__

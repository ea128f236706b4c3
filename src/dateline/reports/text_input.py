"""Plain text: one report a file."""

from __future__ import annotations

import re

from dateline.reports.decoding import decode
from dateline.reports.found import Found

_LONGEST_TITLE = 140
_SENTENCE_END = re.compile(r"[.!?:;,…\"”')]\s*\Z")
_NO_TITLE = re.compile(r"(by|from|published|updated|photo|file photo|advertisement|share)\b|[^\w\"'“‘]", re.IGNORECASE)


def read_text(data: bytes) -> Found:
    """The file as one report. Its first line is the title if nothing else is likely, see `split_title`."""
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    title, body = split_title(text)
    values = {"text": body} if title is None else {"title": title, "text": body}
    return Found(values=values, raw=data, findings=decoded.findings)


def split_title(text: str) -> tuple[str | None, str]:
    """A headline that stands before a blank line, and the text below it; None and the whole text where in doubt.

    A headline is one line of 3 to 25 words that starts with a capital or a figure and ends without a stop, above a
    text that holds at least one full sentence.
    """
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if not re.match(r"[ \t]*\n", rest) or len(first) > _LONGEST_TITLE or not 3 <= len(first.split()) <= 25:
        return None, text
    if _SENTENCE_END.search(first) or _NO_TITLE.match(first) or first[0].islower():
        return None, text
    body = rest.lstrip()
    if len(body.split()) < len(first.split()) or not re.search(r"[.!?][\"”')]*(\s|\Z)", body):
        return None, text
    return first, body

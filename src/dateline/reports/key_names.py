"""The keys of a report, and the near misses that other programs write instead of ``text``."""

from __future__ import annotations

from collections.abc import Iterable

KEYS = ("id", "url", "publisher", "published", "title", "text", "language")
_MEANT_AS_TEXT = (
    "content",
    "body",
    "article",
    "maintext",
    "fulltext",
    "full_text",
    "article_text",
    "story",
    "description",
)


def hint_for(names: Iterable[str]) -> str:
    """A sentence that names the key which probably holds the text, with a space before it; empty if none does."""
    for name in names:
        if name.lower() in _MEANT_AS_TEXT or (name != "text" and name.strip().lower() == "text"):
            return f" Rename {name!r} if that is it."
    return ""

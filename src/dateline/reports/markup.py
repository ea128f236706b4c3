"""Takes HTML out of a text field that was meant to be plain."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|img|h[1-6]|ul|ol|li|script|style|figure|figcaption|iframe|blockquote|table|tr|td"
    r"|font|noscript|section|article|html|body|head)(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|[a-z]{1,5}(?:acute|grave|uml|cedil|circ|tilde));",
    re.I,
)
_ESCAPED_TWICE = re.compile(r"&(?:amp;)+(?=(?:amp|quot|apos|lt|gt|nbsp|#\d+|#x[0-9a-f]+|[a-z]{2,8});)", re.IGNORECASE)
_MOST_LAYERS = 4
_BLOCKS = {
    "p",
    "div",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "figure",
    "section",
    "article",
}
_HIDDEN = {"script", "style", "noscript", "iframe", "head", "template"}


def has_markup(text: str) -> bool:
    """Whether the text holds HTML tags, or entities such as ``&quot;``."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def strip_markup(text: str) -> str:
    """The words of the text; blocks become paragraphs, scripts and styles are left out.

    Angle brackets that belong to no tag of HTML stay.
    """
    # Systems that escape what is escaped already leave "&amp;amp;quot;".
    text = _ESCAPED_TWICE.sub("&", text)
    for _ in range(_MOST_LAYERS):
        if _TAG.search(text) is not None:
            parser = _Words()
            parser.feed(text)
            parser.close()
            text = "".join(parser.words)
        elif has_markup(text):
            text = html.unescape(text)
        else:
            break
    return text


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS and not self._hidden:
            self.words.append("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "br" and not self._hidden:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

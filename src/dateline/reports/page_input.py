"""Web pages: the article, its title, publisher, date and address, through trafilatura."""

from __future__ import annotations

import re

from dateline.reports.decoding import decode
from dateline.reports.faults import NO_ARTICLE, refuse
from dateline.reports.found import Found

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# No search through the page's text for something like a date: a date that is not the page's own is worse than none.
_DATES = {"extensive_search": False, "original_date": True}


def read_page(data: bytes) -> Found:
    """The article of a page as one report; scripts, styles, comments and menus never reach its text.

    Raises:
        RefusalError: no article was found.
    """
    from trafilatura import bare_extraction

    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    document = bare_extraction(
        decoded.text,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=dict(_DATES),
    )
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise refuse(NO_ARTICLE)
    values = {
        "title": document.title,
        "publisher": document.sitename or document.author,
        "published": document.date,
        "url": document.url,
        "text": _without_headline(document.text or "", document.title or ""),
        "author": document.author,
    }
    return Found(values={key: value for key, value in values.items() if value}, raw=data, findings=decoded.findings)


def _without_headline(text: str, title: str) -> str:
    """The text without a first line that only repeats the title: told twice, an event would be coded twice."""
    first, _, rest = text.partition("\n")
    return rest if rest.strip() and first.strip().casefold() == title.strip().casefold() else text

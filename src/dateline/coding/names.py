"""Trims a marked name to what the guideline calls the name: no article, quotes, numerals or hedges in front."""

from __future__ import annotations

import re
from typing import Final

from dateline.records import Report, Span

# What stands before a name and is no part of it: articles, numerals and quantifiers, hedges (guideline: Fields, Names).
_BEFORE: Final = re.compile(
    r"""(?:(?:the|a|an|some|about|around|nearly|almost|over|under|several|many|few|more\sthan|at\sleast|up\sto|as\smany\sas|"""
    r"""dozens\sof|scores\sof|hundreds\sof|thousands\sof|tens\sof|other|another|its|their|his|her|both|"""
    r"""suspected|alleged|unidentified|unknown|so-called|self-styled|"""
    r"""one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\sdozen|twenty|thirty|forty|fifty|hundred|"""
    r"""\d[\d.,]*)(?![\w'’])\s+|["'“”‘’«»(\[,;:\s-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER: Final = re.compile(r"""(?:['’]s|["'“”‘’«»(\[\]).,;:!?\s-]+)$""")
_PERSON_TITLE: Final = re.compile(
    r"""(?:president|prime\sminister|vice[-\s]president|(?:foreign|defen[cs]e|interior)\sminister|minister|governor|mayor|"""
    r"""senator|colonel|lieutenant|general|major|captain|commander|sergeant|brigadier|admiral|sheikh|mullah|imam|"""
    r"""col\.?|lt\.?|gen\.?|maj\.?|capt\.?|brig\.?|sgt\.?|gov\.?|sen\.?|mr\.?|mrs\.?|ms\.?|dr\.?|spokesman|spokeswoman|spokesperson)"""
    r"""(?:[-\s](?:general|colonel|gen\.?|col\.?))?\s+(?=[A-Z][\w'’-]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def trimmed(report: Report, span: Span, *, person: bool = False) -> Span | None:
    """The span without what stands around the name, or None if nothing is left.

    With ``person``, a title before a person's name goes too ("Colonel Adam Reo" is "Adam Reo").
    """
    body = report.text if span.field == "text" else report.title or ""
    start, end = span.start, span.end
    while start < end and (match := _BEFORE.match(body, start, end)) and match.end() > start:
        start = match.end()
    while person and (match := _PERSON_TITLE.match(body, start, end)) and match.end() < end:
        start = match.end()
    while start < end and (tail := _AFTER.search(body[start:end])) and tail.start() < end - start:
        end = start + tail.start()
    if start >= end or not any(c.isalnum() for c in body[start:end]):
        return None
    return report.span(start, end, span.field)

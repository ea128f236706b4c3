"""What the words around a name say it lies in: "Kabul's …", "… in Kivu", "Fresno, Calif.", "across Idlib"."""

from __future__ import annotations

import re

from dateline.grounding.places.context import ReportContext
from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.phrases import offset_before
from dateline.grounding.places.words import place_words

_HOLDS = re.compile(
    r"^[’']?\s*(?:[,(]|(?:a|the)?\s*(?:\w+\s+){0,2}?(?:in|of|near|outside)\b)\s*"
    r"(?:(?:a|an|the|in|of|near|outside|just|far|(?:north|south)?(?:east|west)?(?:ern)?|central|small|remote|border|village"
    r"|town|city|suburb|capital|port|district|county|region|province|state|country|\d+|km|miles|kilometres)[\s-]+)*$",
    re.IGNORECASE,
)
_SAYS_IN = re.compile(r"\b(?:in|of)\b", re.IGNORECASE)
_OWNS = re.compile(r"['’]s\s+(?:[a-z]+\s+){0,2}")
_AREA_NOUNS = "|".join(sorted(word for word, unit in place_words().units.items() if unit in ("province", "district")))
_AREA_BEFORE = re.compile(
    r"\b(?:across|throughout"
    r"|(?:most|parts?|much|all|half|rest|areas?|swathes|villages|towns|countryside)\s+(?:of|in|around))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AREA_KINDS = frozenset({"district", "valley", "province", "territory", "country", "region"})
_LONGEST_GAP = 45
_MAX_MENTIONS = 8
_BESIDE_KM = 40.0


def told_around(context: ReportContext, start: int, end: int) -> tuple[list[Entry], list[Entry]]:
    """The places that the words around a name say it is in ("Kabul's …", "… in Kivu"), and those after a comma.

    A comma says it less surely: lists have commas too.
    """
    told: list[Entry] = []
    hinted: list[Entry] = []
    text = context.text
    for sighting in context.sightings:
        if sighting.in_title or sighting.entry is None or sighting.trust <= 0.3:
            continue
        if sighting.end <= start and _OWNS.fullmatch(text[sighting.end : start]):
            told.append(sighting.entry)
        if sighting.start < end:
            continue
        gap = text[end : sighting.start]
        if len(gap) > _LONGEST_GAP or _HOLDS.match(gap) is None:
            break
        offset = offset_before(gap)
        if offset is not None and offset[0] > _BESIDE_KM:
            # "Medellin, 250 km northwest of Bogota" is not in Bogota.
            break
        if _SAYS_IN.search(gap):
            told.append(sighting.entry)
        elif sighting.entry.kind in _AREA_KINDS:
            hinted.append(sighting.entry)
        end = sighting.end
    return told, hinted


def told_elsewhere(context: ReportContext, core: str) -> list[Entry]:
    """The areas in which the text puts any mention of the name: a name has one sense in a report."""
    told: list[Entry] = []
    mentions = re.finditer(rf"(?<!\w){re.escape(core)}(?!\w)", context.text)
    for match, _ in zip(mentions, range(_MAX_MENTIONS), strict=False):
        around, behind = told_around(context, match.start(), match.end())
        told += [*around, *behind]
    return list({entry.id: entry for entry in told}.values())


def is_area_elsewhere(text: str, core: str) -> bool:
    """Whether the text speaks of "CORE province" or "the province of CORE"."""
    if not core:
        return False
    name = re.escape(core)
    said = rf"\b{name}\s+(?:{_AREA_NOUNS})\b|\b(?:{_AREA_NOUNS})\s+of\s+{name}\b"
    return re.search(said, text) is not None


def tells_area(text: str, start: int) -> bool:
    """Whether the words before ``start`` speak of an area ("across", "most of")."""
    return _AREA_BEFORE.search(text[max(0, start - 40) : start]) is not None

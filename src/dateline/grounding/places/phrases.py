"""What a name of a place says besides the name: "X province", "outskirts of X", "20 km north of X", "X and Y"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.grounding.places.geodesy import BEARINGS
from dateline.grounding.places.words import Unit, place_words

_UNITS = place_words().units
_SITE_STEMS = frozenset(noun.rstrip("s") for noun in place_words().site_nouns)
_DIRECTION = "|".join(sorted((re.escape(word) for word in BEARINGS if len(word) > 3), key=len, reverse=True))
_COMPASS = "|".join(sorted((re.escape(word) for word in BEARINGS), key=len, reverse=True))
_FIRST_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen"),
)
_NUMBERS = {number: float(value) for value, number in enumerate(_FIRST_NUMBERS)}
_NUMBERS |= {"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "hundred": 100.0}
_NUMBER = r"\d+(?:[.,]\d+)?|" + "|".join(_NUMBERS)
_KM = {"k": 1.0, "mi": 1.609, "nm": 1.852, "na": 1.852, "me": 0.001, "m": 0.001}
OFFSET = re.compile(
    rf"(?:(?P<number>{_NUMBER})[\s-]*(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|nm|nautical\s+miles?|met(?:re|er)s|m)\b)"
    r"(?:\s+\([^)]{0,24}\))?\s*(?:to\s+the\s+)?"
    rf"(?:(?:due\s+)?(?P<way>{_COMPASS})\s+(?:of|from)|(?P<off>off|from|outside|away from))"
    r"\s+(?:the\s+)?(?:(?:town|city|village|port|capital|island)\s+of\s+)?$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:the\s+)?"
    r"(?:(?:\w+\s+)?(?:outskirts?|edge|vicinity|surroundings|suburbs?|environs|periphery|entrance)\s+(?:of|to)"
    r"|(?:(?:main|coastal|desert)\s+)?(?:road|highway|route|track|motorway)\s+(?:to|from|towards?|into)"
    r"|(?:area|countryside|villages?)\s+(?:around|near|outside)|near|outside|around|close\s+to|beyond|off|towards?)"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"^(?:the\s+)?(?:far\s+)?(?:{_DIRECTION}|central|inner|upper|lower|greater|downtown|coastal|rural|mid)\s+"
    r"(?:(?:part|parts|half|edge|end|outskirts|suburbs?|shore|coast|side)\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_UNIT_OF = re.compile(
    r"^(?:the\s+)?(?:[\w-]+\s+){0,2}?(?P<unit>" + "|".join(_UNITS) + r"|port|capital|coast)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s+(?:(?:border|frontier|autonomous|tribal|municipal|administrative)\s+)?(?P<unit>" + "|".join(_UNITS) + r")$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r",\s+(?:in\s+)?"
    r"|\s+(?:in|of|at|near|outside|by|inside|close to|on the outskirts of|(?:north|south|east|west) of|off|on)"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^(.+?)['’]s\s+(\S.*)$")
_AND = re.compile(r"\s+and\s+(?:the\s+)?|\s*(?:/|–|—| - )\s*|\s*&\s*", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^(?:the\s+)?(?:road\s+|border\s+|line\s+|front\s+|area\s+)?(?:between|from)\s+(.+?)\s+(?:and|to)\s+(.+)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name taken apart.

    Attributes:
        core: the name to look up.
        unit: what kind of area the words say it is, or None.
        part: only a part or the surroundings of it are meant.
        offset_km: how far from it, and ``bearing`` in which direction (degrees, None where not told).
        within: names of what it lies in or near, nearest first.
        pair: the two places that it lies between or that are named together.
        site: the words name a thing in or near a place (an airport, a market).
        words: longer forms that may be names as a whole ("Gaza City", "North Kivu").
    """

    core: str
    unit: Unit | None = None
    part: bool = False
    offset_km: float = 0.0
    bearing: float | None = None
    within: tuple[str, ...] = ()
    pair: tuple[str, str] | None = None
    site: bool = False
    words: tuple[str, ...] = ()


def offset_before(text: str) -> tuple[float, float | None] | None:
    """Kilometres and bearing told by the words that end ``text`` ("… 36NM SW of "), or None."""
    match = OFFSET.search(text[-90:])
    if match is None:
        return None
    number = match["number"].lower().replace(",", ".")
    value = _NUMBERS[number] if number in _NUMBERS else float(number)
    unit = match["unit"].lower()
    km = value * next(factor for start, factor in _KM.items() if unit.startswith(start))
    bearing = BEARINGS[match["way"].lower()] if match["way"] else None
    return (km, bearing) if km <= 1000 else None


def _is_name(text: str) -> bool:
    return any(sign.isupper() or (sign.isalpha() and not sign.islower()) for sign in text)


def taken_apart(name: str) -> Phrase:
    """The phrase's parts; ``core`` is "" where the words hold no name at all ("vegetable market")."""
    text = _TITLE.sub("", " ".join(name.split()).strip(" ,.;:'\"’"))
    text = re.sub(r"['’]s?$", "", text)
    phrase = Phrase("")
    match = re.match(OFFSET.pattern[:-1], text, re.IGNORECASE)
    if match is not None and (offset := offset_before(match.group())) is not None:
        phrase = replace(phrase, offset_km=offset[0], bearing=offset[1])
        text = text[match.end() :]
    between = _BETWEEN.match(text)
    if between is not None:
        return replace(phrase, core=between[1], pair=(between[1], between[2]))
    if (around := _AROUND.match(text)) is not None and _is_name(text[around.end() :]):
        phrase, text = replace(phrase, part=True), text[around.end() :]
    if (unit := _UNIT_OF.match(text)) is not None and _is_name(text[unit.end() :]):
        phrase = replace(phrase, unit=_UNITS.get(unit["unit"].lower(), "city"))
        text = text[unit.end() :]
    within: list[str] = []
    if (owner := _OWNER.match(text)) is not None and _is_name(owner[1]):
        within, text = [owner[1]], owner[2]
    while (cut := _last_cut(text)) is not None:
        head, tail = text[: cut[0]], text[cut[1] :]
        if not _is_name(tail):
            break
        if _is_name(head) or not within:
            within.insert(0, tail)
            text = head
        if not _is_name(head):
            break
    if (after := _UNIT_AFTER.search(text)) is not None and after.start() > 0:
        phrase = replace(phrase, unit=_UNITS[after["unit"].lower()], words=(text,))
        text = text[: after.start()]
    both = _AND.split(text, maxsplit=1)
    if len(both) == 2 and all(_is_name(each) and len(each) > 2 for each in both):
        kind = f" {phrase.unit}" if phrase.unit in ("province", "district") else ""
        phrase = replace(phrase, pair=(both[0] + kind, both[1] + kind))
    if (part := _PART.match(text)) is not None and _is_name(text[part.end() :]):
        phrase, text = replace(phrase, part=True, words=(*phrase.words, text)), text[part.end() :]
    last = text.rsplit(" ", 1)[-1].lower()
    site = last.rstrip("s") in _SITE_STEMS
    if not _is_name(text):
        return replace(phrase, core="", within=tuple(within), site=True)
    return replace(phrase, core=text, within=tuple(within), site=site)


def without_site_noun(core: str) -> str:
    """The core without the words that name the thing ("Kismayo" of "Kismayo airport"); may be ""."""
    words = core.split()
    while words and words[-1].lower().rstrip("s") in _SITE_STEMS:
        words.pop()
    while words and not (_is_name(words[-1]) or words[-1].isdigit()):
        words.pop()
    return " ".join(words)


def _last_cut(text: str) -> tuple[int, int] | None:
    cut = None
    for match in _WITHIN.finditer(text):
        if match.start() > 0:
            cut = match.span()
    return cut

"""What a name of a place says besides the name: "X province", "outskirts of X", "20 km north of X", "X and Y"."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.grounding.places.build import DATA
from dateline.grounding.places.geodesy import BEARINGS
from dateline.grounding.places.name_keys import name_key
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
_TERRITORIAL_KM = 22.3
_KM = {"k": 1.0, "mi": 1.609, "nm": 1.852, "na": 1.852, "me": 0.001, "m": 0.001}
OFFSET = re.compile(
    rf"(?:(?P<number>{_NUMBER})[\s-]*(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|nm|nautical\s+miles?|met(?:re|er)s|m)\b)"
    r"(?:\s+\([^)]{0,24}\))?\s*(?:to\s+the\s+)?"
    rf"(?:(?:due\s+)?(?P<way>{_COMPASS})\s+(?:of|from)|(?P<off>off|from|outside|away from))"
    r"\s+(?:the\s+)?(?:(?:town|city|village|port|capital|island)\s+of\s+)?$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"^(?:(?:about|some|around|roughly|approximately|nearly|almost|just|over|more than|less than|at least|up to"
    r"|an estimated)\s+)+"
    r"(?=\d|[a-z]+\s+(?:km|kilo|mile|naut|met))",
    re.IGNORECASE,
)
_OFFSHORE = re.compile(
    r"^(?:(?:the\s+)?(?:(?:coastal|territorial)\s+)?waters\s+)?off(?:shore\s+(?:of|from))?\s+"
    rf"(?:the\s+)?(?:(?P<way>{_DIRECTION})\s+)?(?:(?:coast|shores?|coastline)\s+(?:of\s+)?)?(?:the\s+)?",
    re.IGNORECASE,
)
_COAST = re.compile(r"(?:['’]s)?\s+(?:coast|shores?|coastline|waters)$", re.IGNORECASE)
_BORDERLAND = re.compile(r"\s+(?:areas?|regions?|zones?|strips?|districts?|post|line|fence|villages?)$", re.IGNORECASE)
_NEAR_BORDER = re.compile(
    r"^(?:(?:near|along|close\s+to|at|on|across|by|towards?|around)\s+)?(?:the\s+)?(?:shared\s+|common\s+|land\s+)?",
    re.IGNORECASE,
)
_BORDER_OF = re.compile(
    r"^(?:border|frontier|boundary)\s+(?:between|of)\s+(?:the\s+)?(.+?)\s+and\s+(?:the\s+)?(.+)$", re.I
)
_BORDER_WITH = re.compile(
    rf"^(?:(?:{_DIRECTION})\s+)?(?:(.+?)(?:['’]s?)?\s+)?(?:(?:{_DIRECTION})\s+)?"
    r"(?:border|frontier|boundary)\s+with\s+(?:the\s+)?(.+)$",
    re.IGNORECASE,
)
_BORDER = re.compile(r"^(.+?)(?:['’]s?)?\s+(?:border|frontier|boundary)$", re.IGNORECASE)
_TWO = re.compile(r"\s*(?:-|‐|–|—|/)\s*|\s+and\s+", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:the\s+)?"
    r"(?:(?:[\w-]+\s+)?(?:outskirts?|edge|vicinity|surroundings|suburbs?|environs|periphery|entrance)\s+(?:of|to)"
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
    r"^(?:on\s+)?(?:the\s+)?(?:(?:[a-z]+\s+)?(?:road|highway|route|motorway|railway|line|front|area|way|strait|stretch)\s+)?"
    r"(?:(?P<half>halfway|midway|half-way)\s+)?(?:between|from|linking|connecting)\s+(?:the\s+(?:towns|cities|villages)\s+of\s+)?"
    r"(?P<one>.+?)\s+(?:and|to|with)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_ROAD = re.compile(
    r"^(?P<one>[^\W\d_][\w'’ ]+?)\s*[-–—]\s*(?:to\s*[-–—]\s*)?"
    r"(?P<other>[^\W\d_][\w'’ ]+?)\s+(?:road|highway|motorway|route|railway|line)$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    rf"^(?:the\s+)?(?:far\s+|north\s+)?(?P<way>{_DIRECTION})\s+(?:\w+\s+)?(?:outskirts|suburbs?|edge|parts?|side|end|half|countryside|approaches|fringes?|entrance)$",
    re.IGNORECASE,
)
_PARTS_OF_A_COUNTRY = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
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
        direction: which part is meant, in degrees clockwise from north ("southern X": 180), or None.
        offshore: the sea before it is meant.
        border: the words name a border.
        half: the middle between ``pair`` is meant, not anywhere between them.
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
    direction: float | None = None
    offshore: bool = False
    border: bool = False
    half: bool = False
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


def far_at_sea(words: str) -> bool:
    """Whether ``words`` ("36 NM SW of Hodeidah") tell a distance at sea beyond any state's territorial waters."""
    match = re.search(OFFSET.pattern[:-1], words, re.IGNORECASE)
    if match is None or not match["unit"].lower().startswith("n"):
        return False
    told = offset_before(match.group())
    return told is not None and told[0] > _TERRITORIAL_KM


def _is_name(text: str) -> bool:
    return any(sign.isupper() or (sign.isalpha() and not sign.islower()) for sign in text)


def taken_apart(name: str) -> Phrase:
    """The phrase's parts; ``core`` is "" where the words hold no name at all ("vegetable market")."""
    text = _TITLE.sub("", " ".join(name.split()).strip(" ,.;:'\"’"))
    text = re.sub(r"['’]s?$", "", text)
    phrase = Phrase("")
    text = _HEDGE.sub("", text)
    if (border := _border(text)) is not None:
        return border
    match = re.match(OFFSET.pattern[:-1], text, re.IGNORECASE)
    if match is not None and (offset := offset_before(match.group())) is not None:
        phrase = replace(phrase, offset_km=offset[0], bearing=offset[1])
        text = text[match.end() :]
        if (border := _border(text)) is not None:
            return replace(border, offset_km=phrase.offset_km, bearing=phrase.bearing)
    for pattern in (_BETWEEN, _ROAD):
        between = pattern.match(text)
        if between is not None and _is_name(between["one"]) and _is_name(between["other"]):
            one, other = between["one"], between["other"]
            half = bool(between.groupdict().get("half"))
            return replace(phrase, core=one, pair=(one, other), half=half, site=False)
    if (off := _OFFSHORE.match(text)) is not None and _is_name(text[off.end() :]):
        name = _COAST.sub("", text[off.end() :])
        way = BEARINGS[off["way"].lower()] if off["way"] else None
        return replace(phrase, core=name, offshore=True, direction=way, part=True, words=(f"coast of {name}",))
    if (coast := _COAST.search(text)) is not None and _names_a_country(text[: coast.start()]):
        name = text[: coast.start()]
        return replace(phrase, core=name, offshore=True, part=True, words=(text, f"coast of {name}"))
    if (around := _AROUND.match(text)) is not None and _is_name(text[around.end() :]):
        phrase = replace(phrase, part=True, direction=_first_direction(around.group()))
        text = text[around.end() :]
    if (unit := _UNIT_OF.match(text)) is not None and _is_name(text[unit.end() :]):
        phrase = replace(phrase, unit=_UNITS.get(unit["unit"].lower(), "city"))
        text = text[unit.end() :]
    within: list[str] = []
    if (owner := _OWNER.match(text)) is not None and _is_name(owner[1]):
        if (side := _SIDE.match(owner[2])) is not None:
            # "Aleppo's eastern suburbs" are a part of Aleppo.
            phrase, text = replace(phrase, part=True, direction=BEARINGS[side["way"].lower()]), owner[1]
        elif owner[2].lower() in _PARTS_OF_A_COUNTRY:
            way = BEARINGS[owner[2].lower()]
            return replace(
                phrase, core=owner[1], part=True, direction=way, words=(f"{owner[2].lower()}ern {owner[1]}",)
            )
        else:
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
        way = _first_direction(part.group())
        phrase = replace(phrase, part=True, direction=way, words=(*phrase.words, text))
        text = text[part.end() :]
    last = text.rsplit(" ", 1)[-1].lower()
    site = last.rstrip("s") in _SITE_STEMS
    if not _is_name(text):
        return replace(phrase, core="", within=tuple(within), site=True)
    return replace(phrase, core=text, within=tuple(within), site=site)


def _first_direction(words: str) -> float | None:
    for word in words.lower().replace("north east", "northeast").split():
        if len(word) > 3 and word in BEARINGS:
            return BEARINGS[word]
    return None


def _border(text: str) -> Phrase | None:
    """The phrase where the words name a border: ``core`` is the whole, as the gazetteer has the borders of countries.

    ``pair`` holds the two sides where they are no countries ("the border of Kano and Katsina").
    """
    words = _NEAR_BORDER.sub("", _BORDERLAND.sub("", text), count=1)
    if (both := _BORDER_OF.match(words)) is not None or (both := _BORDER_WITH.match(words)) is not None:
        one, other = both[1], both[2]
    elif (alone := _BORDER.match(words)) is not None and _is_name(alone[1]):
        sides = _TWO.split(alone[1])
        if len(sides) > 2 or (len(sides) == 1 and not _names_a_country(sides[0])):
            return None
        one, other = (sides[0], sides[1]) if len(sides) == 2 else (None, sides[0])
    else:
        return None
    if not _is_name(other) or (one and not _is_name(one)):
        return None
    countries = _names_a_country(other) and (not one or _names_a_country(one))
    if not countries:
        return Phrase(one, pair=(one, other), part=True) if one else None
    # The gazetteer has every order of the two, so one of the forms that it has will do.
    core = f"{one}-{other} border" if one else f"border with {other}" if "with" in words.lower() else words
    return Phrase(core, border=True, part=True)


@lru_cache(maxsize=1)
def _country_words() -> frozenset[str]:
    keys: set[str] = set()
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            keys.update(name_key(name) for name in (row["name"], *row["alt"].split("|")))
    with (DATA / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        keys.update(name_key(row["demonym"]) for row in csv.DictReader(file) if row["kind"] == "country")
    return frozenset(keys)


def _names_a_country(words: str) -> bool:
    return name_key(words) in _country_words()


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

"""What a report says about where it plays: the countries and known places it names, found once a report."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.grounding.places.abbreviations import abbreviations
from dateline.grounding.places.gazetteer import Entry, Found, Gazetteer
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.name_keys import name_key
from dateline.grounding.places.phrases import taken_apart
from dateline.grounding.places.words import place_words

_WORD = re.compile(r"[^\W\d_][\w’'ʿʾ]*(?:[-‐][^\W\d_][\w’']*)*\.?")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’)]*\s|\n")
_DATELINE = re.compile(
    r"^\W*(?P<place>[^\W\d_][^\n(–—:]{1,40}?)\s*(?:,[^\n–—:(]{0,25})?(?:\([^)\n]{2,40}\))?\s*(?:--|[–—]|\s-\s)"
)
_BREAK = re.compile(r"[,;:!?()\n]")
_POSSESSIVE = re.compile(r"['’]s?$")
_LOWER_STARTS = (
    *("al-", "el-", "ash-", "as-", "an-", "ad-", "ar-", "at-", "az-"),
    *("ed-", "en-", "er-", "es-", "esh-", "et-", "ez-"),
)
_MAX_WORDS = 4
_MAX_TEXT = 20_000
_MAX_LOOKUPS = 120
_NEAR_KM = 150.0
_UNKNOWN_VOTE = 0.35
_SURE = math.log1p(1.4)
_NOWHERE = 10**6
_VAST = frozenset({"country", "region", "sea"})
_PARTS = frozenset({"center", "centre", "outskirts", "north", "south", "east", "west", "bank"})
_DATELINE_ENDS = 60
_TOGETHER = 0.25
_COUNTRY_FIRST = 0.3
_UNSURE = 0.3
_MARGIN = 0.25
_CELL = 0.6  # degrees; a cell and its neighbours reach some 70 km
_MAX_PLACES = 60
_AREAS = frozenset({"province", "district", "territory", "region", "valley"})
_POINTS = frozenset({"city", "capital", "district", "village", "quarter", "camp"})
_HOME_VOTE = 1.2
_AT_HOME = 0.4
_DOMAIN = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+([a-z]{2})(?:[:/]|$)", re.IGNORECASE)
# Sold to anybody, wherever they are.
_WORLD_DOMAINS = frozenset(
    {"AI", "AM", "CC", "CO", "FM", "GG", "IO", "LA", "LY", "ME", "NU", "SH", "ST", "TK", "TO", "TV", "WS"}
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name of the report that the gazetteer has.

    Attributes:
        key: its name key.
        start: offset in the text, or in the title where ``in_title``.
        end: offset after it.
        in_title: whether it is from the title, or given besides the text.
        country: ISO code that it speaks for; "" where open.
        entry: the place that it most likely is; None for demonyms and where none is likely.
        candidates: the places of that name.
        known: whether the name tells a place without context (a country, a province, a big city, a demonym).
        led: whether the words before it lead to a place ("in", "near").
        trust: how sure ``entry`` is, from 0 to 1.
    """

    key: str
    start: int
    end: int
    in_title: bool
    country: str
    entry: Entry | None
    candidates: tuple[Found, ...]
    known: bool = True
    led: bool = True
    trust: float = 0.0


class ReportContext:
    """The places that one report names. Offsets are of the text; those of the title are negative minus one."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        title: str | None,
        publisher: str | None,
        others: Sequence[str] = (),
        url: str | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self.text, self.title = text, title
        self._left = _MAX_LOOKUPS
        self.caseless = _is_caseless(text)
        self.shouted = _is_shouted(text)
        self._ends: list[int] | None = None
        sightings = self._scan(text, in_title=False)
        if not self.shouted:
            sightings += self._abbreviated(text)
        if title:
            sightings += self._scan(title, in_title=True)
        hints = self._scan(publisher, in_title=True) if publisher else []
        if others:
            # Who gives the names of the places knows the rest for no places: those would mislead.
            forms = {form for name in others for form in (name, taken_apart(name[:200]).core) if not is_common(form)}
            given = set(map(name_key, forms))
            sightings = [each for each in sightings if each.known or each.key in given]
            seen = {each.key for each in sightings}
            for name in others:
                if name_key(name) in seen or name in abbreviations().meanings:
                    continue
                if found := gazetteer.named(name):
                    sightings.append(Sighting(name_key(name), -1, -1, True, "", None, found))
        self._country_votes = self._votes(sightings, hints)
        self.home = frozenset(
            country for _, shares in self._votes([], hints) for country, share in shares.items() if share > _AT_HOME
        )
        if (home := self._home_of(url)) is not None:
            self._country_votes.append(("", {home: _HOME_VOTE}))
            self.home |= {home}
        self.countries = self.countries_without(frozenset())
        self._cells = self._by_cell(sightings)
        # A publisher's town ("Radio Lamu") is where its readers are: the last resort where no place is told.
        self.sightings = self._settled([*sightings, *(replace(hint, in_title=True, start=_NOWHERE) for hint in hints)])
        self.dateline = self._dateline(text)
        self.dateline_entry = self._settled_at(self.dateline)

    def _scan(self, text: str, *, in_title: bool) -> list[Sighting]:
        text = text[:_MAX_TEXT]
        words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
        shouted = self.caseless or _is_shouted(text)
        found: list[Sighting] = []
        position = listed = 0
        while position < len(words):
            word, start, _ = words[position]
            if word[0].islower() and not (self.caseless or word.startswith(_LOWER_STARTS)):
                position += 1
                continue
            led = position > 0 and words[position - 1][0].lower() in place_words().leads
            # In "at A, B and C" the whole list is led by the one "at".
            led = led or (listed == position > 0 and text[found[-1].end : start].strip() in (",", "and", ", and", "or"))
            taken = 1
            for length in range(min(_MAX_WORDS, len(words) - position), 0, -1):
                name = text[start : words[position + length - 1][2]].rstrip(".")
                last = words[position + length - 1][0]
                small = last[0].islower() and not (self.caseless or last.startswith(_LOWER_STARTS))
                if length > 1 and (small or _BREAK.search(name)):
                    continue
                sighting = self._sighting(name, start, in_title, shouted=shouted, alone=length == 1, led=led)
                if sighting is not None:
                    around = (
                        words[position - 1][0] if position else "",
                        words[position - 2][0] if position > 1 else "",
                    )
                    after = words[position + length][0] if position + length < len(words) else ""
                    found.append(_as_area(sighting, around, after))
                    taken = length
                    listed = position + length
                    if listed < len(words) and words[listed][0].lower() in ("and", "or"):
                        listed += 1
                    break
            position += taken
        return found

    def _sighting(
        self, name: str, start: int, in_title: bool, *, shouted: bool, alone: bool, led: bool
    ) -> Sighting | None:
        """What the gazetteer has for this name; names of small places count only where the words lead to a place."""
        name = _POSSESSIVE.sub("", name)
        key = name_key(name)
        if alone and key in ("us", "uk") and name.isupper() and not shouted:
            code = {"us": "US", "uk": "GB"}[key]
            return Sighting(key, start, start + len(name), in_title, code, None, ())
        if len(key) < 3 or key in place_words().ordinary or (alone and is_common(name)):
            return None
        end = start + len(name)
        if alone and not shouted and name in abbreviations().meanings:
            areas = self._gazetteer_abbreviated(name)
            return Sighting(key, start, end, in_title, "", None, tuple(areas)) if areas and len(name) > 2 else None
        demonym = self._gazetteer.demonym(key)
        if demonym is None and alone and key.endswith("s"):
            demonym = self._gazetteer.demonym(key[:-1])
        if demonym is not None:
            country, part = demonym
            candidates = self._gazetteer.strong(name_key(part)) if part else ()
            return Sighting(key, start, end, in_title, country, None, candidates)
        strong = self._gazetteer.strong(key)
        if any(each.entry.kind == "country" for each in strong):
            return Sighting(key, start, end, in_title, "", None, strong)
        # In capitals every word looks like a name; there, and in titles, a single one counts only where one was led to.
        if self._left > 0 and (strong or led or not (shouted or (in_title and alone))):
            self._left -= 1
            candidates = self._gazetteer.named(name) or strong
            if candidates:
                return Sighting(key, start, end, in_title, "", None, candidates, known=bool(strong), led=led)
        return None

    def _dateline(self, text: str) -> str | None:
        match = _DATELINE.match(text[:120])
        return match["place"].split(",")[0].strip() if match else None

    def together(self, entry: Entry, keys: frozenset[str]) -> float:
        """How many other names of the report have a namesake near the entry, from 0; rarer names count more.

        Names that are all ambiguous settle each other so: of all towns called Huntsville one is in a Walker County.
        """
        row, column = int(entry.lat // _CELL), int(entry.lon // _CELL)
        near: dict[str, float] = {}
        for y in (row - 1, row, row + 1):
            for x in (column - 1, column, column + 1):
                near |= self._cells.get((y, x), {})
        return math.log1p(sum(weight for key, weight in near.items() if key not in keys))

    def _by_cell(self, sightings: Sequence[Sighting]) -> dict[tuple[int, int], dict[str, float]]:
        """The names of the report by where on a coarse grid they have a place."""
        cells: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
        for sighting in sightings:
            places = {each.entry.id: each.entry for each in sighting.candidates if each.entry.kind in _POINTS}
            weight = 1.0 / (1.0 + math.log2(max(1, len(places))))
            for entry in list(places.values())[:_MAX_PLACES]:
                cells[int(entry.lat // _CELL), int(entry.lon // _CELL)][sighting.key] = weight
        return dict(cells)

    def _settled_at(self, name: str | None) -> Entry | None:
        """The place of the dateline, if it is one that the report's start names."""
        key = name_key(name) if name else ""
        for sighting in self.sightings if key else ():
            if sighting.key == key and not sighting.in_title and sighting.start < _DATELINE_ENDS:
                return sighting.entry
        return None

    def _abbreviated(self, text: str) -> list[Sighting]:
        """States and provinces in short behind a comma ("Fresno, Calif.")."""
        found: list[Sighting] = []
        for match in abbreviations().after_comma.finditer(text[:_MAX_TEXT]):
            candidates = self._gazetteer_abbreviated(match[1])
            if candidates:
                found.append(
                    Sighting(name_key(match[1]), match.start(1), match.end(1), False, "", None, tuple(candidates))
                )
        return found

    def _gazetteer_abbreviated(self, short: str) -> list[Found]:
        """The provinces that a short form, just as written, stands for."""
        found: list[Found] = []
        for name, country in abbreviations().meanings.get(short, ()):
            areas = [
                each
                for each in self._gazetteer.strong(name_key(name))
                if each.entry.country == country and each.entry.kind == "province"
            ]
            found += sorted(areas, key=lambda each: -each.entry.radius_km)[:1]
        return found

    def abbreviated(self, short: str) -> list[Found]:
        """The provinces that a short form ("NSW") stands for; none in a text of capitals, where it could be a word."""
        return [] if self.shouted or self.caseless else self._gazetteer_abbreviated(short)

    def _home_of(self, url: str | None) -> str | None:
        """The country whose top-level domain the report's address has."""
        match = _DOMAIN.match(url or "")
        code = match[1].upper() if match else ""
        code = "GB" if code == "UK" else code
        return code if len(code) == 2 and code not in _WORLD_DOMAINS and self._gazetteer.country(code) else None

    def _votes(self, sightings: Sequence[Sighting], hints: Sequence[Sighting]) -> list[tuple[str, dict[str, float]]]:
        """What each name says for each country."""
        votes: list[tuple[str, dict[str, float]]] = []
        for group, worth in ((sightings, 1.0), (hints, 1.2)):
            for sighting in group:
                if sighting.country:
                    votes.append((sighting.key, {sighting.country: 0.7 * worth}))
                elif sighting.known or sighting.led:
                    vote = worth * (1.0 if sighting.known else _UNKNOWN_VOTE) * (1.0 if sighting.led else 0.6)
                    shares = _shares(sighting.candidates)
                    votes.append((sighting.key, {country: share * vote for country, share in shares.items()}))
        return votes

    def countries_without(self, keys: frozenset[str]) -> dict[str, float]:
        """How much the report speaks of each country, from 0 to 1 for the most, apart from names with these keys."""
        counts: dict[str, float] = defaultdict(float)
        for key, shares in self._country_votes:
            if key not in keys:
                for country, share in shares.items():
                    counts[country] += share
        squashed = {country: math.log1p(2 * count) for country, count in counts.items() if country}
        # One passing mention is no certainty, so the scale does not start at the first.
        top = max(*squashed.values(), _SURE) if squashed else 1.0
        return {country: value / top for country, value in squashed.items()}

    def _settled(self, sightings: Sequence[Sighting]) -> list[Sighting]:
        """Every sighting with the candidate that fits the countries of the report and the other names best."""
        settled: list[Sighting] = []
        anchors: list[Entry] = []
        # Names that need no context are settled first, to be context for the others.
        for sighting in sorted(sightings, key=lambda each: not each.known):
            best, best_score = None, -1.0
            scored: list[tuple[float, Entry]] = []
            for each in sighting.candidates[:60]:
                entry = each.entry
                share = self.countries.get(entry.country, 0.0)
                score = entry.weight * each.quality + 0.9 * share
                if anchors and entry.kind not in _VAST:
                    near = min(distance_km(entry.lat, entry.lon, other.lat, other.lon) for other in anchors[-12:])
                    score += 0.5 * math.exp(-near / _NEAR_KM)
                if entry.kind == "country" and each.quality > 0.9:
                    # "Mexico" is the country before it is Mexico City.
                    score += _COUNTRY_FIRST
                if entry.kind in _POINTS:
                    score += _TOGETHER * self.together(entry, frozenset({sighting.key}))
                scored.append((score, entry))
                if score > best_score:
                    best, best_score = entry, score
            doubt = 0.4 if sighting.known else 0.7 if sighting.led else 1.0
            trust = min(1.0, max(0.0, best_score - doubt))
            if best is not None:
                rival = max((score for score, entry in scored if _apart(entry, best)), default=0.0)
                # One of many namesakes that fit as well tells little about where the report plays.
                trust *= min(1.0, _UNSURE + (best_score - rival) / _MARGIN)
            if trust < 0.1:
                best = None
            if best is not None and best.kind not in _VAST and best.kind != "country" and trust > 0.3:
                anchors.append(best)
            country = sighting.country or (best.country if best else "")
            settled.append(replace(sighting, country=country, entry=best, trust=trust))
        return sorted(settled, key=lambda each: (each.in_title, each.start))

    def sentence_of(self, position: int) -> int:
        """The number of the sentence that the character is in."""
        if self._ends is None:
            self._ends = [match.end() for match in _SENTENCE_END.finditer(self.text[:_MAX_TEXT])]
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self._ends[middle] <= position:
                low = middle + 1
            else:
                high = middle
        return low


def is_common(word: str) -> bool:
    """Whether the word, though in capitals, is that of a thing or a kind of area ("University", "CENTER")."""
    word = word.lower()
    return word in place_words().site_nouns or word in place_words().units or word in _PARTS


def _as_area(sighting: Sighting, before: tuple[str, str], after: str) -> Sighting:
    """The sighting without the towns of the name, where the words beside it say an area ("Raqqa governorate")."""
    units = place_words().units
    said = units.get(after.lower()) if after[:1].islower() or after.istitle() else None
    if said is None and before[0].lower() == "of":
        said = units.get(before[1].lower())
    if said not in ("province", "district"):
        return sighting
    areas = tuple(each for each in sighting.candidates if each.entry.kind in _AREAS)
    return replace(sighting, candidates=areas, entry=None) if areas else sighting


def _apart(one: Entry, other: Entry) -> bool:
    return abs(one.lat - other.lat) > 1.5 or abs(one.lon - other.lon) > 1.5


def _is_caseless(text: str) -> bool:
    """Whether the text is in lower case throughout, as some scraped news is."""
    letters = [sign for sign in text[:2000] if sign.isalpha() and sign.isascii()]
    return len(letters) > 40 and sum(sign.isupper() for sign in letters) < 0.005 * len(letters)


def _is_shouted(text: str) -> bool:
    """Whether the text is in capitals, as telegrams and some headlines are."""
    letters = [sign for sign in text[:2000] if sign.isalpha() and sign.isascii()]
    return sum(sign.isupper() for sign in letters) > 0.6 * len(letters) if letters else False


def _shares(candidates: Sequence[Found]) -> dict[str, float]:
    """How likely a name alone speaks for each country; the sum is below 1 for names of small places."""
    weights: dict[str, float] = defaultdict(float)
    best = 0.0
    for each in candidates[:60]:
        if not each.entry.country or each.entry.kind == "airport":
            continue
        worth = each.entry.weight * each.quality
        best = max(best, worth)
        weights[each.entry.country] = max(weights[each.entry.country], math.exp(6.0 * worth))
    if not weights:
        return {}
    total = sum(weights.values()) / min(1.0, best + 0.2)
    return {country: weight / total for country, weight in weights.items()}

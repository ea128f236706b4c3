"""What speaks for and against a run of words being the name of a place, as named yes-or-no features."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from dateline.grounding.places.gazetteer import Found, Gazetteer
from dateline.grounding.places.toponyms_candidates import MAX_WORDS, Candidate, Words
from dateline.grounding.places.toponyms_words import ToponymWords
from dateline.grounding.places.words import place_words

_KINDS = {
    "country": "country",
    "province": "part",
    "territory": "part",
    "region": "part",
    "district": "part",
    "sea": "nature",
    "strait": "nature",
    "river": "nature",
    "mountains": "nature",
    "valley": "nature",
    "island": "nature",
    "airport": "site",
    "base": "site",
    "facility": "site",
    "dam": "site",
    "road": "site",
}
_RANK = ("country", "capital", "part", "nature", "big", "own", "middle", "small", "site", "none")
_WHOLE = 0.9
_BIG, _MIDDLE = 100_000, 8_000
_SPACES = (" ", "\n", "\xa0")
_HYPHENS = ("-", "‐", "‑", "–", "—")
_PLACES_OF = frozenset(
    {
        "town",
        "village",
        "towns",
        "villages",
        "suburb",
        "suburbs",
        "outskirts",
        "port",
        "capital",
        "hamlet",
        "settlement",
    }
)
_SIDES = frozenset({"north", "south", "east", "west", "outside", "km", "miles", "centre", "center", "coast", "edge"})
_LINKS = frozenset({"e", "i"})
_LEADS_WITH_THE = frozenset({"the", "its", "his", "their", "a", "an"})


@lru_cache(maxsize=50_000)
def gazetteer_class(found: tuple[Found, ...]) -> str:
    """The weightiest thing that the places of one name are."""
    best = len(_RANK) - 1
    for each in found:
        entry = each.entry
        kind = _KINDS.get(entry.kind)
        if kind is None:
            if entry.kind == "capital":
                kind = "capital"
            elif entry.population >= _BIG:
                kind = "big"
            elif entry.ref is not None and entry.ref.startswith("dateline:"):
                kind = "own"
            elif entry.population >= _MIDDLE:
                kind = "middle"
            else:
                kind = "small"
        if each.quality < _WHOLE:
            # A name with its article dropped ("Hodeidah") is rather a word of that spelling ("Mali" for "El Mali").
            kind = "middle" if kind in ("capital", "part", "big") else "small"
        best = min(best, _RANK.index(kind))
    return _RANK[best]


def is_wanted(words: Words, candidate: Candidate, gazetteer: Gazetteer, known: ToponymWords) -> bool:
    """Whether the candidate could be a toponym at all.

    No month, no people's name, no acronym or road without a point, and no part of the name of a newspaper or a
    university, nor of one such as "Lashkar-e-Taiba".
    """
    first = candidate.first
    if candidate.key in known.never or _is_swallowed(words, candidate, known):
        return False
    if not candidate.found and words.words[first].isupper() and first == candidate.last and not words.first[first]:
        return False
    if first > 0 and words.lower[first - 1] in _LINKS and words.gaps[first] in _HYPHENS:
        return False
    kind = gazetteer_class(candidate.found)
    if kind not in ("country", "capital", "part") and _is_demonym(candidate.key, gazetteer):
        return False
    return bool(candidate.found) or candidate.key.rsplit(" ", 1)[-1] not in known.addresses


def _is_swallowed(words: Words, candidate: Candidate, known: ToponymWords) -> bool:
    first, last = candidate.first, candidate.last
    end = min(candidate.run_last, last + MAX_WORDS)
    if any(words.lower[position] in known.swallowing for position in range(last + 1, end + 1)):
        return True
    head = first - (3 if first > 0 and words.lower[first - 1] == "the" else 2)
    return (
        head >= 0
        and words.lower[head + 1] == "of"
        and words.capital[head]
        and words.lower[head] in known.swallowing_of
        and all(words.gaps[position] == " " for position in range(head + 1, first + 1))
    )


def _is_demonym(key: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.demonym(key) is not None or (key.endswith("s") and gazetteer.demonym(key[:-1]) is not None)


def _name_features(candidate: Candidate, gazetteer: Gazetteer, known: ToponymWords) -> list[str]:
    """What can be told from the name alone."""
    features = []
    kind = gazetteer_class(candidate.found)
    words = candidate.key.split(" ")
    features.append(f"kind={kind}")
    features.append(f"words={min(4, len(words))}")
    features.append(f"kind&words={kind}&{min(3, len(words))}")
    if candidate.found:
        population = max(each.entry.population for each in candidate.found)
        features.append(f"population={int(math.log10(population + 1))}")
        features.append(f"quality={max(each.quality for each in candidate.found):.2f}")
        features.append(f"namesakes={min(4, int(math.log2(len(candidate.found))))}")
        if any(each.entry.ref is not None and each.entry.ref.startswith("dateline:") for each in candidate.found):
            features.append("own")
        if any(each.entry.kind in ("city", "capital") for each in candidate.found):
            features.append("town")
        if any(each.entry.kind == "airport" for each in candidate.found):
            features.append("airport")
    else:
        for word in words:
            if word in known.place_nouns:
                features.append("unlisted with place noun")
                break
        if len(words) == 1:
            features.append(f"ending={words[0][-3:]}")
        features.append(f"unlisted last={_known_word(words[-1], known)}")
        features.append(f"unlisted first={_known_word(words[0], known)}")
    if _is_demonym(candidate.key, gazetteer):
        features.append(f"demonym&kind={kind}")
    if candidate.key in place_words().ordinary:
        features.append("ordinary")
    if len(words) == 1:
        word = words[0]
        features.append(f"common={known.common.get(word, 0)}")
        features.append(f"common&kind={known.common.get(word, 0)}&{kind}")
        if word in known.given:
            features += ["given name", f"given&kind={kind}"]
        if word in known.family:
            features += ["family name", f"family&kind={kind}"]
        if len(word) <= 3:
            features.append(f"length={len(word)}&{kind}")
        if word in known.bodies or word in known.titles or word in known.directions or word in known.addresses:
            features.append("names a thing")
        if word in known.place_nouns:
            features.append("place noun alone")
    else:
        if words[0] in known.given:
            features.append("first is given name")
            if words[-1] in known.family:
                features.append("whole name of a person")
        if words[0] in known.titles:
            features.append("begins with title")
        if words[0] in known.directions:
            features.append("begins with direction")
        if words[-1] in known.bodies:
            features.append("ends in body")
        if words[-1] in known.addresses:
            features.append("ends in address")
        if words[-1] in known.place_nouns:
            features.append(f"ends in place noun&{kind}")
            features.append(f"last={words[-1]}")
        if words[0] in known.place_nouns:
            features.append(f"begins with place noun&{kind}")
        if all(known.common.get(word, 0) == 2 for word in words):
            features.append("all common")
    return features


def _known_word(word: str, known: ToponymWords) -> str:
    for name in ("bodies", "titles", "place_nouns", "addresses", "directions", "given", "family"):
        if word in getattr(known, name):
            return name
    return f"common {known.common.get(word, 0)}"


class FeatureMaker:
    """Makes the features of all candidates of one text after the other. Belongs to one thread."""

    def __init__(self, gazetteer: Gazetteer, known: ToponymWords) -> None:
        self._gazetteer, self._known = gazetteer, known
        self._names: dict[tuple[str, str], list[str]] = {}
        self._leads = place_words().leads

    def features(self, words: Words, listed: Sequence[Candidate], *, caseless: bool) -> list[list[str]]:
        """One list of features a candidate, in their order."""
        kinds = {each: gazetteer_class(each.found) for each in listed}
        told = _Told(words, listed, self._known, self._leads)
        longest: dict[int, int] = {}
        for each in listed:
            if each.found:
                for position in range(each.first, each.last + 1):
                    longest[position] = max(longest.get(position, 0), each.last - each.first + 1)
        by_end: dict[int, str] = {}
        by_start: dict[int, str] = {}
        for each in listed:
            if each.found:
                kind = kinds[each]
                if _better(kind, by_end.get(each.last)):
                    by_end[each.last] = kind
                if _better(kind, by_start.get(each.first)):
                    by_start[each.first] = kind
        rows = []
        for each in listed:
            row = list(self._of_name(each))
            row += self._context(words, each, kinds[each], caseless)
            row += _neighbours(words, each, kinds[each], by_end, by_start, longest)
            row += told.features(each, kinds[each])
            rows.append(row)
        return rows

    def _of_name(self, candidate: Candidate) -> list[str]:
        key = (candidate.key, candidate.name)
        if key not in self._names:
            if len(self._names) > 20_000:
                self._names.clear()
            self._names[key] = _name_features(candidate, self._gazetteer, self._known)
        return self._names[key]

    def _context(self, words: Words, candidate: Candidate, kind: str, caseless: bool) -> list[str]:
        known, lower, gaps = self._known, words.lower, words.gaps
        first, last = candidate.first, candidate.last
        features = []
        has_before = first > 0 and not words.first[first]
        before = lower[first - 1] if first > 0 else ""
        gap = gaps[first]
        attached = has_before and (gap in _SPACES or (gap == ". " and before in known.stopped))
        previous = before if attached else f"[{_gap_name(gap)}]" if first > 0 else "[begin]"
        features.append(f"-1={previous}")
        if attached and first > 1 and not words.first[first - 1]:
            features.append(f"-2={lower[first - 2]}")
            if before in _LEADS_WITH_THE or before in known.directions:
                features.append(f"-2-1={lower[first - 2]} {before}")
        if words.first[first]:
            features += ["begins sentence", f"begins sentence&{kind}"]
        led = attached and before in self._leads
        if led:
            features += ["led", f"led&{kind}"]
            if kind == "none":
                features += self._led_unlisted(candidate, before)
        if attached and before in known.taking:
            features += ["taken", f"taken&{kind}"]
        if attached and words.owns[first - 1]:
            features += ["after owner", f"after owner&{kind}"]
        if attached and before == "of" and first > 1:
            features += self._of_what(words, first - 2, kind)
        if attached and before in known.titles:
            features += ["after title", f"after title&{kind}"]
        if attached and before in known.directions:
            features += ["after direction", f"after direction&{kind}"]
        if not caseless and first > candidate.run_first:
            part = "body" if before in known.bodies else "name" if before in known.given else "word"
            features += ["capital before", f"capital before={part}", f"capital before&{kind}"]
            if gap in _HYPHENS:
                features.append("hyphen before")
            if before in known.particles:
                features.append(f"small word before={before}")
        count = len(lower)
        following = lower[last + 1] if last + 1 < count else ""
        after = gaps[last + 1] if last + 1 < count else words.text[words.ends[last] :][:3]
        joined = after in _SPACES and bool(following)
        if words.owns[last] and candidate.end == words.ends[last]:
            features += ["owns", f"owns&{kind}"]
        elif words.owns[last]:
            features.append("possessive is part")
        nxt = following if joined else f"[{_gap_name(after)}]"
        features.append(f"+1={nxt}")
        if joined and last + 2 < count and gaps[last + 2] in _SPACES:
            features.append(f"+2={lower[last + 2]}")
        features.append(f"around={_coarse(previous, led)}&{_coarse(nxt, False)}")
        if joined and following in known.speaking:
            features += ["before speaking", f"before speaking&{kind}"]
        if not caseless and last < candidate.run_last:
            where = _known_word(following, known) if words.capital[last + 1] else f"small {following}"
            features += ["capital after", f"capital after={where}", f"capital after&{kind}"]
            if gaps[last + 1] in _HYPHENS:
                features.append(f"hyphen after&{kind}")
        elif joined and following in known.place_nouns:
            features += ["place noun after", f"place noun after&{kind}", f"led={led}&place noun after&{kind}"]
        elif joined and following in place_words().site_nouns:
            features += ["site after", f"site after&{kind}", f"led={led}&site after&{kind}"]
        elif joined and following in known.groups:
            features += ["group after", f"group after&{kind}"]
        elif joined and following in known.bodies:
            features += ["body after", f"body after&{kind}"]
        elif after.startswith(_HYPHENS) and last + 1 < count:
            features += [f"hyphen to small&{kind}", f"hyphen to={following}"]
        if not caseless:
            head, tail = lower[candidate.run_first], lower[candidate.run_last]
            if tail in known.bodies and candidate.run_last > last:
                features += ["run ends in body", f"run ends in body&{kind}"]
            if tail in known.addresses and candidate.run_last > last:
                features += ["run ends in address", f"run ends in address&{kind}"]
            if head in known.titles and candidate.run_first < first:
                features += ["run begins with title", f"run begins with title&{kind}"]
            if head in known.given and candidate.run_first < first:
                features += ["run begins with given name"]
            if words.words[first].isupper() and len(words.words[first]) > 1:
                features += ["upper", f"upper&{kind}", f"upper&length={min(5, len(words.words[first]))}"]
            length = candidate.run_last - candidate.run_first - (last - first)
            features.append(f"more in run={min(3, length)}")
        return features

    def _led_unlisted(self, candidate: Candidate, before: str) -> list[str]:
        """A name that no gazetteer has, after a word that leads to a place: its words are all there is to go by."""
        words = candidate.key.split(" ")
        classes = [_known_word(word, self._known) for word in words]
        features = [f"led unlisted={before}&{classes[0]}", f"led unlisted last={classes[-1]}"]
        if all(each == "common 0" for each in classes):
            features += [f"led strange={before}", f"led strange words={min(3, len(words))}"]
        return features

    def _of_what(self, words: Words, head: int, kind: str) -> list[str]:
        """What stands before "of": "the town of", "Bank of"."""
        known, noun = self._known, words.lower[head]
        if noun in known.place_nouns or noun in place_words().units or noun in _PLACES_OF:
            what = "place"
        elif noun in known.bodies:
            what = "body"
        elif noun in _SIDES:
            what = "side"
        else:
            what = "capital" if words.capital[head] and not words.first[head] else "word"
        return [f"of={what}", f"of={what}&{kind}", f"of={what}&{words.capital[head]}&{kind == 'none'}"]


def _gap_name(gap: str) -> str:
    stripped = gap.strip()
    return stripped[:1] if stripped else ("line" if "\n" in gap else "end" if not gap else " ")


def _coarse(word: str, led: bool) -> str:
    if word.startswith("["):
        return word
    return "lead" if led else "word"


def _better(kind: str, other: str | None) -> bool:
    return other is None or _RANK.index(kind) < _RANK.index(other)


def _neighbours(
    words: Words,
    candidate: Candidate,
    kind: str,
    by_end: dict[int, str],
    by_start: dict[int, str],
    longest: dict[int, int],
) -> list[str]:
    """What the names just before and after it, and those around and inside it, say."""
    features = []
    first, last = candidate.first, candidate.last
    length = last - first + 1
    longer = max(longest.get(position, 0) for position in range(first, last + 1))
    if longer > length:
        features += ["inside longer place", f"inside longer place&{kind}"]
    if length > 1 and candidate.found:
        features.append("listed and long")
    if not candidate.found and longer:
        features.append(f"unlisted around place={min(3, longer)}")
        features.append(f"unlisted begins with place={by_start.get(first, 'none')}")
        features.append(f"unlisted ends in place={by_end.get(last, 'none')}")
    if first > 0 and words.owns[first - 1] and not words.first[first]:
        features.append(f"owned by={by_end.get(first - 1, 'nobody')}&{kind}")
    gap = words.gaps[first].strip() if first > 0 else ""
    if gap == "," and first - 1 in by_end:
        features += [f"comma before={by_end[first - 1]}", f"comma before={by_end[first - 1]}&{kind}"]
    if last + 1 < len(words.words):
        after = words.gaps[last + 1].strip()
        if after == "," and last + 1 in by_start:
            features += [f"comma after={by_start[last + 1]}", f"comma after={by_start[last + 1]}&{kind}"]
    if first > 1 and words.lower[first - 1] in ("and", "or") and first - 2 in by_end:
        features.append(f"and before={by_end[first - 2]}")
    if last + 2 < len(words.words) and words.lower[last + 1] in ("and", "or") and last + 2 in by_start:
        features.append(f"and after={by_start[last + 2]}")
    return features


class _Told:
    """What the whole text says of each name, wherever it stands."""

    def __init__(
        self,
        words: Words,
        listed: Sequence[Candidate],
        known: ToponymWords,
        leads: frozenset[str],
    ) -> None:
        self._small = {word for word, capital in zip(words.lower, words.capital, strict=True) if not capital}
        self._led: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._person: Counter[str] = Counter()
        self._tailed: Counter[str] = Counter()
        self._comma: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._by_key: dict[str, list[Candidate]] = defaultdict(list)
        for each in listed:
            key = each.key
            self._seen[key] += 1
            first, last = each.first, each.last
            gap = words.gaps[first]
            close = gap in _SPACES or (gap == ". " and words.lower[first - 1] in known.stopped)
            before = words.lower[first - 1] if first > 0 and close else ""
            if before in leads and not words.first[first]:
                self._led[key] += 1
            if first == each.run_first and last == each.run_last:
                self._alone[key] += 1
            after = words.lower[last + 1] if last < each.run_last else ""
            named_after = after in known.bodies or after in known.place_nouns
            spaced = bool(after) and words.gaps[last + 1] == " "
            begins_person = spaced and words.capital[last + 1] and words.lower[first] in known.given
            follows_person = before in known.titles or (first > each.run_first and before in known.given)
            if follows_person or (begins_person and not named_after):
                self._person[key] += 1
            elif after in known.bodies:
                self._tailed[key] += 1
            if last + 1 < len(words.words) and words.gaps[last + 1].strip() == ",":
                self._comma[key] += 1

    def features(self, candidate: Candidate, kind: str) -> list[str]:
        key = candidate.key
        seen = self._seen[key]
        features = [f"seen={min(4, seen)}"]
        if led := self._led[key]:
            features += ["led somewhere", f"led somewhere&{kind}", f"led share={round(3 * led / seen)}"]
        if person := self._person[key]:
            features += ["person somewhere", f"person somewhere&{kind}", f"person share={round(3 * person / seen)}"]
        if self._tailed[key]:
            features.append(f"body somewhere&{kind}")
        features.append(f"alone share={round(3 * self._alone[key] / seen)}")
        if key in self._small:
            features += ["small somewhere", f"small somewhere&{kind}"]
        return features

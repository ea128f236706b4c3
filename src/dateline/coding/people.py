"""Reads how many persons a noun phrase names: "two soldiers and a driver" is three, "nobody" none."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

import msgspec

from dateline.coding.lexicon import word_set
from dateline.coding.numbers import Number, find_numbers

Being = Literal["person", "thing", "group", "name", "unknown", "bare"]
"""What a noun phrase's head names; ``bare`` is a number without a noun ("killing five"), ``name`` a proper name."""


class Token(msgspec.Struct, frozen=True):
    """A word, a mark or a whole number expression of a text; ``lower`` is its casefolded form."""

    start: int
    end: int
    text: str
    lower: str
    number: Number | None = None


class Party(msgspec.Struct, frozen=True):
    """Persons (or things) that tokens ``first`` to ``last`` (exclusive) name.

    Attributes:
        low: least number, None if unknown ("the rebels") or bounded only above.
        high: greatest number, None if open.
        being: what its head names.
        counted: it has a number, or is one person; without this low and high mean nothing.
        partial: some of persons told before ("two of them").
        vague: a quantity without a number ("dozens").
        joined: the sum of several ("two soldiers and a driver").
    """

    first: int
    last: int
    low: int | None
    high: int | None
    being: Being
    counted: bool
    partial: bool = False
    vague: bool = False
    joined: bool = False


class _Words(msgspec.Struct, frozen=True):
    persons: frozenset[str]
    plurals: frozenset[str]
    groups: frozenset[str]
    things: frozenset[str]
    not_persons: frozenset[str]


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("child"):
        return noun + "ren"
    if noun.endswith("y") and noun[-2:-1] not in "aeou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return {"wife": "wives", "person": "people"}.get(noun, noun + "s")


@cache
def _words() -> _Words:
    things = word_set("people", "things")
    persons = word_set("people", "persons")
    plurals = {_plural(noun) for noun in persons} | word_set("people", "plural_persons")
    return _Words(
        frozenset(persons),
        frozenset(plurals),
        word_set("people", "groups"),
        frozenset(things | {_plural(noun) for noun in things} | {"aircraft", "cattle", "sheep", "livestock", "oxen"}),
        word_set("people", "not_persons"),
    )


_PERSON_ENDING: Final = re.compile(
    r"(?:man|men|woman|women|ers?|[^aeiou]ors?|[aeiou]tors?|ists?|ians?|eers?|ees?|ites?|boys?|girls?|folk|people)$"
)
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[-–][^\W\d_]+)+|\d[\d.,:]*\d|\d|[^\w\s]")
_SINGLE: Final = word_set("people", "single")
_THE: Final = word_set("people", "the")
_MORE: Final = word_set("people", "more")
_NONE: Final = word_set("people", "none")
_FINITE: Final = word_set("people", "finite")
_SAYING: Final = word_set("people", "saying")
_STOPS: Final = word_set("people", "stops")


def tokens_of(text: str) -> list[Token]:
    """The words, marks and number expressions of ``text`` in order; a number expression is one token."""
    numbers = find_numbers(text)
    found: list[Token] = []
    position = 0
    for number in numbers:
        found.extend(
            Token(m.start(), m.end(), m[0], m[0].casefold()) for m in _TOKEN.finditer(text, position, number.start)
        )
        words = text[number.start : number.end]
        found.append(Token(number.start, number.end, words, words.casefold(), number))
        position = number.end
    found.extend(Token(m.start(), m.end(), m[0], m[0].casefold()) for m in _TOKEN.finditer(text, position))
    return found


def being_of(noun: str, *, plural: bool) -> Being:
    """What a noun names, by the lexicon, else by its ending; nationalities ("Russians") are persons."""
    words = _words()
    lower = noun.casefold()
    if lower in words.plurals or lower in words.persons:
        return "person"
    tail = lower.rpartition("-")[2]
    if lower in words.things or tail in words.things:
        return "thing"
    if lower in words.groups:
        return "group"
    if tail in words.plurals or tail in words.persons:
        return "person"
    if lower not in words.not_persons and lower.removesuffix("s") not in words.not_persons:
        if _PERSON_ENDING.search(lower):
            return "person"
        if (
            plural
            and noun[:1].isupper()
            and not noun.isupper()
            and lower.endswith(("is", "ns", "ese", "ish", "bs", "ks"))
        ):
            return "person"
        if (
            not plural
            and noun[:1].isupper()
            and not noun.isupper()
            and lower.endswith(("ni", "li", "qi", "ian", "ean", "ese"))
        ):
            return "person"
    return "unknown"


def is_plural(noun: str) -> bool:
    """Whether a noun is in the plural, as far as its form tells."""
    lower = noun.casefold()
    words = _words()
    if lower in words.plurals and lower not in words.persons:
        return True
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and lower not in words.persons


def _noun_end(tokens: list[Token], first: int, *, limit: int = 6) -> int:
    """The end (exclusive) of the run of words from ``first`` that may make up a noun phrase after its determiner."""
    index = first
    while index < len(tokens) and index - first < limit:
        token = tokens[index]
        if token.number is not None or not token.text[-1].isalpha() or token.lower in _STOPS:
            break
        index += 1
        # Past a person noun only another noun of the same name goes on ("police officer"), never a verb.
        if token.lower in _words().plurals and being_of(token.text, plural=True) == "person":
            nxt = tokens[index] if index < len(tokens) else None
            if nxt is None or being_of(nxt.text, plural=True) != "person" or nxt.number is not None:
                break
    return index


def _head(tokens: list[Token], first: int, end: int, *, plural: bool) -> tuple[int, Being]:
    """Where the head noun of the words ``first`` to ``end`` ends, and what it names.

    Without a parse the run may hold a verb after the noun ("two soldiers guarding"); the last word known to be a
    person, else a thing, is the head.
    """
    if end == first:
        return first, "bare"
    for wanted in ("person", "thing", "group"):
        for index in range(end - 1, first - 1, -1):
            if being_of(tokens[index].text, plural=plural) != wanted:
                continue
            if plural and wanted == "person" and not is_plural(tokens[index].text) and index < end - 1:
                continue
            return index + 1, wanted
    return min(end, first + 3), "unknown"


def _noun_phrase(tokens: list[Token], first: int) -> Party | None:
    if first >= len(tokens):
        return None
    token = tokens[first]
    if token.number is not None:
        number = token.number
        index, some_of, partial = first + 1, False, False
        if index < len(tokens) and tokens[index].lower == "of" and index + 1 < len(tokens):
            following = tokens[index + 1].lower
            if following in ("ours", "theirs", "his", "hers") and _noun_end(tokens, index + 2) == index + 2:
                return Party(first, index + 2, number.low, number.high, "person", True, False, number.vague)
            if following in ("them", "us", "these", "those", "whom", "which"):
                return Party(first, index + 2, number.low, number.high, "person", True, True, number.vague)
            if following in _THE or number.vague or tokens[index + 1].number is not None:
                some_of = not number.vague
                index += 2 if following in _THE or tokens[index + 1].number is not None else 1
                partial = index < len(tokens) and tokens[index].lower in ("wounded", "injured", "dead")
                index += partial
                if index < len(tokens) and tokens[index].number is not None:
                    index += 1
        while index < len(tokens) and tokens[index].lower in _MORE:
            index += 1
        end = _noun_end(tokens, index)
        plural = (number.high or 2) > 1
        stop, being = _head(tokens, index, end, plural=plural)
        if some_of and being == "group":
            being = "person"
        return Party(first, stop, number.low, number.high, being, True, partial, number.vague)
    if token.lower in _NONE:
        return Party(first, first + 1, 0, 0, "person", True)
    if token.lower == "no" and first + 1 < len(tokens):
        if tokens[first + 1].lower == "one":
            return Party(first, first + 2, 0, 0, "person", True)
        end = _noun_end(tokens, first + 1, limit=3)
        stop, being = _head(tokens, first + 1, end, plural=False)
        return Party(first, stop, 0, 0, being, True) if being == "person" else None
    if token.lower in _THE - {"that", "this"} and first + 1 < len(tokens) and tokens[first + 1].number is not None:
        counted = _noun_phrase(tokens, first + 1)
        return None if counted is None else msgspec.structs.replace(counted, first=first)
    if token.lower in _SINGLE or token.lower in _THE:
        end = _noun_end(tokens, first + 1)
        if end == first + 1:
            return None
        if end < len(tokens) and tokens[end].number is not None and tokens[end - 1].text.endswith(("'s", "’s")):
            # "A herder's two sons".
            counted = _noun_phrase(tokens, end)
            return None if counted is None else msgspec.structs.replace(counted, first=first)
        stop, being = _head(tokens, first + 1, end, plural=False)
        if being == "unknown":
            stop = end
        if being == "group" and stop + 1 < len(tokens) and tokens[stop].lower == "of" and tokens[stop + 1].number:
            # "A family of five".
            counted = _noun_phrase(tokens, stop + 1)
            if counted is not None:
                being = "person" if counted.being == "bare" else counted.being
                return msgspec.structs.replace(counted, first=first, being=being)
        one = not is_plural(tokens[stop - 1].text) and being != "group"
        if not one and token.lower in ("his", "her", "their", "the") and being == "person":
            return Party(first, stop, None, None, being, False)
        return Party(first, stop, 1, 1, being, one)
    if token.lower in ("he", "she"):
        return Party(first, first + 1, 1, 1, "person", True)
    if token.lower in _STOPS or not token.text[0].isalpha():
        return None
    if token.text[0].isupper() and not _in_capitals(tokens, first) and (named := _named(tokens, first)) is not None:
        return named
    if first == 0 or not tokens[first - 1].text[-1].isalnum():
        # Notes and lists leave articles out: "Herder killed by mine".
        end = _noun_end(tokens, first, limit=4)
        stop, being = _head(tokens, first, end, plural=False)
        if being == "person" and not is_plural(tokens[stop - 1].text):
            return Party(first, stop, 1, 1, being, True)
    return None


def _in_capitals(tokens: list[Token], index: int) -> bool:
    """Whether the words around ``index`` are all in capitals, so that a capital marks no name."""
    around = [
        token.text
        for token in tokens[max(0, index - 3) : index + 4]
        if token.number is None and token.text[0].isalpha()
    ]
    return sum(word.isupper() for word in around) > len(around) / 2


def _named(tokens: list[Token], first: int) -> Party | None:
    """A person by name ("Sergeant Omar Zad", "farmer Omar Zad"): capitalised words, two at least."""
    index = first
    while index < len(tokens) and tokens[index].text[:1].isupper() and (tokens[index].lower not in _STOPS):
        index += 1
        if (
            index < len(tokens)
            and tokens[index].text == "."
            and tokens[index - 1].end == tokens[index].start
            and (index - first == 1 and index + 1 < len(tokens) and tokens[index + 1].text[:1].isupper())
        ):
            index += 1
    if index - first > 6:
        return None
    heads = [being_of(tokens[i].text, plural=False) for i in range(first, index)]
    if "person" in heads[:-1] or (len(heads) == 1 and heads[0] == "person"):
        plural = is_plural(tokens[index - 1].text)
        return Party(first, index, None if plural else 1, None if plural else 1, "person", not plural)
    if index == first + 1 and (
        first == 0 or (index < len(tokens) and tokens[index].text[0].islower() and tokens[index].lower not in _STOPS)
    ):
        # "Tamil farmers": an adjective, not a name.
        return None
    return Party(first, index, 1, 1, "name" if index > first + 1 else "unknown", True)


def party_at(tokens: list[Token], first: int, *, joined: bool = True, as_object: bool = False) -> Party | None:
    """The persons or things named from token ``first`` on, or None if no noun phrase begins there.

    With ``joined`` the parts of a coordination are added: "two soldiers, a driver and his son" is four. With
    ``as_object`` a last part that a verb follows belongs to the next clause ("two men, and a woman was hurt") and is
    left out.
    """
    whole = _noun_phrase(tokens, first)
    if whole is None or not joined or whole.low == whole.high == 0:
        return whole
    parts = [whole]
    index = whole.last
    while True:
        step = _joiner(tokens, index)
        if step == index:
            break
        part = _noun_phrase(tokens, step)
        allowed = ("person", "bare", "name") if whole.being == "name" else ("person", "bare")
        if part is None or part.being not in allowed or not part.counted or part.partial:
            break
        if part.last < len(tokens) and tokens[part.last].lower in ("among", "included", "aged"):
            break
        if part.being == "bare" and tokens[step].number is None:
            break
        if part.being == "bare" and part.last < len(tokens) and tokens[part.last].lower not in (
            ",", ".", "and", ";", "from", "of", "were", "was", "died",
        ):  # fmt: skip
            break
        if as_object and part.last < len(tokens) and tokens[part.last].lower in _FINITE:
            break
        parts.append(part)
        index = part.last
    # "Killing two bakers, and the mayor resigned": no comma stands before the "and" of two.
    if len(parts) == 2 and [t.lower for t in tokens[parts[0].last : parts[0].last + 2]] == [",", "and"]:
        return whole
    # "Wounding a medic, the ministry said": without an "and" before the last there is no list.
    while len(parts) > 1 and (
        not _has_and(tokens, parts[-2].last)
        or (parts[-1].last < len(tokens) and tokens[parts[-1].last].lower in _SAYING)
    ):
        parts.pop()
    return _sum(parts) if len(parts) > 1 else whole


def _has_and(tokens: list[Token], index: int) -> bool:
    return any(token.lower in ("and", "plus", "&", "as", "along") for token in tokens[index : index + 2])


def _joiner(tokens: list[Token], index: int) -> int:
    """The token after "," or "and" at ``index``, else ``index``."""
    step = index
    if step < len(tokens) and tokens[step].text == ",":
        step += 1
    if step < len(tokens) and tokens[step].lower in ("and", "plus", "&"):
        step += 1
    elif step + 2 < len(tokens) and [t.lower for t in tokens[step : step + 3]] in (
        ["as", "well", "as"],
        ["along", "with", "a"],
    ):
        step += 3
    if step < len(tokens) and step > index and tokens[step].lower in ("including", "among", "most", "some"):
        return index
    return step


def _sum(parts: list[Party]) -> Party:
    if not all(part.counted for part in parts):
        return parts[0]
    low = None if all(part.low is None for part in parts) else sum(part.low or 0 for part in parts)
    high = None if any(part.high is None for part in parts) else sum(part.high or 0 for part in parts)
    vague = any(part.vague for part in parts)
    return Party(parts[0].first, parts[-1].last, low, high, "person", True, parts[0].partial, vague, True)

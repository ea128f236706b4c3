"""Takes the words of a name apart: names of the directory in it, nations, its head, what it stands for or against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.grounding.actors.directory import ActorDirectory
from dateline.grounding.actors.finding import Hit, hit_at, nation_at
from dateline.grounding.actors.nations import Nation
from dateline.grounding.actors.roles import ARMED, STATE
from dateline.grounding.actors.tokens import Token
from dateline.grounding.actors.words import Head, actor_words

_OWNED = 2
"""How many words of no meaning here may follow a head that owns them."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name taken apart.

    Attributes:
        main: its words up to the first "of", "in", "who" and the like, without what it is severed from.
        tails: the words after each such stop, with it.
        hits: names of the directory in ``main``.
        nation: the first nation in ``main`` outside those, with its place.
        head: what the last words of ``main`` make of the actor, and how many they are.
        title: the head that stands before a person's name, where one does ("President Zad").
        unknown: capitalised words of ``main`` that are none of these.
    """

    main: tuple[Token, ...]
    tails: tuple[tuple[str, tuple[Token, ...]], ...]
    hits: tuple[Hit, ...]
    nation: Nation | None
    nation_ends: int
    head: Head | None
    head_length: int
    title: Head | None
    unknown: tuple[Token, ...]


def take_apart(directory: ActorDirectory | None, tokens: Sequence[Token], *, shouted: bool = False) -> Phrase:
    """The parts of a name; without a directory no names are looked for."""
    words = actor_words()
    live = _unsevered(directory, tokens, shouted=shouted)
    while live and live[0].key in words.stops and not live[0].capital and hit_at(directory, live, 0) is None:
        live = live[1:]
    main, tails = _cut(directory, live, shouted=shouted)
    while tails and tails[0][0] == "of" and all(t.key in words.empty or t.key in words.before for t in main):
        # "A group of students" are students.
        main, tails = list(tails[0][1]), tails[1:]
    hits = _hits(directory, main, shouted=shouted)
    covered = {index for hit in hits for index in range(hit.first, hit.last)}
    nation, nation_ends = _nation(main, covered, shouted=shouted)
    head, head_length = _head(main, covered, max([hit.last for hit in hits], default=0))
    title = None
    if head is None or (main[len(main) - head_length].capital and not shouted):
        # "Defence Secretary Omar King" is no king.
        title = _title(main, covered, len(main) - head_length)
    if title is not None:
        head, head_length = None, 0
    covered.update(range(len(main) - head_length, len(main)))
    unknown = tuple(
        token
        for index, token in enumerate(main)
        if index not in covered and _is_unknown(token) and not _is_model(main[index : index + 2])
    )
    return Phrase(
        main=tuple(main),
        tails=tuple(tails),
        hits=hits,
        nation=nation,
        nation_ends=nation_ends,
        head=head,
        head_length=head_length,
        title=title,
        unknown=unknown,
    )


def _is_unknown(token: Token) -> bool:
    words = actor_words()
    known = token.key in words.before or token.key in words.words or token.key in words.pronouns
    known = known or words.is_people(token.key)
    return token.capital and not known and not token.text[:1].isdigit()


def _is_model(words: Sequence[Token]) -> bool:
    """Whether these are letters and a number such as "B-1" or "Su-25": what somebody flies, not who."""
    return len(words) > 1 and len(words[0].text) <= 3 and words[1].hyphened and words[1].text[:1].isdigit()


def _hits(directory: ActorDirectory | None, main: Sequence[Token], *, shouted: bool) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    position = 0
    while position < len(main):
        hit = hit_at(directory, main, position, shouted=shouted)
        if hit is not None:
            hits.append(hit)
        position = hit.last if hit is not None else position + 1
    return tuple(hits)


def _nation(main: Sequence[Token], covered: set[int], *, shouted: bool) -> tuple[Nation | None, int]:
    """The first nation (a country before a seat of government), and the word after it; marks all as covered."""
    nation, ends, position = None, 0, 0
    while position < len(main):
        found = None if position in covered else nation_at(main, position, shouted=shouted)
        if found is None:
            position += 1
            continue
        length, one = found
        covered.update(range(position, position + length))
        position += length
        if nation is None or (nation.form == "seat" and one.form != "seat"):
            nation, ends = one, position
    return nation, ends


def _head(main: Sequence[Token], covered: set[int], floor: int) -> tuple[Head | None, int]:
    """The head that ends the words after ``floor``, and how many words it is with what it owns; (None, 0) if none."""
    words = actor_words()
    keys = [token.key for token in main]
    free = len(main)
    found = words.head_at_end(keys[floor:free]) if floor < free else None
    if found is not None and (inside := [index for index in range(free - found[0], free) if index in covered]):
        found = words.head_at_end(keys[inside[-1] + 1 :])
    while found is None and len(main) - free < _OWNED and free > floor:
        # "A Kosovo Police jeep" is the police's.
        if main[free - 1].capital or free - 1 in covered:
            break
        free -= 1
        ended = words.head_at_end(keys[floor:free])
        if ended is not None and ended[1].role in _OWNING and not ended[1].needs_owner:
            found = ended
    if found is None:
        return None, 0
    length, head = found
    first = free - length
    owner = words.head_at_end(keys[floor:first]) if head.needs_owner else None
    if owner is not None and not owner[1].needs_owner and covered.isdisjoint(range(first - owner[0], free)):
        # "Rebel positions" are the rebels'; "government warplanes" the military's.
        head = replace(head, needs_owner=False) if owner[1].role == "government" else owner[1]
        first -= owner[0]
    return head, len(main) - first


def _title(main: Sequence[Token], covered: set[int], limit: int) -> Head | None:
    """The title before a person's name: a head followed by a capitalised word that is none itself; the last such.

    ``limit`` is where the head that ends the words begins: a title needs a word of the name before that.
    """
    words = actor_words()
    for last in range(min(len(main) - 1, limit - (1 if limit < len(main) else 0)), 0, -1):
        follower = main[last]
        if last in covered or not follower.capital or follower.key in words.words:
            continue
        for first in range(max(0, last - words.longest), last):
            if any(index in covered for index in range(first, last)):
                continue
            head = words.heads.get(" ".join(token.key for token in main[first:last]))
            if head is not None and not head.needs_owner and not head.plural and head.role in _TITLED:
                covered.update(range(first, last))
                return head
    return None


_TITLED = frozenset({*STATE, "opposition", "parties"})
_OWNING = frozenset({*STATE, *ARMED})


def _unsevered(directory: ActorDirectory | None, tokens: Sequence[Token], *, shouted: bool) -> list[Token]:
    """The words without those that only say whom the actor is with, against or made by."""
    words = actor_words()
    gone: set[int] = set()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        severed = token.key in words.severed and (token.hyphened or token.key in ("backed", "aligned", "allied"))
        if index and severed and index + 1 < len(tokens):
            begin = _unit_before(directory, tokens, index, shouted=shouted)
            gone.update(range(begin, index + 1))
        elif index and token.key in words.kept and token.hyphened:
            gone.add(index)
        elif (
            token.key in words.against
            and index + 1 < len(tokens)
            and tokens[index + 1].hyphened
            and ((hit := hit_at(directory, tokens, index, shouted=shouted)) is None or hit.last <= index + 1)
        ):
            after = hit_at(directory, tokens, index + 1, shouted=shouted)
            nation = nation_at(tokens, index + 1, shouted=shouted)
            reach = after.last if after else index + 1 + (nation[0] if nation else 1)
            if reach < len(tokens):
                gone.update(range(index, reach))
                index = reach
                continue
        index += 1
    return [token for index, token in enumerate(tokens) if index not in gone]


def _unit_before(directory: ActorDirectory | None, tokens: Sequence[Token], index: int, *, shouted: bool) -> int:
    """Where the name begins that ends just before a word."""
    for first in range(max(0, index - 5), index):
        hit = hit_at(directory, tokens, first, shouted=shouted)
        if hit is not None and hit.last == index:
            return first
        nation = nation_at(tokens, first, shouted=shouted)
        if nation is not None and first + nation[0] == index:
            return first
    return index - 1


def _cut(
    directory: ActorDirectory | None, live: Sequence[Token], *, shouted: bool
) -> tuple[list[Token], list[tuple[str, tuple[Token, ...]]]]:
    words = actor_words()
    main: list[Token] = []
    tails: list[tuple[str, tuple[Token, ...]]] = []
    stop: str | None = None
    part: list[Token] = []
    index = 0
    while index < len(live):
        token = live[index]
        hit = hit_at(directory, live, index, shouted=shouted)
        nation = None if hit is not None else nation_at(live, index, shouted=shouted)
        if hit is not None or (nation is not None and nation[0] > 1 and not token.broken):
            reach = hit.last if hit is not None else index + (nation[0] if nation else 1)
            part += live[index:reach]
            index = reach
            continue
        joins = token.key == "and" and part and part[-1].capital and index + 1 < len(live) and live[index + 1].capital
        within = (
            token.key == "of"
            and part
            and part[-1].key in ("ministry", "department", "secretary", "member", "house", "head", "minister", "office")
        )
        cuts = token.key in words.stops and (shouted or not token.capital) and not joins and not within
        if (cuts or token.broken) and part:
            if stop is None:
                main = part
            else:
                tails.append((stop, tuple(part)))
            stop, part = (token.key if cuts else ","), ([] if cuts else [token])
        elif cuts and stop is not None:
            stop = token.key if stop not in words.owners else stop
        else:
            part.append(token)
        index += 1
    if stop is None:
        main = part
    elif part:
        tails.append((stop, tuple(part)))
    return main, tails

"""Actors told by description: a state's forces, gunmen, students, a country that stands for its government."""

from __future__ import annotations

from dateline.grounding.actors.asked import AskedName, Deed
from dateline.grounding.actors.by_reference import back_to, state_before
from dateline.grounding.actors.finding import nation_at
from dateline.grounding.actors.governments import governments
from dateline.grounding.actors.made import made
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.roles import ARMED, STATE, Role
from dateline.grounding.actors.tokens import tokens_of
from dateline.grounding.actors.words import Head, actor_words

_BEFORE, _AFTER = 40, 60
"""Characters around the name in which its title or its noun may stand."""
_NOUN_WITHIN = 3
_ANYBODY = frozenset({"men", "man", "people", "youths", "boys", "person", "persons", "individual", "individuals"})
_THING = "a thing, which is no actor"


def government_by_name(asked: AskedName) -> Resolution | None:
    """The name of a government or of who heads it: "the Dergue", "President Yeltsin", "Assad's forces"."""
    words = actor_words()
    tokens = [token for token in asked.phrase.main if token.key not in ("the", "a", "an")]
    for first in range(len(tokens)):
        for last in range(len(tokens), first, -1):
            name = tokens[first:last]
            if not any(token.capital for token in name):
                continue
            one = governments().named(" ".join(token.key for token in name), asked.day)
            if one is None or asked.nation not in (None, one.country):
                continue
            ended = words.head_at_end([token.key for token in tokens[last:]])
            role: Role = "government"
            if ended is not None and ended[1].role in STATE:
                role = ended[1].role
            elif ended is not None and ended[1].role != "group":
                continue
            others = [token for token in (*tokens[:first], *tokens[last:]) if token.capital]
            if asked.nation is None and any(token.key not in words.words for token in others):
                continue
            return made(role, one.country, f"{asked.printed(name)} in the table of governments", day=asked.day)
    return None


def described(asked: AskedName) -> Resolution | None:
    """A description with a head that tells a role, and a country where the words, the text or the event tell one."""
    phrase = asked.phrase
    head = phrase.head or phrase.title or _title_before(asked)
    if head is None or head.role == "group" or not phrase.main:
        return None
    proper = bool(phrase.unknown) and phrase.head is not None and not asked.shouted
    country = asked.country_told()
    if head.thing:
        return Resolution(country=country, sector=head.sector, why=_THING)
    named = (proper or head.role in ARMED or len(phrase.main) == 1) and asked.head_is_printed_as_name()
    # "Free Hill Force" is a name; "Punjab Police" are the police of a place.
    if named and (head.role not in STATE or phrase.nation is not None or country is None):
        return None
    if proper and country is None and head.role in (*STATE, *ARMED):
        return None
    if head.needs_owner and (country is None or (proper and phrase.nation is not None)):
        return None
    if country is None and phrase.head is not None and asked.nothing_but_head():
        # Nothing but the head: who it is, the text tells.
        back = back_to(asked, head)
        if back is not None:
            return back
    why = "description"
    if country is None and head.role in STATE:
        country = state_before(asked, head.role)
        why = "description; the country is the one whose forces the text named before"
    if country is None:
        country = asked.country or asked.main_country()
        why = "description; the country is that of the event"
        if head.role == "military" and country in actor_words().armies:
            country = actor_words().armies[country]
            why = "description; the army in that country is another's"
    role = _role_by_deed(asked, head)
    if role != head.role:
        return made(role, country, why, day=asked.day, sector=None if role == "unidentified" else head.sector)
    return made(role, country, why, day=asked.day, kind=head.kind, sector=head.sector)


def _role_by_deed(asked: AskedName, head: Head) -> Role:
    """Whom the deed makes of people: men who attack are unidentified, students who demonstrate are protesters."""
    if head.role == "civilians" and asked.last_word in _ANYBODY and (asked.deed == "arms" or _bear_arms(asked)):
        return "unidentified"
    if asked.deed in ("protest", "riot") and head.role in ("civilians", "protesters", "rioters"):
        return "protesters" if asked.deed == "protest" else "rioters"
    return head.role


def _bear_arms(asked: AskedName) -> bool:
    """Whether what follows says so: "men with rifles", "people in military uniform"."""
    return any(
        stop in ("in", "with", "on", "wearing", "carrying") and any(t.key in actor_words().armed_with for t in words)
        for stop, words in asked.phrase.tails
    )


def _title_before(asked: AskedName) -> Head | None:
    """The title just before a person's name: "opposition leader Omar Zad"."""
    if not asked.phrase.unknown or len(asked.phrase.unknown) != len(asked.phrase.main):
        return None
    before = tokens_of(asked.body, max(0, asked.start - _BEFORE), asked.start)
    if not before or asked.body[before[-1].end : asked.start] != " ":
        return None
    found = actor_words().head_at_end([token.key for token in before])
    if found is None or found[1].plural or found[1].needs_owner or found[1].role not in (*STATE, "opposition"):
        return None
    return found[1]


def nation_alone(asked: AskedName) -> Resolution | None:
    """Nothing but a country, its seat of government, its people, or an adjective whose noun comes after."""
    phrase = asked.phrase
    nation = phrase.nation
    if nation is None or phrase.unknown or phrase.hits or (phrase.head is not None and phrase.head.role == "group"):
        return None
    others = [token for token in phrase.main[phrase.nation_ends :] if token.key not in actor_words().before]
    if others and phrase.head is None:
        return None
    if nation.form == "people" and any(token.key == "ethnic" for token in phrase.main):
        # "Ethnic Albanians" of a text on Serbia are Serbia's people.
        return made("civilians", _elsewhere(asked, nation.country), "people of a nation abroad", day=asked.day)
    if nation.form == "adjective" or phrase.main[-1].possessive:
        head = _head_after(asked)
        if head is not None and head.role != "group":
            why = "nation before its noun"
            return made(head.role, nation.country, why, day=asked.day, kind=head.kind, sector=head.sector)
    if asked.deed == "arms":
        return made("military", nation.country, "a state that uses arms", day=asked.day)
    if nation.form == "people":
        return made("civilians", nation.country, "people of a nation", day=asked.day)
    why = "seat of government" if nation.form == "seat" else "a state"
    return made("government", nation.country, why, day=asked.day)


def people_alone(asked: AskedName) -> Resolution | None:
    """Nothing but a people without a state of its own: "Druze", "the Fulani"; armed they are a communal militia."""
    words = actor_words()
    if not asked.phrase.main or asked.phrase.hits or asked.phrase.nation is not None:
        return None
    if not all(words.is_people(token.key) or token.key in words.before for token in asked.phrase.main):
        return None
    if not any(words.is_people(token.key) for token in asked.phrase.main):
        return None
    country = asked.country_told() or asked.country or asked.main_country()
    head = _head_after(asked)
    if head is not None and head.role != "group" and not head.thing:
        return made(head.role, country, "people before its noun", day=asked.day, kind=head.kind, sector=head.sector)
    roles: dict[Deed | None, Role] = {"arms": "communal", "protest": "protesters", "riot": "rioters", None: "civilians"}
    return made(roles[asked.deed], country, "a people", day=asked.day)


def _elsewhere(asked: AskedName, country: str) -> str:
    """The country of the event, else the one that the text speaks of most besides this one."""
    if asked.country is not None:
        return asked.country
    spoken = {code: share for code, share in asked.seen.spoken.items() if code != country}
    return max(spoken, key=lambda code: spoken[code], default=country)


def _head_after(asked: AskedName) -> Head | None:
    """What the words just after the name say, up to the next stop: "Russian" in "Russian drones"."""
    after = tokens_of(asked.body, asked.end, min(len(asked.body), asked.end + _AFTER))[: 2 * _NOUN_WITHIN]
    index = 0
    # "Hungarian and Romanian officials": the noun of both comes after the second.
    while index + 1 < len(after) and after[index].key in ("and", "or"):
        nation = nation_at(after, index + 1, shouted=asked.shouted)
        if nation is None:
            return None
        index += 1 + nation[0]
    best: Head | None = None
    for reach in range(index, min(len(after), index + _NOUN_WITHIN)):
        if after[reach].broken or after[reach].key in actor_words().stops:
            break
        found = actor_words().head_at_end([token.key for token in after[index : reach + 1]])
        if found is not None:
            best = found[1]
    return best

"""Names of the directory: as a whole, with words around them, and in other spellings."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.grounding.actors.asked import AskedName
from dateline.grounding.actors.choosing import Choice, Circumstances, choose
from dateline.grounding.actors.directory import Named
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.finding import Hit, hit_at, is_spoken_acronym
from dateline.grounding.actors.phrases import take_apart
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.tokens import Token, tokens_of
from dateline.grounding.actors.words import actor_words
from dateline.grounding.places.name_keys import name_key

_ARTICLES = frozenset({"the", "a", "an"})
_PEOPLE = frozenset({"civilians", "protesters", "rioters", "unidentified"})
_BRANCHES = frozenset({"branch", "affiliate", "offshoot", "province", "franchise", "chapter"})
_GOES_ON = 40
"""Characters after the name in which it may go on."""
_TAILS = 2
"""How many parts after the head are searched for whose it is."""


def entry_resolution(asked: AskedName, choice: Choice, why: str) -> Resolution:
    """The answer that a chosen entry gives."""
    entry = choice.entry
    international = entry.sector == "IGO" or (entry.kind == "external forces" and entry.sector != "MIL")
    return Resolution(
        actor_id=entry.id,
        label=entry.name,
        kind=entry.kind,
        # Bodies of many states have no country of their own; a mission is listed where it serves.
        country=None if international else entry.country,
        sector=_sector_of(asked, entry),
        why=why,
        score=max(0.05, min(1.0, 0.35 + 0.25 * choice.score)),
        others=choice.others,
        entry=entry,
    )


def _sector_of(asked: AskedName, entry: ActorEntry) -> str | None:
    """The entry's; of a body of states, that of its branch where the words tell one: "UN Secretary-General"."""
    head = asked.phrase.head or asked.phrase.title
    if entry.sector == "IGO" and head is not None and head.sector in ("MIL", "COP", "GOV"):
        return head.sector
    return entry.sector


def whole_name(asked: AskedName) -> Resolution | None:
    """The whole of the words is a name of the directory, or an acronym that the text explains."""
    tokens = _without_article(asked)
    if not any(token.capital for token in tokens) or (len(tokens) == 1 and not tokens[0].capital):
        return None
    key = _key(tokens)
    acronym = len(tokens) == 1 and tokens[0].text.isupper() and tokens[0].text.isascii()
    if acronym and (long_form := asked.seen.acronyms.get(key)):
        choice = choose(asked.directory.named(long_form), asked.around(), key=name_key(long_form))
        return entry_resolution(asked, choice, f"{tokens[0].text} is explained as {long_form}") if choice else None
    named = asked.directory.named(key)
    if not named and any(token.possessive for token in tokens[:-1]):
        named = asked.directory.named(" ".join(token.key for token in tokens))
    if not acronym and not asked.shouted and not is_spoken_acronym(key):
        named = [one for one in named if not asked.directory.is_acronym_of(key, one.entry)]
    if not named and (at := asked.body.find("(", asked.start, asked.end)) > asked.start:
        # "Free Hill Movement (FHM)": the long form tells.
        words = tokens_of(asked.body, asked.start, at)
        key = _key(words) if words else ""
        named = asked.directory.named(key)
    if not named and len(tokens) > 2:
        named = asked.directory.of_same_words(key)
    if (longer := _goes_on(asked, tokens)) is not None:
        return longer
    choice = choose(named, asked.around(), key=key, acronym=acronym)
    return entry_resolution(asked, choice, "name in the directory") if choice else None


def _goes_on(asked: AskedName, tokens: Sequence[Token]) -> Resolution | None:
    """A longer name that the words are the beginning of in the text: "Libyan National" of "Libyan National Army"."""
    after = tokens_of(asked.body, tokens[0].start, min(len(asked.body), tokens[-1].end + _GOES_ON))
    hit = hit_at(asked.directory, after, 0, shouted=asked.shouted)
    if hit is None or hit.last <= len(tokens) or not all(token.capital for token in after[len(tokens) : hit.last]):
        return None
    choice = _chosen(asked, hit, asked.around())
    printed = asked.printed(after[: hit.last])
    return entry_resolution(asked, choice, f"{printed} in the directory") if choice else None


def _without_article(asked: AskedName) -> list[Token]:
    tokens = asked.tokens
    if len(tokens) > 1 and tokens[0].key in _ARTICLES and not asked.directory.of_key(_key(tokens)):
        return tokens[1:]
    return tokens


def _key(tokens: Sequence[Token]) -> str:
    return " ".join([*(token.full for token in tokens[:-1]), tokens[-1].key])


def name_inside(asked: AskedName) -> Resolution | None:
    """A name of the directory with words around it: "Hamas fighters", "members of Boko Haram"."""
    phrase = asked.phrase
    people = phrase.head is not None and phrase.head.role in _PEOPLE
    if phrase.hits and not people:
        for hit in reversed(phrase.hits):
            choice = _chosen(asked, hit, asked.around())
            if choice is not None:
                printed = asked.printed(phrase.main[hit.first : hit.last])
                return entry_resolution(asked, _branch_of(asked, choice), f"{printed} in the directory")
    if phrase.hits or phrase.nation is not None or not _is_membership(asked):
        return None
    for stop, words in phrase.tails[:_TAILS]:
        if stop not in actor_words().owners:
            continue
        inner = take_apart(asked.directory, words, shouted=asked.shouted)
        for hit in inner.hits:
            choice = _chosen(asked, hit, asked.around())
            if choice is not None:
                return entry_resolution(
                    asked, choice, f"{asked.printed(inner.main[hit.first : hit.last])} in the directory"
                )
    return None


def _is_membership(asked: AskedName) -> bool:
    """Whether whose the words are, an "of" behind them may tell: "fighters of", "members of", not "residents of"."""
    head = asked.phrase.head
    if head is None:
        return not any(token.capital for token in asked.phrase.main)
    return head.role not in ("civilians", "protesters", "rioters")


def _chosen(asked: AskedName, hit: Hit, around: Circumstances) -> Choice | None:
    long_form = asked.seen.acronyms.get(hit.key) if hit.acronym else None
    if long_form is not None and (named := asked.directory.named(long_form)):
        return choose(named, around, key=name_key(long_form))
    return choose([Named(entry, 1.0) for entry in hit.entries], around, key=hit.key, acronym=hit.acronym)


def _branch_of(asked: AskedName, choice: Choice) -> Choice:
    """ "Al-Qaeda's branch in Iraq": the part of the entry that is of that place, where the directory has one."""
    if asked.phrase.head is None or asked.last_word not in _BRANCHES:
        return choice
    parts = asked.directory.parts_of(choice.entry.id)
    told = {token.key for token in asked.phrase.unknown}
    named = [part for part in parts if told & {word for name in part.names for word in name_key(name).split(" ")}]
    if not named:
        country = asked.country_told() or (None if told else asked.country)
        named = [part for part in parts if country is not None and part.country == country]
    year = asked.around().year
    if len(named) > 1 and year is not None:
        named = [part for part in named if part.existed_in(year)]
    return Choice(named[0], choice.score, (choice.entry,)) if len(named) == 1 else choice


def other_spelling(asked: AskedName) -> Resolution | None:
    """A proper name that is spelled much like one of the directory's, of an actor that is at home where the text is."""
    phrase = asked.phrase
    if not phrase.unknown or phrase.title is not None:
        return None
    tokens = [token for token in phrase.main if token.key not in _ARTICLES]
    for words in (tokens, phrase.unknown):
        named = asked.directory.sounding_like(" ".join(token.text for token in words))
        around = asked.around()
        choice = choose(named, around, key=name_key(named[0].entry.name)) if named else None
        if choice is not None and (not around.place_known or _is_at_home(choice.entry, around)):
            return entry_resolution(asked, choice, "another spelling of a name in the directory")
    return None


def _is_at_home(entry: ActorEntry, around: Circumstances) -> bool:
    if not entry.countries or {around.country, around.nation} & set(entry.countries):
        return True
    return any(around.spoken.get(code, 0.0) > 0.25 for code in entry.countries)

"""`Codebook`: the loaded codebook and its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Protocol, TypeVar, get_args

from dateline.codebook.actors import ActorKinds
from dateline.codebook.entries import (
    ActorKindEntry,
    CodesFile,
    CrosswalkFile,
    EventType,
    StanceEntry,
    StatusEntry,
    TypeEntry,
    WeaponEntry,
    Words,
)
from dateline.codebook.inflection import Inflector
from dateline.codebook.lexicon import Lexicon
from dateline.codebook.loading import Sources
from dateline.codebook.matching import TermHit, TermTrie
from dateline.errors import CodebookError
from dateline.records import ActorKind, Codes, Stance, Status, SubEventType, Weapon

_Name = TypeVar("_Name", covariant=True)
_Value = TypeVar("_Value")
_Case = tuple[SubEventType, Weapon | None, Status]


class _Cued(Protocol[_Name]):
    @property
    def name(self) -> _Name: ...
    @property
    def priority(self) -> int: ...
    @property
    def verbs(self) -> Words: ...
    @property
    def cues(self) -> Words: ...


@dataclass(frozen=True, slots=True)
class Codebook:
    """The types, weapons, stances, statuses and kinds of actors, and what other codebooks call them.

    Attributes:
        types, weapons, stances, statuses, actor_kinds: the entries by name, in file order.
        codes, crosswalk: the other codebooks' codes, and the rules that lead to them.
        lexicon: event words.
    """

    types: Mapping[SubEventType, TypeEntry]
    weapons: Mapping[Weapon, WeaponEntry]
    stances: Mapping[Stance, StanceEntry]
    statuses: Mapping[Status, StatusEntry]
    actor_kinds: Mapping[ActorKind, ActorKindEntry]
    codes: CodesFile
    crosswalk: CrosswalkFile
    lexicon: Lexicon
    _cases: Mapping[_Case, Codes]
    _weapon_words: TermTrie[Weapon]
    _weapon_spans: TermTrie[Weapon]
    _stance_cues: TermTrie[Stance]
    _status_cues: TermTrie[Status]
    _actors: ActorKinds

    def event_type_of(self, sub_event_type: SubEventType) -> EventType:
        """The group of a sub-event type, e.g. ``"Battles"``.

        Raises:
            CodebookError: there is no such type.
        """
        try:
            return self.types[sub_event_type].event_type
        except KeyError:
            raise _unknown(sub_event_type) from None

    def codes_for(self, sub_event_type: SubEventType, weapon: Weapon | None = None, status: Status = "actual") -> Codes:
        """What PLOVER and CAMEO call such an event; empty codes where they have none (see ``crosswalk.toml``).

        Raises:
            CodebookError: type, weapon or status is not of the contract's lists.
        """
        try:
            return self._cases[sub_event_type, weapon, status]
        except KeyError:
            raise _unknown(f"{sub_event_type} / {weapon} / {status}") from None

    def weapon_of(self, words: str) -> Weapon | None:
        """The weapon that a span known to name one means, the first where it names several; None where unknown."""
        hits = self._weapon_spans.find(words)
        return hits[0].value if hits else None

    def find_weapons(self, text: str) -> list[TermHit[Weapon]]:
        """The weapons named in running text, in order; words that only sometimes name one ("mine") are left out."""
        return self._weapon_words.find(text)

    def actor_kind_of(self, words: str) -> ActorKind | None:
        """The kind of actor that the head of a name or description tells; None where the head is no known word."""
        return self._actors.kind_of(words)

    def stance_of(self, cue: str) -> Stance | None:
        """The stance that a cue such as ``"denied"`` shows, by priority where it holds several; None where none."""
        return _foremost(self._stance_cues.find(cue), self.stances)

    def status_of(self, cue: str) -> Status | None:
        """The status that a cue such as ``"foiled"`` shows, by priority where it holds several; None where none."""
        return _foremost(self._status_cues.find(cue), self.statuses)


def build(sources: Sources, inflector: Inflector) -> Codebook:
    """The codebook of checked sources."""
    weapons = sources.weapons.weapon
    sure = [(form, w.name) for w in weapons for word in (*w.words, *w.models) for form in inflector.noun(word)]
    sure += [(word, w.name) for w in weapons for word in w.plurals]
    weak = [(form, w.name) for w in weapons for word in w.weak for form in inflector.noun(word)]
    return Codebook(
        types=MappingProxyType({entry.name: entry for entry in sources.types.type}),
        weapons=MappingProxyType({entry.name: entry for entry in weapons}),
        stances=MappingProxyType({entry.name: entry for entry in sources.stances.stance}),
        statuses=MappingProxyType({entry.name: entry for entry in sources.statuses.status}),
        actor_kinds=MappingProxyType({entry.name: entry for entry in sources.actor_kinds.kind}),
        codes=sources.codes,
        crosswalk=sources.crosswalk,
        lexicon=Lexicon(sources.lexicon.words, inflector),
        _cases=_resolve(sources.types.type, sources.crosswalk),
        _weapon_words=TermTrie(sure),
        _weapon_spans=TermTrie([*weak, *sure]),
        _stance_cues=_cue_trie(sources.stances.stance, inflector),
        _status_cues=_cue_trie(sources.statuses.status, inflector),
        _actors=ActorKinds(sources.actor_kinds.kind, sources.actor_kinds.phrase, inflector),
    )


def _unknown(value: str) -> CodebookError:
    return CodebookError(
        f"{value!r} is not in the codebook",
        remedy="Use the names of docs/codebook.md.",
        code="codebook.unknown",
    )


def _cue_trie(entries: Iterable[_Cued[_Name]], inflector: Inflector) -> TermTrie[_Name]:
    terms: list[tuple[str, _Name]] = []
    for entry in entries:
        terms += [(form, entry.name) for verb in entry.verbs for form in inflector.verb(verb)]
        terms += [(cue, entry.name) for cue in entry.cues]
    return TermTrie(terms)


def _foremost(hits: Sequence[TermHit[_Value]], entries: Mapping[_Value, _Cued[_Value]]) -> _Value | None:
    return min((hit.value for hit in hits), key=lambda name: entries[name].priority, default=None)


def _resolve(types: Sequence[TypeEntry], crosswalk: CrosswalkFile) -> Mapping[_Case, Codes]:
    """The codes of every type, weapon and status: rules from the most general to the most special, later ones win."""
    weapons: tuple[Weapon | None, ...] = (None, *get_args(Weapon))
    statuses: tuple[Status, ...] = get_args(Status)
    cases: dict[_Case, Codes] = {}
    for entry in types:
        plain = Codes(plover=entry.plover, cameo=entry.cameo)
        cases.update(dict.fromkeys(product((entry.name,), weapons, statuses), plain))
    for rule in sorted(crosswalk.rule, key=lambda rule: (bool(rule.statuses), bool(rule.weapons))):
        codes = Codes(plover=rule.plover, cameo=rule.cameo)
        cases.update(dict.fromkeys(product((rule.type,), rule.weapons or weapons, rule.statuses or statuses), codes))
    none = Codes()
    for uncoded in crosswalk.uncoded:
        cases.update(dict.fromkeys(product((entry.name for entry in types), weapons, uncoded.statuses), none))
    return MappingProxyType(cases)

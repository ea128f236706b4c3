"""The shapes of the codebook's data files: one struct an entry, checked while it is read."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from dateline.records import ActorKind, Stance, Status, SubEventType, Weapon

EventType = Literal[
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
]
Words = tuple[Annotated[str, msgspec.Meta(pattern=r"^\S(.*\S)?$")], ...]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class TypeEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sub-event type. ``not_`` says what is easily taken for it and is not; codes are those of the plain type."""

    name: SubEventType
    event_type: EventType
    definition: Text
    not_: Text = msgspec.field(name="not")
    examples: Annotated[Words, msgspec.Meta(min_length=1)]
    plover: str | None = None
    cameo: str | None = None


class WeaponEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A weapon. ``weak`` words name it only where they are known to name a weapon at all."""

    name: Weapon
    definition: Text
    words: Words
    plurals: Words = ()
    weak: Words = ()
    models: Words = ()


class StanceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stance with its cues; where cues of several stances meet, the lower ``priority`` wins."""

    name: Stance
    priority: int
    definition: Text
    verbs: Words
    cues: Words = ()


class StatusEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A status with its cues; where cues of several statuses meet, the lower ``priority`` wins."""

    name: Status
    priority: int
    definition: Text
    verbs: Words
    cues: Words = ()


class ActorKindEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of actor: ``heads`` in the singular, ``plurals`` as they stand."""

    name: ActorKind
    definition: Text
    heads: Words
    plurals: Words = ()


class PhraseRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a noun phrase ends, and which heads say nothing about the kind of actor."""

    stops: Words
    empty_heads: Words


class CodeTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another codebook: where it is published, and the labels of the codes that we use."""

    source: Text
    codes: dict[str, Text]


class CrosswalkRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The codes of one type under some weapons or statuses; an empty list of them means any."""

    type: SubEventType
    weapons: tuple[Weapon, ...] = ()
    statuses: tuple[Status, ...] = ()
    plover: str | None = None
    cameo: str | None = None


class UncodedRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Statuses for which the other codebooks have no code, and why."""

    statuses: tuple[Status, ...]
    reason: Text


class WordGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words with the types they may tell, most typical first; no types marks words that tell none."""

    types: tuple[SubEventType, ...]
    verbs: Words = ()
    nouns: Words = ()
    phrases: Words = ()


class TypesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``types.toml``."""

    type: tuple[TypeEntry, ...]


class WeaponsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``weapons.toml``."""

    weapon: tuple[WeaponEntry, ...]


class StancesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``stances.toml``."""

    stance: tuple[StanceEntry, ...]


class StatusesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``statuses.toml``."""

    status: tuple[StatusEntry, ...]


class ActorKindsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``actor_kinds.toml``."""

    phrase: PhraseRules
    kind: tuple[ActorKindEntry, ...]


class CodesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``codes.toml``."""

    plover: CodeTable
    cameo: CodeTable


class CrosswalkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``crosswalk.toml``."""

    uncoded: tuple[UncodedRule, ...]
    rule: tuple[CrosswalkRule, ...]


class InflectionsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``inflections.toml``: irregular forms by base form."""

    verbs: dict[str, Words]
    nouns: dict[str, str]


class LexiconFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lexicon.toml``."""

    source: Text
    words: tuple[WordGroup, ...]

"""The rules that the data files must keep between them. What one entry may hold, ``entries`` checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, Protocol, get_args

from dateline.codebook.entries import CodeTable
from dateline.codebook.inflection import Inflector
from dateline.codebook.lexicon import forms_of
from dateline.codebook.loading import REMEDY, Sources
from dateline.codebook.matching import words_of
from dateline.errors import CodebookError
from dateline.records import ActorKind, Stance, Status, SubEventType, Weapon


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _Ranked(_Named, Protocol):
    @property
    def priority(self) -> int: ...


def check_sources(sources: Sources, inflector: Inflector) -> None:
    """Check the files against each other.

    Raises:
        CodebookError: the first broken rule, with file, line and key.
    """
    _each_once(sources, "types.toml", "type", sources.types.type, SubEventType)
    _each_once(sources, "weapons.toml", "weapon", sources.weapons.weapon, Weapon)
    _each_once(sources, "stances.toml", "stance", sources.stances.stance, Stance)
    _each_once(sources, "statuses.toml", "status", sources.statuses.status, Status)
    _each_once(sources, "actor_kinds.toml", "kind", sources.actor_kinds.kind, ActorKind)
    _priorities(sources, "stances.toml", "stance", sources.stances.stance)
    _priorities(sources, "statuses.toml", "status", sources.statuses.status)
    _codes(sources)
    _crosswalk(sources)
    nouns, verbs = inflector.noun, inflector.verb
    _one_owner(
        sources,
        "weapons.toml",
        "weapon",
        [[(w.words, nouns), (w.plurals, None), (w.weak, nouns), (w.models, nouns)] for w in sources.weapons.weapon],
        ("words", "plurals", "weak", "models"),
    )
    _one_owner(
        sources,
        "stances.toml",
        "stance",
        [[(s.verbs, verbs), (s.cues, None)] for s in sources.stances.stance],
        ("verbs", "cues"),
    )
    _one_owner(
        sources,
        "statuses.toml",
        "status",
        [[(s.verbs, verbs), (s.cues, None)] for s in sources.statuses.status],
        ("verbs", "cues"),
    )
    _one_owner(
        sources,
        "actor_kinds.toml",
        "kind",
        [[(k.heads, nouns), (k.plurals, None)] for k in sources.actor_kinds.kind],
        ("heads", "plurals"),
    )
    _lexicon(sources, inflector)


def _fail(sources: Sources, code: str, what: str, file: str, key: str, remedy: str = REMEDY) -> CodebookError:
    return CodebookError(what, where=sources.where(file, key), remedy=remedy, code=f"codebook.{code}")


def _each_once(sources: Sources, file: str, table: str, entries: Sequence[_Named], values: Any) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.name in seen:
            raise _fail(sources, "twice", f"{entry.name!r} is entered twice", file, f"{table}[{index}].name")
        seen.add(entry.name)
    missing = [value for value in get_args(values) if value not in seen]
    if missing:
        raise _fail(sources, "missing", f"no entry for {', '.join(map(repr, missing))}", file, table)


def _priorities(sources: Sources, file: str, table: str, entries: Sequence[_Ranked]) -> None:
    seen: dict[int, str] = {}
    for index, entry in enumerate(entries):
        if entry.priority in seen:
            what = f"{entry.name!r} has the priority {entry.priority} of {seen[entry.priority]!r}"
            raise _fail(sources, "priority", what, file, f"{table}[{index}].priority")
        seen[entry.priority] = entry.name


def _codes(sources: Sources) -> None:
    def known(file: str, key: str, field: str, code: str | None, table: CodeTable) -> None:
        if code is not None and code not in table.codes:
            what = f"{code!r} is no code of codes.toml"
            remedy = "Correct the code, or enter it in codes.toml with a label."
            raise _fail(sources, "code", what, file, f"{key}.{field}", remedy)

    plover, cameo = sources.codes.plover, sources.codes.cameo
    for index, entry in enumerate(sources.types.type):
        known("types.toml", f"type[{index}]", "plover", entry.plover, plover)
        known("types.toml", f"type[{index}]", "cameo", entry.cameo, cameo)
    for index, rule in enumerate(sources.crosswalk.rule):
        known("crosswalk.toml", f"rule[{index}]", "plover", rule.plover, plover)
        known("crosswalk.toml", f"rule[{index}]", "cameo", rule.cameo, cameo)


def _crosswalk(sources: Sources) -> None:
    uncoded = {status for entry in sources.crosswalk.uncoded for status in entry.statuses}
    seen: dict[tuple[str, str, str], int] = {}
    for index, rule in enumerate(sources.crosswalk.rule):
        key = f"rule[{index}]"
        if not rule.weapons and not rule.statuses:
            what = f"the rule for {rule.type!r} names neither weapons nor statuses"
            raise _fail(
                sources, "rule", what, "crosswalk.toml", key, "Put the codes of the plain type into types.toml."
            )
        if dead := sorted(uncoded.intersection(rule.statuses)):
            what = f"the status {dead[0]!r} is listed as uncoded, the rule can never hold"
            raise _fail(sources, "rule", what, "crosswalk.toml", f"{key}.statuses")
        # Rules that name the same conditions compete; those that name more or fewer are ranked.
        for weapon, status in product(rule.weapons or ("*",), rule.statuses or ("*",)):
            case = (rule.type, weapon, status)
            if case in seen:
                what = f"rule[{seen[case]}] is for {rule.type!r} with weapon {weapon} and status {status} too"
                raise _fail(sources, "rule", what, "crosswalk.toml", key)
            seen[case] = index


_Listed = Sequence[tuple[Sequence[str], Callable[[str], tuple[str, ...]] | None]]


def _one_owner(sources: Sources, file: str, table: str, owners: Sequence[_Listed], fields: Sequence[str]) -> None:
    """No word may stand for two entries of a file. Each owner lists its words a field, and how they are inflected."""
    owner: dict[tuple[str, ...], int] = {}
    for index, lists in enumerate(owners):
        for field, (words, inflect) in zip(fields, lists, strict=True):
            for word in words:
                for form in inflect(word) if inflect else (word,):
                    first = owner.setdefault(tuple(words_of(form)), index)
                    if first != index:
                        what = f"{word!r} (as {form!r}) belongs to {table}[{first}] already"
                        raise _fail(sources, "word", what, file, f"{table}[{index}].{field}")


def _lexicon(sources: Sources, inflector: Inflector) -> None:
    groups = sources.lexicon.words
    harmless: dict[tuple[str, ...], int] = {}
    telling: dict[tuple[str, ...], int] = {}
    for index, group in enumerate(groups):
        if len(set(group.types)) != len(group.types):
            raise _fail(sources, "twice", "a type is listed twice", "lexicon.toml", f"words[{index}].types")
        mine, others = (telling, harmless) if group.types else (harmless, telling)
        for form in forms_of(group, inflector):
            words = tuple(words_of(form))
            if words in others:
                what = f"{form!r} tells an event and none (see words[{others[words]}])"
                raise _fail(sources, "word", what, "lexicon.toml", f"words[{index}]")
            mine.setdefault(words, index)
    told: Iterable[str] = {group.types[0] for group in groups if group.types}
    missing = [value for value in get_args(SubEventType) if value not in told]
    if missing:
        what = f"no word is typical of {', '.join(map(repr, missing))}"
        raise _fail(sources, "missing", what, "lexicon.toml", "words")

"""Mentions to the record of one event: every told value beside who told it, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from dateline.codebook import event_type_of
from dateline.linking.accounts import Account, accounts_of, origins_among
from dateline.linking.grades import grade_of
from dateline.linking.origins import origins_of
from dateline.linking.resolving import (
    LATEST_CORRECTION,
    MOST_ORIGINS,
    MOST_PRECISE_PLACE,
    NARROWEST_DAY,
    days_at_odds,
    field_of,
    most_origins,
    most_precise_place,
    most_told_actor,
    narrowest_day,
    never_at_odds,
    places_at_odds,
    unequal,
)
from dateline.linking.responsibility import responsibilities_of
from dateline.linking.tolls import casualties_of
from dateline.records import Mention, Report, Status, SubEventType
from dateline.records.event import Event, Field, Origin, Told

Value = TypeVar("Value")


def event_of(
    mentions: Iterable[Mention],
    reports: Mapping[str, Report],
    origins: Iterable[Origin] | None = None,
    *,
    id: str | None = None,
    version: int = 1,
    summary_of: Sequence[str] = (),
    merged_into: str | None = None,
) -> Event:
    """The record of the one event that these mentions tell; the same in any order of mentions and origins.

    Args:
        mentions: at least one; what told the same event.
        reports: by id; of one that is missing, publisher and day of publication stay unknown. Texts may be empty: then
            what a denial denies, and whether a report corrects another, is judged without them.
        origins: as `origins_of` gives them, at least those of these reports; a report in none is its own. Without
            them they are found among these reports, as far as their texts are there.
        id: of the event; by default the ``event_id`` of the mentions, or one made of the first mention's id.
        version: of the record.
        summary_of: ids of the events that this one sums up, as `sums_of` finds them.
        merged_into: the event that this one was found to be.

    Raises:
        ValueError: there is no mention.
    """
    kept = sorted({mention.id: mention for mention in mentions}.values(), key=lambda m: m.id)
    if not kept:
        raise ValueError("an event needs a mention")
    among = origins_among(kept, reports, _found(kept, reports) if origins is None else origins)
    accounts = accounts_of(kept, reports, among)
    corrections = frozenset(a.mention.id for a in accounts if a.corrects)
    status = status_of_event(accounts)
    telling = tuple(a for a in accounts if a.status != "denied") or accounts
    perpetrators = responsibilities_of(telling)
    grade, reason = grade_of(accounts, status, perpetrators)
    kind: Field[SubEventType] = field_of(
        _told(accounts, lambda m: m.sub_event_type),
        most_origins,
        MOST_ORIGINS,
        at_odds=lambda one, other: event_type_of(one) != event_type_of(other),
        corrections=corrections,
    )
    chosen = kind.value or kept[0].sub_event_type
    places = [(a, a.mention.place) for a in telling]
    targets = tuple(a.told(actor) for a in telling for actor in a.mention.targets)
    return Event(
        id=id or _id_of(accounts),
        version=version,
        mentions=tuple(mention.id for mention in kept),
        reports=tuple(sorted({mention.document for mention in kept})),
        origins=among,
        grade=grade,
        grade_reason=reason,
        sub_event_type=kind,
        event_type=event_type_of(chosen),
        count=field_of(
            _told(telling, lambda m: m.count), most_origins, MOST_ORIGINS, at_odds=unequal, corrections=corrections
        ),
        perpetrators=perpetrators,
        targets=field_of(targets, most_told_actor, MOST_ORIGINS, at_odds=never_at_odds, corrections=corrections),
        weapon=field_of(
            _told(telling, lambda m: m.weapon), most_origins, MOST_ORIGINS, at_odds=unequal, corrections=corrections
        ),
        place=field_of(
            tuple(a.told(place) for a, place in places if place is not None),
            most_precise_place,
            MOST_PRECISE_PLACE,
            at_odds=places_at_odds,
            corrections=corrections,
        ),
        date=field_of(
            _told(telling, lambda m: m.date),
            narrowest_day,
            NARROWEST_DAY,
            at_odds=days_at_odds,
            corrections=corrections,
        ),
        fatalities=casualties_of(telling, "fatalities", corrections),
        injuries=casualties_of(telling, "injuries", corrections),
        status=status,
        retaliation_for=_answered(telling),
        summary_of=tuple(sorted(set(summary_of))),
        merged_into=merged_into,
        score=max(mention.score for mention in kept),
    )


def _found(mentions: Iterable[Mention], reports: Mapping[str, Report]) -> tuple[Origin, ...]:
    told = [reports[name] for name in sorted({mention.document for mention in mentions}) if name in reports]
    texts = [report for report in told if report.text]
    return origins_of(texts) if len(texts) > 1 else ()


def _told(accounts: Sequence[Account], value_of: Callable[[Mention], Value | None]) -> tuple[Told[Value], ...]:
    return tuple(a.told(value) for a in accounts if (value := value_of(a.mention)) is not None)


def _id_of(accounts: Sequence[Account]) -> str:
    named = {account.mention.event_id for account in accounts}
    if len(named) == 1 and (only := next(iter(named))) is not None:
        return only
    return f"e_{accounts[0].mention.id.removeprefix('m_')}"


def _answered(accounts: Sequence[Account]) -> tuple[str, ...]:
    """What it is said to answer, in the words of the reports; each wording once."""
    words = [a.mention.retaliation_for.text for a in accounts if a.mention.retaliation_for is not None]
    return tuple(dict.fromkeys(words))


def status_of_event(accounts: Sequence[Account]) -> Field[Status]:
    """What became of it, over accounts oldest first.

    A telling as a fact no longer stands once a later report of its origin or publisher denies it; "denied" wins when
    none stands any more. While one does, a denial by others makes the field contested, and most origins decide
    between what happened and what was threatened or averted.
    """
    told: tuple[Told[Status], ...] = tuple(a.told(a.status, _speakers(a)) for a in accounts)
    refuted = [one for one in told if one.value == "denied"]
    standing = [
        one
        for at, one in enumerate(told)
        if one.value != "denied" and not any(_takes_back(later, one) for later in told[at + 1 :])
    ]
    if not standing:
        rule = LATEST_CORRECTION if len(refuted) < len(told) else "told only as not having happened"
        return Field(value="denied", rule=rule, told=told)
    value = most_origins(standing)
    # Before it happens it is threatened; once told as a fact it is not contested by the threat.
    odd = any(one.value != value and {one.value, value} != {"actual", "threatened"} for one in standing)
    if value == "threatened" and any(one.value == "actual" for one in standing):
        value = "actual"
    return Field(value=value, rule=MOST_ORIGINS, contested=bool(refuted) or odd, told=told)


def _speakers(account: Account) -> tuple[str, ...]:
    return tuple(source.name for source in account.sources) if account.status == "denied" else account.voices


def _takes_back(later: Told[Status], earlier: Told[Status]) -> bool:
    if later.value != "denied" or later.document == earlier.document:
        return False
    return later.origin == earlier.origin or (later.publisher is not None and later.publisher == earlier.publisher)

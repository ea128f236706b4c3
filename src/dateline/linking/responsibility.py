"""Who is said to have done it, and who claims, accuses, confirms or denies it, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.linking.accounts import Account
from dateline.linking.identity import may_claim_for, same_actor, speaks_for
from dateline.linking.phrases import pattern_of
from dateline.linking.resolving import fullest
from dateline.records import Actor, Source
from dateline.records.event import Responsibility, Voice

_SENTENCE = 240
"""Characters on either side of a name in which its sentence ends, for the most part."""


def responsibilities_of(accounts: Sequence[Account]) -> tuple[Responsibility, ...]:
    """One entry for each who is said to have done it, the most often named first, with the voices that bear on it.

    A voice bears on those whom its mention names: a claim on the one who claims, an accusation or a denial on all but
    the accuser. Who only reports is not among the voices, nor is a denial that the event happened at all.
    """
    groups: list[list[tuple[Account, Actor]]] = []
    for account in accounts:
        for actor in account.mention.perpetrators:
            group = next((g for g in groups if any(same_actor(other, actor) for _, other in g)), None)
            if group is None:
                groups.append([(account, actor)])
            else:
                group.append((account, actor))
    found = [_responsibility(group) for group in groups]
    return tuple(sorted(found, key=lambda one: (-len(one.mentions), one.actor.name, one.actor.start)))


def _responsibility(group: Sequence[tuple[Account, Actor]]) -> Responsibility:
    actor = fullest([one for _, one in group])
    mentions = {account.mention.id: account for account, _ in group}
    voices: list[Voice] = []
    for account in mentions.values():
        voices += [
            Voice(
                name=source.name,
                stance=source.stance,
                mention=account.mention.id,
                document=account.mention.document,
                published=account.report.published if account.report is not None else None,
            )
            for source in account.sources
            if bears_on(source, actor, account)
        ]
    return Responsibility(actor=actor, mentions=tuple(sorted(mentions)), voices=tuple(voices))


def bears_on(source: Source, actor: Actor, account: Account) -> bool:
    """Whether what this source says is about this actor having done it."""
    himself = speaks_for(source.name, actor)
    others = [one for one in account.mention.perpetrators if not same_actor(one, actor)]
    for_another = not himself and any(speaks_for(source.name, one) for one in others)
    if source.stance == "claims":
        # A claim by "the group", or by a person whom nobody knows, is that of the only one named.
        targeted = any(speaks_for(source.name, target) for target in account.mention.targets)
        return himself or (not others and not targeted and may_claim_for(source.name, actor))
    if source.stance == "accuses":
        return not himself
    if source.stance == "confirms":
        return not for_another
    if source.stance == "denies":
        return not for_another and not denies_the_event(source, account)
    return False


def denies_the_event(source: Source, account: Account) -> bool:
    """Whether somebody who denies says that it did not happen, rather than that he had no part in it.

    The words of his sentence tell; without them one who denies what somebody is said to have done denies his part.
    """
    words = _sentence_at(source, account)
    if pattern_of("retractions", "denies_having_done_it").search(words):
        return False
    if pattern_of("retractions", "denies_that_it_happened").search(words):
        return True
    return not account.mention.perpetrators


def _sentence_at(source: Source, account: Account) -> str:
    if account.report is None:
        return source.cue or ""
    body = account.report.text if source.field == "text" else account.report.title or ""
    before = body[max(0, source.start - _SENTENCE) : source.start]
    after = body[source.start : source.end + _SENTENCE]
    start = max(before.rfind(mark) for mark in (". ", ".\n", "\n\n", "! ", "? ", '." ', ".” "))
    ends = [at for mark in (". ", ".\n", "\n\n", '."', ".”") if (at := after.find(mark, source.end - source.start)) > 0]
    return before[start + 1 :] + after[: min(ends, default=len(after))]


def admits(one: Responsibility) -> bool:
    """Whether somebody who speaks for the actor says that it did it."""
    return any(
        voice.stance == "claims" or (voice.stance == "confirms" and speaks_for(voice.name, one.actor))
        for voice in one.voices
    )


def denies(one: Responsibility) -> bool:
    """Whether somebody denies that the actor did it."""
    return any(voice.stance == "denies" for voice in one.voices)

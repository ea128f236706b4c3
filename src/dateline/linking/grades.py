"""How sure an event is: one of five grades, with the reason in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.linking.accounts import Account
from dateline.linking.identity import same_actor, speaks_for
from dateline.linking.responsibility import admits, denies, denies_the_event
from dateline.records import Actor, Status
from dateline.records.event import Field, Grade, Responsibility


def grade_of(
    accounts: Sequence[Account], status: Field[Status], perpetrators: Sequence[Responsibility]
) -> tuple[Grade, str]:
    """The grade and its reason: withdrawn before contested before confirmed before corroborated before single.

    Withdrawn: every telling that said it happened was taken back, or none ever did. Contested: told by some and denied
    by others, or somebody denies having done it, or two claim it. Confirmed: the side that did it says so, or both
    sides tell it. Corroborated: two or more origins that are not one side's word. Single: one.
    """
    if status.value == "denied":
        return "withdrawn", _withdrawal(accounts)
    return _contest(accounts, status, perpetrators) or _confirmation(accounts, status, perpetrators) or _count(accounts)


def _withdrawal(accounts: Sequence[Account]) -> str:
    took_back = [a for a in accounts if a.status == "denied"]
    told = [a for a in accounts if a.status != "denied"]
    if told and took_back:
        return f"{_teller(took_back[-1])} took back or refuted what {_teller(told[0])} had told."
    return f"{_teller(took_back[0])} tells it only as something that did not happen."


def _contest(
    accounts: Sequence[Account], status: Field[Status], perpetrators: Sequence[Responsibility]
) -> tuple[Grade, str] | None:
    deniers = [a for a in accounts if a.status == "denied"]
    if status.contested and deniers:
        return "contested", f"{_teller(deniers[0])} tells that it did not happen, others tell it as a fact."
    for account in accounts:
        for source in account.sources:
            if source.stance == "denies" and account.status == "actual" and denies_the_event(source, account):
                return "contested", f"{source.name} denied that it happened, according to {_teller(account)}."
    for one in perpetrators:
        if denies(one):
            voice = next(v for v in one.voices if v.stance == "denies")
            what = "having done it" if speaks_for(voice.name, one.actor) else f"that {one.actor.name} had done it"
            return "contested", f"{voice.name} denied {what}."
    claimed = [one for one in perpetrators if any(v.stance == "claims" for v in one.voices)]
    if len(claimed) > 1 and not _shared(accounts, claimed):
        return "contested", f"Both {claimed[0].actor.name} and {claimed[1].actor.name} claimed it."
    if status.contested:
        told = sorted({one.value for one in status.told})
        return "contested", f"It is told as {' and as '.join(told)}."
    return None


def _shared(accounts: Sequence[Account], claimed: Sequence[Responsibility]) -> bool:
    """Whether some telling names all who claim it: sides of a clash, or allies in one attack."""
    return any(
        all(any(same_actor(one.actor, named) for named in account.mention.perpetrators) for one in claimed)
        for account in accounts
    )


def _confirmation(
    accounts: Sequence[Account], status: Field[Status], perpetrators: Sequence[Responsibility]
) -> tuple[Grade, str] | None:
    sides = _sides_that_tell(accounts)
    if len(sides) > 1:
        return "confirmed", f"Both sides tell it: {sides[0]} and {sides[1]}."
    admitted = next((one for one in perpetrators if admits(one)), None)
    if admitted is None:
        return None
    said = "announced it" if status.value in ("threatened", "hypothetical") else "said to have done it"
    alone = all(account.voices and all(_is_of(voice, admitted) for voice in account.voices) for account in accounts)
    return "confirmed", f"{admitted.actor.name} {said}" + ("; nobody else tells it." if alone else ".")


def _is_of(voice: str, one: Responsibility) -> bool:
    return speaks_for(voice, one.actor) or any(v.name == voice and v.stance == "claims" for v in one.voices)


def _sides_that_tell(accounts: Sequence[Account]) -> list[str]:
    """Two voices of two sides that both tell it: of who did it and whom it was done to, or of two who fought."""
    tellers: list[tuple[str, Actor]] = []
    for account in accounts:
        took_part = (*account.mention.perpetrators, *account.mention.targets)
        for source in account.sources:
            spoken_for = [actor for actor in took_part if speaks_for(source.name, actor)]
            # Who blames the other side for it does not bear that side's account out.
            if len(spoken_for) == 1 and source.stance not in ("denies", "accuses"):
                tellers.append((source.name, spoken_for[0]))
    if not tellers:
        return []
    first, side = tellers[0]
    return [first, *(name for name, actor in tellers if not same_actor(actor, side))][:2]


def _count(accounts: Sequence[Account]) -> tuple[Grade, str]:
    by_origin: dict[str, list[Account]] = {}
    for account in accounts:
        if account.status != "denied":
            by_origin.setdefault(account.origin, []).append(account)
    free = [told for told in by_origin.values() if not _is_one_sides(told)]
    total = len(by_origin)
    if len(free) + min(1, total - len(free)) > 1:
        tellers = " and ".join(_distinct([_teller(told[0]) for told in by_origin.values()])[:2])
        more = f", and {total - 2} more" if total > 2 else ""
        return "corroborated", f"{_number(total)} independent origins tell it: {tellers}{more}."
    if total > 1:
        return "single", f"{_number(total)} origins tell it, but each on the word of one side."
    reports = len({account.mention.document for account in accounts})
    if reports > 1:
        return "single", f"{_number(reports)} reports tell it, and all go back to {_teller(accounts[0])}."
    return "single", f"Only {_teller(accounts[0])} tells it."


def _is_one_sides(told: Sequence[Account]) -> bool:
    return all(account.is_one_sides for account in told)


def _distinct(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _teller(account: Account) -> str:
    return account.publisher or f"report {account.mention.document}"


def _number(count: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if count < len(words) else str(count)

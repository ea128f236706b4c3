"""The one way in which pages and API decide: roles, versions, and the rule of two people.

Where that rule holds, what takes something away from others' work (merge, split, edit, reject, and taking any of these
back) is proposed by one person and carried out once another confirms it. Everything else holds at once.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.archive import Archive
from dateline.archive.deciding import Action
from dateline.archive.desk_records import Proposal
from dateline.archive.errors import ArchiveError, StaleVersionError
from dateline.records.event import Decision
from dateline.web.access.people import Person
from dateline.web.problems import WebError
from dateline.web.settings import Settings

FOR_TWO = frozenset({"merge", "split", "edit", "reject"})
"""What waits for a second person, where the rule holds."""
LONGEST_WHY = 2_000
_MOST_OTHERS = 200


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: a decision that holds, or a proposal that waits for a second person."""

    decision: Decision | None = None
    proposal: Proposal | None = None


class _Undo(msgspec.Struct, frozen=True, kw_only=True):
    undoes: int


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed decision, as it is kept until it is confirmed."""

    action: Action
    others: tuple[str, ...] = ()
    field: str | None = None
    value: object = None


def decide(
    archive: Archive,
    settings: Settings,
    person: Person,
    action: Action,
    subject: str,
    *,
    version: int | None,
    others: Iterable[str] = (),
    field: str | None = None,
    value: object = None,
    why: str = "",
) -> Decided:
    """Decide in a person's name about the version of an event that the person saw.

    Raises:
        WebError: 403, the person may not; 422, more is named or written than makes sense.
        StaleVersionError: the event changed since (409).
        ArchiveError: as for `Archive.decide`.
    """
    _check(person, why)
    named = tuple(others)
    if len(named) > _MOST_OTHERS:
        raise WebError(
            422, f"{len(named)} others are named", where="others", remedy=f"Name up to {_MOST_OTHERS}.", code="web.body"
        )
    if settings.two_people and action in FOR_TWO:
        _check_version(archive, subject, version)
        request = msgspec.json.encode(_Asked(action=action, others=named, field=field, value=value)).decode()
        proposal = archive.desk.propose(
            who=person.name, action=action, subject=subject, version=version, request=request, why=why
        )
        return Decided(proposal=proposal)
    made = archive.decide(
        action, subject, version=version, others=named, field=field, value=value, who=person.name, why=why
    )
    return Decided(decision=made)


def undo(archive: Archive, settings: Settings, person: Person, number: int, *, why: str = "") -> Decided:
    """Take a decision back: coders their own, reviewers anybody's.

    Raises:
        WebError: 403, the person may not.
        NoSuchIdError: there is no such decision.
        ArchiveError: it was taken back before.
    """
    _check(person, why)
    taken = archive.decision(number)
    if taken.who != person.name and not person.may("reviewer"):
        raise WebError(
            403,
            f"decision {number} is {taken.who}'s",
            remedy="Ask them, or a reviewer, to take it back.",
            code="web.not-allowed",
        )
    if settings.two_people and taken.action in FOR_TWO:
        request = msgspec.json.encode(_Undo(undoes=number)).decode()
        proposal = archive.desk.propose(
            who=person.name, action="undo", subject=taken.subject, version=None, request=request, why=why
        )
        return Decided(proposal=proposal)
    return Decided(decision=archive.undo(number, who=person.name, why=why))


def last_of(archive: Archive, person: Person) -> Decision | None:
    """The newest decision of a person that still holds: what `undo_last` would take back. None is left after that."""
    newest_first = archive.decisions_of(person.name, limit=1_000)
    taken_back = {one.undoes for one in newest_first if one.undoes is not None}
    return next((one for one in newest_first if one.action != "undo" and one.number not in taken_back), None)


def undo_last(archive: Archive, settings: Settings, person: Person, *, why: str = "") -> Decided:
    """Take a person's newest decision back, then the one before it, and so on, whenever they were made.

    Raises:
        WebError: 409 (``web.nothing-to-undo``), there is none.
    """
    last = last_of(archive, person)
    if last is None:
        raise WebError(
            409, "there is nothing of yours to take back", remedy="Go on deciding.", code="web.nothing-to-undo"
        )
    return undo(archive, settings, person, last.number, why=why)


def confirm(archive: Archive, person: Person, number: int) -> Decided:
    """Carry out what somebody else proposed.

    Raises:
        WebError: 403, the person is no reviewer, or proposed it.
        StaleVersionError: the event changed since it was proposed; the proposal stays open, to be declined.
        ArchiveError: it was closed before, or cannot be carried out.
    """
    proposal = archive.desk.proposal(number)
    if not person.may("reviewer") or (proposal.who == person.name):
        raise WebError(
            403,
            "a proposal is confirmed by a reviewer who did not make it",
            remedy="Ask another reviewer.",
            code="web.second-person",
        )
    closed = archive.desk.close_proposal(number, "confirmed", by=person.name)
    try:
        made = _carried_out(archive, closed, person)
    except BaseException:
        archive.desk.reopen_proposal(number)
        raise
    archive.desk.note_decision(number, made.number)
    return Decided(decision=made, proposal=archive.desk.proposal(number))


def decline(archive: Archive, person: Person, number: int) -> Proposal:
    """Close a proposal without carrying it out: a reviewer anybody's, a coder their own.

    Raises:
        WebError: 403, the person may not.
        ArchiveError: it was closed before.
    """
    proposal = archive.desk.proposal(number)
    own = proposal.who == person.name
    if not own and not person.may("reviewer"):
        raise WebError(
            403, f"proposal {number} is {proposal.who}'s", remedy="Ask them, or a reviewer.", code="web.not-allowed"
        )
    return archive.desk.close_proposal(number, "withdrawn" if own else "declined", by=person.name)


def _carried_out(archive: Archive, proposal: Proposal, person: Person) -> Decision:
    why = f"{proposal.why} (confirmed by {person.name})".strip()
    if proposal.action == "undo":
        undoes = msgspec.json.decode(proposal.request, type=_Undo).undoes
        return archive.undo(undoes, who=proposal.who, why=why)
    asked = msgspec.json.decode(proposal.request, type=_Asked)
    return archive.decide(
        asked.action,
        proposal.subject,
        version=proposal.version,
        others=asked.others,
        field=asked.field,
        value=asked.value,
        who=proposal.who,
        why=why,
    )


def _check(person: Person, why: str) -> None:
    if not person.may("coder"):
        raise WebError(
            403,
            f"{person.name} may read, and not decide",
            remedy="Ask someone with the role admin to make you a coder.",
            code="web.not-allowed",
        )
    if len(why) > LONGEST_WHY:
        raise WebError(
            422,
            f"a reason of {len(why)} characters",
            where="why",
            remedy=f"Give up to {LONGEST_WHY} characters.",
            code="web.body",
        )


def _check_version(archive: Archive, subject: str, version: int | None) -> None:
    """What would be refused now is not worth a second person's time."""
    now = archive.event(subject).event
    if now.merged_into is not None:
        raise ArchiveError(
            f"event {subject} was merged into {now.merged_into}",
            remedy=f"Decide about {now.merged_into}.",
            code="archive.decision",
        )
    if version is not None and version != now.version:
        raise StaleVersionError(
            f"event {subject} is at version {now.version}, and the proposal is about version {version}",
            remedy="Look at it again, then propose on what it is now.",
        )

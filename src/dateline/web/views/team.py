"""What the page of the team shows: how the desk is run, people, proposals, double review, decisions, the audit log."""

from __future__ import annotations

from typing import Final

import msgspec

from dateline.archive import Archive
from dateline.archive.desk_records import AuditEntry, Proposal, Token
from dateline.records import Mention, Report
from dateline.records.event import Decision
from dateline.web.access.people import Person
from dateline.web.review import FIELDS, Agreement, agreement, next_to_review
from dateline.web.settings import Role, Settings
from dateline.web.views.event import DecisionShown, decisions_shown
from dateline.web.views.folding import Folding
from dateline.web.views.report import Part, parts_of
from dateline.web.views.wording import FIELD_NAMES, moment_words

QUESTIONS: Final = {
    "sub_event_type": "What happened",
    "status": "Did it happen",
    "weapon": "With what",
    "country": "In which country (two letters)",
    "place": "Where (name)",
    "day": "When (first day)",
    "perpetrator": "Who did it (name)",
    "target": "To whom (name)",
    "killed": "Killed (lowest figure)",
    "injured": "Injured (lowest figure)",
    "one_event": "Do all the reports tell one event",
}
_DECISIONS, _AUDIT = 25, 40


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in."""

    name: str
    role: Role
    active: bool
    since: str
    locked: bool


class ProposalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that waits for a second person."""

    number: int
    at: str
    who: str
    words: str
    subject: str
    why: str
    own: bool


class AgreementLine(msgspec.Struct, frozen=True, kw_only=True):
    """How far reviewers agree on one question."""

    question: str
    alpha: str
    verdict: str
    events: int
    alike: int


class TeamShown(msgspec.Struct, frozen=True, kw_only=True):
    """The page of the team; what the person may not see is empty."""

    settings: Settings
    people: tuple[PersonLine, ...]
    tokens: tuple[Token, ...]
    proposals: tuple[ProposalLine, ...]
    agreement: tuple[AgreementLine, ...]
    reviewed: int
    mine: int
    decisions: tuple[DecisionShown, ...]
    subjects: dict[int, str]
    audit: tuple[AuditEntry, ...]


class ReviewText(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the event under review: its text, with nothing marked but where the event is told."""

    title: str
    publisher: str
    published: str
    parts: tuple[Part, ...]


class ReviewShown(msgspec.Struct, frozen=True, kw_only=True):
    """The event to review; ``event`` is empty where none is left."""

    event: str = ""
    texts: tuple[ReviewText, ...] = ()
    asks_for_one_event: bool = False


def team_shown(archive: Archive, settings: Settings, person: Person) -> TeamShown:
    """The page for this person."""
    admin, desk = person.may("admin"), archive.desk
    reviews = desk.reviews()
    decisions = archive.newest_decisions(_DECISIONS)
    return TeamShown(
        settings=settings,
        people=tuple(
            PersonLine(
                name=one.name,
                role=one.role,
                active=one.active,
                since=moment_words(one.at),
                locked=one.locked_until is not None,
            )
            for one in (desk.accounts() if admin else ())
        ),
        tokens=tuple(one for one in desk.tokens() if not one.revoked) if admin else (),
        proposals=tuple(_proposal(one, person) for one in desk.proposals() if one.state == "open"),
        agreement=tuple(_agreement(one) for one in agreement(archive)) if person.may("reviewer") else (),
        reviewed=len({one.event for one in reviews}),
        mine=sum(one.who == person.name for one in reviews),
        decisions=decisions_shown(reversed(decisions)),
        subjects={one.number: one.subject for one in decisions},
        audit=desk.audit(limit=_AUDIT) if admin else (),
    )


def _proposal(one: Proposal, person: Person) -> ProposalLine:
    return ProposalLine(
        number=one.number,
        at=moment_words(one.at),
        who=one.who,
        words=_proposal_words(one),
        subject=one.subject,
        why=one.why,
        own=one.who == person.name,
    )


class _Request(msgspec.Struct):
    field: str | None = None
    others: tuple[str, ...] = ()
    undoes: int | None = None


def _proposal_words(one: Proposal) -> str:
    request = msgspec.json.decode(one.request, type=_Request)
    match one.action:
        case "undo":
            return f"take back decision {request.undoes}"
        case "edit":
            return f"set {FIELD_NAMES.get(request.field or '', request.field or '')}"
        case _:
            return " ".join([one.action, *request.others])


def _agreement(one: Agreement) -> AgreementLine:
    """In words by the limits of Krippendorff (2004): .800 to rely on, .667 for tentative conclusions."""
    verdict = ""
    if one.alpha is not None:
        verdict = "reliable" if one.alpha >= 0.8 else "tentative" if one.alpha >= 0.667 else "not reliable"
    return AgreementLine(
        question=QUESTIONS.get(one.field, one.field),
        alpha="–" if one.alpha is None else f"{one.alpha:.3f}",
        verdict=verdict,
        events=one.events,
        alike=one.alike,
    )


def review_shown(archive: Archive, settings: Settings, person: Person, folding: Folding) -> ReviewShown:
    """The next event that this person is to code without seeing what others, or the machine, made of it."""
    kept = next_to_review(archive, person, settings.review_share)
    if kept is None:
        return ReviewShown()
    mentions = [one.mention for one in archive.mentions(kept.event.id)]
    reports = archive.reports_of(kept.event.reports)
    texts = tuple(
        _text(reports[id].report, [one for one in mentions if one.document == id], folding)
        for id in kept.event.reports
        if id in reports
    )
    return ReviewShown(event=kept.event.id, texts=texts, asks_for_one_event=len(mentions) > 1)


def _text(report: Report, mentions: list[Mention], folding: Folding) -> ReviewText:
    bare = [
        msgspec.structs.replace(
            one, perpetrators=(), targets=(), place=None, date=None, weapon=None, fatalities=None, injuries=None,
            sources=(), retaliation_for=None, unresolved=(),
        )
        for one in mentions
    ]  # fmt: skip
    # Names stay: whoever is asked to whom it was done has to read them.
    return ReviewText(
        title=report.title or report.id,
        publisher=report.publisher or "",
        published=moment_words(report.published),
        parts=parts_of(report, bare, "text", Folding(names=False, graphic=folding.graphic), ()),
    )


def answers_of(given: dict[str, str]) -> dict[str, object]:
    """The answers of a form: nothing told is None, figures are numbers, questions that were left open are left out.

    A question is answered with nothing by the value ``-``.
    """
    answers: dict[str, object] = {}
    for name in FIELDS:
        value = given.get(name, "").strip()
        if not value:
            continue
        if value == "-":
            answers[name] = None
        elif name in ("killed", "injured"):
            answers[name] = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else value
        elif name == "one_event":
            answers[name] = value == "yes"
        else:
            answers[name] = value
    return answers


def decision_of_number(decisions: tuple[Decision, ...], number: int) -> Decision | None:
    """The decision of this number."""
    return next((one for one in decisions if one.number == number), None)

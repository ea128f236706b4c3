"""Decisions: made about the version of an event that was seen, taken back, proposed and confirmed."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from dateline.archive.deciding import Action
from dateline.archive.desk_records import Proposal, ProposalState
from dateline.web import deciding
from dateline.web.access.people import Person
from dateline.web.api.answering import (
    AfterNumber,
    Limit,
    Number,
    answers,
    body_of,
    described,
    json_answer,
    tagged,
    version_asked,
)
from dateline.web.api.events import Decisions, InArchive
from dateline.web.dependencies import person_of, require_scope, settings_of
from dateline.web.problems import WebError
from dateline.web.settings import Settings

router = APIRouter(tags=["decisions"])
Who = Annotated[Person, Depends(person_of)]
Set = Annotated[Settings, Depends(settings_of)]
MAY_DECIDE = [Depends(require_scope("decide"))]


_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class NewDecision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody decides.

    Attributes:
        action: what is to be done.
        subject: the event.
        version: the version that was seen, unless the header If-Match names it.
        others: events to merge in or keep apart from; mentions to split off.
        field, value: what to edit, and the value as the record has it.
        why: in the person's words.
    """

    action: Action
    subject: _Id
    version: Annotated[int, msgspec.Meta(ge=1, le=999_999_999)] | None = None
    others: Annotated[
        list[Annotated[str, msgspec.Meta(min_length=1, max_length=300)]], msgspec.Meta(max_length=200)
    ] = []
    field: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    value: Any = None
    why: Annotated[str, msgspec.Meta(max_length=2_000)] = ""


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is done, in the person's words."""

    why: Annotated[str, msgspec.Meta(max_length=2_000)] = ""


class Proposals(msgspec.Struct, frozen=True, kw_only=True):
    """Proposals, the newest first."""

    proposals: tuple[Proposal, ...]


_MADE = answers("Decided", status=201, what="It holds.")
_PROPOSED = answers("Decided", status=202, what="It waits for a second person.")


@router.get("/decisions", responses=answers("Decisions"))
def list_decisions(request: Request, archive: InArchive, after: AfterNumber = 0, limit: Limit = 100) -> Response:
    """All decisions in their order."""

    def make() -> Decisions:
        found = archive.decisions_after(after, limit=limit)
        return Decisions(decisions=found, next=found[-1].number if len(found) == limit else None)

    return tagged(request, archive, make)


@router.post(
    "/decisions",
    status_code=201,
    responses={**_MADE, **_PROPOSED},
    openapi_extra={
        **described("NewDecision"),
        "parameters": [
            {
                "name": "If-Match",
                "in": "header",
                "required": False,
                "description": "The ETag of the event that was seen.",
                "schema": {"type": "string"},
            }
        ],
    },
    dependencies=MAY_DECIDE,
)
def make_decision(
    request: Request,
    archive: InArchive,
    settings: Set,
    person: Who,
    asked: Annotated[NewDecision, Depends(body_of(NewDecision))],
) -> Response:
    """Decide about an event as it was seen: refused with 409 if it has changed since, and nothing happens then."""
    version = version_asked(request)
    if version is None:
        version = asked.version
    elif asked.version not in (None, version):
        raise WebError(
            422,
            f"If-Match names version {version}, and the body {asked.version}",
            where="version",
            remedy="Give it once.",
            code="web.if-match",
        )
    if version is None:
        raise WebError(
            428,
            "it is not said which version of the event was seen",
            where="if-match",
            remedy="Send the event's ETag as the header If-Match, or `version` in the body.",
            code="web.version-needed",
        )
    for name in (asked.subject, *asked.others):
        if not name.isprintable():
            raise WebError(422, "an id holds control characters", where="body", remedy="Give ids.", code="web.body")
    made = deciding.decide(
        archive,
        settings,
        person,
        asked.action,
        asked.subject,
        version=version,
        others=asked.others,
        field=asked.field,
        value=asked.value,
        why=_legible(asked.why),
    )
    return _answer(made)


@router.post(
    "/decisions/{number}/undo",
    status_code=201,
    responses={**_MADE, **_PROPOSED},
    openapi_extra=described("Reason"),
    dependencies=MAY_DECIDE,
)
def undo_decision(
    archive: InArchive,
    settings: Set,
    person: Who,
    number: Number,
    asked: Annotated[Reason, Depends(body_of(Reason))],
) -> Response:
    """Take a decision back by another one."""
    return _answer(deciding.undo(archive, settings, person, number, why=_legible(asked.why)))


@router.get("/proposals", responses=answers("Proposals"))
def list_proposals(
    archive: InArchive, state: Annotated[ProposalState | None, Query()] = None, limit: Limit = 100
) -> Response:
    """Decisions that wait, or waited, for a second person; the newest first."""
    return json_answer(Proposals(proposals=archive.desk.proposals(state, limit=limit)))


@router.post(
    "/proposals/{number}/confirm",
    status_code=201,
    responses=_MADE,
    openapi_extra=described("Reason"),
    dependencies=MAY_DECIDE,
)
def confirm_proposal(
    archive: InArchive,
    person: Who,
    number: Number,
    asked: Annotated[Reason, Depends(body_of(Reason))],  # noqa: ARG001
) -> Response:
    """Carry out what somebody else proposed."""
    return _answer(deciding.confirm(archive, person, number))


@router.post(
    "/proposals/{number}/decline",
    responses=answers("Proposal"),
    openapi_extra=described("Reason"),
    dependencies=MAY_DECIDE,
)
def decline_proposal(
    archive: InArchive,
    person: Who,
    number: Number,
    asked: Annotated[Reason, Depends(body_of(Reason))],  # noqa: ARG001
) -> Response:
    """Close a proposal without carrying it out."""
    return json_answer(deciding.decline(archive, person, number))


def _answer(made: deciding.Decided) -> Response:
    return json_answer(made, status=202 if made.decision is None else 201)


def _legible(why: str) -> str:
    """What the databases can hold: PostgreSQL knows no NUL."""
    return "".join(character if character.isprintable() or character in "\n\t" else " " for character in why).strip()

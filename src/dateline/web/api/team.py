"""The team: who asks, accounts, tokens, the audit log, blind double review."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from dateline.archive import KeptEvent
from dateline.archive.desk_records import Account, AuditEntry, ReviewAnswer, Token
from dateline.web.access.keeping import add_account, change_account
from dateline.web.access.people import Scope
from dateline.web.access.signing_in import SigningIn
from dateline.web.api.answering import LARGEST_NUMBER, Id, Limit, Number, answers, body_of, described, json_answer
from dateline.web.api.decisions import MAY_DECIDE, Set, Who
from dateline.web.api.events import InArchive
from dateline.web.dependencies import require, require_scope
from dateline.web.problems import WebError
from dateline.web.review import Agreement, agreement, answer, next_to_review
from dateline.web.settings import Role

router = APIRouter(tags=["team"])
ADMIN = [Depends(require("admin")), Depends(require_scope("admin"))]
REVIEWER = [Depends(require("reviewer"))]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and what for."""

    name: str
    roles: tuple[Role, ...]
    scopes: tuple[Scope, ...]
    accounts: bool
    two_people: bool


class ShownAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account, without its password's hash."""

    name: str
    role: Role
    active: bool
    at: str
    locked_until: str | None = None


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """All accounts, by name."""

    accounts: tuple[ShownAccount, ...]


class NewAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is to sign in."""

    name: str
    role: Role
    password: str


class AccountChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change; nothing unlocks the account alone."""

    role: Role | None = None
    password: str | None = None
    active: bool | None = None


class NewToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a program is to ask with."""

    account: str
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    scopes: Annotated[tuple[Scope, ...], msgspec.Meta(min_length=1, max_length=4)] = ("read",)
    days: Annotated[int, msgspec.Meta(ge=1, le=3_650)] = 365


class MadeToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token, shown this once."""

    token: str


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """All tokens, the oldest first; what they are is not kept."""

    tokens: tuple[Token, ...]


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """The audit log, the newest line first; `next` is what to give as `before` for older ones."""

    entries: tuple[AuditEntry, ...]
    next: int | None = None


class NextReview(msgspec.Struct, frozen=True, kw_only=True):
    """The event to review next; None where none is left."""

    event: KeptEvent | None


class NewReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody codes an event: an answer to each question that can be answered."""

    event: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    answers: Annotated[dict[str, Any], msgspec.Meta(min_length=1, max_length=20)]


class Agreements(msgspec.Struct, frozen=True, kw_only=True):
    """How far reviewers agree, by question."""

    fields: tuple[Agreement, ...]


@router.get("/me", responses=answers("Me"))
def get_me(person: Who, settings: Set) -> Response:
    """Who asks, and what they may do."""
    return json_answer(
        Me(
            name=person.name,
            roles=tuple(sorted(person.roles)),
            scopes=tuple(sorted(person.scopes)),
            accounts=settings.accounts,
            two_people=settings.two_people,
        )
    )


@router.get("/accounts", responses=answers("Accounts"), dependencies=ADMIN)
def list_accounts(archive: InArchive) -> Response:
    """All accounts."""
    return json_answer(Accounts(accounts=tuple(_shown(one) for one in archive.desk.accounts())))


@router.post(
    "/accounts",
    status_code=201,
    responses=answers("ShownAccount", status=201),
    openapi_extra=described("NewAccount"),
    dependencies=ADMIN,
)
def make_account(
    archive: InArchive, person: Who, asked: Annotated[NewAccount, Depends(body_of(NewAccount))]
) -> Response:
    """A new account."""
    made = add_account(archive.desk, asked.name, role=asked.role, password=asked.password, by=person.name)
    return json_answer(_shown(made), status=201)


@router.patch(
    "/accounts/{id}", responses=answers("ShownAccount"), openapi_extra=described("AccountChange"), dependencies=ADMIN
)
def patch_account(
    archive: InArchive, person: Who, id: Id, asked: Annotated[AccountChange, Depends(body_of(AccountChange))]
) -> Response:
    """Another role or password; shut or opened again."""
    made = change_account(
        archive.desk, id, by=person.name, role=asked.role, password=asked.password, active=asked.active
    )
    return json_answer(_shown(made))


@router.get("/tokens", responses=answers("Tokens"), dependencies=ADMIN)
def list_tokens(archive: InArchive) -> Response:
    """All tokens."""
    return json_answer(Tokens(tokens=archive.desk.tokens()))


@router.post(
    "/tokens",
    status_code=201,
    responses=answers("MadeToken", status=201),
    openapi_extra=described("NewToken"),
    dependencies=ADMIN,
)
def make_token(request: Request, person: Who, asked: Annotated[NewToken, Depends(body_of(NewToken))]) -> Response:
    """A new token, shown this once."""
    if not asked.account.isprintable() or not asked.label.isprintable():
        raise WebError(422, "it holds control characters", where="body", remedy="Leave them out.", code="web.body")
    signing_in = request.app.state.signing_in
    assert isinstance(signing_in, SigningIn)
    made = signing_in.add_token(
        asked.account, label=asked.label, scopes=tuple(dict.fromkeys(asked.scopes)), days=asked.days, by=person.name
    )
    return json_answer(MadeToken(token=made), status=201)


@router.delete(
    "/tokens/{number}", status_code=204, responses={204: {"description": "It holds no more."}}, dependencies=ADMIN
)
def revoke_token(archive: InArchive, person: Who, number: Number) -> Response:
    """Take a token back."""
    archive.desk.revoke_token(number, by=person.name)
    return Response(status_code=204)


@router.get("/audit", responses=answers("Audit"), dependencies=ADMIN)
def get_audit(
    archive: InArchive,
    before: Annotated[int | None, Query(ge=0, le=LARGEST_NUMBER)] = None,
    limit: Limit = 100,
) -> Response:
    """The audit log, the newest line first."""
    found = archive.desk.audit(before=before, limit=limit)
    return json_answer(Audit(entries=found, next=found[-1].number if len(found) == limit else None))


@router.get("/reviews/next", responses=answers("NextReview"))
def get_next_review(archive: InArchive, settings: Set, person: Who) -> Response:
    """The event of the sample that this person is to review next. What others answered is not shown."""
    return json_answer(NextReview(event=next_to_review(archive, person, settings.review_share)))


@router.post(
    "/reviews",
    status_code=201,
    responses=answers("ReviewAnswer", status=201),
    openapi_extra=described("NewReview"),
    dependencies=MAY_DECIDE,
)
def make_review(
    archive: InArchive, settings: Set, person: Who, asked: Annotated[NewReview, Depends(body_of(NewReview))]
) -> Response:
    """Answer the questions about an event, once."""
    if not asked.event.isprintable():
        raise WebError(422, "the id holds control characters", where="event", remedy="Give an id.", code="web.body")
    made: ReviewAnswer = answer(archive, person, asked.event, asked.answers, share=settings.review_share)
    return json_answer(made, status=201)


@router.get("/reviews/agreement", responses=answers("Agreements"), dependencies=REVIEWER)
def get_agreement(archive: InArchive) -> Response:
    """Krippendorff's alpha by question."""
    return json_answer(Agreements(fields=agreement(archive)))


def _shown(account: Account) -> ShownAccount:
    return ShownAccount(
        name=account.name,
        role=account.role,
        active=account.active,
        at=account.at,
        locked_until=account.locked_until,
    )

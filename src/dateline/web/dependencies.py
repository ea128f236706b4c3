"""What pages and API take from a request: the archive, the person, the query, the CSRF token.

Each works as a plain function of the request and as a FastAPI dependency (``Depends(archive_of)``). The guard has let
every request in before any of them runs (`dateline.web.access.guarding`), so ``person_of`` never fails.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from dateline.archive import Archive
from dateline.web.access.csrf import token_for
from dateline.web.access.people import Person, Scope
from dateline.web.asking import Asked, asked_in
from dateline.web.problems import WebError
from dateline.web.settings import Role, Settings


def archive_of(request: Request) -> Archive:
    """The archive of this desk; it may be used by many requests at once."""
    archive = request.app.state.archive
    assert isinstance(archive, Archive)
    return archive


def settings_of(request: Request) -> Settings:
    """What the desk was started with."""
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def person_of(request: Request) -> Person:
    """Who asks."""
    person = request.state.person
    assert isinstance(person, Person)
    return person


def query_of(request: Request) -> Asked:
    """What the address asks for: ``.query``, ``.as_of``, and ``.address(path)`` to link to the same elsewhere.

    Raises:
        WebError: a parameter makes no sense; it is answered with 422.
    """
    return asked_in(request.query_params)


def csrf_token(request: Request) -> str:
    """What a form sends back as ``csrf_token``, or a script as the header ``X-CSRF-Token``."""
    return token_for(request.state.browser_secret)


def require(role: Role) -> Callable[[Request], Person]:
    """A dependency that lets only people of a role, or one above it, pass: ``Depends(require("coder"))``.

    Raises:
        WebError: 403 (``web.not-allowed``) for others.
    """

    def required(request: Request) -> Person:
        person = person_of(request)
        if not person.may(role):
            raise WebError(
                403,
                f"{person.name} is {person.role}, and this is for people who are at least {role}",
                remedy="Ask someone with the role admin to change it.",
                code="web.not-allowed",
            )
        return person

    return required


def require_scope(scope: Scope) -> Callable[[Request], Person]:
    """A dependency that lets only tokens of a scope pass, and all who use none.

    Raises:
        WebError: 403 (``web.scope``) for others.
    """

    def required(request: Request) -> Person:
        person = person_of(request)
        if scope not in person.scopes:
            raise WebError(
                403,
                f"the token is not for {scope}",
                remedy=f"Make one that is: `dateline token add NAME --scope {scope}`.",
                code="web.scope",
            )
        return person

    return required

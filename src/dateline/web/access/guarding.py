"""The guard: every request passes it before a page or the API sees it. What it does not know, it does not let in."""

from __future__ import annotations

from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request

from dateline.web.access import csrf
from dateline.web.access.limits import Limiter
from dateline.web.access.people import NOBODY, Person, roles_of
from dateline.web.access.signing_in import SESSION_COOKIE, SigningIn
from dateline.web.problems import WebError
from dateline.web.settings import Settings

BROWSER_COOKIE = "dateline_browser"
OPEN_PATHS = ("/sign-in", "/static/", "/healthz")
"""What those who have not signed in may ask for; a path that ends in a slash stands for all below it."""
_REQUESTS_A_MINUTE = 6_000
_ATTEMPTS_A_MINUTE = 30
"""Passwords and unknown tokens that one address may try."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Guard:
    """Lets requests in, and leaves on them who asks: ``request.state.person`` and ``request.state.browser_secret``."""

    def __init__(self, settings: Settings, signing_in: SigningIn, open_person: Person) -> None:
        self._settings, self._signing_in, self._open_person = settings, signing_in, open_person
        asked = settings.requests_a_minute or (_REQUESTS_A_MINUTE if settings.accounts else None)
        self._requests = Limiter(asked) if asked is not None else None
        self._attempts = Limiter(_ATTEMPTS_A_MINUTE)

    async def __call__(self, request: Request) -> None:
        """Let the request in.

        Raises:
            WebError: 401, 403 or 429; docs/errors.md has the codes under ``web.``.
        """
        if request.method == "POST" and request.url.path == "/sign-in":
            self._attempts.take(_address(request))
        person = await self._person(request)
        if self._requests is not None:
            # Who signed in is counted by name, wherever they ask from; others by address.
            self._requests.take(f"person {person.name}" if person is not None else _address(request))
        request.state.person = person or NOBODY
        request.state.browser_secret = self._browser_secret(request, person)
        if person is None and not _is_open(request.url.path):
            raise WebError(
                401,
                "nobody has signed in",
                remedy="Sign in, or send a token as `Authorization: Bearer …` (`dateline token add` makes one).",
                code="web.sign-in-needed",
            )
        if request.method not in _SAFE:
            await self._check_origin(request, person)

    async def _person(self, request: Request) -> Person | None:
        given = request.headers.get("authorization")
        if given is not None:
            scheme, _, token = given.partition(" ")
            if scheme.lower() != "bearer" or not self._settings.accounts:
                raise _bad_token(self._settings.accounts)
            person = await run_sync(self._signing_in.person_of_token, token.strip())
            if person is None:
                self._attempts.take(_address(request))
                raise _bad_token(accounts=True)
            return person
        if not self._settings.accounts:
            return self._open_person
        session = request.cookies.get(SESSION_COOKIE)
        if session is None:
            return None
        return await run_sync(self._signing_in.person_of_session, session)

    def _browser_secret(self, request: Request, person: Person | None) -> str:
        if person is not None and person.session is not None:
            return person.session
        known = request.cookies.get(BROWSER_COOKIE, "")
        if 40 <= len(known) <= 64:
            return known
        made = csrf.new_secret()
        # The outermost layer sends it: a dependency cannot set a cookie on a response that a route makes itself.
        request.state.new_browser_secret = made
        return made

    async def _check_origin(self, request: Request, person: Person | None) -> None:
        """See that a request that changes something was not made by another site in somebody's browser."""
        if person is not None and person.by == "token":
            return
        origin = request.headers.get("origin")
        # A page that sends no referrer has its own forms come from "null"; the token tells them from others'.
        if origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host"):
            raise _forged("it comes from another site")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise _forged("it comes from another site")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        given = request.headers.get(csrf.HEADER)
        if given is None and kind in _FORMS:
            value = (await request.form()).get(csrf.FIELD)
            given = value if isinstance(value, str) else None
        if csrf.fits(given, request.state.browser_secret):
            return
        # A browser asks before it sends JSON to another site, and this desk never says yes: a program may do without.
        if given is None and kind == "application/json" and person is not None and person.by == "open" and not origin:
            return
        raise _forged("it bears no token of this browser's, or an outdated one")


def open_person(name: str) -> Person:
    """Whoever uses a desk without accounts: may do everything, under one name."""
    return Person(name=name, roles=roles_of("admin"), by="open")


def _is_open(path: str) -> bool:
    return any(path.startswith(one) if one.endswith("/") else path == one for one in OPEN_PATHS)


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else "unknown"


def _bad_token(accounts: bool) -> WebError:
    if not accounts:
        return WebError(
            401,
            "this desk knows no tokens, since it has no accounts",
            remedy="Leave the header Authorization out, or start the desk with --accounts.",
            code="web.token",
        )
    return WebError(
        401,
        "the token is unknown, has run out or was revoked",
        remedy="Make another one: `dateline token add NAME`.",
        code="web.token",
    )


def _forged(what: str) -> WebError:
    return WebError(
        403,
        f"the request was refused: {what}",
        remedy="Load the page again and repeat it; programs send the header X-CSRF-Token, or use a token.",
        code="web.csrf",
    )

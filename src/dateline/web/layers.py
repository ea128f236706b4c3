"""What lies around every request: limits of size and time, the host it names, headers that keep browsers safe."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.access.guarding import BROWSER_COOKIE
from dateline.web.access.people import Person
from dateline.web.problems import WebError, answer, problem_of
from dateline.web.settings import Settings

_LOG = logging.getLogger("dateline.web")
SECONDS_TO_SEND = 30.0
"""How long a request may take to come in."""
_BROWSER_COOKIE_SECONDS = 30 * 86_400


def content_policy(settings: Settings) -> str:
    """The Content-Security-Policy: nothing but the desk's own files, and the tiles that its keeper chose."""
    tiles = f" {settings.tiles_origin}" if settings.tiles_origin else ""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: blob:{tiles}",
        "font-src": "'self'",
        "connect-src": f"'self'{tiles}",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Layers:
    """ASGI middleware, the outermost: it also covers what goes wrong inside."""

    def __init__(
        self, app: ASGIApp, settings: Settings, anybody: Person, unforeseen: Callable[[Request], Response]
    ) -> None:
        """Args:
        anybody: who asks until the guard knows better: what is refused before it is shown as a page, too.
        unforeseen: the answer to a request on which the desk itself fails.
        """
        self._app, self._settings, self._anybody, self._unforeseen = app, settings, anybody, unforeseen
        self._hosts = settings.allowed_hosts
        self._headers = {
            "content-security-policy": content_policy(settings),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "geolocation=(), camera=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {}).update(person=self._anybody, browser_secret="")

        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._finish(MutableHeaders(scope=message), scope)
            await send(message)

        refusal = self._refusal(headers)
        if refusal is not None:
            await answer(problem_of(refusal))(scope, receive, guarded_send)
            return
        try:
            await self._app(scope, _Bounded(receive, self._settings.largest_body), guarded_send)
        except Exception:
            if started:
                raise
            # Starlette would answer further out, where the headers are not put on.
            _LOG.exception("%s %s", scope["method"], scope["path"])
            await self._unforeseen(Request(scope))(scope, receive, guarded_send)

    def _refusal(self, headers: Headers) -> WebError | None:
        host = headers.get("host", "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        # A name that leads here and is not ours would let another site read what a browser may.
        if self._hosts and name not in self._hosts:
            return WebError(
                421,
                f"this desk is not called {name[:100]!r}",
                remedy="Use the address that it was started with, or start it with --name.",
                code="web.host",
            )
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._settings.largest_body:
            return _too_large(self._settings.largest_body)
        return None

    def _finish(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/static/"):
            # Pages name a file with the hash of what is in it, so it never changes under that name.
            lasting = scope["query_string"].startswith(b"v=")
            headers.setdefault("cache-control", "public, max-age=31536000, immutable" if lasting else "no-cache")
        else:
            headers.setdefault("cache-control", "no-store")
        secret = scope["state"].get("new_browser_secret")
        if secret is not None and headers.get("content-type", "").startswith("text/html"):
            headers.append("set-cookie", cookie(BROWSER_COOKIE, secret, self._settings, _BROWSER_COOKIE_SECONDS))


class _Bounded:
    """Receives the body of a request, up to a size and within a time."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive, self._left = receive, largest
        self._largest, self._whole = largest, False
        self._until = asyncio.get_running_loop().time() + SECONDS_TO_SEND

    async def __call__(self) -> Message:
        if self._whole:
            # What comes now is only that the other side went away, whenever that is.
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise WebError(
                408,
                f"the request was not there after {SECONDS_TO_SEND:.0f} seconds",
                remedy="Send it again, faster.",
                code="web.too-slow",
            ) from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._left < 0:
                raise _too_large(self._largest)
        return message


def cookie(name: str, value: str, settings: Settings, seconds: int) -> str:
    """A Set-Cookie header that scripts cannot read and other sites cannot send."""
    made: SimpleCookie = SimpleCookie()
    made[name] = value
    for attribute, given in (("path", "/"), ("httponly", True), ("samesite", "Strict"), ("max-age", seconds)):
        made[name][attribute] = given
    if settings.secure:
        made[name]["secure"] = True
    return made.output(header="").strip()


def _too_large(largest: int) -> WebError:
    return WebError(
        413,
        f"the request is larger than {largest:,} bytes",
        remedy="Send less at a time.",
        code="web.too-large",
    )

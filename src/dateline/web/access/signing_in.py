"""Sign in and out, sessions, tokens: who is behind a cookie or a header."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from dateline.archive.desk import Desk
from dateline.archive.desk_records import Account, Token
from dateline.web.access import passwords
from dateline.web.access.people import SCOPES, Person, Scope, roles_of
from dateline.web.problems import WebError

SESSION_COOKIE = "dateline_session"
SESSION_HOURS = 12
IDLE_HOURS = 2
TRIES, LOCKED_MINUTES = 5, 15
"""So many wrong passwords in a row lock an account for so long; each further one anew."""
TOKEN_PREFIX = "dl_"


class SigningIn:
    """Knows people by password, session and token; their hashes are in the archive, the secrets nowhere."""

    def __init__(self, desk: Desk, *, now: Callable[[], datetime] | None = None) -> None:
        self._desk = desk
        self._now = now or (lambda: datetime.now(UTC))

    def sign_in(self, name: str, password: str, *, address: str = "") -> str:
        """The secret of a new session, for a cookie.

        Raises:
            WebError: 401 (``web.wrong-password``), whichever of the two is wrong; 429 (``web.locked``) after too many
                tries.
        """
        now = self._now()
        account = self._desk.account(name)
        if account is not None and account.locked_until is not None and account.locked_until > _text(now):
            raise WebError(
                429,
                "the account is locked after too many wrong passwords",
                remedy=f"Wait {LOCKED_MINUTES} minutes, or have an admin set a new password.",
                code="web.locked",
                retry_after=LOCKED_MINUTES * 60,
            )
        right = passwords.fits(password, account.password if account is not None and account.active else None)
        if account is None or not right:
            if account is not None:
                self._failed(account, now, address)
            raise WebError(
                401,
                "name or password is wrong",
                remedy="Try again; an admin can set a new password with `dateline user password NAME`.",
                code="web.wrong-password",
            )
        secret = secrets.token_urlsafe(32)
        until = _text(now + timedelta(hours=SESSION_HOURS))
        self._desk.open_session(_digest(secret), account.name, at=_text(now), until=until, address=address)
        return secret

    def _failed(self, account: Account, now: datetime, address: str) -> None:
        failures = account.failures + 1
        locked = _text(now + timedelta(minutes=LOCKED_MINUTES)) if failures >= TRIES else None
        self._desk.failed(account.name, failures=failures, locked_until=locked, address=address)

    def sign_out(self, secret: str) -> None:
        """End a session; one that is none is passed over."""
        self._desk.close_session(_digest(secret))

    def person_of_session(self, secret: str) -> Person | None:
        """Who holds this session; None where it has run out, or the account was shut."""
        now = self._now()
        account = self._desk.session(_digest(secret), now=_text(now), idle=_text(now - timedelta(hours=IDLE_HOURS)))
        if account is None or not account.active:
            return None
        return Person(name=account.name, roles=roles_of(account.role), by="session", session=secret)

    def add_token(self, account: str, *, label: str, scopes: tuple[Scope, ...], days: int, by: str) -> str:
        """A new token of an account; it is shown this once, and only its hash is kept."""
        now = self._now()
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        self._desk.add_token(
            _digest(secret),
            Token(
                number=0,
                account=account,
                label=label,
                scopes=scopes,
                at=_text(now),
                until=_text(now + timedelta(days=days)),
            ),
            by=by,
        )
        return secret

    def person_of_token(self, secret: str) -> Person | None:
        """Whose token this is; None where there is none, or it holds no more."""
        found = self._desk.token(_digest(secret), now=_text(self._now()))
        if found is None:
            return None
        account, token = found
        # Whoever may do anything may look.
        scopes = frozenset(one for one in SCOPES if one in ("read", *token.scopes))
        return Person(name=account.name, roles=roles_of(account.role), scopes=scopes, by="token")


def _digest(secret: str) -> str:
    """Secrets are long and random, so one round of SHA-256 keeps them as well as argon2 would."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")

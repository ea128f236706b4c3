"""Tokens against requests that other sites make a browser send.

A form bears a value made of a secret that only the browser and the desk know: of the session, or without accounts of a
cookie that the desk set. Other sites can neither read nor set that cookie, so they cannot make the value.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

FIELD = "csrf_token"
HEADER = "x-csrf-token"
_PURPOSE = b"dateline desk form"


def new_secret() -> str:
    """A secret that nobody guesses, for a cookie: 32 random bytes as text."""
    return secrets.token_urlsafe(32)


def token_for(secret: str) -> str:
    """What forms bear while this secret holds."""
    return hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def fits(given: str | None, secret: str) -> bool:
    """Whether a form or script gave the token of this secret; it takes as long for any wrong one."""
    return given is not None and hmac.compare_digest(given.encode(), token_for(secret).encode())

"""Passwords are kept as argon2id hashes, and looked at for as long whether there is such an account or not."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dateline.errors import InputError

SHORTEST, LONGEST = 12, 1_000
_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash("the password of nobody")


def hashed(password: str) -> str:
    """The hash that is kept.

    Raises:
        InputError: the password is too short or too long (``web.password``).
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            f"a password of {len(password)} characters",
            remedy=f"Choose one of {SHORTEST} to {LONGEST} characters; three or four unrelated words do well.",
            code="web.password",
        )
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is that of a kept hash; None is the hash of no account, and takes as long."""
    try:
        right = _HASHER.verify(kept or _NOBODYS, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None

"""Whoever asks: a person who signed in, a program with a token, or anybody at a desk without accounts."""

from __future__ import annotations

from typing import Literal

import msgspec

from dateline.web.settings import ROLES, Role

Scope = Literal["read", "decide", "export", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "decide", "export", "admin")
"""What a token may be for, whatever its owner's role allows beyond that."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asks.

    Attributes:
        name: as decisions bear it.
        roles: the person's role and those below it.
        scopes: what the token allows; all where no token was used.
        by: how it is known: nobody signs in at an ``open`` desk.
        session: the secret of the session, of which CSRF tokens are made; None for programs.
    """

    name: str
    roles: frozenset[Role]
    scopes: frozenset[Scope] = frozenset(SCOPES)
    by: Literal["open", "session", "token"] = "open"
    session: str | None = None

    def may(self, role: Role) -> bool:
        """Whether the person has this role, or one above it."""
        return role in self.roles

    @property
    def role(self) -> Role:
        """The highest of the roles."""
        return max(self.roles, key=ROLES.index, default="reader")


NOBODY = Person(name="", roles=frozenset(), scopes=frozenset())
"""Who has not signed in."""


def roles_of(role: Role) -> frozenset[Role]:
    """A role with those below it."""
    return frozenset(ROLES[: ROLES.index(role) + 1])

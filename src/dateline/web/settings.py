"""What a desk is started with; worker processes read the same from the environment."""

from __future__ import annotations

import ipaddress
import os
from typing import Literal, Self
from urllib.parse import urlsplit

import msgspec

from dateline.errors import InputError

ENVIRONMENT = "DATELINE_DESK"
"""Holds the settings as JSON while worker processes start."""
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a desk is run.

    Attributes:
        db: the archive: a path, or ``postgresql://user@host/database``.
        host, port: where it listens.
        accounts: whether people sign in; without it everybody who reaches the desk may do everything.
        who: the name that decisions bear without accounts; the login name where it is None.
        tiles: style address of online map tiles; None is the basemap that comes with dateline.
        names: host names under which the desk is reached, beside those of ``host`` and loopback.
        secure: whether cookies are sent over HTTPS alone, as behind a proxy that speaks it.
        two_people: whether merge, split, reject and edit wait for a second person.
        review_share: share of events, 0 to 1, that are put before two people who do not see each other's answers.
        requests_a_minute: of one person who signed in, or of one address; more are answered with 429. None is 6,000
            with accounts, and no limit without them.
        largest_body: bytes of the largest request that is read.
    """

    db: str = "dateline.db"
    host: str = "127.0.0.1"
    port: int = 8000
    accounts: bool = False
    who: str | None = None
    tiles: str | None = None
    names: tuple[str, ...] = ()
    secure: bool = False
    two_people: bool = False
    review_share: float = 0.0
    requests_a_minute: int | None = None
    largest_body: int = 1_048_576

    @property
    def loopback(self) -> bool:
        """Whether only programs of this machine reach the desk."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Names that a request may give as its host, in small letters; empty allows any, as for all addresses."""
        named = {name.lower() for name in self.names}
        if not self.loopback and self.host in ("0.0.0.0", "::") and not named:
            return frozenset()
        own = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset({own.lower(), *LOOPBACK_NAMES, *named})

    @property
    def tiles_origin(self) -> str | None:
        """Scheme and host of the online tiles."""
        if self.tiles is None:
            return None
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}"

    def checked(self) -> Self:
        """The same settings.

        Raises:
            InputError: they would open the desk to a network without accounts (``input.desk-needs-accounts``), or one
                of them makes no sense (``input.unusable-option``).
        """
        if not self.accounts and not self.loopback:
            raise InputError(
                f"a desk without accounts would let everybody who reaches {self.host} read and decide",
                where="--host",
                remedy="Give --accounts and make one with `dateline user add NAME --role admin`, or use 127.0.0.1.",
                code="input.desk-needs-accounts",
            )
        if not 0 < self.port < 65_536:
            raise _unusable(f"{self.port} is no port", "--port", "Give a number from 1 to 65535.")
        if not 0 <= self.review_share <= 1:
            raise _unusable(f"{self.review_share} is no share", "--review-share", "Give a number from 0 to 1.")
        if self.tiles is not None:
            parts = urlsplit(self.tiles)
            odd = any(one in self.tiles for one in " ;,'\"<>\\") or "\n" in self.tiles
            if parts.scheme not in ("http", "https") or not parts.netloc or odd:
                remedy = "Give the http(s) address of a style."
                raise _unusable(f"{self.tiles!r} is no address of map tiles", "--tiles", remedy)
        return self

    def to_environment(self) -> None:
        """Leave the settings where worker processes find them."""
        os.environ[ENVIRONMENT] = msgspec.json.encode(self).decode()

    @classmethod
    def from_environment(cls) -> Self:
        """The settings that `to_environment` left."""
        return msgspec.json.decode(os.environ[ENVIRONMENT], type=cls)


Role = Literal["reader", "coder", "reviewer", "admin"]
"""Readers look, coders decide, reviewers also confirm what others decided, admins also keep the accounts."""
ROLES: tuple[Role, ...] = ("reader", "coder", "reviewer", "admin")
"""Each may do what those before it may."""


def _unusable(what: str, where: str, remedy: str) -> InputError:
    return InputError(what, where=where, remedy=remedy, code="input.unusable-option")

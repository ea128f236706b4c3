"""Keeping accounts: what is asked of a name and a password, whoever makes the account."""

from __future__ import annotations

import re

from dateline.archive.desk import Desk
from dateline.archive.desk_records import Account
from dateline.errors import InputError
from dateline.web.access import passwords
from dateline.web.settings import ROLES, Role

_NAME = re.compile(r"[^\W_](?:[\w .@'-]{0,58}[\w.])?")


def add_account(desk: Desk, name: str, *, role: str, password: str, by: str) -> Account:
    """A new account.

    Raises:
        InputError: the name, role or password will not do (``web.account``, ``web.password``).
        ArchiveError: there is one of that name.
    """
    if not _NAME.fullmatch(name) or name != name.strip():
        raise InputError(
            f"{name!r} is no name for an account",
            remedy="Give up to 60 letters, digits, blanks, dots, hyphens; a letter or digit first.",
            code="web.account",
        )
    return desk.add_account(name, role=role_of(role), password=passwords.hashed(password), by=by)


def change_account(
    desk: Desk,
    name: str,
    *,
    by: str,
    role: str | None = None,
    password: str | None = None,
    active: bool | None = None,
) -> Account:
    """Another role or password; shut or opened again; with nothing of it, unlocked.

    Raises:
        InputError: role or password will not do.
        NoSuchIdError: there is no such account.
        ArchiveError: no admin would be left.
    """
    return desk.change_account(
        name,
        by=by,
        role=None if role is None else role_of(role),
        password=None if password is None else passwords.hashed(password),
        active=active,
    )


def role_of(name: str) -> Role:
    """The role of this name.

    Raises:
        InputError: there is none (``web.account``).
    """
    for role in ROLES:
        if role == name:
            return role
    raise InputError(f"{name!r} is no role", remedy=f"Give one of: {', '.join(ROLES)}.", code="web.account")

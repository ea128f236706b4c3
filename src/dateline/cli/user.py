"""``dateline user`` and ``dateline token``: who may use the desk of an archive."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

from cyclopts import App, Parameter

from dateline.cli.archive_options import DEFAULT_DB, Db

user = App(name="user", help="Add, list and change the accounts of an archive's desk.")
token = App(name="token", help="Add, list and revoke the tokens by which programs use an archive's desk.")
Stdin = Annotated[bool, Parameter(name="--password-stdin", negative=())]


@user.command(name="add")
def add_user(name: str, /, *, role: str = "reader", db: Db = DEFAULT_DB, password_stdin: Stdin = False) -> int:
    """Make an account. Its password is asked for twice, or read from stdin.

    Args:
        name: The name that decisions will bear; never given to somebody else later.
        role: reader (looks), coder (decides), reviewer (also confirms what others decide) or admin.
        db: The archive: a file, or postgresql://user@host/database.
        password_stdin: Take the password from the first line of stdin.
    """
    from dateline.archive import Archive
    from dateline.web.access.keeping import add_account, role_of

    role_of(role)
    with Archive.open(db, create=False) as archive:
        add_account(archive.desk, name, role=role, password=_password(password_stdin), by=_operator())
    print(f"{name} may sign in as {role}")
    return 0


@user.command(name="list")
def list_users(*, db: Db = DEFAULT_DB) -> int:
    """List the accounts.

    Args:
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False) as archive:
        accounts = archive.desk.accounts()
    for one in accounts:
        print(f"{one.name}  {one.role}  {'' if one.active else 'disabled  '}since {one.at[:10]}")
    if not accounts:
        print("no accounts", file=sys.stderr)
    return 0


@user.command(name="role")
def change_role(name: str, role: str, /, *, db: Db = DEFAULT_DB) -> int:
    """Give an account another role; its sessions end.

    Args:
        name: The account.
        role: reader, coder, reviewer or admin.
        db: The archive: a file, or postgresql://user@host/database.
    """
    return _change(db, name, f"{name} is {role} now", role=role)


@user.command(name="password")
def change_password(name: str, /, *, db: Db = DEFAULT_DB, password_stdin: Stdin = False) -> int:
    """Set a new password, which also unlocks the account; its sessions end.

    Args:
        name: The account.
        db: The archive: a file, or postgresql://user@host/database.
        password_stdin: Take the password from the first line of stdin.
    """
    return _change(db, name, f"{name} has a new password", password=_password(password_stdin))


@user.command(name="disable")
def disable(name: str, /, *, db: Db = DEFAULT_DB) -> int:
    """Shut an account: nobody signs in with it any more, and its sessions and tokens end. What it decided stays.

    Args:
        name: The account.
        db: The archive: a file, or postgresql://user@host/database.
    """
    return _change(db, name, f"{name} may not sign in any more", active=False)


@user.command(name="enable")
def enable(name: str, /, *, db: Db = DEFAULT_DB) -> int:
    """Open a shut account again.

    Args:
        name: The account.
        db: The archive: a file, or postgresql://user@host/database.
    """
    return _change(db, name, f"{name} may sign in again", active=True)


@token.command(name="add")
def add_token(
    account: str,
    /,
    *,
    label: str = "",
    scope: Annotated[list[str] | None, Parameter(negative=())] = None,
    days: int = 365,
    db: Db = DEFAULT_DB,
) -> int:
    """Make a token and print it, this once. A program sends it as the header "Authorization: Bearer TOKEN".

    Args:
        account: The account in whose name the program asks.
        label: What it is for.
        scope: read, decide, export or admin; may be repeated. Without it: read.
        days: How long it holds.
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive
    from dateline.cli.run_ends import unusable
    from dateline.web.access.people import SCOPES
    from dateline.web.access.signing_in import SigningIn

    wanted = tuple(one for one in SCOPES if one in (scope or ["read"]))
    unknown = sorted(set(scope or ()) - set(SCOPES))
    if unknown:
        raise unusable("--scope", f"{unknown[0]!r} is no scope", f"Give one of: {', '.join(SCOPES)}.")
    if not 1 <= days <= 3_650:
        raise unusable("--days", f"{days} days", "Give a number from 1 to 3650.")
    with Archive.open(db, create=False) as archive:
        made = SigningIn(archive.desk).add_token(account, label=label, scopes=wanted, days=days, by=_operator())
    print(made)
    return 0


@token.command(name="list")
def list_tokens(*, db: Db = DEFAULT_DB) -> int:
    """List the tokens; what they are is not kept.

    Args:
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False) as archive:
        tokens = archive.desk.tokens()
    for one in tokens:
        state = "revoked" if one.revoked else f"until {one.until[:10]}"
        print(f"{one.number}  {one.account}  {', '.join(one.scopes)}  {state}  {one.label}".rstrip())
    if not tokens:
        print("no tokens", file=sys.stderr)
    return 0


@token.command(name="revoke")
def revoke_token(number: int, /, *, db: Db = DEFAULT_DB) -> int:
    """Take a token back.

    Args:
        number: As `dateline token list` tells it.
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False) as archive:
        archive.desk.revoke_token(number, by=_operator())
    print(f"token {number} holds no more")
    return 0


def _change(
    db: str, name: str, told: str, *, role: str | None = None, password: str | None = None, active: bool | None = None
) -> int:
    from dateline.archive import Archive
    from dateline.web.access.keeping import change_account

    with Archive.open(db, create=False) as archive:
        change_account(archive.desk, name, by=_operator(), role=role, password=password, active=active)
    print(told)
    return 0


def _password(from_stdin: bool) -> str:
    from dateline.cli.run_ends import unusable

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise unusable("password", "the two differ", "Try again.")
    return first


def _operator() -> str:
    """Who keeps the accounts from the command line, as the audit log names them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (OSError, KeyError):
        return "command line"

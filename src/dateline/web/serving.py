"""Runs the desk: one process, or several that share a socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from dateline.archive import Archive
from dateline.errors import InputError
from dateline.web.settings import Settings

_MOST_WORKERS = 64
_SECONDS_IDLE = 15
_OPEN_AT_ONCE = 512
_LONGEST_HEAD = 32 * 1024


class Desk:
    """A desk that is about to run."""

    def __init__(self, settings: Settings, *, workers: int = 1) -> None:
        """See that it can run as asked.

        Raises:
            DatelineError: the settings make no sense, the archive cannot be opened, nobody could sign in
                (``input.desk-needs-accounts``), or the port is taken (``input.port-taken``).
        """
        if not 1 <= workers <= _MOST_WORKERS:
            raise InputError(
                f"{workers} processes",
                where="--workers",
                remedy=f"Give a number from 1 to {_MOST_WORKERS}.",
                code="input.unusable-option",
            )
        self._settings, self._workers = settings.checked(), workers
        with Archive.open(settings.db, create=False) as archive:
            if settings.accounts and not any(one.active and one.role == "admin" for one in archive.desk.accounts()):
                raise InputError(
                    "nobody could sign in as admin: the archive has no such account",
                    where="--accounts",
                    remedy="Make one with `dateline user add NAME --role admin`.",
                    code="input.desk-needs-accounts",
                )
        _check_free(settings)

    def notes(self) -> Iterator[str]:
        """What whoever starts it should know, a line each."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        yield f"dateline desk: http://{host}:{settings.port}/ (API: /api/v1); Ctrl-C ends it"
        if not settings.accounts:
            yield "No accounts: everybody who uses this machine may read and decide; --accounts changes that."
        elif not settings.loopback and not settings.secure:
            yield "Passwords travel unencrypted: put a proxy with HTTPS before it, and give --secure."
        if settings.tiles is not None:
            yield f"Browsers load map tiles from {settings.tiles_origin}, which so learns where people look."

    def run(self) -> None:
        """Serve until it is told to end."""
        import uvicorn

        settings = self._settings
        settings.to_environment()
        uvicorn.run(
            "dateline.web:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=self._workers if self._workers > 1 else None,
            access_log=False,
            log_level="warning",
            server_header=False,
            limit_concurrency=_OPEN_AT_ONCE,
            timeout_keep_alive=_SECONDS_IDLE,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            ws="none",
        )


def _check_free(settings: Settings) -> None:
    kind = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as error:
            raise InputError(
                f"the desk cannot listen on {settings.host}, port {settings.port}: {error.strerror or error}",
                where="--port",
                remedy="Give another --port, or end the program that uses this one.",
                code="input.port-taken",
            ) from error

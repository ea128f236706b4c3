"""Starts a real server of PostgreSQL in a temporary folder.

``initdb`` and ``pg_ctl`` come from Debian's package ``postgresql`` (``apt-get install postgresql``). The server refuses
to run as root, so under root it is started as the user ``postgres`` that the package makes. It listens on a socket in
its folder alone, so neither a port nor another server is in its way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

_PORT = 54_329


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest version that is installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path is not None:
        found.append(Path(on_path).parent)
    return max(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()], default=None)


class PostgresServer:
    """A server that runs until the block ends, and can be stopped and started in between."""

    def __init__(self) -> None:
        programs = binaries()
        assert programs is not None
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def __enter__(self) -> Self:
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-A", "trust", "-U", "dateline", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses= -k {self._folder} -p {_PORT} -c fsync=off -c max_connections=40"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-o", options, "-l", log, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that goes down does."""
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-m", "immediate", "stop")

    def new_database(self, name: str, *, template: str = "template1") -> str:
        """Makes a database, empty or a copy of another one, and returns its URL."""
        self._run("createdb", "-h", self._folder, "-p", _PORT, "-U", "dateline", "-T", template, name)
        return f"postgresql://dateline@/{name}?host={quote(str(self._folder))}&port={_PORT}"

    def drop(self, name: str) -> None:
        """Takes a database away again, whoever is still connected; a hundred of them would fill a small disk."""
        self._run("dropdb", "-h", self._folder, "-p", _PORT, "-U", "dateline", "--force", name)

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [self._programs / program, *(str(argument) for argument in arguments)],
            stdin=subprocess.DEVNULL,
            # A pipe would stay open as long as the server that pg_ctl leaves behind.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            check=False,
            **self._as,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}")

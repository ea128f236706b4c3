"""Runs the command line as a user does: another process, its own streams, its own exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "dateline.cli")
SECONDS = 90


def dateline(
    *arguments: object, given: bytes | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished command, with what it wrote to stdout and stderr as text."""
    done = subprocess.run(
        [*COMMAND, *(str(argument) for argument in arguments)],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "COLUMNS": "160", **(environment or {})},
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def report(number: int = 1, **changes: object) -> dict[str, object]:
    """A report of an event that no coder should miss."""
    return {
        "id": f"r-{number}",
        "published": "2024-05-06T09:00:00Z",
        "publisher": "Lowland Courier",
        "title": "Gunmen kill four in Aleppo",
        "text": "Gunmen attacked a police checkpoint in Aleppo on Sunday, killing four officers, the governor said. "
        f"The attack was the worst in the city this year, and patrol number {number} was sent to the place.",
        **changes,
    }


def write_reports(path: Path, *reports: dict[str, object] | str) -> Path:
    """A JSONL file of reports, or of lines as they are."""
    lines = [one if isinstance(one, str) else json.dumps(one) for one in reports]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def json_lines(text: str) -> list[dict[str, object]]:
    """The objects of a JSONL text."""
    return [json.loads(line) for line in text.splitlines()]

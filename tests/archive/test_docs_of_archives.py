"""docs/errors.md and docs/archive.md keep up with the code."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.archive.tables import METADATA

ROOT = Path(__file__).parents[2]
ERRORS = (ROOT / "docs" / "errors.md").read_text("utf-8")
DOCS = (ROOT / "docs" / "archive.md").read_text("utf-8")
ROOM = sorted((ROOT / "src" / "dateline" / "archive").rglob("*.py"))


def test_every_code_is_explained_and_every_explained_code_is_raised() -> None:
    raised = {
        code
        for path in ROOM
        for code in re.findall(r'code ?= ?"((?:archive|install)\.[a-z-]+)"', path.read_text("utf-8"))
    }
    assert raised == set(re.findall(r"^\| `(archive\.[a-z-]+)`", ERRORS, re.MULTILINE)) | {"install.postgres-driver"}
    assert "`install.postgres-driver`" in ERRORS


def test_every_command_and_table_stands_in_the_docs() -> None:
    for command in (
        "add",
        "link",
        "show",
        "search",
        "merge",
        "split",
        "undo",
        "verify",
        "backup",
        "restore",
        "migrate",
    ):
        assert f"`dateline {command}" in DOCS
    assert {table for table in METADATA.tables if f"`{table}`" not in DOCS} == set()

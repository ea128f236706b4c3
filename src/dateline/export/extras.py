"""Libraries that only some formats need: found when they are used, and named with the remedy where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, TypeAlias

from dateline.errors import InstallError

Extra: TypeAlias = Literal["parquet", "pandas", "polars"]


def library_of(extra: Extra, module: str) -> Any:
    """The module of an extra.

    Raises:
        InstallError: it is not installed (``install.extra``).
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InstallError(
            f"this needs {module.partition('.')[0]}, which is not installed",
            remedy=f"Install it with: pip install 'dateline[{extra}]'",
            code="install.extra",
        ) from error

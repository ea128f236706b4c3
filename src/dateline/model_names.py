"""The shipped models by name, apart from what loads them: the command line names them before it loads anything."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelName: TypeAlias = Literal["accurate", "fast"]
DEFAULT_MODEL: ModelName = "accurate"

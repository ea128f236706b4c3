"""The options that the commands about an archive share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from cyclopts import Parameter

Db: TypeAlias = Annotated[str, Parameter(name="--db", env_var="DATELINE_DB")]
DEFAULT_DB = "dateline.db"
Json: TypeAlias = Annotated[bool, Parameter(name="--json", negative=())]
AsOf: TypeAlias = Annotated[str | None, Parameter(name="--as-of")]

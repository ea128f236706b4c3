"""Word lists of this room: TOML files under ``data/``, each with a ``source`` line, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from dateline.errors import InstallError

_REMEDY = "Install dateline again; the file belongs to it."
_CODE = "install.word-lists"


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed file ``data/{name}.toml``.

    Raises:
        InstallError: the file is missing, is no TOML, or does not say where its words are from.
    """
    where = f"dateline/linking/data/{name}.toml"
    try:
        text = resources.files("dateline.linking").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
        parsed = tomllib.loads(text)
    except OSError as error:
        raise InstallError("a word list is missing", where=where, remedy=_REMEDY, code=_CODE) from error
    except tomllib.TOMLDecodeError as error:
        raise InstallError(f"a word list is damaged: {error}", where=where, remedy=_REMEDY, code=_CODE) from error
    if not isinstance(parsed.get("source"), str):
        raise InstallError("a word list does not name its source", where=f"{where}:source", remedy=_REMEDY, code=_CODE)
    return parsed


def _value(name: str, key: str) -> Any:
    try:
        return table(name)[key]
    except KeyError as error:
        where = f"dateline/linking/data/{name}.toml:{key}"
        raise InstallError("a word list lacks a key", where=where, remedy=_REMEDY, code=_CODE) from error


@cache
def words_of(name: str, key: str) -> frozenset[str]:
    """The words of a key that holds them in one string, between spaces.

    Raises:
        InstallError: as `table`, or the key is missing.
    """
    return frozenset(str(_value(name, key)).split())


@cache
def lines_of(name: str, key: str) -> tuple[str, ...]:
    """The entries of a key that holds a list, in its order.

    Raises:
        InstallError: as `table`, or the key is missing.
    """
    return tuple(str(line) for line in _value(name, key))


@cache
def pattern_of(name: str, key: str) -> re.Pattern[str]:
    """The patterns of a key as one, in any case; white space in them stands for any white space of a text.

    Raises:
        InstallError: as `table`, the key is missing, or a pattern is none.
    """
    joined = "|".join(f"(?:{line})" for line in lines_of(name, key))
    try:
        return re.compile(joined.replace(" ", r"\s+"), re.IGNORECASE)
    except re.error as error:
        where = f"dateline/linking/data/{name}.toml:{key}"
        raise InstallError(f"a word list is damaged: {error}", where=where, remedy=_REMEDY, code=_CODE) from error

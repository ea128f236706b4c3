"""Word lists of this room: TOML files under ``data/``, each with a ``source`` line, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from dateline.errors import InstallError


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed file ``data/{name}.toml``.

    Raises:
        InstallError: the file is missing, is no TOML, or does not say where its words are from.
    """
    where = f"dateline/coding/data/{name}.toml"
    remedy = "Install dateline again; the file belongs to it."
    try:
        text = resources.files("dateline.coding").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
        parsed = tomllib.loads(text)
    except OSError as error:
        raise InstallError("a word list is missing", where=where, remedy=remedy, code="install.word-lists") from error
    except tomllib.TOMLDecodeError as error:
        raise InstallError(
            f"a word list is damaged: {error}", where=where, remedy=remedy, code="install.word-lists"
        ) from error
    if not isinstance(parsed.get("source"), str):
        raise InstallError(
            "a word list does not name its source", where=f"{where}:source", remedy=remedy, code="install.word-lists"
        )
    return parsed


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """The words under ``[grammar] key`` (or ``key`` itself) of ``data/{name}.toml``.

    Raises:
        InstallError: as `table`, or the key is missing or no string.
    """
    parsed = table(name)
    words = parsed.get("grammar", {}).get(key, parsed.get(key))
    if not isinstance(words, str):
        raise InstallError(
            "a word list lacks a key",
            where=f"dateline/coding/data/{name}.toml:{key}",
            remedy="Install dateline again; the file belongs to it.",
            code="install.word-lists",
        )
    return frozenset(words.split())

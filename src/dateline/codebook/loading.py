"""Reading the codebook's data files into entries, with errors that name file, line and key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from dateline.codebook.entries import (
    ActorKindsFile,
    CodesFile,
    CrosswalkFile,
    InflectionsFile,
    LexiconFile,
    StancesFile,
    StatusesFile,
    TypesFile,
    WeaponsFile,
)
from dateline.errors import CodebookError

_File = TypeVar("_File")
_TOML_LINE = re.compile(r"at line (\d+)")
_PATH = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`")
_ENTRY = re.compile(r"(\w+)\[(\d+)\]")

REMEDY = "Mend the entry, or reinstall dateline if the file is not your own copy."


@dataclass(frozen=True)
class Sources:
    """All data files as read, not yet checked against each other; ``texts`` holds each file's text by name."""

    types: TypesFile
    weapons: WeaponsFile
    stances: StancesFile
    statuses: StatusesFile
    actor_kinds: ActorKindsFile
    codes: CodesFile
    crosswalk: CrosswalkFile
    inflections: InflectionsFile
    lexicon: LexiconFile
    texts: dict[str, str]

    def where(self, file: str, key: str) -> str:
        """``file:line:key`` of an entry such as ``type[3].plover``; the line is that of the entry's heading."""
        return _where(file, self.texts[file], key)


def read_sources(folder: Traversable) -> Sources:
    """The data files of a codebook folder.

    Raises:
        CodebookError: a file is missing, is no TOML, has an unknown or missing key, or a value out of its list.
    """
    texts: dict[str, str] = {}

    def read(name: str, shape: type[_File]) -> _File:
        texts[name] = _text(folder, name)
        return _convert(name, texts[name], shape)

    return Sources(
        types=read("types.toml", TypesFile),
        weapons=read("weapons.toml", WeaponsFile),
        stances=read("stances.toml", StancesFile),
        statuses=read("statuses.toml", StatusesFile),
        actor_kinds=read("actor_kinds.toml", ActorKindsFile),
        codes=read("codes.toml", CodesFile),
        crosswalk=read("crosswalk.toml", CrosswalkFile),
        inflections=read("inflections.toml", InflectionsFile),
        lexicon=read("lexicon.toml", LexiconFile),
        texts=texts,
    )


def _text(folder: Traversable, name: str) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise CodebookError(
            "the codebook has no such file",
            where=name,
            remedy="Copy the whole data folder, then change it; or reinstall dateline.",
            code="codebook.file",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(
            f"the file cannot be read ({error})", where=name, remedy=REMEDY, code="codebook.file"
        ) from error


def _convert(name: str, text: str, shape: type[_File]) -> _File:
    try:
        return msgspec.convert(tomllib.loads(text), shape)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        where = f"{name}:{line.group(1)}" if line else name
        raise CodebookError(f"this is no TOML ({error})", where=where, remedy=REMEDY, code="codebook.toml") from None
    except msgspec.ValidationError as error:
        what = str(error)
        path = _PATH.search(what)
        where = _where(name, text, path.group(1)) if path else name
        what = _PATH.sub("", what)
        raise CodebookError(what[:1].lower() + what[1:], where=where, remedy=REMEDY, code="codebook.value") from None


def _where(file: str, text: str, key: str) -> str:
    entry = _ENTRY.match(key)
    if entry is None:
        return f"{file}:{key}"
    headings = list(re.finditer(rf"^\[\[{entry.group(1)}\]\]", text, re.MULTILINE))
    line = text.count("\n", 0, headings[int(entry.group(2))].start()) + 1
    return f"{file}:{line}:{key}"

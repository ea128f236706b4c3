"""Examines the installation: each part that coding needs, whether it is well, and what to do if it is not."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.cli.workers import MEMORY_OF_WORKER, free_memory
from dateline.errors import DatelineError
from dateline.version import __version__

PACKAGES = (
    "alembic",
    "argon2-cffi",
    "charset-normalizer",
    "cyclopts",
    "fastapi",
    "ftfy",
    "httpx2",
    "jinja2",
    "krippendorff",
    "msgspec",
    "numpy",
    "onnxruntime",
    "py3langid",
    "python-multipart",
    "rensa",
    "rich",
    "sqlalchemy",
    "tokenizers",
    "trafilatura",
    "uvicorn",
    "lxml-html-clean",
)
"""The packages of ``project.dependencies`` in pyproject.toml; a test keeps the two alike."""

_OLDEST_PYTHON = (3, 11)
_DISK_WANTED = 200 * 2**20
_REINSTALL = "Install dateline again."


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the installation.

    Attributes:
        part: what was looked at.
        well: whether it is there and works.
        found: what was found, such as a version, a size, or what is wrong.
        remedy: what to do, where it is not well.
        needed: whether coding is impossible without it.
    """

    part: str
    well: bool
    found: str
    remedy: str | None = None
    needed: bool = True


def examine() -> tuple[Finding, ...]:
    """Look at every part; nothing raises, what goes wrong is a finding."""
    return (
        Finding(part="dateline", well=True, found=__version__),
        _python(),
        *_packages(),
        _model(),
        _gazetteer(),
        _language_detector(),
        _coder(),
        _memory(),
        _disk(),
    )


def findings_as_json(findings: tuple[Finding, ...]) -> str:
    """``{"well": …, "findings": [{"part", "well", "found", "remedy", "needed"}, …]}``."""
    well = all(finding.well or not finding.needed for finding in findings)
    return msgspec.json.format(msgspec.json.encode({"well": well, "findings": findings})).decode()


def findings_as_table(findings: tuple[Finding, ...]) -> RenderableType:
    """For people: a line a part, the remedy below it, and the verdict last."""
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        sign = Text("ok", style="green") if finding.well else Text("MISSING" if finding.needed else "note", style="red")
        told = Text(finding.found)
        if finding.remedy and not finding.well:
            told.append(f"\n{finding.remedy}", style="bold")
        table.add_row(sign, finding.part, told)
    ill = [finding.part for finding in findings if not finding.well and finding.needed]
    verdict = f"Not ready: {', '.join(ill)}." if ill else "Ready to code reports."
    return Group(table, Text(), Text(verdict, style="bold"))


def _python() -> Finding:
    wanted = ".".join(str(part) for part in _OLDEST_PYTHON)
    return Finding(
        part="python",
        well=sys.version_info >= _OLDEST_PYTHON,
        found=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        remedy=f"Install Python {wanted} or later.",
    )


def _packages() -> Iterator[Finding]:
    for package in PACKAGES:
        try:
            yield Finding(part=package, well=True, found=metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(part=package, well=False, found="not installed", remedy=f"pip install {package}")


def _model() -> Finding:
    def look() -> str:
        from dateline.reading import MODELS, read_card

        found = []
        for folder in sorted(path.parent for path in MODELS.glob("*/model.json")) or [MODELS]:
            card = read_card(folder, verify=True)
            size = sum((folder / name).stat().st_size for name in card.files)
            found.append(f"{card.name}, {len(card.files)} files, {size / 2**20:.0f} MB")
        return f"{'; '.join(found)}; hashes agree"

    return _looked_at("model", look)


def _gazetteer() -> Finding:
    def look() -> str:
        from dateline.grounding.places.gazetteer import Gazetteer
        from dateline.grounding.places.index_choice import chosen_index

        chosen = chosen_index()
        about = Gazetteer(chosen.path).about
        with closing(sqlite3.connect(f"{chosen.path.resolve().as_uri()}?mode=ro", uri=True)) as index:
            (state,) = index.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise sqlite3.DatabaseError(f"{chosen.path} is damaged: {state}")
        which = "" if chosen.built_in else f", {chosen.path} ({chosen.why})"
        return f"{int(about['places']):,} places, {_age_and_size(chosen.path)}, intact{which}"

    remedy = "Build it with `dateline gazetteer build --force`, or install dateline again."
    return _looked_at("gazetteer", look, remedy=remedy)


def _age_and_size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.0f} MB of {time.strftime('%Y-%m-%d', time.gmtime(path.stat().st_mtime))}"


def _language_detector() -> Finding:
    def look() -> str:
        from py3langid import langid

        told, _ = langid.classify(
            "Soldiers fired on a crowd that had gathered in the market of the old town on Friday."
        )
        if told != "en":
            raise ValueError(f"it takes an English sentence for {told!r}")
        return f"py3langid {metadata.version('py3langid')} knows English"

    return _looked_at("language detector", look)


def _coder() -> Finding:
    def look() -> str:
        began = time.perf_counter()
        from dateline.engine import Coder

        Coder.load()
        return f"loads in {time.perf_counter() - began:.1f} s"

    return _looked_at("coder", look, remedy="Mend what is missing above, then look again.")


def _memory() -> Finding:
    free = free_memory()
    return Finding(
        part="memory",
        well=free >= MEMORY_OF_WORKER,
        found=f"{free / 2**30:.1f} GB free",
        remedy=f"A run needs about {MEMORY_OF_WORKER / 2**20:.0f} MB a worker: close other programs, or use --jobs 1.",
        needed=False,
    )


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    return Finding(
        part="disk",
        well=free >= _DISK_WANTED,
        found=f"{free / 2**30:.1f} GB free here",
        remedy="Make room, or write the output to another disk.",
        needed=False,
    )


def _looked_at(part: str, look: Callable[[], str], *, remedy: str = _REINSTALL) -> Finding:
    try:
        return Finding(part=part, well=True, found=look())
    except DatelineError as error:
        return Finding(part=part, well=False, found=f"{error.what} [{error.code}]", remedy=error.remedy)
    except Exception as error:  # a damaged installation can fail in any way; each is a finding
        return Finding(part=part, well=False, found=f"{type(error).__name__}: {error}", remedy=remedy)

"""Events out into one file of one format, whole or not at all, with what must be known about it."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal, TypeAlias

import msgspec

from dateline.errors import InputError
from dateline.export import acled, jsonld, polecat, ucdp
from dateline.export.about import ATTRIBUTION, LICENCE, About, write_about
from dateline.export.atom import atom_entries, write_atom
from dateline.export.data_package import write_data_package
from dateline.export.flat import FlatMention, flatten
from dateline.export.flat_columns import Flat
from dateline.export.flat_event import FlatEvent, flatten_event
from dateline.export.geojson import write_features
from dateline.export.jsonl import write_events, write_jsonl
from dateline.export.parquet import write_parquet
from dateline.export.permalinks import Permalinks
from dateline.export.selection import Selection
from dateline.export.spreadsheet import write_flat_csv
from dateline.export.tellings import Kept, Library, NoLibrary, Telling, Wanted, gather, of_all, of_none
from dateline.export.whole_files import whole_binary_file, whole_file

_NEW_OBJECTS = 200_000
"""New objects, less those gone, after which cycles are looked for: more than a hundred events at a time come to."""

FormatName: TypeAlias = Literal[
    "acled",
    "ucdp",
    "polecat",
    "jsonl",
    "csv",
    "parquet",
    "geojson",
    "geoparquet",
    "datapackage",
    "atom",
    "jsonld",
]
Rows: TypeAlias = Literal["events", "mentions"]


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written.

    Attributes:
        format: as ``--as`` names it.
        selection: which events.
        rows: whether a row is an event or a mention.
        hxl: whether a row of HXL tags stands below the header.
        permalink: pattern of the events' pages, with ``{id}`` in it.
        read: where the events came from.
        licence: under what terms the codings are passed on, in the words of whoever does it.
    """

    format: FormatName
    selection: Selection = Selection()
    rows: Rows = "events"
    hxl: bool = False
    permalink: str | None = None
    read: tuple[str, ...] = ()
    licence: str | None = None


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows were written, and how many events the format's own rules left out, by reason."""

    rows: int
    left_out: Mapping[str, int] = {}


class _Job(msgspec.Struct):
    """One export under way."""

    wish: Wish
    tellings: Iterator[Telling]
    about: About
    left_out: Counter[str]

    @property
    def any_status(self) -> bool:
        """Whether the format's own rules on what did not happen give way to what was asked for."""
        return bool(self.wish.selection.statuses)

    @property
    def kind(self) -> type[Flat]:
        return FlatMention if self.wish.rows == "mentions" else FlatEvent

    def flat(self) -> Iterator[Flat]:
        if self.wish.rows == "mentions":
            return (flatten(mention) for telling in self.tellings for mention in telling.mentions)
        return map(flatten_event, self.tellings)


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: how it is written, and what it needs.

    Attributes:
        write_text, write_bytes: one of the two; gives back how many rows there were.
        mentions, reports: for which events these are needed.
        rules: what it leaves out or counts in its own way.
        by_day: whether events of one day have to follow one another.
        tells_itself: whether the file has a place for what must be known about it.
        of_mentions: whether it can hold a row a mention.
        tagged: whether it can hold a row of HXL tags.
    """

    write_text: Callable[[_Job, IO[str]], int] | None = None
    write_bytes: Callable[[_Job, IO[bytes]], int] | None = None
    mentions: Wanted = of_none
    reports: Wanted = of_none
    rules: tuple[str, ...] = ()
    by_day: bool = False
    tells_itself: bool = False
    of_mentions: bool = False
    tagged: bool = False


def _acled(job: _Job, out: IO[str]) -> int:
    rows = acled.acled_rows(job.tellings, any_status=job.any_status, left_out=job.left_out)
    return acled.write_acled(rows, out, hxl=job.wish.hxl)


def _ucdp(job: _Job, out: IO[str]) -> int:
    return ucdp.write_ucdp(ucdp.ucdp_rows(job.tellings, any_status=job.any_status, left_out=job.left_out), out)


def _polecat(job: _Job, out: IO[str]) -> int:
    rows = polecat.polecat_rows(job.tellings, any_status=job.any_status, left_out=job.left_out)
    return polecat.write_polecat(rows, out)


def _jsonl(job: _Job, out: IO[str]) -> int:
    if job.wish.rows == "mentions":
        return write_jsonl((mention for telling in job.tellings for mention in telling.mentions), out)
    return write_events((telling.event for telling in job.tellings), out)


def _csv(job: _Job, out: IO[str]) -> int:
    return write_flat_csv(job.flat(), job.kind, out, hxl=job.wish.hxl)


def _geojson(job: _Job, out: IO[str]) -> int:
    return write_features(job.flat(), out, about=job.about)


def _parquet(job: _Job, out: IO[bytes]) -> int:
    return write_parquet(job.flat(), job.kind, out, about=job.about, geo=job.wish.format == "geoparquet")


def _data_package(job: _Job, out: IO[bytes]) -> int:
    return write_data_package(job.flat(), job.kind, out, job.about)


def _atom(job: _Job, out: IO[str]) -> int:
    entries = atom_entries(job.tellings, Permalinks(job.wish.permalink), made=job.about.made)
    return write_atom(entries, out, job.about)


def _jsonld(job: _Job, out: IO[str]) -> int:
    return jsonld.write_jsonld(jsonld.event_nodes(job.tellings, Permalinks(job.wish.permalink)), out, job.about)


FORMATS: Mapping[FormatName, Format] = MappingProxyType(
    {
        "acled": Format(write_text=_acled, mentions=acled.wants_mentions, rules=acled.RULES, by_day=True, tagged=True),
        "ucdp": Format(write_text=_ucdp, reports=ucdp.wants_reports, rules=ucdp.RULES),
        "polecat": Format(write_text=_polecat, reports=polecat.wants_reports, rules=polecat.RULES),
        "jsonl": Format(write_text=_jsonl, of_mentions=True),
        "csv": Format(write_text=_csv, of_mentions=True, tagged=True),
        "parquet": Format(write_bytes=_parquet, of_mentions=True, tells_itself=True),
        "geojson": Format(write_text=_geojson, of_mentions=True, tells_itself=True),
        "geoparquet": Format(write_bytes=_parquet, of_mentions=True, tells_itself=True),
        "datapackage": Format(write_bytes=_data_package, of_mentions=True, tells_itself=True),
        "atom": Format(write_text=_atom, reports=of_all, by_day=True, tells_itself=True),
        "jsonld": Format(write_text=_jsonld, mentions=of_all, reports=of_all, tells_itself=True),
    }
)


def export(kept: Iterable[Kept], path: Path, wish: Wish, *, library: Library | None = None) -> Exported:
    """Write the events that are wanted into a file, which appears, or replaces an older one, only when it is whole.

    Memory holds some hundred events, whatever there are, and one day's for the ACLED-shaped file. A format that has
    no place to say what was asked, when and by which version has it in ``FILE.about.json``.

    Args:
        kept: the events; for the ACLED-shaped file those of one day follow one another.
        path: the file to write.
        wish: what is to be written.
        library: where mentions and reports can be asked for.

    Raises:
        InputError: the wish makes no sense (``input.unusable-option``), or the file cannot be written
            (``input.cannot-write``).
        InstallError: the format needs a library that is not installed (``install.extra``).
    """
    form = checked(wish)
    job = _job(kept, wish, form, library or NoLibrary())
    if form.write_bytes is not None:
        with whole_binary_file(path) as raw, _few_searches_for_cycles():
            rows = form.write_bytes(job, raw)
    else:
        with whole_file(path) as out, _few_searches_for_cycles():
            rows = _written(form, job, out)
    if not form.tells_itself:
        digest = _sha256(path)
        write_about(msgspec.structs.replace(job.about, rows=rows, left_out=dict(job.left_out), sha256=digest), path)
    return Exported(rows=rows, left_out=dict(job.left_out))


def export_text(kept: Iterable[Kept], out: IO[str], wish: Wish, *, library: Library | None = None) -> Exported:
    """`export` to an open text file, such as stdout; there is no file beside it.

    Raises:
        InputError: as for `export`; also for a format of bytes.
    """
    form = checked(wish)
    if form.write_text is None:
        raise _unusable(f"{wish.format} is no text", "-o", "Give a file to write.")
    job = _job(kept, wish, form, library or NoLibrary())
    rows = _written(form, job, out)
    return Exported(rows=rows, left_out=dict(job.left_out))


def checked(wish: Wish) -> Format:
    """The format of a wish that makes sense.

    Raises:
        InputError: it makes none (``input.unusable-option``).
    """
    form = FORMATS[wish.format]
    if wish.rows == "mentions" and not form.of_mentions:
        raise _unusable(f"{wish.format} has no rows of mentions", "--rows", _those("of_mentions"))
    if wish.hxl and not (form.tagged and wish.rows == "events"):
        raise _unusable(f"there are no tags for {wish.format} of {wish.rows}", "--hxl", _those("tagged"))
    Permalinks(wish.permalink)
    return form


def _those(able: str) -> str:
    return f"These formats can: {', '.join(name for name, form in FORMATS.items() if getattr(form, able))}."


def _job(kept: Iterable[Kept], wish: Wish, form: Format, library: Library) -> _Job:
    wanted = (one for one in kept if wish.selection.admits(one.event))
    mentions = of_all if wish.rows == "mentions" else form.mentions
    left_out: Counter[str] = Counter()
    about = About(
        format=wish.format,
        query=wish.selection,
        made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        read=wish.read,
        rules=form.rules,
        licence=wish.licence or LICENCE,
        attribution=ATTRIBUTION,
    )
    return _Job(
        wish=wish,
        tellings=gather(wanted, library, mentions=mentions, reports=form.reports),
        about=about,
        left_out=left_out,
    )


def _written(form: Format, job: _Job, out: IO[str]) -> int:
    assert form.write_text is not None
    return form.write_text(job, out)


@contextmanager
def _few_searches_for_cycles() -> Iterator[None]:
    """Records are trees without cycles, and a search for some after every 700 new objects takes most of the time."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _NEW_OBJECTS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unusable(what: str, where: str, remedy: str) -> InputError:
    return InputError(what, where=where, remedy=remedy, code="input.unusable-option")

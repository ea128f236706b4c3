"""What stands beside every exported file: what was asked, when, of which version, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from dateline.errors import InputError
from dateline.export.selection import Selection
from dateline.export.unreadable import cannot_read
from dateline.export.whole_files import whole_file
from dateline.version import __version__

ENDING = ".about.json"
LICENCE = (
    "These are codings made by dateline from published reports; whoever made the export decides under what terms they "
    "are passed on. The texts of the reports belong to their publishers. The file has the shape that its format names "
    "and holds no row of anybody else's data."
)
ATTRIBUTION = (
    "Places: GeoNames (geonames.org, CC BY 4.0) and Natural Earth (public domain). Codes of countries: ISO 3166-1, "
    "Correlates of War, Gleditsch and Ward."
)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader of an exported file must know.

    Attributes:
        format: as ``--as`` names it.
        query: what was asked for.
        made: ISO 8601 time, UTC.
        version: of dateline.
        read: where the events came from.
        rules: what this format leaves out or counts in its own way, one sentence each.
        licence, attribution: what may be done with the file, and whom to name.
        rows: how many records the file holds; None where that was not known when this was written into the file.
        left_out: how many events the format's own rules left out, by reason; None as for ``rows``.
        sha256: of the file that this stands beside; None inside a file.
    """

    format: str
    query: Selection = Selection()
    made: str
    version: str = __version__
    read: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    licence: str = LICENCE
    attribution: str = ATTRIBUTION
    rows: int | None = None
    left_out: Mapping[str, int] | None = None
    sha256: str | None = None


_ENCODER = msgspec.json.Encoder()
_ABOUT = msgspec.json.Decoder(About)


def about_to_json(about: About) -> str:
    """One line of JSON, without the line end."""
    return _ENCODER.encode(about).decode()


def about_from_json(text: str | bytes, *, where: str) -> About:
    """What `about_to_json` wrote.

    Raises:
        InputError: it did not (``input.not-about``).
    """
    try:
        return _ABOUT.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"no description of an export: {error}",
            where=where,
            remedy="Export the events again with `dateline export`.",
            code="input.not-about",
        ) from error


def beside(path: Path) -> Path:
    """The file that describes the one of this name: ``events.csv.about.json``."""
    return path.with_name(path.name + ENDING)


def write_about(about: About, path: Path) -> None:
    """Write the side file of an exported file, whole or not at all."""
    with whole_file(beside(path)) as out:
        out.write(msgspec.json.format(about_to_json(about), indent=1) + "\n")


def read_about(path: Path) -> About:
    """The description beside an exported file; its ``sha256`` tells whether it is of this very file.

    Raises:
        InputError: there is none (``input.cannot-read``), or it is none of ours (``input.not-about``).
    """
    side = beside(path)
    try:
        text = side.read_bytes()
    except OSError as error:
        raise cannot_read(side, error) from error
    return about_from_json(text, where=str(side))

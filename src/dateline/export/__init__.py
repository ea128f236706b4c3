"""Records in the forms that people and programs use: each format with a writer, and a reader of what it wrote.

docs/formats.md says what each holds. `dateline.export.exporting.export` writes any of them; the functions here are for
those who want one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.export.about import About, read_about
    from dateline.export.acled import AcledRow, read_acled
    from dateline.export.atom import AtomEntry, read_atom
    from dateline.export.data_package import read_data_package
    from dateline.export.exporting import Exported, Wish, export
    from dateline.export.flat import FlatMention, flatten
    from dateline.export.flat_event import FlatEvent, flatten_event
    from dateline.export.frames import to_frame
    from dateline.export.geojson import read_features, write_geojson
    from dateline.export.jsonl import read_events, read_jsonl, write_events, write_jsonl
    from dateline.export.jsonld import read_jsonld
    from dateline.export.jsonld_records import EventNode
    from dateline.export.parquet import read_parquet
    from dateline.export.polecat import PolecatRow, read_polecat
    from dateline.export.selection import Selection
    from dateline.export.spreadsheet import read_csv, read_flat_csv, write_csv
    from dateline.export.tellings import Kept, MemoryLibrary, Telling
    from dateline.export.ucdp import UcdpRow, read_ucdp
    from dateline.export.whole_files import whole_file

__all__ = [
    "About",
    "AcledRow",
    "AtomEntry",
    "EventNode",
    "Exported",
    "FlatEvent",
    "FlatMention",
    "Kept",
    "MemoryLibrary",
    "PolecatRow",
    "Selection",
    "Telling",
    "UcdpRow",
    "Wish",
    "export",
    "flatten",
    "flatten_event",
    "read_about",
    "read_acled",
    "read_atom",
    "read_csv",
    "read_data_package",
    "read_events",
    "read_features",
    "read_flat_csv",
    "read_jsonl",
    "read_jsonld",
    "read_parquet",
    "read_polecat",
    "read_ucdp",
    "to_frame",
    "whole_file",
    "write_csv",
    "write_events",
    "write_geojson",
    "write_jsonl",
]

_HOMES = {
    "About": "about",
    "AcledRow": "acled",
    "AtomEntry": "atom",
    "EventNode": "jsonld_records",
    "Exported": "exporting",
    "FlatEvent": "flat_event",
    "FlatMention": "flat",
    "Kept": "tellings",
    "MemoryLibrary": "tellings",
    "PolecatRow": "polecat",
    "Selection": "selection",
    "Telling": "tellings",
    "UcdpRow": "ucdp",
    "Wish": "exporting",
    "export": "exporting",
    "flatten": "flat",
    "flatten_event": "flat_event",
    "read_about": "about",
    "read_acled": "acled",
    "read_atom": "atom",
    "read_csv": "spreadsheet",
    "read_data_package": "data_package",
    "read_events": "jsonl",
    "read_features": "geojson",
    "read_flat_csv": "spreadsheet",
    "read_jsonl": "jsonl",
    "read_jsonld": "jsonld",
    "read_parquet": "parquet",
    "read_polecat": "polecat",
    "read_ucdp": "ucdp",
    "to_frame": "frames",
    "whole_file": "whole_files",
    "write_csv": "spreadsheet",
    "write_events": "jsonl",
    "write_geojson": "geojson",
    "write_jsonl": "jsonl",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: a command that prints one line should not wait for a dozen formats.
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline.export' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"dateline.export.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

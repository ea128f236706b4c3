"""Records in the forms that people and programs use: JSON lines, CSV, GeoJSON, a table, and the marked text."""

from dateline.export.flat import FlatMention, flatten
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import read_jsonl, write_jsonl
from dateline.export.spreadsheet import read_csv, write_csv
from dateline.export.whole_files import whole_file

__all__ = [
    "FlatMention",
    "flatten",
    "read_csv",
    "read_jsonl",
    "whole_file",
    "write_csv",
    "write_geojson",
    "write_jsonl",
]

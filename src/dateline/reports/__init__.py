"""Files to reports: reads JSONL, JSON, CSV, HTML and plain text, cleans the text, and says what it could not use."""

from dateline.reports.boilerplate import Rule, load_rules
from dateline.reports.cleaning import Cleaned, clean_text
from dateline.reports.faults import FAULTS, Fault
from dateline.reports.language import judge_language
from dateline.reports.options import ReadOptions
from dateline.reports.outcome import Outcome, Rejection, rejection_to_json
from dateline.reports.published import iso_published
from dateline.reports.reading_inputs import read, read_reports

__all__ = [
    "FAULTS",
    "Cleaned",
    "Fault",
    "Outcome",
    "ReadOptions",
    "Rejection",
    "Rule",
    "clean_text",
    "iso_published",
    "judge_language",
    "load_rules",
    "read",
    "read_reports",
    "rejection_to_json",
]

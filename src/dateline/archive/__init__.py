"""Keeps reports, mentions, events and decisions; every change is appended with who, when and why.

One file of SQLite by default, PostgreSQL by URL; any past moment can be asked for. docs/archive.md shows it at work.
"""

from dateline.archive.answers import (
    Added,
    Change,
    Changed,
    CoderRun,
    EventPage,
    EventQuery,
    Flaw,
    KeptEvent,
    KeptMention,
    KeptReport,
    Linked,
    Verification,
)
from dateline.archive.archive import Archive
from dateline.archive.errors import ArchiveError, NoSuchIdError, StaleVersionError

__all__ = [
    "Added",
    "Archive",
    "ArchiveError",
    "Change",
    "Changed",
    "CoderRun",
    "EventPage",
    "EventQuery",
    "Flaw",
    "KeptEvent",
    "KeptMention",
    "KeptReport",
    "Linked",
    "NoSuchIdError",
    "StaleVersionError",
    "Verification",
]

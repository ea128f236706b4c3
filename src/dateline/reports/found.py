"""`Found`: what a format's reader hands on, a report as given, before it is checked and cleaned."""

from __future__ import annotations

from typing import Any

import msgspec

from dateline.reports.faults import Finding


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One report as its file gives it, or the fault that stands in its place.

    Attributes:
        values: the keys as given, unchecked; empty where ``fault`` is set.
        line: where it starts, counted from 1; None where the file is the report.
        raw: the bytes it came in.
        findings: what the format's reader had to mend.
    """

    values: dict[str, Any] = {}
    line: int | None = None
    raw: bytes = b""
    findings: tuple[Finding, ...] = ()
    fault: Finding | None = None

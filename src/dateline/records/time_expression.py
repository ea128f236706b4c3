"""`TimeExpression`: what ``dateline dates`` writes, one a line."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from dateline.records.kinds import Basis

TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]


class TimeExpression(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A time expression of a report's text, with the type and value of TIMEX3.

    Attributes:
        document: the report's id.
        start, end: characters of the report's text, the end exclusive.
        text: exactly these characters.
        type: DATE, TIME (finer than a day), DURATION or SET (what recurs).
        value: as ISO 8601 and TIMEX3 write it ("1998-08-07", "1998-W32", "P5Y", "PAST_REF"); what cannot be known is X
            ("XXXX-11-08" without a year); None where nothing at all is known.
        from_, to: first and last ISO day meant, inclusive; None where the words mean no days of the calendar.
        basis: what the days were read from: ``stated``, ``relative`` to publication, ``anchored`` to another date of
            the text; None without days.
    """

    document: str
    start: int
    end: int
    text: str
    type: TimexType
    value: str | None
    from_: str | None = None
    to: str | None = None
    basis: Basis | None = None

"""dateline: news of armed conflict and political violence in, event records that people can check out.

    >>> import dateline
    >>> for report in dateline.read("reports.jsonl"):
    ...     for mention in dateline.code(report):
    ...         print(mention.sub_event_type, mention.place, mention.sources)

What is named here is the public face; everything else may move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.version import __version__

if TYPE_CHECKING:
    from dateline.engine import Coder
    from dateline.errors import DatelineError
    from dateline.export import to_frame
    from dateline.face import actor, code, dates, events, places, read
    from dateline.linking import link
    from dateline.records import Mention, Report, TimeExpression, Toponym
    from dateline.records.event import Event

__all__ = [
    "Coder",
    "DatelineError",
    "Event",
    "Mention",
    "Report",
    "TimeExpression",
    "Toponym",
    "__version__",
    "actor",
    "code",
    "dates",
    "events",
    "link",
    "places",
    "read",
    "to_frame",
]

_HOMES = {
    "Coder": "dateline.engine",
    "DatelineError": "dateline.errors",
    "Event": "dateline.records.event",
    "Mention": "dateline.records",
    "Report": "dateline.records",
    "TimeExpression": "dateline.records",
    "actor": "dateline.face",
    "code": "dateline.face",
    "dates": "dateline.face",
    "events": "dateline.face",
    "Toponym": "dateline.records",
    "link": "dateline.linking",
    "places": "dateline.face",
    "read": "dateline.face",
    "to_frame": "dateline.export.frames",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: `dateline --help` should not wait for numpy and a model.
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""Who tells an event: reports, publishers, days, and the sources that the reports name, each once and in order."""

from __future__ import annotations

from dateline.records.event import Event


def publishers_of(event: Event) -> list[str]:
    """The publishers of the reports that tell it, in the order of publication."""
    return list(dict.fromkeys([one.publisher for one in event.sub_event_type.told if one.publisher]))


def days_of(event: Event) -> list[str]:
    """The days on which it was published, as ISO days."""
    return list(dict.fromkeys([one.published[:10] for one in event.sub_event_type.told if one.published]))


def sources_of(event: Event) -> list[str]:
    """Whom the reports say they have it from."""
    return list(dict.fromkeys([name for one in event.sub_event_type.told for name in one.source if name]))

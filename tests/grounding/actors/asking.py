"""Asks a resolver who words of a text mean."""

from __future__ import annotations

from dateline.grounding.actors import ActorResolver, Resolution


def told(resolver: ActorResolver, text: str, name: str, **known: object) -> Resolution:
    """What the last occurrence of ``name`` in ``text`` means."""
    start = text.rindex(name)
    day = known.pop("published", None)
    report = resolver.of_report(text, day=day)  # type: ignore[arg-type]
    return report.resolve(start, start + len(name), **known)  # type: ignore[arg-type]

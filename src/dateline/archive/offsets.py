"""Whether the characters that a mention points at are in its report, and are the ones it names."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.records import Mention, Report, Span


def misfit(mention: Mention, report: Report) -> str | None:
    """What does not fit, in words; None where every offset lies in the text and every quoted piece is there."""
    for what, start, end, field, quoted in _pointers(mention):
        body = report.text if field == "text" else report.title or ""
        if not 0 <= start <= end <= len(body):
            return f"{what} lies at {start} to {end}, and the {field} has {len(body)} characters"
        if quoted is not None and body[start:end] != quoted:
            return f"{what} is {quoted!r}, and the {field} has {body[start:end]!r} at {start} to {end}"
    return None


def _pointers(mention: Mention) -> Iterator[tuple[str, int, int, str, str | None]]:
    """What points into the report: its name, first and last character, which text, and the characters themselves."""
    yield _span("the trigger", mention.trigger)
    for actor in (*mention.perpetrators, *mention.targets):
        yield f"the actor {actor.name!r}", actor.start, actor.end, actor.field, None
    if mention.place is not None:
        yield "the place", mention.place.start, mention.place.end, mention.place.field, None
    if mention.date is not None:
        yield _span("the date", mention.date.text)
    for name, figures in (("fatalities", mention.fatalities), ("injuries", mention.injuries)):
        for told in figures.told if figures is not None else ():
            yield f"the figure of {name}", told.start, told.end, "text", told.text
    for source in mention.sources:
        yield f"the source {source.name!r}", source.start, source.end, source.field, None
    if mention.retaliation_for is not None:
        yield _span("what it answers", mention.retaliation_for)
    for unresolved in mention.unresolved:
        yield _span(f"the unresolved {unresolved.field}", unresolved.text)


def _span(what: str, span: Span) -> tuple[str, int, int, str, str | None]:
    return what, span.start, span.end, span.field, span.text

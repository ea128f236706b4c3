"""From coded reports to events in one go: linked, with origins and ledgers, sums linked to their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.linking.joining import link
from dateline.linking.ledger import event_of
from dateline.linking.origins import origin_graph
from dateline.linking.sums import with_sums
from dateline.records import Mention, Report
from dateline.records.event import Event, Origin


def events_of(mentions: Sequence[Mention], reports: Iterable[Report]) -> list[Event]:
    """The events that these mentions tell, by day, then id; those without a day last.

    Args:
        mentions: linked ones keep their events; where any has no ``event_id``, all are linked anew.
        reports: those they stand in. A report that is missing, or without its text, is an origin of its own, and
            nothing is known of who published it when.
    """
    known = {report.id: report for report in reports}
    linked = mentions if all(m.event_id is not None for m in mentions) else link(mentions, known)
    groups: dict[str, list[Mention]] = {}
    for mention in linked:
        groups.setdefault(mention.event_id or mention.id, []).append(mention)
    told = {mention.document for mention in linked}
    by_report = _origins_by_report([report for report in known.values() if report.id in told and report.text])
    made = [event_of(group, known, _origins_among(group, by_report), id=name) for name, group in groups.items()]
    return with_sums(sorted(made, key=lambda event: (event.date.value is None, _day(event), event.id)))


def _origins_by_report(reports: Sequence[Report]) -> Mapping[str, Origin]:
    return {document: origin for origin in origin_graph(reports).origins for document in origin.reports}


def _origins_among(group: Sequence[Mention], by_report: Mapping[str, Origin]) -> list[Origin]:
    found = {by_report[m.document].id: by_report[m.document] for m in group if m.document in by_report}
    return [found[name] for name in sorted(found)]


def _day(event: Event) -> str:
    return event.date.value.start if event.date.value is not None else ""

"""What the queue shows of the event that comes next: why it is there, what is told, and what can be decided."""

from __future__ import annotations

from typing import Final

import msgspec

from dateline.archive import Archive
from dateline.records.event import Decision
from dateline.web.queue_order import LOW_SCORE, MANY_DEAD, Kind, Place, Standing, queue_at
from dateline.web.views.editing import Choice, EditForm, edit_forms, place_choices
from dateline.web.views.event import DecisionShown, EventShown, decisions_shown, event_shown
from dateline.web.views.folding import Folding
from dateline.web.views.likeness import Candidate, candidates
from dateline.web.views.passages import Passage, passage
from dateline.web.views.telling import Tellers
from dateline.web.views.wording import counted

KIND_WORDS: Final[dict[Kind, str]] = {
    "open": "All open",
    "contested": "Told differently",
    "deaths": "Many dead",
    "score": "Low score",
    "duplicates": "Likely duplicates",
    "flagged": "Flagged",
}


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of need, and how many events have it."""

    kind: Kind
    words: str
    count: int
    chosen: bool


class QueueShown(msgspec.Struct, frozen=True, kw_only=True):
    """The queue at one event; ``event`` is None where none is left."""

    kind: Kind
    tabs: tuple[Tab, ...]
    left: int
    place: Place | None = None
    event: EventShown | None = None
    reasons: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    places: tuple[Choice, ...] = ()
    forms: tuple[EditForm, ...] = ()
    last: DecisionShown | None = None


def queue_shown(
    archive: Archive,
    kind: Kind,
    folding: Folding,
    *,
    after: str | None = None,
    event: str | None = None,
    last: Decision | None = None,
) -> QueueShown:
    """The next event of the queue.

    Args:
        after: behind which place of the queue.
        event: the event to show instead of the next.
        last: the newest decision of the person that still holds: what an undo would take back.

    Raises:
        NoSuchIdError: there is no such event.
    """
    standing = queue_at(archive, kind, after=after, event=event)
    shown = QueueShown(
        kind=kind,
        tabs=_tabs(standing, kind),
        left=standing.left,
        place=standing.place,
        last=decisions_shown([last])[0] if last is not None else None,
    )
    if standing.place is None:
        return shown
    kept = archive.event(standing.place.id)
    decisions = archive.decisions(kept.event.id)
    of_event = event_shown(archive, kept.event.id, folding)
    told = {one.mention.id: one for one in archive.mentions(kept.event.id)}
    tellers = Tellers(kept.event, told, archive.reports_of(kept.event.reports), folding)
    likely = candidates(archive, kept, decisions)
    return msgspec.structs.replace(
        shown,
        event=of_event,
        reasons=_reasons(of_event, likely),
        passages=tuple(
            passage(
                tellers.report(one.mention.document), one.mention, tellers.marks.get(one.mention.document, ""), folding
            )
            for one in sorted(told.values(), key=lambda one: tellers.marks.get(one.mention.document, "~"))
        ),
        candidates=likely,
        places=place_choices(kept.event),
        forms=edit_forms(archive, kept.event.id),
    )


def _tabs(standing: Standing, kind: Kind) -> tuple[Tab, ...]:
    return tuple(
        Tab(kind=one, words=words, count=standing.counts.get(one, 0), chosen=one == kind)
        for one, words in KIND_WORDS.items()
    )


def _reasons(event: EventShown, likely: tuple[Candidate, ...]) -> tuple[str, ...]:
    reasons = []
    if event.grade == "contested":
        reasons.append(event.grade_reason.rstrip(".") or "it is contested")
    differing = [field.label.lower() for field in event.fields if field.contested]
    if differing:
        reasons.append(f"told differently: {', '.join(differing)}")
    dead = max((figure.high or figure.low or 0 for figure in event.figures.get("Killed", ())), default=0)
    if dead >= MANY_DEAD:
        reasons.append(f"{dead:,} dead are told")
    if event.score < LOW_SCORE:
        reasons.append(f"the coder is unsure of it (score {event.score:.2f})")
    if likely and likely[0].bits > 0:
        reasons.append(counted(sum(one.bits > 0 for one in likely), "likely duplicate"))
    if event.review == "flagged":
        reasons.append("somebody flagged it")
    return tuple(reasons or ["nobody has looked at it yet"])

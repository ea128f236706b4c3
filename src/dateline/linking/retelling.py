"""Inside one report: a second telling of an event is no second record (guideline, rule 2)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.linking.likeness import days_agree, figures_agree, participants_agree, same_place
from dateline.records import Mention


def fold_retold(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of one report without those that only tell an earlier one again; in text order.

    What the later telling adds (a figure's range is left alone; sources, a place, a day, a weapon) fills what the
    first left open.
    """
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.trigger):
        at = next((n for n, earlier in enumerate(kept) if told_again(earlier, mention)), None)
        if at is None:
            kept.append(mention)
        else:
            kept[at] = _filled(kept[at], mention)
    return kept


def told_again(earlier: Mention, later: Mention) -> bool:
    """Whether ``later`` tells the event of ``earlier`` again.

    One type, one status, and nothing against it; by the guideline incidents of one type, perpetrator, place and day are
    one record in any case.
    """
    if earlier.sub_event_type != later.sub_event_type or earlier.status != later.status:
        return False
    evidence = (
        same_place(earlier.place, later.place),
        days_agree(earlier, later),
        participants_agree(earlier.perpetrators, later.perpetrators),
        participants_agree(earlier.targets, later.targets),
        figures_agree(earlier.fatalities, later.fatalities),
        figures_agree(earlier.injuries, later.injuries),
    )
    if False in evidence:
        return False
    if (
        earlier.count != later.count
        and None not in (earlier.count, later.count)
        and 1 not in (earlier.count, later.count)
    ):
        return False
    return evidence.count(True) >= 2


def _filled(first: Mention, again: Mention) -> Mention:
    known = {source.name.casefold() for source in first.sources}
    return msgspec.structs.replace(
        first,
        place=first.place or again.place,
        date=first.date or again.date,
        weapon=first.weapon or again.weapon,
        perpetrators=first.perpetrators or again.perpetrators,
        targets=first.targets or again.targets,
        fatalities=first.fatalities or again.fatalities,
        injuries=first.injuries or again.injuries,
        sources=(*first.sources, *(s for s in again.sources if s.name.casefold() not in known)),
        retaliation_for=first.retaliation_for or again.retaliation_for,
        score=max(first.score, again.score),
    )

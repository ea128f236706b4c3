"""How many were killed or hurt: every told figure, and low, best and high over those that still stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from dateline.linking.accounts import Account
from dateline.linking.resolving import LATEST_CORRECTION, MOST_ORIGINS, ONLY_ONE_TOLD, still_standing
from dateline.records import Figures
from dateline.records.event import Casualties, Told, Toll

LATEST_OF_EACH = "latest of each origin"
SIDES_LEFT_OUT = "sides' own figures left out of best"


def casualties_of(accounts: Sequence[Account], field: str, corrections: Collection[str] = ()) -> Casualties:
    """Low, best and high of ``fatalities`` or ``injuries`` over the accounts, oldest first.

    Of each origin only the newest figures count (a growing toll is one figure that moves, not a disagreement), all
    of them where it gives several voices'. Low and high range over these, those of the sides too; ``best`` is the
    figure that the most origins tell, of equals the latest, the lower end where it is a range. The sides' own
    figures are no best while anybody else gives one. An open end of the largest figure leaves ``high`` open.
    """
    told = tuple(one for account in accounts for one in told_tolls(account, getattr(account.mention, field)))
    if not told:
        return Casualties()
    uncorrected = still_standing(told, corrections)
    standing = newest_of_each_origin(uncorrected, corrections)
    neutral = [one for one in standing if not one.by_side]
    chosen = _best(neutral or standing)
    names = [ONLY_ONE_TOLD] if len(standing) == 1 else [MOST_ORIGINS]
    if len(uncorrected) < len(told):
        names = [LATEST_CORRECTION]
    elif len(standing) < len(uncorrected):
        names.insert(0, LATEST_OF_EACH)
    if neutral and len(neutral) < len(standing):
        names.append(SIDES_LEFT_OUT)
    low, high = _range([one.value for one in standing])
    return Casualties(low=low, best=chosen, high=high, rule="; ".join(names), told=told)


def told_tolls(account: Account, figures: Figures | None) -> list[Told[Toll]]:
    """What one mention tells: each voice's figure where it tells them apart, else its one range.

    The parts of a sum ("two soldiers and three civilians") are not told apart: together they are the figure.
    """
    if figures is None or (figures.low is None and figures.high is None):
        return []
    # One who denies it in the same sentence is not whom the figure is from.
    deniers = {source.name for source in account.sources if source.stance == "denies"}
    parts = [
        msgspec.structs.replace(one, source=None) if one.source in deniers else one
        for one in figures.told
        if one.low is not None or one.high is not None
    ]
    sourced = {(one.low, one.high) for one in parts if one.source is not None}
    parts = [one for one in parts if one.source is not None or (one.low, one.high) not in sourced]
    parts = list({(one.source, one.low, one.high): one for one in parts}.values())
    voices = {one.source for one in parts}
    apart = len(parts) > 1 and len(voices) == len(parts)
    whole = _range([Toll(low=one.low, high=one.high) for one in parts]) if parts else (None, None)
    if apart and whole == (figures.low, figures.high):
        return [account.told(Toll(low=p.low, high=p.high), (p.source,) if p.source else ()) for p in parts]
    toll = Toll(low=figures.low, high=figures.high)
    named = next(iter(voices)) if len(voices) == 1 else None
    return [account.told(toll, (named,) if named else ())]


def newest_of_each_origin(told: Sequence[Told[Toll]], corrections: Collection[str]) -> list[Told[Toll]]:
    """Of each origin the figures of the report that last brought something new.

    A copy that prints an old figure late brings nothing new; a correction does, even back to an earlier figure.
    """
    newest: dict[str | None, str] = {}
    seen: set[tuple[str | None, int | None, int | None]] = set()
    for one in told:
        key = (one.origin, one.value.low, one.value.high)
        if key not in seen or one.mention in corrections or one.origin not in newest:
            newest[one.origin] = one.document
        seen.add(key)
    return [one for one in told if newest[one.origin] == one.document]


def _best(told: Sequence[Told[Toll]]) -> int | None:
    """One end of the figure that the most origins tell; of equals, of the one told last."""
    support: dict[int, set[str | None]] = {}
    last: dict[int, int] = {}
    for at, one in enumerate(told):
        end = one.value.low if one.value.low is not None else one.value.high
        if end is not None:
            support.setdefault(end, set()).add(one.origin)
            last[end] = at
    return max(support, key=lambda end: (len(support[end]), last[end]), default=None)


def _range(tolls: Sequence[Toll]) -> tuple[int | None, int | None]:
    """Lowest and highest told end; None where it is open."""
    ends = [end for toll in tolls for end in (toll.low, toll.high) if end is not None]
    highs = [toll.high for toll in tolls if toll.high is not None]
    largest_open = max((toll.low for toll in tolls if toll.high is None and toll.low is not None), default=None)
    high = max(highs, default=None)
    if largest_open is not None and (high is None or largest_open > high):
        high = None
    # "Up to five" alone has no lower end; beside "at least seven" the lowest told is five.
    return min(ends) if any(toll.low is not None for toll in tolls) else None, high

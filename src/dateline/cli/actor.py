"""``dateline actor``: who a name means, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import InputError

if TYPE_CHECKING:
    from dateline.grounding.actors import Resolution


def actor(
    *names: str, country: str | None = None, day: str | None = None, actors: Path | None = None, json: bool = False
) -> int:
    """Look up names of actors: the entry or rule that each means, and why.

    Exit status: 0 every name was resolved, 3 some were not, 1 wrong usage.

    Args:
        names: Names or descriptions as news has them, such as Hezbollah or "Kenyan police".
        country: ISO code of the country of the event (two letters), which decides between namesakes.
        day: Day of the event, as 2024-11-08, or its year.
        actors: A CSV of your own actors, with the columns of docs/actors.md; they win over the directory's.
        json: One JSON line a name instead of text.
    """
    from dateline.face import actor as look_up
    from dateline.grounding.actors.entry import country_codes

    if not names:
        raise _unusable("no name is given", 'Give one or more, as in: dateline actor "Kenyan police"')
    if country is not None and country not in country_codes():
        raise _unusable(f"{country!r} is no ISO 3166-1 alpha-2 code", "Give two capital letters, such as SD.")
    if day is not None and not _is_day(day):
        raise _unusable(f"{day!r} is no day", "Give it as 2024-11-08, or a year.")
    missed = 0
    for name in names:
        found = look_up(name, country=country, day=day, actors=actors)
        missed += found.actor_id is None
        print(_as_json(name, found) if json else _as_text(name, found))
    return 3 if missed else 0


def _is_day(text: str) -> bool:
    from datetime import date

    if len(text) == 4:
        return text.isdigit()
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unusable(what: str, remedy: str) -> InputError:
    return InputError(what, where="dateline actor", remedy=remedy, code="input.unusable-option")


def _as_text(name: str, found: Resolution) -> str:
    from dateline.export.legible import on_one_line

    lines = [on_one_line(name)]
    if found.actor_id is None:
        lines.append("  not resolved")
    else:
        lines.append(f"  {found.label} [{found.actor_id}]")
    about = [found.kind, found.country, found.sector]
    if any(about):
        lines.append("  " + ", ".join(one for one in about if one))
    if found.entry is not None:
        entry = found.entry
        years = f"{entry.since or '?'} to {entry.until or 'now'}"
        lines.append(f"  {years}; active in {', '.join(entry.countries) or 'many countries'}; source: {entry.source}")
        if entry.aliases:
            lines.append(f"  also: {', '.join(entry.aliases)}")
    if found.others:
        lines.append(f"  others of that name: {', '.join(f'{one.name} [{one.id}]' for one in found.others)}")
    lines.append(f"  why: {found.why}")
    return "\n".join(lines)


def _as_json(name: str, found: Resolution) -> str:
    from json import dumps

    return dumps(
        {
            "name": name,
            "actor_id": found.actor_id,
            "label": found.label,
            "kind": found.kind,
            "country": found.country,
            "sector": found.sector,
            "score": round(found.score, 3),
            "why": found.why,
            "others": [one.id for one in found.others],
        },
        ensure_ascii=False,
    )

"""Names of types as people ask for them, told apart into sub-event types and the wider ones."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import get_args

from dateline.codebook import EventType
from dateline.errors import InputError
from dateline.records import SubEventType


def types_asked(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sub-event types and the wider types among names, in any case. A name that is both is meant as the wider.

    Raises:
        InputError: there is no such type (``input.no-such-type``); near misses are named.
    """
    narrow = {name.casefold(): name for name in get_args(SubEventType)}
    wide = {name.casefold(): name for name in get_args(EventType)}
    types: list[str] = []
    event_types: list[str] = []
    for name in names:
        key = name.casefold()
        if key in wide:
            event_types.append(wide[key])
        elif key in narrow:
            types.append(narrow[key])
        else:
            near = get_close_matches(key, [*narrow, *wide], n=3, cutoff=0.5)
            told = ", ".join({**narrow, **wide}[one] for one in near)
            raise InputError(
                f"there is no type {name!r}",
                where="--type",
                remedy=f"Did you mean {told}?" if near else "`dateline codebook` lists the types.",
                code="input.no-such-type",
            )
    return tuple(types), tuple(event_types)

"""The order of the model's outputs. The weights were trained with it: a change here needs new weights."""

from __future__ import annotations

from typing import Final, get_args

from dateline.records import Role, Stance, Status, SubEventType, Weapon

TAGS: Final = ("trigger", "actor", "place", "date", "figure", "source")
"""What question 1 marks over the whole text."""

ROLES: Final[tuple[Role, ...]] = (
    "perpetrator",
    "target",
    "place",
    "date",
    "killed",
    "injured",
    "source",
    "retaliation",
)
"""What question 2 marks for one trigger."""

TYPES: Final[tuple[SubEventType, ...]] = get_args(SubEventType)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
WEAPONS: Final[tuple[Weapon | None, ...]] = (None, *get_args(Weapon))
COUNTS: Final = ("one", "many", "number")
"""A single incident, a plural without a number, a plural with one."""

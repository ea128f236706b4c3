"""How our values are written in other people's columns: types, kinds of actors, precisions, classes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import get_args

import msgspec

from dateline.export.country_codes import damaged
from dateline.records import ActorKind, Place, Precision, SubEventType, Weapon

FILE = "field_codes.toml"


class Interaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of actor and what an ACLED-shaped file calls it."""

    kind: ActorKind
    name: str


class Averted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written for an attack that did not come about, and for which of our types or weapons it is."""

    sub_event_type: SubEventType
    types: tuple[SubEventType, ...]
    weapons: tuple[Weapon, ...]


class Near(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number that holds for a site whose point may be more than so many kilometres off."""

    over_km: float
    number: int


class Precisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How fine a place is, as numbers; ``near`` from the smallest distance on."""

    precision: Mapping[Precision, int]
    near: tuple[Near, ...] = ()

    def of(self, place: Place) -> int | None:
        """The number of a place; None where it is not known how fine it is."""
        if place.precision is None:
            return None
        number = self.precision[place.precision]
        if place.precision == "site" and place.radius_km is not None:
            for near in self.near:
                if place.radius_km > near.over_km:
                    number = near.number
        return number


class AcledCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the ACLED-shaped file; ``interaction`` in the order in which a pair is written.

    ``vague`` is what sizes told in words count as, ``vague_lows`` the low ends by which such figures are known.
    """

    source: str
    vague: Mapping[str, int]
    vague_lows: frozenset[int]
    disorder: Mapping[SubEventType, str]
    interaction: tuple[Interaction, ...]
    geo_precision: Precisions
    averted: Averted


class UcdpCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the UCDP-shaped file: which kinds can be which side, and how precise a place is."""

    source: str
    states: tuple[ActorKind, ...]
    states_abroad: tuple[ActorKind, ...]
    organised: tuple[ActorKind, ...]
    unarmed: tuple[ActorKind, ...]
    where_prec: Precisions


class PolecatCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the POLECAT-shaped file: the class of each event type, and the sector of a kind of actor."""

    source: str
    quad: Mapping[str, str]
    sector: Mapping[ActorKind, str]


class HxlTags(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tags by column, of our own CSV of events and of the ACLED-shaped one."""

    source: str
    events: Mapping[str, str]
    acled: Mapping[str, str]


class FieldCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``field_codes.toml``."""

    acled: AcledCodes
    ucdp: UcdpCodes
    polecat: PolecatCodes
    hxl: HxlTags


@cache
def field_codes() -> FieldCodes:
    """The shipped table.

    Raises:
        InstallError: it is missing or damaged (``install.export-tables``).
    """
    return read_field_codes(files("dateline.export").joinpath("data"))


def read_field_codes(folder: Traversable) -> FieldCodes:
    """The table in a folder, with every rule of it checked.

    Raises:
        InstallError: ``install.export-tables``; the key that is at fault is named.
    """
    try:
        text = folder.joinpath(FILE).read_text("utf-8")
        codes = msgspec.convert(tomllib.loads(text), FieldCodes)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise damaged(FILE, str(error)) from error
    missing = set(get_args(SubEventType)) - set(codes.acled.disorder)
    if missing:
        raise damaged(f"{FILE}:acled.disorder", f"there is nothing for {', '.join(sorted(missing))}")
    if codes.acled.averted.sub_event_type not in codes.acled.disorder:
        raise damaged(f"{FILE}:acled.averted", "its type is none")
    for name, table in (("acled.geo_precision", codes.acled.geo_precision), ("ucdp.where_prec", codes.ucdp.where_prec)):
        if set(table.precision) != set(get_args(Precision)):
            raise damaged(f"{FILE}:{name}", "not every precision has a number")
        reaches = [near.over_km for near in table.near]
        if reaches != sorted(set(reaches)):
            raise damaged(f"{FILE}:{name}.near", "the distances do not grow")
    sides = [*codes.ucdp.states, *codes.ucdp.states_abroad, *codes.ucdp.organised, *codes.ucdp.unarmed]
    if len(set(sides)) < len(sides):
        raise damaged(f"{FILE}:ucdp", "a kind of actor is on two lists")
    return codes

"""Actors made by rule rather than listed: the forces and government of any state, gunmen, protesters, civilians.

Their ids and names are formed from a role and a country: ``state:IL:MIL`` is "Military Forces of Israel",
``unidentified:IQ`` is "Unidentified Armed Group (Iraq)". Without a country the id is the role alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.records import ActorKind

Role = Literal[
    "military",
    "police",
    "security",
    "coastguard",
    "intelligence",
    "government",
    "judiciary",
    "legislature",
    "rebels",
    "militia",
    "gangs",
    "communal",
    "opposition",
    "parties",
    "unidentified",
    "protesters",
    "rioters",
    "civilians",
    "group",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """How the actors of a role are named, and what they are.

    Attributes:
        id: with ``{}`` for the ISO code of the country.
        name: with ``{}`` for its English name.
        bare: the name where the country isn't known.
        kind: kind of actor.
        sector: PLOVER/CAMEO sector.
    """

    id: str
    name: str
    bare: str
    kind: ActorKind
    sector: str


def _of_state(code: str, name: str, kind: ActorKind, sector: str) -> Rule:
    return Rule(f"state:{{}}:{code}", f"{name} of {{}}", name, kind, sector)


def _of_people(word: str, name: str, kind: ActorKind, sector: str) -> Rule:
    return Rule(f"{word}:{{}}", f"{name} ({{}})", name, kind, sector)


RULES: dict[Role, Rule] = {
    "military": _of_state("MIL", "Military Forces", "state forces", "MIL"),
    "police": _of_state("COP", "Police Forces", "state forces", "COP"),
    "security": _of_state("SEC", "Security Forces", "state forces", "COP"),
    "coastguard": _of_state("CGD", "Coast Guard", "state forces", "COP"),
    "intelligence": _of_state("SPY", "Intelligence Services", "state forces", "SPY"),
    "government": _of_state("GOV", "Government", "state forces", "GOV"),
    "judiciary": _of_state("JUD", "Judiciary", "civilians", "JUD"),
    "legislature": _of_state("LEG", "Legislature", "civilians", "LEG"),
    "rebels": _of_people("rebels", "Rebels", "rebel group", "REB"),
    "militia": _of_people("militias", "Militias", "political militia", "UAF"),
    "gangs": _of_people("gangs", "Gangs", "political militia", "CRM"),
    "communal": _of_people("communal", "Communal Militias", "identity militia", "UAF"),
    "opposition": _of_people("opposition", "Political Opposition", "civilians", "OPP"),
    "parties": _of_people("parties", "Political Parties", "civilians", "PTY"),
    "unidentified": _of_people("unidentified", "Unidentified Armed Group", "unidentified", "UAF"),
    "protesters": _of_people("protesters", "Protesters", "protesters", "CVL"),
    "rioters": _of_people("rioters", "Rioters", "rioters", "CVL"),
    "civilians": _of_people("civilians", "Civilians", "civilians", "CVL"),
}
"""``group`` has none: "the group" is whoever the text has named."""

STATE: frozenset[Role] = frozenset(
    {
        "military",
        "police",
        "security",
        "coastguard",
        "intelligence",
        "government",
        "judiciary",
        "legislature",
    }
)
"""The roles of bodies of a state."""
FORCES: frozenset[Role] = frozenset({"military", "police", "security", "coastguard", "intelligence"})
"""The roles of forces of a state, which are external forces outside their own country."""
ARMED: frozenset[Role] = frozenset({"rebels", "militia", "gangs", "communal"})
"""The roles of armed groups that aren't a state's."""

"""The closed lists of the contract, spelled exactly as they are written and read."""

from __future__ import annotations

from typing import Literal

SubEventType = Literal[
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
]
Weapon = Literal[
    "drone",
    "missile",
    "rocket",
    "artillery",
    "aircraft",
    "small arms",
    "ied",
    "vehicle bomb",
    "suicide vest",
    "landmine",
    "grenade",
    "blade",
    "chemical",
    "fire",
    "other",
]
Status = Literal["actual", "denied", "threatened", "hypothetical", "averted"]
Stance = Literal["reports", "claims", "accuses", "confirms", "denies"]
Precision = Literal["site", "city", "district", "province", "country", "region"]
Basis = Literal["stated", "relative", "anchored"]
ActorKind = Literal[
    "state forces",
    "rebel group",
    "political militia",
    "identity militia",
    "rioters",
    "protesters",
    "civilians",
    "external forces",
    "unidentified",
]
TextField = Literal["text", "title"]
Role = Literal[
    "perpetrator",
    "target",
    "place",
    "date",
    "weapon",
    "killed",
    "injured",
    "count",
    "source",
    "retaliation",
]

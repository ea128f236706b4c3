"""A resolver with the shipped directory, and one with a small directory of invented groups."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dateline.grounding.actors import ActorDirectory, ActorResolver
from dateline.grounding.actors.reading import read_entries

sys.path.insert(0, str(Path(__file__).parent))

INVENTED = """\
id,name,aliases,kind,country,since,until,parent,sector,source
hill-movement,Zoran Hill Movement,ZHM|Hill Movement|Zoranis,rebel group,SD,1990,,,REB,invented
hill-movement-north,Zoran Hill Movement North,ZHM-N,rebel group,SD,2011,,hill-movement,REB,invented
coast-guardians,Coast Guardians,the Guardians|CGs,political militia,PH,2001,,,UAF,invented
lake-front-chad,Lake Liberation Front,LLF,rebel group,TD,1985,1999,,REB,invented
lake-front-mali,Lake Liberty Front,LLF,rebel group,ML,2012,,,REB,invented
presidential-guard-chad,Presidential Guard of Zorania,Presidential Guard,state forces,TD,1990,,,MIL,invented
river-mission,River Stabilisation Mission,RISMI|River Mission,external forces,SS,2011,,,IGO,invented
qarm,Qa'ida al-Qarm,al-Qarm|Qarm Brigades|القرم الحر|Вольный Карм|חזית הקרם,rebel group,SY,2012,,,REB,invented
"""


@pytest.fixture(scope="session")
def shipped() -> ActorResolver:
    return ActorResolver()


@pytest.fixture(scope="session")
def invented() -> ActorResolver:
    entries, faults = read_entries(INVENTED)
    assert faults == []
    return ActorResolver(ActorDirectory(entries))

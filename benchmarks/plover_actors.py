"""PLOVER gold sentences: the country and sector of each source and target, its words and the sentence given.

Metric: over the actors whose words stand in the sentence (of parts joined by "...", the first), the share whose
country is right, and the share whose sector is right. A country is right if it is gold's; where gold has an
international code (``IGO``, ``NGO``, ``IMG``) it is right if no country is given. Sectors are counted where gold names
one; gold's names of 2016 are read as today's (``_SECTORS``), what follows the first three letters (ethnic and religious
groups) is left off, and ``***`` counts as none. Days are left out: gold's are all one placeholder.

Source: PLOVER gold standard records (Open Event Data Alliance 2016), from the examples of the CAMEO manual.

Rows outside our scope: none; three codes that are misspelt (``JAP``, ``ITL``, ``VTN``) are read as what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.grounding.actors import ActorResolver, Resolution
from dateline.grounding.actors.in_report import actors_of
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.records import Report

INTERNATIONAL = frozenset({"IGO", "NGO", "IMG"})
_SECTORS = {
    "CIV": "CVL",
    "JRN": "MED",
    "MED": "HLH",
    "MOS": "REL",
}
"""Gold's names of sectors where today's PLOVER and CAMEO have others."""
_ISO3 = """
AFG=AF ALB=AL ARE=AE ARG=AR ARM=AM AUS=AU AZE=AZ BDI=BI BEN=BJ BGD=BD BIH=BA BLR=BY CAN=CA CHE=CH CHN=CN CIV=CI COD=CD
CZE=CZ DEU=DE DZA=DZ EGY=EG ETH=ET FIN=FI FJI=FJ FRA=FR GBR=GB GEO=GE GHA=GH GIN=GN GMB=GM GRC=GR HRV=HR HTI=HT HUN=HU
IDN=ID IND=IN IRN=IR IRQ=IQ ISR=IL ITA=IT ITL=IT JAP=JP JPN=JP JOR=JO KEN=KE KHM=KH KOR=KR LBN=LB LBR=LR LBY=LY LKA=LK
MAR=MA MKD=MK MMR=MM MOZ=MZ MRT=MR NER=NE NGA=NG NIC=NI PAK=PK POL=PL PRK=KP PSE=PS QAT=QA ROU=RO RUS=RU RWA=RW SAU=SA
SDN=SD SEN=SN SLE=SL SRB=RS SYR=SY TCD=TD TLS=TL TTO=TT TUR=TR TWN=TW TZA=TZ UGA=UG USA=US UZB=UZ VNM=VN VTN=VN YEM=YE
ZMB=ZM ZWE=ZW
"""
COUNTRIES: dict[str, str] = dict(pair.split("=") for pair in _ISO3.split())
"""Gold's codes of countries, with three that are misspelt."""


class GoldActor(NamedTuple):
    """An actor of the gold: its place in the sentence, ISO code of its country (None: international), sector."""

    text: str
    start: int
    end: int
    country: str | None
    sector: str | None


@cache
def _resolvers() -> tuple[ActorResolver, PlaceResolver]:
    return ActorResolver(), PlaceResolver(open_gazetteer())


def gold_actors(row: dict[str, Any]) -> Iterator[GoldActor]:
    """The sources and targets of one sentence whose words stand in it."""
    for side in ("source", "target"):
        told = row.get(side) or []
        for actor in told if isinstance(told, list) else [told]:
            if not isinstance(actor, dict) or not actor.get("code"):
                continue
            words = actor["actorText"].split("...")[0].strip()
            start = row["text"].find(words)
            code = actor["code"]
            if start < 0 or (code not in COUNTRIES and code not in INTERNATIONAL):
                continue
            sector = (actor.get("sector") or "")[:3].strip("*") or None
            yield GoldActor(
                words, start, start + len(words), COUNTRIES.get(code), _SECTORS.get(sector, sector) if sector else None
            )


def resolved(row: dict[str, Any]) -> Iterator[tuple[GoldActor, Resolution]]:
    """Each gold actor of a sentence with what dateline makes of its words."""
    actors, places = _resolvers()
    report = Report(id=row["id"], text=row["text"])
    named = actors_of(actors, report, places.of_report(report))
    for gold in gold_actors(row):
        yield gold, named.resolve(gold.start, gold.end)


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """The share of right countries, and of right sectors."""
    asked = right = sectors = right_sectors = 0
    for row in rows(path):
        for gold, ours in resolved(row):
            asked += 1
            right += ours.country == gold.country
            if gold.sector is not None:
                sectors += 1
                right_sectors += ours.sector == gold.sector
    return [
        Figure("country of the actor", right / max(1, asked), f"of {asked:,} actors"),
        Figure("sector of the actor", right_sectors / max(1, sectors), f"of {sectors:,} with one"),
    ]


BENCHMARK = Benchmark("plover-actors", "plover_gsr/sentences.jsonl.gz", score)

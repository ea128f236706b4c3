"""CASE 2021 task 2: one snippet, one event type.

Metric: weighted F1 over the 25 ACLED types, as in sub-task 1 of the shared task (Haneczok et al. 2021). A snippet's
predicted type is that of its best telling, accepted or not, since every snippet is known to tell something; a snippet
without any candidate has none and counts as missed.

Rows outside our scope: the five types that are not ACLED's (natural and man-made disaster, diplomatic event,
attribution of responsibility, organised crime) take no part in that figure, as in sub-task 1. Of the two kinds of
disaster, which are no political violence, it is counted how many would become a record all the same.

The collection is for measuring only: nothing is trained or tuned on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.dispatches import coder
from benchmarks.figures import Benchmark, Figure
from benchmarks.metrics import weighted_f1
from benchmarks.reading_corpora import readings
from benchmarks.rows import CorpusError, rows
from dateline.records import Reading, Report, SubEventType

TYPE_OF: dict[str, SubEventType] = {
    "ABDUCT_DISSAP": "Abduction/forced disappearance",
    "AGREEMENT": "Agreement",
    "AIR_STRIKE": "Air/drone strike",
    "ARMED_CLASH": "Armed clash",
    "ARREST": "Arrests",
    "ART_MISS_ATTACK": "Shelling/artillery/missile attack",
    "ATTACK": "Attack",
    "CHANGE_TO_GROUP_ACT": "Change to group/activity",
    "CHEM_WEAP": "Chemical weapon",
    "DISR_WEAP": "Disrupted weapons use",
    "FORCE_AGAINST_PROTEST": "Excessive force against protesters",
    "GOV_REGAINS_TERIT": "Government regains territory",
    "GRENADE": "Grenade",
    "HQ_ESTABLISHED": "Headquarters or base established",
    "MOB_VIOL": "Mob violence",
    "NON_STATE_ACTOR_OVERTAKES_TER": "Non-state actor overtakes territory",
    "NON_VIOL_TERRIT_TRANSFER": "Non-violent transfer of territory",
    "OTHER": "Other",
    "PEACE_PROTEST": "Peaceful protest",
    "PROPERTY_DISTRUCT": "Looting/property destruction",
    "PROTEST_WITH_INTER": "Protest with intervention",
    "REM_EXPLOS": "Remote explosive/landmine/IED",
    "SEX_VIOL": "Sexual violence",
    "SUIC_BOMB": "Suicide bomb",
    "VIOL_DEMONSTR": "Violent demonstration",
}
DISASTERS = frozenset({"NATURAL_DISASTER", "MAN_MADE_DISASTER"})
OTHERS = DISASTERS | {"DIPLO", "ATTRIB", "ORG_CRIME"}


def best_type(reading: Reading) -> SubEventType | None:
    """The type of the telling with the highest score, whatever that is; None where nothing was even a candidate."""
    if not reading.tellings:
        return None
    types = max(reading.tellings, key=lambda telling: telling.score).types
    return max(types, key=types.__getitem__)


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Weighted F1 of the types, the share of snippets of the 25 types that are coded, and the disasters coded."""
    pairs: list[tuple[str, str | None]] = []
    coded = disasters = disasters_coded = 0
    reports = ((row, Report(id=row["id"], text=row["text"])) for row in rows(path))
    for row, reading in readings(reports):
        label = row["label"]
        accepted = any(telling.score >= coder().accept for telling in reading.tellings)
        if label in TYPE_OF:
            pairs.append((TYPE_OF[label], best_type(reading)))
            coded += accepted
        elif label in DISASTERS:
            disasters += 1
            disasters_coded += accepted
        elif label not in OTHERS:
            raise CorpusError(f"{path}: snippet {row['id']} has a type that is none of the 30: {label}")
    return [
        Figure("types weighted F1", weighted_f1(pairs), "best of the shared task .84"),
        Figure("snippets coded", coded / len(pairs) if pairs else 0.0, "share; all tell an event"),
        Figure("disasters coded", disasters_coded, f"of {disasters}", fewer_is_better=True),
    ]


BENCHMARK = Benchmark("case2021", "case2021/task2.jsonl.gz", score)

"""Gun violence in the United States: which articles tell one incident, and when, where and with how many dead it was.

Metric: each article's main record is that with the highest score. Linking: B-cubed F1 (Bagga and Baldwin 1998) over
articles, put together where their main records have one ``event_id``; an article without a record stands alone. Beside
it, on the same articles, what leaving every article alone would reach. Then, among articles with a record, the share
whose main record has the incident's day within its days, has a place within 25 km of it, and has its number of dead (an
article that tells of none dead and one that tells nothing of it count as none).

Source: news grouped by incident of the Gun Violence Archive. To stay within a minute only one incident in ten is
scored, chosen by the CRC-32 of its id; published figures on all rows do not compare.

Rows outside our scope: an article that is filed twice counts once, and values of incidents that the list lacks are not
asked. No other row is left out, though gun crime without a political side is at the edge of the codebook, and
many articles tell of arrests and trials long after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from zlib import crc32

from benchmarks.dispatches import coder
from benchmarks.figures import Benchmark, Figure
from benchmarks.metrics import b_cubed
from benchmarks.reading_corpora import Row
from benchmarks.rows import rows
from dateline.grounding.places.geodesy import distance_km
from dateline.linking import link
from dateline.records import Figures, Mention, Report

INCIDENTS = "incidents/incidents.jsonl.gz"
WITHIN_KM = 25.0
_ONE_IN = 10


def is_sampled(incident: str) -> bool:
    """Whether an incident is one of those scored."""
    return crc32(incident.encode()) % _ONE_IN == 0


def main_records(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """For each document its record with the highest score; of equals the first."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        if mention.document not in best or best[mention.document].score < mention.score:
            best[mention.document] = mention
    return best


def has_day(mention: Mention, day: str) -> bool:
    """Whether a day lies within the record's days."""
    return mention.date is not None and mention.date.start <= day <= mention.date.end


def is_near(mention: Mention, lat: float, lon: float) -> bool:
    """Whether the record's place lies within 25 km of a point."""
    place = mention.place
    if place is None or place.lat is None or place.lon is None:
        return False
    return distance_km(place.lat, place.lon, lat, lon) <= WITHIN_KM


def has_dead(figures: Figures | None, dead: int) -> bool:
    """Whether the record gives exactly this number of dead; no figures say none."""
    return dead == 0 if figures is None else figures.low == figures.high == dead


def score(path: Path, data: Path) -> Sequence[Figure]:
    """B-cubed F1 of linking, the share of articles coded, and of their main records the shares of right values."""
    beside = path.with_name(Path(INCIDENTS).name)
    incidents = {row["incident_id"]: row for row in rows(beside if beside.exists() else data / INCIDENTS)}
    sampled = {row["doc_id"]: row for row in rows(path) if is_sampled(row["incident_id"])}
    articles = {article: row["incident_id"] for article, row in sampled.items()}
    reports = map(_report, sampled.values())
    found = main_records(link([m for _, mentions in coder().code_many(reports) for m in mentions]))
    clusters: dict[Hashable, Hashable] = {
        article: found[article].event_id if article in found else ("alone", article) for article in articles
    }
    wanted: Mapping[Hashable, Hashable] = dict(articles.items())
    alone = b_cubed({article: article for article in articles}, wanted)
    told = [(mention, incidents.get(articles[article], {})) for article, mention in found.items()]
    right: dict[str, list[bool]] = defaultdict(list)
    for mention, incident in told:
        if incident.get("date_iso"):
            right["day"].append(has_day(mention, incident["date_iso"]))
        if incident.get("lat_long"):
            right["place"].append(is_near(mention, *map(float, incident["lat_long"])))
        if incident.get("num_killed") is not None:
            right["number of dead"].append(has_dead(mention.fatalities, int(incident["num_killed"])))
    return [
        Figure("linking B-cubed F1", b_cubed(clusters, wanted), f"none linked {alone:.3f}"),
        Figure("articles coded", len(found) / max(1, len(articles)), f"of {len(articles)}"),
        *(
            Figure(f"{what} right", sum(right[what]) / max(1, len(right[what])))
            for what in ("day", "place", "number of dead")
        ),
    ]


def _report(row: Row) -> Report:
    published = row.get("dct") or None
    if published is not None:
        try:
            date.fromisoformat(published)
        except ValueError:
            published = None
    return Report(id=row["doc_id"], text=row["content"], title=row.get("title") or None, published=published)


BENCHMARK = Benchmark("incidents", "incidents/docs.jsonl.gz", score, needs=(INCIDENTS,))

"""Which corpora there are."""

from __future__ import annotations

from benchmarks import (
    case2021,
    dispatches,
    event_location,
    geoparsing,
    incidents,
    muc4,
    pages,
    polnear,
    samples,
    time_expressions,
    ucdp_places,
)
from benchmarks.figures import Benchmark

BENCHMARKS: dict[str, Benchmark] = {
    benchmark.name: benchmark
    for benchmark in (
        dispatches.DEV,
        dispatches.REAL,
        samples.BENCHMARK,
        case2021.BENCHMARK,
        muc4.BENCHMARK,
        incidents.BENCHMARK,
        event_location.BENCHMARK,
        polnear.BENCHMARK,
        geoparsing.LGL,
        geoparsing.GEOVIRUS,
        geoparsing.GEOWEBNEWS,
        ucdp_places.SYRIA,
        ucdp_places.MEXICO,
        time_expressions.TIMEBANK,
        time_expressions.AQUAINT,
        time_expressions.WIKIWARS,
        pages.BENCHMARK,
    )
}

"""Which corpora there are."""

from __future__ import annotations

from benchmarks import (
    actor_names,
    calibration,
    case2021,
    dispatches,
    event_location,
    geoparsing,
    incidents,
    linking,
    muc4,
    neutrality,
    origins,
    pages,
    place_names,
    plover_actors,
    polnear,
    samples,
    time_expressions,
    toponyms,
    ucdp_headlines,
    ucdp_places,
)
from benchmarks.figures import Benchmark

# The learned coder by itself, in its other size too.
_OF_THE_CODER = (
    dispatches.DEV,
    dispatches.REAL,
    case2021.BENCHMARK,
    muc4.BENCHMARK,
    calibration.DEV,
    calibration.REAL,
    neutrality.BENCHMARK,
)

BENCHMARKS: dict[str, Benchmark] = {
    benchmark.name: benchmark
    for benchmark in (
        dispatches.DEV,
        dispatches.REAL,
        calibration.DEV,
        calibration.REAL,
        neutrality.BENCHMARK,
        samples.BENCHMARK,
        case2021.BENCHMARK,
        muc4.BENCHMARK,
        incidents.BENCHMARK,
        linking.DEV,
        linking.WITH_TRAIN,
        ucdp_headlines.BENCHMARK,
        origins.BENCHMARK,
        event_location.BENCHMARK,
        polnear.BENCHMARK,
        place_names.DEV,
        place_names.REAL,
        geoparsing.LGL,
        geoparsing.GEOVIRUS,
        geoparsing.GEOWEBNEWS,
        toponyms.LGL,
        toponyms.GEOVIRUS,
        toponyms.GEOWEBNEWS,
        ucdp_places.SYRIA,
        ucdp_places.MEXICO,
        time_expressions.TIMEBANK,
        time_expressions.AQUAINT,
        time_expressions.WIKIWARS,
        plover_actors.BENCHMARK,
        actor_names.BENCHMARK,
        pages.BENCHMARK,
        *(dispatches.with_model(benchmark, "fast") for benchmark in _OF_THE_CODER),
    )
}

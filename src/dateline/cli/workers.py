"""Codes reports in this process or in several, in input order, with bounded memory, and survives a bad report."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatelineError
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.records import Mention, Report

if TYPE_CHECKING:
    from concurrent.futures import Future

    from dateline.engine import Coder

CHUNK = 32
"""Reports sent to a worker at once: some two seconds of work, so that Ctrl-C is soon heard."""
FEW = 96
"""Up to here a second process would take longer to start than it saves."""
MEMORY_OF_WORKER = 700 * 2**20
_MOST_WORKERS = 16
_CHUNKS_AHEAD = 2

Coded = tuple[Report, tuple[Mention, ...] | DatelineError]
"""A report with its mentions, or with the error that coding it ended in."""


class RunError(DatelineError):
    """A run that could not go on, through no fault of an input."""

    code = "run"


@dataclass(frozen=True, slots=True)
class Loading:
    """How each worker loads its coder; the keywords of `dateline.Coder.load`."""

    model: ModelName = DEFAULT_MODEL
    min_score: float | None = None
    places: Path | None = None
    viewpoint: str = "practice"
    actors: Path | None = None

    def check(self) -> None:
        """Raises `InputError` where an option cannot be used; loads nothing that takes time."""
        from dateline.grounding.places.own_places import read_places
        from dateline.grounding.places.viewpoint import viewpoint_named

        viewpoint_named(self.viewpoint)
        if self.places is not None:
            read_places(self.places)

    def coder(self, threads: int | None = None) -> Coder:
        """A coder so loaded."""
        from dateline.engine import Coder

        return Coder.load(
            threads=threads,
            model=self.model,
            min_score=self.min_score,
            places=self.places,
            viewpoint=self.viewpoint,
            actors=self.actors,
        )


def coded_reports(
    reports: Iterable[Report], *, jobs: int | None = None, loading: Loading | None = None
) -> Iterator[Coded]:
    """Each report with its mentions, in input order.

    ``jobs`` is the number of worker processes, None for one that fits the input and the machine; ``loading`` how each
    loads its coder, None for the shipped one. A report whose coding fails comes with the error instead, and the next
    is coded.

    Raises:
        InputError: an option of ``loading`` cannot be used.
        InstallError: the model or the gazetteer is missing or damaged.
        RunError: a worker process died (``run.worker-died``).
    """
    waiting = iter(reports)
    first = tuple(islice(waiting, FEW + 1))
    if jobs is None:
        jobs = 1 if len(first) <= FEW else _workers_that_fit()
    if not first:
        return iter(())
    reports = chain(first, waiting)
    loading = loading or Loading()
    return _in_this_process(reports, loading) if jobs == 1 else _in_processes(reports, jobs, loading)


def _workers_that_fit() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST_WORKERS, free_memory() // MEMORY_OF_WORKER))


def free_memory() -> int:
    """Bytes of memory that can be had without swapping; where the system does not tell, what one worker needs."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:  # noqa: PTH123 - not a file of the project
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return MEMORY_OF_WORKER


def _in_this_process(reports: Iterator[Report], loading: Loading) -> Iterator[Coded]:
    coder = loading.coder()
    while chunk := tuple(islice(reports, CHUNK)):
        yield from zip(chunk, _code_chunk_with(coder, chunk), strict=True)


def _in_processes(reports: Iterator[Report], jobs: int, loading: Loading) -> Iterator[Coded]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Spawn on every system: onnxruntime's threads do not survive a fork.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_work)
    sent: deque[tuple[tuple[Report, ...], Future[list[tuple[Mention, ...] | DatelineError]]]] = deque()
    try:
        while True:
            while len(sent) < jobs * _CHUNKS_AHEAD and (chunk := tuple(islice(reports, CHUNK))):
                sent.append((chunk, pool.submit(_code_chunk, chunk, loading)))
            if not sent:
                return
            chunk, future = sent.popleft()
            yield from zip(chunk, future.result(), strict=True)
    except BrokenProcessPool as error:
        raise RunError(
            "a worker process died, most often because memory ran out",
            remedy=f"Run it again with fewer workers, as in --jobs {max(1, jobs // 2)}.",
            code="run.worker-died",
        ) from error
    except BaseException:
        # Interrupted, or an error: nobody waits for what the workers are at, and a pool that is asked to wait for them
        # after Ctrl-C may never return.
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _code_chunk_with(coder: Coder, chunk: tuple[Report, ...]) -> list[tuple[Mention, ...] | DatelineError]:
    try:
        return [tuple(mentions) for _, mentions in coder.code_many(chunk)]
    except DatelineError:
        raise
    except Exception:
        # One of them is at fault: find out which, and keep the others.
        return [_code_alone(coder, report) for report in chunk]


def _code_alone(coder: Coder, report: Report) -> tuple[Mention, ...] | DatelineError:
    try:
        return tuple(coder.code(report))
    except DatelineError:
        raise
    except Exception as error:
        return RunError(
            f"coding this report failed ({type(error).__name__}: {error})",
            where=report.origin or report.id,
            remedy="This is an error in dateline: please send us the report.",
            code="run.coding-failed",
        )


# A worker's coder, loaded on its first chunk and not at its start: an error there reaches the caller as what it is.
_coder: Coder | None = None


def _code_chunk(chunk: tuple[Report, ...], loading: Loading) -> list[tuple[Mention, ...] | DatelineError]:
    global _coder
    if _coder is None:
        _coder = loading.coder(threads=1)
    return _code_chunk_with(_coder, chunk)


def _begin_work() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent is gone, however that came about."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: object) -> None:
    parent.join()  # type: ignore[attr-defined]
    os._exit(1)

"""Time, memory and size on the machine at hand, through the command that users run.

Machines differ, so these stand beside what the first coder was asked to reach and are no part of the gate.

* Rate: reports of 400 words each, put together from our own samples, as JSONL through ``dateline code`` to JSONL. The
  steady rate is that of the further reports of a long run over a short one, so that starting and loading cancel out.
* Peak memory: of each process of the run the most it ever held resident (VmHWM), added up. Pages that processes share
  count in each, so this is an upper bound.
* Install: the files of the distributions that requirements.lock names, as installed here, and of dateline itself with
  its model and gazetteer.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import cycle, islice, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import dateline
from benchmarks.rows import rows

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("what", "dateline", "asked for")
WORDS = 400
FEW, MANY = 60, 300
ASKED = {"fast": "at least 20", "accurate": "at least 3"}
"""Of each model, how many reports a second are asked for on two cores."""
HELP_RUNS, LOAD_RUNS = 7, 3
_EVERY = 0.1  # seconds between two looks at the processes
_LOAD = (
    "import time; t = time.perf_counter(); import dateline.engine as e; e.Coder.load(); print(time.perf_counter() - t)"
)

# A second look-up of a name comes from memory, so each is asked once.
_LOOK_UP = """
import resource, sqlite3, time
from dateline.grounding.places import open_gazetteer
gazetteer = open_gazetteer()
rows = sqlite3.connect(gazetteer.path.resolve().as_uri() + "?mode=ro", uri=True).execute(
    "SELECT DISTINCT name FROM place WHERE id % 37 = 0 LIMIT 5000")
names = [name for (name,) in rows]
begun = time.perf_counter()
for name in names:
    gazetteer.named(name)
print(len(names) / (time.perf_counter() - begun), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


class RunFailed(Exception):
    """A measured command did not end well; the message holds its last words."""


@dataclass(frozen=True)
class Measured:
    """One number with its unit; ``value`` is None where this system does not tell it."""

    name: str
    value: float | None
    unit: str
    floor: str

    @property
    def written(self) -> str:
        """The value with its unit, as people read it."""
        if self.value is None:
            return "not told here"
        return f"{self.value:.{0 if self.value >= 100 else 1 if self.value >= 10 else 2}f} {self.unit}"


@dataclass(frozen=True)
class _Run:
    seconds: float
    peak_bytes: int | None


def measure(samples: Path = ROOT / "samples" / "reports.jsonl", *, few: int = FEW, many: int = MANY) -> list[Measured]:
    """Everything, in about two minutes; ``few`` and ``many`` are the reports of the short and the long run.

    Raises:
        RunFailed: a command failed.
    """
    measured: list[Measured] = []
    with TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.jsonl", Path(folder) / "long.jsonl"
        made = list(long_reports(samples, many))
        short.write_text("".join(made[:few]), "utf-8")
        long.write_text("".join(made), "utf-8")
        for model, jobs in product(ASKED, (2, 1)):
            first, second = (_coding(source, jobs, model) for source in (short, long))
            steady = (many - few) / max(second.seconds - first.seconds, 1e-9)
            who = f"{model}, {'two processes' if jobs == 2 else 'one process'}"
            measured += [
                Measured(f"reports of {WORDS} words, {who}, steady", steady, "a second", ASKED[model]),
                Measured(f"the same, {many} in a whole run", many / second.seconds, "a second", ""),
                Measured(f"peak memory, {who}", _megabytes(second.peak_bytes), "MB", "under 700 MB"),
            ]
    helped = median(_timed([*command(), "--help"]).seconds for _ in range(HELP_RUNS))
    loaded = median(float(_output([sys.executable, "-c", _LOAD])) for _ in range(LOAD_RUNS))
    look_ups, held = map(float, _output([sys.executable, "-c", _LOOK_UP]).split())
    return [
        *measured,
        Measured("dateline --help", helped, "s", "under 0.3 s"),
        Measured("model and gazetteer loaded", loaded, "s", "under 2 s"),
        Measured("look-ups of names in the gazetteer", look_ups, "a second", "at least 2,000"),
        Measured("peak memory of a process with the gazetteer alone", held / 1e6, "MB", "under 150 MB"),
        Measured("installed size", _megabytes(installed_bytes()), "MB", "under 450 MB"),
    ]


def long_reports(samples: Path, number: int, words: int = WORDS) -> Iterator[str]:
    """JSON lines of ``number`` reports of exactly ``words`` words, from the texts of the samples, over and over."""
    kept = list(rows(samples))
    stream = (piece for row in cycle(kept) for piece in re.findall(r"\S+\s*", row["text"] + "\n\n"))
    for one, row in zip(range(number), cycle(kept), strict=False):
        text = "".join(islice(stream, words)).rstrip()
        fields = {key: row[key] for key in ("title", "publisher", "published") if row.get(key)}
        yield json.dumps({"id": f"long-{one:04}", **fields, "text": text}, ensure_ascii=False) + "\n"


def command() -> list[str]:
    """How ``dateline`` is called in this environment."""
    script = Path(sys.executable).parent / "dateline"
    return [str(script)] if script.is_file() else [sys.executable, "-m", "dateline.cli"]


def machine() -> str:
    """The processor and its cores, in words."""
    model = platform.processor() or platform.machine()
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
        model = found[1] if found else model
    except OSError:
        pass
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"{model}, {cores} cores, Python {platform.python_version()}"


def as_json(measured: Sequence[Measured]) -> str:
    """A list of one object, laid out as that of a corpus."""
    figures = {f"{one.name} ({one.unit})": one.value for one in measured}
    return json.dumps([{"corpus": "speed", "machine": machine(), "figures": figures}], indent=1)


def installed_bytes() -> int:
    """The size of dateline and of what requirements.lock names, in the environment that runs this.

    Packages of the lock that this system does not need are not installed, and so not counted.
    """
    locked = re.findall(r"^([A-Za-z0-9][\w.-]*)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    total = sum(path.stat().st_size for path in Path(dateline.__file__).parent.rglob("*") if path.is_file())
    for name in dict.fromkeys(locked):
        try:
            files = metadata.distribution(name).files or ()
        except metadata.PackageNotFoundError:
            continue
        paths = {Path(str(file.locate())) for file in files}
        total += sum(path.stat().st_size for path in paths if path.is_file())
    return total


def _coding(source: Path, jobs: int, model: str) -> _Run:
    target = source.with_suffix(f".{model}.{jobs}.events.jsonl")
    options = ["--jobs", str(jobs), "--model", model, "--quiet"]
    return _timed([*command(), "code", str(source), "-o", str(target), *options])


def _timed(arguments: Sequence[str]) -> _Run:
    """A command's wall time and the peak memory of all its processes.

    Raises:
        RunFailed: its exit status is not 0.
    """
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with said.open("wb") as out:
            begun = time.perf_counter()
            # Its own session: so its processes can be told from all others.
            process = subprocess.Popen(arguments, stdout=out, stderr=out, start_new_session=True)
            peaks: dict[int, int] = {}
            ended = threading.Event()
            watcher = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
            watcher.start()
            status = process.wait()
            seconds = time.perf_counter() - begun
            ended.set()
            watcher.join()
        if status != 0:
            last = said.read_text("utf-8", errors="replace").strip()[-2000:]
            raise RunFailed(f"{' '.join(arguments)} ended with {status}: {last}")
    return _Run(seconds, sum(peaks.values()) or None)


def _output(arguments: Sequence[str]) -> str:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RunFailed(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _watch(session: int, peaks: dict[int, int], ended: threading.Event) -> None:
    while not ended.wait(_EVERY):
        for process in _processes(session):
            try:
                status = Path(f"/proc/{process}/status").read_text("ascii", errors="replace")
            except OSError:
                continue
            if found := re.search(r"VmHWM:\s*(\d+) kB", status):
                peaks[process] = max(peaks.get(process, 0), int(found[1]) * 1024)


def _processes(session: int) -> Iterator[int]:
    """The processes of a session, where the system has /proc; none elsewhere."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(path.name)


def _megabytes(number: int | None) -> float | None:
    return None if number is None else number / 1e6

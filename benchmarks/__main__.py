"""Scores every corpus that is there, in one table beside the references; then time, memory and size on this machine.

``speed`` as NAME measures the latter alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import floors, speed, tables
from benchmarks.corpora import BENCHMARKS
from benchmarks.figures import Benchmark, Result, corpus_hash
from benchmarks.rows import CorpusError
from dateline.errors import DatelineError

SPEED = "speed"


def measure(benchmark: Benchmark, path: Path, data: Path) -> Result:
    """The figures of one corpus file.

    Raises:
        CorpusError: the file is not of the corpus's layout.
    """
    try:
        return Result(benchmark.name, corpus_hash(path), tuple(benchmark.score(path, data)))
    except (KeyError, TypeError) as error:
        raise CorpusError(f"{path}: not of the layout of {benchmark.name} ({error!r})") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 1 where nothing could be measured or a pinned figure has fallen, 2 for usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _check(parser, options)
    if options.names == [SPEED]:
        return _speed(options)
    try:
        results = _measured(options)
    except (CorpusError, DatelineError) as error:
        print(error, file=sys.stderr)
        return 1
    if not results:
        print("nothing was measured", file=sys.stderr)
        return 1
    if options.json:
        print(tables.as_json(results))
    else:
        tables.show(results)
    try:
        return _after(options, results)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"what to measure: {', '.join(BENCHMARKS)}, or {SPEED} alone (default: all that is there)",
    )
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder (default: %(default)s)"
    )
    parser.add_argument(
        "--file", type=Path, help="score this file, of the same layout, instead of the corpus's dev part"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--gate", action="store_true", help="fail where a figure falls below benchmarks/floors.toml")
    parser.add_argument("--pin", action="store_true", help="write the figures into benchmarks/floors.toml")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: lower floors too")
    parser.add_argument(
        "--write", type=Path, metavar="DOCUMENT", help="put the table into the marked block of this Markdown file"
    )
    return parser


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    unknown = [name for name in options.names if name not in BENCHMARKS and name != SPEED]
    if unknown:
        parser.error(f"no corpus {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}, and {SPEED}")
    if SPEED in options.names and (len(options.names) > 1 or options.file or options.gate or options.pin):
        parser.error(f"{SPEED} is measured alone, without --file, --gate or --pin")
    if options.file and len(options.names) != 1:
        parser.error("--file needs the NAME of one corpus whose layout it has")
    if options.file and not options.file.is_file():
        parser.error(f"no file {options.file}")
    if options.file and (options.pin or options.write):
        parser.error("--pin and --write are for the corpora's own dev parts, not for a --file")
    if options.gate and options.names:
        parser.error("--gate measures every corpus: name none")
    if options.write and options.names not in ([], [SPEED]):
        parser.error(f"--write needs the whole table: name no corpus, or {SPEED} for its own table")
    if options.gate and options.pin:
        parser.error("--gate and --pin are two things: judge first, then pin")
    if options.allow_lower and not options.pin:
        parser.error("--allow-lower belongs to --pin")


def _measured(options: argparse.Namespace) -> list[Result]:
    """The results of what was asked for and is there; what is missing is told."""
    results = []
    for benchmark in (BENCHMARKS[name] for name in options.names or BENCHMARKS):
        path = options.file or options.data / benchmark.file
        missing = [
            needed for needed in (path, *(options.data / name for name in benchmark.needs)) if not needed.exists()
        ]
        if missing:
            print(f"{benchmark.name}: {missing[0]} is missing; --data names the benchmark folder", file=sys.stderr)
            continue
        results.append(measure(benchmark, path, options.data))
    return results


def _after(options: argparse.Namespace, results: Sequence[Result]) -> int:
    """What is done with the results once they are printed."""
    if options.gate:
        missed = floors.undercut(results, floors.load())
        for line in missed:
            print(f"fallen: {line}", file=sys.stderr)
        return 1 if missed else 0
    if options.pin and (status := _pin(results, allow_lower=options.allow_lower)):
        return status
    if options.write:
        known = floors.load() if floors.FLOORS.exists() else floors.Floors()
        tables.rewrite(options.write, "corpora", tables.corpora_markdown(results, known))
        return 0
    if not options.names and not options.json and not options.pin:
        return _speed(options)
    return 0


def _pin(results: Sequence[Result], *, allow_lower: bool) -> int:
    known = floors.load() if floors.FLOORS.exists() else floors.Floors()
    pinned, fallen = floors.raised(results, known, allow_lower=allow_lower)
    if fallen:
        for line in fallen:
            print(f"fallen: {line}", file=sys.stderr)
        print("nothing was pinned; --allow-lower lowers these floors", file=sys.stderr)
        return 1
    floors.FLOORS.write_text(floors.written(pinned), "utf-8")
    return 0


def _speed(options: argparse.Namespace) -> int:
    try:
        measured = speed.measure()
    except speed.RunFailed as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(speed.as_json(measured))
        return 0
    rows = [(one.name, one.written, one.floor) for one in measured]
    tables.print_table(f"on this machine ({speed.machine()})", speed.COLUMNS, [rows])
    if options.write:
        body = f"On {speed.machine()}:\n\n{tables.as_markdown(speed.COLUMNS, rows)}"
        try:
            tables.rewrite(options.write, SPEED, body)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

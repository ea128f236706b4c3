"""Fits the weights of linking: ``python -m training.linking fit``; ``check`` judges them by what they have not seen.

How they are fitted is in `benchmarks.pair_fitting`; what an expert would expect of each level, and where the fit
starts, in linking_expectations.toml.

``mentions`` learns from Dispatches train_* and the labelled reports of our own, each as labelled and as coded, with
its report and without; never from ``dev``. ``rarity`` counts in how many texts each word stands.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from benchmarks import incidents, ucdp_headlines
from benchmarks.dispatches import coder, reports_of, scorer
from benchmarks.linking import gold_mentions, scored
from benchmarks.pair_fitting import EXPECTATIONS, FOLDS, Examples, Held, fitted
from benchmarks.rows import rows
from dateline.linking.blocking import blocks_of, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.comparing import MENTIONS
from dateline.linking.facts import FactFinder
from dateline.linking.leading import shipped_bits
from dateline.linking.pairs import PairModel
from dateline.linking.report_comparisons import HEADLINES, REPORTS
from dateline.linking.weights import Weights, read_weights
from dateline.linking.wording import words_of
from dateline.records import Mention, mention_to_json

DATA = Path(__file__).parents[1] / "src/dateline/linking/data"
OURS = Path(__file__).parent / "dispatches"
HELD = Held(prior=1000.0, neutral=100.0, conflict=30.0)
RARE_TEXTS = 8
"""A word in fewer texts than this is not listed; it counts as of the rarest."""
_HEAD = "# Written by `python -m training.linking {command}`; do not edit.\n"


def written(name: str, weights: Weights) -> str:
    """The weights as a table of TOML."""
    lines = [
        f"[{name}]",
        f"prior = {weights.prior:.2f}",
        f"join = {weights.join:.2f}",
        f"not_compared = {weights.not_compared:.2f}",
    ]
    for comparison, levels in weights.bits.items():
        lines += ["", f'[{name}."{comparison}"]' if " " in comparison else f"[{name}.{comparison}]"]
        lines += [f'"{level}" = {bits:.2f}' for level, bits in levels.items()]
    return "\n".join(lines) + "\n"


# Coded mentions.


def coded_mentions(items: Sequence[dict[str, Any]], cache: Path | None) -> list[Mention]:
    """What the shipped coder finds, kept in ``cache`` between runs where one is given."""
    if cache is not None and cache.exists():
        return [msgspec.json.decode(line, type=Mention) for line in cache.read_bytes().splitlines()]
    found = [mention for _, mentions in coder().code_many(reports_of(items)) for mention in mentions]
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text("".join(mention_to_json(mention) + "\n" for mention in found), "utf-8")
    return found


def keys_of_coded(items: Sequence[dict[str, Any]], mentions: Sequence[Mention], data: Path) -> dict[str, str]:
    """For each coded mention that answers a labelled event, by id, that event's key."""
    judge = scorer(data)
    of_document: dict[str, list[Mention]] = {}
    for mention in mentions:
        of_document.setdefault(mention.document, []).append(mention)
    keys = {}
    for item in items:
        held = of_document.get(item["id"], [])
        matched = judge.pairs(item["events"], [msgspec.json.decode(mention_to_json(each)) for each in held])
        keys |= {held[coded].id: item["events"][gold]["key"] for gold, coded in matched.items()}
    return keys


def mention_examples(
    items: Sequence[dict[str, Any]], mentions: Sequence[Mention], keys: Mapping[str, str], *, with_reports: bool
) -> Examples:
    """The pairs of mentions that share a block, both of them labelled."""
    finder = FactFinder({report.id: report for report in reports_of(items)} if with_reports else None)
    facts = [finder.of(mention) for mention in sorted(mentions, key=lambda each: each.id) if mention.id in keys]
    columns = Columns(facts)
    a, b = pairs_in_blocks(map(blocks_of, facts), len(facts))
    apart = columns.documents[a] != columns.documents[b]
    a, b = a[apart], b[apart]
    model = PairModel(MENTIONS, read_weights(EXPECTATIONS, "mentions", MENTIONS))
    same = np.array([keys[facts[x].id] == keys[facts[y].id] for x, y in zip(a, b, strict=True)], dtype=bool)
    return Examples(model.levels(columns, a, b), same, np.ones(len(a)))


def examples_of_files(files: Iterable[Path], data: Path, cache: Path | None) -> dict[str, Examples]:
    """By file, its examples as labelled and as coded, with reports and without."""
    found = {}
    for file in files:
        items = list(rows(file))
        gold = [mention for item in items for mention in gold_mentions(item)]
        gold_keys = {
            mention.id: event["key"]
            for item in items
            for mention, event in zip(gold_mentions(item), item["events"], strict=True)
        }
        coded = coded_mentions(items, None if cache is None else cache / f"{file.stem}.jsonl")
        coded_keys = keys_of_coded(items, coded, data)
        parts = [
            mention_examples(items, mentions, keys, with_reports=with_reports)
            for mentions, keys in ((gold, gold_keys), (coded, coded_keys))
            for with_reports in (True, False)
        ]
        found[file.stem] = parts[0] + parts[1] + parts[2] + parts[3]
    return found


def training_files(data: Path) -> list[Path]:
    """The labelled files that may be learned from."""
    return [*sorted((data / "dispatches").glob("train_*.jsonl")), *sorted(OURS.glob("train_*.jsonl"))]


def fit_mentions(examples: Mapping[str, Examples], leave_out: str = "") -> Weights:
    """The weights of coded mentions from all files but one."""
    expected = read_weights(EXPECTATIONS, "mentions", MENTIONS)
    kept = [each for name, each in examples.items() if name != leave_out]
    whole = kept[0]
    for each in kept[1:]:
        whole = whole + each
    return fitted(whole, MENTIONS, expected, HELD)


# How rare words are.


def rarity(texts: Iterable[str]) -> str:
    """The table of ``rarity.tsv``: for each word in enough texts, minus the binary logarithm of their share."""
    held: Counter[str] = Counter()
    total = 0
    for text in texts:
        held.update(set(words_of(text)))
        total += 1
    head = f"# Bits of a word: minus the base-2 logarithm of the share of {total} texts that hold it.\n"
    lines = (f"{w}\t{-math.log2(n / total):.1f}\n" for w, n in sorted(held.items()) if n >= RARE_TEXTS and len(w) < 25)
    return _HEAD.format(command="rarity") + head + "".join(lines)


def texts(data: Path) -> Iterator[str]:
    """News to count words in: whole reports, and headlines eight at a time, which is about one report."""
    yield from (row["content"] for row in rows(data / "incidents/docs.jsonl.gz"))
    for file in training_files(data):
        yield from (f"{row['title']} {row['text']}" for row in rows(file))
    for name in ("muc4/train.jsonl.gz", "polnear/train.jsonl.gz"):
        yield from (row["text"] for row in rows(data / name))
    for name in ("mexico", "car"):
        heads = [row["headline"] or "" for row in rows(data / f"ucdp_ged/{name}_headlines.jsonl.gz")]
        yield from (" . ".join(heads[n : n + 8]) for n in range(0, len(heads), 8))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write, check, or count words."""
    parser = argparse.ArgumentParser(prog="python -m training.linking", description=__doc__)
    parser.add_argument("command", choices=("fit", "check", "rarity"))
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    parser.add_argument("--cache", type=Path, help="a folder that keeps what the coder found, for the next run")
    options = parser.parse_args(arguments)
    if options.command == "rarity":
        (DATA / "rarity.tsv").write_text(rarity(texts(options.data)), "utf-8")
        return 0
    examples = examples_of_files(training_files(options.data), options.data, options.cache)
    if options.command == "check":
        check(examples, options.data, options.cache)
        return 0
    tables = {"mentions": fit_mentions(examples), "reports": fit_reports(options.data)}
    tables["headlines"] = fit_headlines(options.data)
    body = "\n".join(written(name, weights) for name, weights in tables.items())
    (DATA / "weights.toml").write_text(_HEAD.format(command="fit") + "\n" + body, "utf-8")
    return 0


def fit_reports(data: Path) -> Weights:
    """The weights of uncoded reports from all incidents, with the shipped choice of day and place."""
    held = incidents.linkable(incidents.articles(data), [shipped_bits()] * FOLDS)
    _, _, examples = incidents.examples_of(held)
    return fitted(examples, REPORTS, read_weights(EXPECTATIONS, "reports", REPORTS))


def fit_headlines(data: Path) -> Weights:
    """The weights of headlines from those of Mexico."""
    examples = ucdp_headlines.pairs_of(data / ucdp_headlines.BENCHMARK.file).examples
    return fitted(examples, HEADLINES, read_weights(EXPECTATIONS, "headlines", HEADLINES))


def check(examples: Mapping[str, Examples], data: Path, cache: Path | None) -> None:
    """Print the pairs found in dev and train_c by weights that have seen neither."""
    from dateline.linking import joining

    weights = fit_mentions(examples, leave_out="train_c")
    model = PairModel(MENTIONS, weights)
    items = [item for name in ("dev", "train_c") for item in rows(data / f"dispatches/{name}.jsonl")]
    coded = [
        mention
        for name in ("dev", "train_c")
        for mention in coded_mentions(
            list(rows(data / f"dispatches/{name}.jsonl")), None if cache is None else cache / f"{name}.jsonl"
        )
    ]
    joining.mention_model = lambda: model  # type: ignore[assignment]
    for name, mentions in (("coded", coded), ("gold facts", [m for item in items for m in gold_mentions(item)])):
        print(name, {key: round(value, 3) for key, value in scored(items, mentions, data).items()})


if __name__ == "__main__":
    raise SystemExit(main())

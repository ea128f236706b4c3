"""How far a second reader's labels agree with the first's, slot by slot: ``python -m training.agreement``.

The second reader labelled some of the reports, and others some of the real articles, blind, by the guideline alone
(``second_reader.jsonl`` in both folders).
Its labels are scored against the first's as a coder would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.dispatches import scorer
from training.labels import load_items
from training.real_labels import read_twice

OWN = Path("training/dispatches")


def as_mentions(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Labelled events in the shape of coded mentions, as the scorer reads them."""
    return [
        event
        | {
            "document": item["id"],
            "event_id": None,
            "trigger": {
                "text": event["trigger"],
                "start": event["trigger_start"],
                "end": None if event["trigger_start"] is None else event["trigger_start"] + len(event["trigger"]),
            },
        }
        for item in items
        for event in item["events"]
    ]


def agreement(own: Path, data: Path) -> dict[str, Any]:
    """The scorer's answer for the reports that both have labelled."""
    second = load_items([own / "second_reader.jsonl"])
    ids = {item["id"] for item in second}
    first = [item for item in load_items(sorted(own.glob("train_*.jsonl"))) if item["id"] in ids]
    found: dict[str, Any] = scorer(data).score(first, as_mentions(second))
    return found


def main() -> None:
    """Print the agreement of events, facts and slots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--own", type=Path, default=OWN)
    options = parser.parse_args()
    first, second = read_twice(options.data)
    real: dict[str, Any] = scorer(options.data).score(first, as_mentions(second))
    _tell("reports written for it", agreement(options.own, options.data))
    _tell("real articles", real)


def _tell(what: str, found: dict[str, Any]) -> None:
    print(f"{found['items']} {what}: events {found['events']['f1']:.3f}, facts {found['facts']['f1']:.3f}")
    for slot, figure in found["slots"].items():
        print(f"{slot:13} {figure['f1']:.3f} of {figure['gold']}")
    alarms = found["false_alarms"]
    print(f"labelled though the first has no event: {alarms['of_them_coded']} of {alarms['items_without_events']}")


if __name__ == "__main__":
    main()

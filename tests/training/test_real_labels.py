"""Labels of real articles: joined with the texts they point into, and refused where the text is another."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from training.real_labels import Letters, is_held_out, real_items
from training.real_text import documents

TEXT = "Sentries at the gate fired on a column of rebels near Kadugli on Monday.\nTwo men died, the garrison said."
DOCUMENT = next(f"d{n}" for n in range(100) if not is_held_out(f"re3d:d{n}"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "re3d").mkdir()
    with gzip.open(tmp_path / "re3d" / "docs.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"doc_id": DOCUMENT, "title": "Clash", "url": "", "text": f" {TEXT}\n"}))
    return tmp_path


def label(**changed: Any) -> dict[str, Any]:
    def span(words: str) -> list[int]:
        first = TEXT.index(words)
        return [first, first + len(words)]

    event = {
        "key": "k",
        "sub_event_type": "Armed clash",
        "count": 1,
        "weapon": None,
        "date": None,
        "fatalities": {"low": 2, "high": 2},
        "injuries": None,
        "status": "actual",
        "background": False,
        "trigger": span("fired"),
        "perpetrators": [span("Sentries")],
        "targets": [span("column of rebels")],
        "place": {"span": span("Kadugli"), "lat": 11.0, "lon": 29.7, "country": "SD", "precision": "city"},
        "sources": [{"span": span("garrison"), "stance": "reports"}],
        "retaliation_for": None,
    }
    return {
        "doc": f"re3d:{DOCUMENT}",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "published": "2020-01-07T12:00:00Z",
        "publisher": "unknown",
        "title": True,
        "text": [0, len(TEXT)],
        "tags": [],
        "events": [event],
    } | changed


def kept(folder: Path, *labels: dict[str, Any]) -> Path:
    (folder / "labels_a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in labels), "utf-8")
    return folder


def test_offsets_become_the_words_of_the_article(data: Path) -> None:
    (item,) = real_items(data, kept(data, label()))
    (event,) = item["events"]
    assert (event["trigger"], event["trigger_start"]) == ("fired", TEXT.index("fired"))
    assert (event["perpetrators"], event["targets"]) == (["Sentries"], ["column of rebels"])
    assert (event["place"]["name"], event["sources"]) == ("Kadugli", [{"name": "garrison", "stance": "reports"}])


def test_a_text_that_changed_since_is_refused(data: Path) -> None:
    with pytest.raises(ValueError, match="is not the text that was labelled"):
        real_items(data, kept(data, label(sha256="0" * 64)))


def test_held_out_articles_are_never_learned_from(data: Path) -> None:
    assert real_items(data, kept(data, label()), held_out=True) == []


def test_labels_hold_offsets_and_no_words_of_the_articles() -> None:
    for path in sorted(Path("training/real").glob("labels_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for event in row["events"]:
                spans = [event["trigger"], *event["perpetrators"], *event["targets"]]
                spans += [one["span"] for one in event["sources"]] + (
                    [event["place"]["span"]] if event["place"] else []
                )
                assert all(isinstance(span[0], int) and span[0] < span[1] for span in spans), row["doc"]


def test_capitals_are_printed_as_elsewhere_and_names_with_a_capital() -> None:
    letters = Letters(["he said the army of Sudan had left", "then the army came"])
    assert letters.of("THE ARMY OF SUDAN CAME. THE ARMY LEFT QORYOLEY") == (
        "The army of Sudan came. The army left Qoryoley"
    )


def test_documents_are_joined_the_same_way_each_time(data: Path) -> None:
    (one,) = documents(data, ["re3d"])
    assert (one.id, one.text) == (f"re3d:{DOCUMENT}", TEXT)

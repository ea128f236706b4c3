"""Our labels of real articles, joined with the articles' texts: items as those of the Dispatches files.

``training/real/labels_*.jsonl`` holds, for each article, the id of the document, the hash of its text, the part of it
that is the report, when it was published and by whom, and its events with offsets and values. Offsets count from the
start of that part; those that end in ``"title"`` point into the title.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from training.real_text import FILES, Document, documents

FOLDER = Path("training/real")
Span = list[Any]


def is_held_out(document: str) -> bool:
    """Whether an article is one of the few that calibrate, and that no run learns from."""
    return hashlib.sha256(document.encode()).digest()[1] % 12 == 0


def real_items(
    data: Path, folder: Path = FOLDER, *, recased: bool = True, held_out: bool = False
) -> list[dict[str, Any]]:
    """The labelled articles: those to learn from, or those that are held out.

    Args:
        data: the benchmark folder.
        folder: of the labels.
        recased: whether half of the articles in capitals get the letters that print would have.
        held_out: which of the two.

    Raises:
        ValueError: an article is not the text that was labelled.
    """
    rows = [row for row in _rows(sorted(folder.glob("labels_*.jsonl"))) if is_held_out(row["doc"]) == held_out]
    return _items(rows, data, recased=recased)


def read_twice(data: Path, folder: Path = FOLDER) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles that a second reader labelled blind: as the first labelled them, and as the second did.

    Raises:
        ValueError: as `real_items`.
    """
    second = list(_rows([folder / "second_reader.jsonl"]))
    ids = {row["doc"] for row in second}
    first = [row for row in _rows(sorted(folder.glob("labels_*.jsonl"))) if row["doc"] in ids]
    return _items(first, data, recased=False), _items(second, data, recased=False)


def _rows(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _items(rows: Sequence[dict[str, Any]], data: Path, *, recased: bool) -> list[dict[str, Any]]:
    wanted = {row["doc"] for row in rows}
    texts = {d.id: d for d in documents(data, sorted({doc.split(":")[0] for doc in wanted})) if d.id in wanted}
    items = []
    for row in rows:
        document = texts[row["doc"]]
        if document.sha256 != row["sha256"]:
            raise ValueError(f"{row['doc']} is not the text that was labelled")
        items.append(_item(row, document, _printed(data) if recased and _is_recased(row["doc"]) else None))
    return items


def _item(row: dict[str, Any], document: Document, printed: Letters | None) -> dict[str, Any]:
    first, after = row["text"]
    text, title = document.text[first:after], document.title if row["title"] else ""
    if printed is not None:
        text = printed.of(text)

    def words(span: Span) -> str:
        return (title if span[2:] else text)[span[0] : span[1]]

    events = []
    for event in row["events"]:
        trigger, place = event["trigger"], event["place"]
        events.append(
            event
            | {
                "trigger": words(trigger),
                "trigger_start": None if trigger[2:] else trigger[0],
                "perpetrators": [words(span) for span in event["perpetrators"]],
                "targets": [words(span) for span in event["targets"]],
                "place": place and {**place, "name": words(place["span"])},
                "sources": [{"name": words(one["span"]), "stance": one["stance"]} for one in event["sources"]],
                "retaliation_for": event["retaliation_for"] and words(event["retaliation_for"]),
            }
        )
    return {
        "id": f"real-{row['doc']}",
        "published": row["published"],
        "publisher": row["publisher"],
        "url": document.url,
        "title": title,
        "text": text,
        "tags": row["tags"],
        "events": events,
    }


def _is_recased(document: str) -> bool:
    return document.startswith("muc4:") and hashlib.sha256(document.encode()).digest()[0] % 2 == 0


class Letters:
    """How words are printed where not all is in capitals, learned from texts that are not."""

    def __init__(self, texts: Iterable[str]) -> None:
        forms: dict[str, Counter[str]] = {}
        for text in texts:
            # A word after a full stop says nothing of how it is printed elsewhere.
            for found in re.finditer(r"(?<![.!?:\"“] )(?<!\n)\b[A-Za-z]+\b", text):
                forms.setdefault(found[0].lower(), Counter())[found[0]] += 1
        self._form = {word: counts.most_common(1)[0][0] for word, counts in forms.items()}

    def of(self, text: str) -> str:
        """A text in capitals as it would be printed, as long as it was: unknown words are taken for names."""

        def printed(found: re.Match[str]) -> str:
            word = found[0]
            form = self._form.get(word.lower())
            if form is None:
                form = word if len(word) < 6 and text[found.start() - 1 : found.start()] in "[(" else word.capitalize()
            starts = not re.search(r"[^.!?\n\"\s]\s*$", text[max(0, found.start() - 4) : found.start()])
            return form[0].upper() + form[1:] if starts else form

        return re.sub(r"[A-Z]+", printed, text)


@cache
def _printed(data: Path) -> Letters:
    mixed = [name for name in FILES if name not in ("muc4", "indiapolice")]
    return Letters(document.text for document in documents(data, mixed))

"""Makes ``toponym_vocabulary.csv``: ``python -m training.toponym_vocabulary --data ../shared/bench``.

One row a word: ``common`` is 2 where it stands in lower case at least four times as often as with a capital inside a
sentence, 1 where at least half as often, else 0 (counted by text over the benchmark corpora that are English news, and
reports of our own); ``given`` and ``family`` are 1 for names of people in the package Faker (MIT), which must be
installed. Only words and counts are kept, no text.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.grounding.places.build import DATA
from dateline.grounding.places.name_keys import name_key

_CORPORA = (
    ("geoparsing/lgl", "text"),
    ("geoparsing/geovirus", "text"),
    ("geoparsing/geowebnews", "text"),
    ("re3d/docs", "text"),
    ("polnear/train", "text"),
    ("incidents/docs", "content"),
    ("wikiwars/docs", "text"),
    ("event_location/sentences", "text"),
    ("satp/train", "text"),
    ("cameo_ner/train", "tokens"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_BEGINS = re.compile(r"[.!?:\n\"“”‘—-]\s*$")
_LEAST_TEXTS = 4
# Names of few countries count where Faker has few names for the whole region, and where many of its lists agree.
_RARE = (
    *("en_IN", "en_NG", "en_KE", "en_PK", "en_TH", "ar_", "fa_", "ha_", "ig_", "yo_", "sw", "zu_", "tw_", "uz_", "tr_"),
    *("id_", "ne_", "hi_", "ta_", "bn_", "he_", "uk_", "ru_", "az_", "hy_", "ka_", "vi_", "zh_", "ko_", "en_US", "en"),
)
_NO_NAMES = frozenset({"the", "and", "van", "der", "den", "de", "von"})


def _texts(data: Path) -> Iterator[str]:
    for name, key in _CORPORA:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield row[key] if isinstance(row[key], str) else " ".join(row[key])
    own = Path(__file__).parent / "dispatches"
    for path in [*sorted((data / "dispatches").glob("train_*.jsonl")), *sorted(own.glob("*_?.jsonl"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def common_words(data: Path) -> dict[str, int]:
    """How common each word is as no name, 1 or 2."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in _texts(data):
        lower, upper = set(), set()
        for match in _WORD.finditer(text):
            word = _POSSESSIVE.sub("", match.group())
            if word.islower():
                lower.add(word)
            elif match.start() and not word.isupper() and not _BEGINS.search(text[: match.start()][-4:]):
                upper.add(word.lower())
        small.update(lower)
        capital.update(upper)
    return {
        word: 2 if count >= 4 * capital[word] else 1
        for word, count in small.items()
        if count >= _LEAST_TEXTS and word.isascii() and word.isalpha() and len(word) > 1 and 2 * count >= capital[word]
    }


def people(kind: str) -> set[str]:
    """Faker's names of one kind, ``first_name`` or ``last_name``, in the form of name keys."""
    folder: Any = importlib.import_module("faker.providers.person")
    lists: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        provider = importlib.import_module(f"{folder.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if not attribute.startswith(kind) or callable(names) or isinstance(names, property | str) or not names:
                continue
            for name in names:
                for word in name_key(str(name[0] if isinstance(name, tuple | list) else name)).split():
                    if word.isascii() and word.isalpha() and len(word) > 2:
                        lists.setdefault(word, set()).add(module.name)
    return {
        word for word, where in lists.items() if len(where) > 1 or any(each.startswith(_RARE) for each in where)
    } - _NO_NAMES


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, gather, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.toponym_vocabulary", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    parser.add_argument("--out", type=Path, default=DATA / "toponym_vocabulary.csv")
    options = parser.parse_args(arguments)
    common, given, family = common_words(options.data), people("first_name"), people("last_name")
    with options.out.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["word", "common", "given", "family"])
        for word in sorted(common.keys() | given | family):
            rows.writerow([word, common.get(word, 0), int(word in given), int(word in family)])
    return 0


if __name__ == "__main__":
    sys.exit(main())

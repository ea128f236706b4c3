"""The texts of other people's corpora, in the one form that our labels of them point into.

Labels of real articles (``training/real/*.jsonl``) hold a document's id and offsets, no text. The text comes from the
corpora's own files, joined and stripped here always in the same way; ``sha256`` in the label tells if that changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = {
    "muc4": ("muc4/train.jsonl.gz",),
    "rams": ("rams/dev.jsonl.gz",),
    "wikievents": ("wikievents/dev.jsonl.gz",),
    "re3d": ("re3d/docs.jsonl.gz",),
    "timebank": ("timeml/timebank.jsonl.gz",),
    "aquaint": ("timeml/aquaint.jsonl.gz",),
    "lgl": ("geoparsing/lgl.jsonl.gz",),
    "geovirus": ("geoparsing/geovirus.jsonl.gz",),
    "geowebnews": ("geoparsing/geowebnews.jsonl.gz",),
    "indiapolice": ("indiapolice/docs.jsonl.gz",),
    "gvdb": ("gvdb/dev.jsonl.gz",),
    "gva_incidents": ("incidents/docs.jsonl.gz",),
}
"""By corpus, the files with texts that may be learned from."""


@dataclass(frozen=True)
class Document:
    """One text of a corpus; ``id`` is ``corpus:number``, ``date`` is as the corpus gives it or empty."""

    id: str
    title: str
    text: str
    date: str
    url: str

    @property
    def sha256(self) -> str:
        """Hash of the text, by which a label knows it again."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def documents(data: Path, corpora: Iterable[str] = tuple(FILES)) -> Iterator[Document]:
    """The documents of some corpora.

    Raises:
        FileNotFoundError: the folder lacks a corpus.
    """
    for corpus in corpora:
        for name in FILES[corpus]:
            with gzip.open(data / name, "rt", encoding="utf-8") as lines:
                for line in lines:
                    yield _document(corpus, json.loads(line))


def _document(corpus: str, row: dict[str, Any]) -> Document:
    number = str(row.get("doc_key") or row.get("doc_id") or row["id"])
    title = str(row.get("title") or "")
    if corpus == "muc4":
        text = _paragraphs(row["text"])
        head, rest = text[:250], text[250:]
        # What stands in brackets before the report is the translator's: language, kind of item, speaker.
        text = re.sub(r"(--?) *(?:\[[^\]]*\] *)+", r"\1 ", head, count=1) + rest
    elif corpus == "rams":
        text = _joined([token for sentence in row["sentences"] for token in sentence])
    elif corpus == "wikievents":
        text = _joined(row["tokens"])
    elif corpus == "gva_incidents":
        text = row["content"].strip()
    elif corpus == "indiapolice":
        text = re.sub(r"^This story is from [^\n]*\n+", "", row["text"].strip())
    else:
        text = row["text"].strip()
    if title and text.startswith(title):
        text = text[len(title) :].lstrip(" .\n")
    date = str(row.get("dct") or row.get("date") or "")
    return Document(f"{corpus}:{number}", title, text, date, str(row.get("url") or row.get("source_url") or ""))


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(re.sub(r"\s+", " ", block).strip() for block in blocks)


def _joined(tokens: list[str]) -> str:
    """Tokens as running text: no space before a closing mark or after an opening one."""
    text, quoted = "", False
    for token in tokens:
        opens = token in {"(", "[", "$", "“", "‘", "``"} or (token == '"' and not quoted)
        closes = re.fullmatch(r"[.,;:!?%)\]”]+|'s|’s|n't|n’t|'re|'ve|''", token) or (token == '"' and quoted)
        if token == '"':
            quoted = not quoted
        text += token if closes or not text or text.endswith("\x00") else " " + token
        text += "\x00" if opens else ""
        if not opens:
            text = text.replace("\x00", "")
    return text.replace("\x00", "")

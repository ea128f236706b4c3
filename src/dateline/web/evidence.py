"""The evidence bundle of one event: a zip that stands by itself, with a small script that verifies it.

Anybody with Python can check, years later and without dateline, that the reports are those that were read, that every
span lies where it is said to, and that no file was altered since the bundle was made.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from importlib.resources import files

import msgspec

from dateline.archive import Archive
from dateline.archive.answers import AsOf
from dateline.export.about import About
from dateline.export.jsonld import event_nodes, write_jsonld
from dateline.export.marks import told_values
from dateline.export.permalinks import Permalinks
from dateline.export.selection import Selection
from dateline.export.tellings import Kept, MemoryLibrary, gather, of_all
from dateline.records import Mention, Report
from dateline.records.event import Decision, Link
from dateline.version import __version__

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same evidence gives the same bytes."""
_README = """Evidence for one event, from a dateline archive.

event.json        the event as it stood, with every told value and who tells it
event.jsonld      the same with the way from span to value, in W3C PROV
history.jsonl     every version of it, the oldest first, with who made it, when and why
decisions.jsonl   what people decided about it
mentions.jsonl    each telling: every value with the characters it was read from
links.jsonl       why the tellings were taken for one event
reports/          the reports as they were read: one JSON each, its text beside it
manifest.json     SHA-256 of every file, and of every report's text and raw input
verify.py         checks all of it: python3 verify.py [the zip, or the folder it was unpacked to]

The reports are their publishers' and may hold names of private persons: handle them with care.
"""


class _ReportHashes(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    file: str
    text_file: str
    text_sha256: str
    raw_sha256: str | None
    revision: int
    added: str


class _Span(msgspec.Struct, frozen=True, kw_only=True):
    report: str
    mention: str
    role: str
    field: str
    start: int
    end: int
    text: str


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    event: str
    version: int
    change: int
    changed: str
    change_by: str
    made_by: str
    files: dict[str, str]
    reports: tuple[_ReportHashes, ...]
    spans: tuple[_Span, ...]


def evidence(archive: Archive, id: str, *, as_of: AsOf = None) -> bytes:
    """The bundle of an event as it stands, or stood then, as a zip; the same evidence gives the same bytes.

    Raises:
        NoSuchIdError: there is, or was then, none of this id.
    """
    kept = archive.event(id, as_of=as_of)
    event = kept.event
    mentions = [one.mention for one in archive.mentions(id, as_of=as_of)]
    reports = archive.reports_of(event.reports, as_of=as_of)
    versions = [one for one in archive.versions(id) if one.event.version <= event.version]
    links: dict[tuple[str, str], Link] = {}
    told = {one.id for one in mentions}
    for mention in mentions:
        links.update(
            {(link.one, link.other): link for link in archive.links(mention.id) if {link.one, link.other} <= told}
        )
    texts = {one: reports[one].report for one in event.reports if one in reports}
    content: dict[str, bytes] = {
        "README.txt": _README.encode(),
        "verify.py": files("dateline.web").joinpath("data/verify_evidence.py").read_bytes(),
        "event.json": _pretty(event),
        "event.jsonld": jsonld(Kept(event=event, changed=kept.change.at), mentions, list(texts.values())).encode(),
        "history.jsonl": _lines(versions),
        "decisions.jsonl": _lines(_decisions(archive, id, kept.change.at if as_of is not None else None)),
        "mentions.jsonl": _lines(mentions),
        "links.jsonl": _lines(list(links.values())),
    }
    hashes = []
    for number, (report_id, report) in enumerate(texts.items(), start=1):
        # Ids come from outside and may hold anything: a number names the file.
        name = f"reports/{number:03}"
        content[f"{name}.json"] = _pretty(report)
        content[f"{name}.txt"] = report.text.encode()
        hashes.append(
            _ReportHashes(
                id=report_id,
                file=f"{name}.json",
                text_file=f"{name}.txt",
                text_sha256=report.text_sha256,
                raw_sha256=report.raw_sha256,
                revision=reports[report_id].revision,
                added=reports[report_id].change.at,
            )
        )
    manifest = _Manifest(
        event=event.id,
        version=event.version,
        change=kept.change.number,
        changed=kept.change.at,
        change_by=kept.change.who,
        made_by=f"dateline {__version__}",
        files={name: hashlib.sha256(body).hexdigest() for name, body in content.items()},
        reports=tuple(hashes),
        spans=tuple(_spans(mentions, texts)),
    )
    content["manifest.json"] = _pretty(manifest)
    return _zipped(content)


def jsonld(kept: Kept, mentions: list[Mention], reports: list[Report], *, permalink: str | None = None) -> str:
    """One event as a JSON-LD document with PROV; made, it says, when this version of the event was."""
    library = MemoryLibrary(mentions, reports)
    tellings = gather([kept], library, mentions=of_all, reports=of_all)
    out = io.StringIO()
    about = About(made=kept.changed or "", version=__version__, format="jsonld", query=Selection())
    write_jsonld(event_nodes(tellings, Permalinks(permalink)), out, about)
    return out.getvalue()


def _decisions(archive: Archive, id: str, until: str | None) -> list[Decision]:
    return [one for one in archive.decisions(id) if until is None or one.at <= until]


def _spans(mentions: list[Mention], reports: dict[str, Report]) -> list[_Span]:
    """Every span of every mention whose words lie in the report at hand."""
    spans = []
    for mention in mentions:
        report = reports.get(mention.document)
        for role, field, start, end in _words(mention):
            body = "" if report is None else report.text if field == "text" else report.title or ""
            if 0 <= start < end <= len(body):
                spans.append(
                    _Span(
                        report=mention.document,
                        mention=mention.id,
                        role=role,
                        field=field,
                        start=start,
                        end=end,
                        text=body[start:end],
                    )
                )
    return spans


def _words(mention: Mention) -> list[tuple[str, str, int, int]]:
    return [
        (value.role or value.label, words.field, words.start, words.end)
        for value in told_values(mention)
        for words in value.words
    ]


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _lines(values: Sequence[object]) -> bytes:
    return b"".join(msgspec.json.encode(value) + b"\n" for value in values)


def _zipped(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            zipped.writestr(entry, content[name])
    return out.getvalue()

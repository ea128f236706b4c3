"""Events as an Atom feed (RFC 4287): one entry an event, whose id is its permalink."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from io import TextIOBase
from pathlib import Path
from typing import IO, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import msgspec

from dateline.errors import InputError
from dateline.export.about import About, about_from_json, about_to_json
from dateline.export.legible import on_one_line
from dateline.export.permalinks import Permalinks, named
from dateline.export.saying import notes_of, title_of
from dateline.export.tellers import days_of
from dateline.export.tellings import Telling
from dateline.export.unreadable import cannot_read

ATOM = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
SCHEME = "urn:x-dateline:"
"""Schemes of the categories: ``event`` (its id), ``type``, ``event-type``, ``status``, ``grade``, ``country``."""
# What XML 1.0 cannot hold in any form.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AtomEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry holds of an event.

    Attributes:
        event: its id.
        permalink: the id of the entry.
        updated: ISO 8601 time of the last change, or of the last report, or of the export.
        reports: addresses of the reports that have one.
    """

    event: str
    permalink: str
    title: str
    updated: str
    published: str | None = None
    summary: str = ""
    sub_event_type: str | None = None
    event_type: str | None = None
    status: str | None = None
    grade: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    reports: tuple[str, ...] = ()


_CATEGORIES = {
    "event": "event",
    "type": "sub_event_type",
    "event-type": "event_type",
    "status": "status",
    "grade": "grade",
    "country": "country",
}


def atom_entries(tellings: Iterable[Telling], links: Permalinks, *, made: str) -> Iterator[AtomEntry]:
    """The entries of events, in their order; ``made`` is the time of the export."""
    for telling in tellings:
        event, place = telling.event, telling.event.place.value
        days = days_of(event)
        located = place is not None and place.lat is not None and place.lon is not None
        yield AtomEntry(
            event=_text(event.id),
            permalink=links.of_event(event.id),
            title=_text(title_of(event)),
            updated=_moment(telling.changed or max(days, default=made)),
            published=_moment(min(days)) if days else None,
            summary=_text(notes_of(event)),
            sub_event_type=event.sub_event_type.value,
            event_type=_text(event.event_type) or None,
            status=event.status.value,
            grade=event.grade,
            country=_text(place.country or "") or None if place else None,
            lat=place.lat if located and place else None,
            lon=place.lon if located and place else None,
            reports=tuple(
                dict.fromkeys(
                    _text(report.url)
                    for report in telling.reports.values()
                    if report.url and report.url.startswith(("https://", "http://"))
                )
            ),
        )


def write_atom(entries: Iterable[AtomEntry], out: IO[str], about: About) -> int:
    """Write the feed with its entries as they come; returns how many there were.

    What was asked for is the subtitle, the licence note ``rights``, the version stands at ``generator``.
    """
    xml = XMLGenerator(cast(TextIOBase, out), encoding="utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": ATOM, "xmlns:georss": GEORSS}))
    _element(xml, "id", named("feed", msgspec.json.encode(about.query).decode()))
    _element(xml, "title", "Events coded by dateline")
    _element(xml, "updated", about.made)
    _element(xml, "subtitle", about_to_json(about))
    _element(xml, "rights", f"{about.licence} {about.attribution}")
    _element(xml, "generator", "dateline", version=about.version)
    xml.startElement("author", AttributesImpl({}))
    _element(xml, "name", "dateline")
    xml.endElement("author")
    written = 0
    for entry in entries:
        xml.characters("\n")
        _write_entry(xml, entry)
        written += 1
    xml.characters("\n")
    xml.endElement("feed")
    xml.endDocument()
    return written


def read_atom(path: Path) -> Iterator[AtomEntry]:
    """The entries of a feed that `write_atom` wrote; one is in memory at a time.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is no such feed (``input.not-our-feed``).
    """
    for element in _elements(path, "entry"):
        try:
            yield _entry_of(element)
        except (msgspec.ValidationError, ValueError) as error:
            raise _not_ours(str(error), path) from error
        element.clear()


def read_about_of_atom(path: Path) -> About:
    """What stands in the feed about itself.

    Raises:
        InputError: as for `read_atom`.
    """
    for element in _elements(path, "subtitle"):
        return about_from_json(element.text or "", where=str(path))
    raise _not_ours("it does not say what was asked for", path)


def _write_entry(xml: XMLGenerator, entry: AtomEntry) -> None:
    xml.startElement("entry", AttributesImpl({}))
    _element(xml, "id", entry.permalink)
    _element(xml, "title", entry.title)
    _element(xml, "updated", entry.updated)
    if entry.published is not None:
        _element(xml, "published", entry.published)
    _element(xml, "summary", entry.summary)
    if entry.permalink.startswith("http"):
        _element(xml, "link", rel="alternate", href=entry.permalink)
    for url in entry.reports:
        _element(xml, "link", rel="via", href=url)
    for name, field in _CATEGORIES.items():
        value = getattr(entry, field)
        if value is not None:
            _element(xml, "category", scheme=SCHEME + name, term=value)
    if entry.lat is not None and entry.lon is not None:
        _element(xml, "georss:point", f"{entry.lat!r} {entry.lon!r}")
    xml.endElement("entry")


def _element(xml: XMLGenerator, name: str, text: str = "", **attributes: str) -> None:
    xml.startElement(name, AttributesImpl(attributes))
    if text:
        xml.characters(text)
    xml.endElement(name)


def _elements(path: Path, name: str) -> Iterator[ElementTree.Element]:
    try:
        for _, element in ElementTree.iterparse(path):
            if element.tag == f"{{{ATOM}}}{name}":
                yield element
    except OSError as error:
        raise cannot_read(path, error) from error
    except ElementTree.ParseError as error:
        raise _not_ours(str(error), path) from error


def _entry_of(element: ElementTree.Element) -> AtomEntry:
    values: dict[str, object] = {}
    for name, field in (("id", "permalink"), ("title", "title"), ("updated", "updated"), ("published", "published")):
        text = element.findtext(f"{{{ATOM}}}{name}")
        if text is not None:
            values[field] = text
    values["summary"] = element.findtext(f"{{{ATOM}}}summary") or ""
    for category in element.iterfind(f"{{{ATOM}}}category"):
        field_of = _CATEGORIES.get((category.get("scheme") or "").removeprefix(SCHEME))
        if field_of is not None:
            values[field_of] = category.get("term")
    point = element.findtext(f"{{{GEORSS}}}point")
    if point is not None:
        lat, lon = point.split()
        values |= {"lat": float(lat), "lon": float(lon)}
    via = [link.get("href") for link in element.iterfind(f"{{{ATOM}}}link") if link.get("rel") == "via"]
    return msgspec.convert({**values, "reports": via}, AtomEntry)


def _text(text: str) -> str:
    """One line that XML can hold."""
    return on_one_line(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _moment(told: str) -> str:
    """An ISO day or moment as Atom has it, with time and zone; a day is its beginning in UTC."""
    if "T" not in told:
        return f"{told}T00:00:00Z"
    return told if told.endswith("Z") or re.search(r"[+-]\d\d:\d\d$", told) else f"{told}Z"


def _not_ours(what: str, path: Path) -> InputError:
    return InputError(
        f"no feed of ours: {what}",
        where=str(path),
        remedy="Give a file written by `dateline export --as atom`.",
        code="input.not-our-feed",
    )

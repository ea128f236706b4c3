"""The nodes of the JSON-LD export, in the words of schema.org and W3C PROV; the same are written and read."""

from __future__ import annotations

from typing import TypeVar

import msgspec

Kind = TypeVar("Kind")

CONTEXT = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dateline": "urn:x-dateline:",
}
_RENAMED = {
    "id": "@id",
    "type": "@type",
    "start": "oa:start",
    "end": "oa:end",
    "exact": "oa:exact",
    "quoted_from": "prov:wasQuotedFrom",
    "derived_from": "prov:wasDerivedFrom",
    "attributed_to": "prov:wasAttributedTo",
    "generated_by": "prov:wasGeneratedBy",
    "associated_with": "prov:wasAssociatedWith",
    "field": "dateline:field",
    "value": "dateline:value",
    "part": "dateline:part",
    "appearance": "schema:appearance",
    "identifier": "schema:identifier",
    "name": "schema:name",
    "text": "schema:text",
    "headline": "schema:headline",
    "url": "schema:url",
    "date_published": "schema:datePublished",
    "in_language": "schema:inLanguage",
    "publisher": "schema:publisher",
    "sha256": "dateline:textSha256",
    "latitude": "schema:latitude",
    "longitude": "schema:longitude",
    "geo": "schema:geo",
    "address": "schema:address",
    "country": "schema:addressCountry",
    "admin1": "schema:addressRegion",
    "additional_type": "schema:additionalType",
    "description": "schema:description",
    "start_date": "schema:startDate",
    "end_date": "schema:endDate",
    "location": "schema:location",
    "date_modified": "schema:dateModified",
    "software_version": "schema:softwareVersion",
    "date_created": "schema:dateCreated",
    "usage_info": "schema:usageInfo",
    "credit_text": "schema:creditText",
    "version": "schema:version",
    "model": "dateline:model",
    "radius_km": "dateline:radiusKm",
    "precision": "dateline:precision",
    "event_type": "dateline:eventType",
    "status": "dateline:status",
    "grade": "dateline:grade",
    "grade_reason": "dateline:gradeReason",
    "score": "dateline:score",
    "killed": "dateline:killed",
    "injured": "dateline:injured",
    "low": "dateline:low",
    "best": "dateline:best",
    "high": "dateline:high",
    "perpetrators": "dateline:perpetrator",
    "targets": "dateline:target",
    "stance": "dateline:stance",
    "about": "dateline:about",
    "json": "@value",
    "claims": "dateline:claim",
    "articles": "schema:subjectOf",
    "activities": "dateline:coding",
}


class _Node(msgspec.Struct, frozen=True, kw_only=True, rename=_RENAMED, omit_defaults=True):
    """Keys as `CONTEXT` has them; what is not known is not written."""


class Named(_Node, frozen=True, kw_only=True):
    """Somebody or something with a name."""

    type: str
    id: str | None = None
    name: str


class Json(_Node, frozen=True, kw_only=True):
    """A value as JSON (a JSON literal of JSON-LD 1.1), in the shape of the records of dateline."""

    type: str
    json: msgspec.Raw


class SpanNode(_Node, frozen=True, kw_only=True):
    """Characters ``start`` to ``end`` (exclusive) of a report's text or title, and exactly what stands there."""

    type: tuple[str, ...]
    id: str
    start: int
    end: int
    exact: str | None = None
    part: str = "text"
    quoted_from: str


class Reference(_Node, frozen=True, kw_only=True):
    """Another node, by its name."""

    id: str


class ClaimNode(_Node, frozen=True, kw_only=True):
    """One value of one field as one mention tells it.

    Attributes:
        field: of the event.
        value: what is told, as in the JSON of a record.
        appearance: the report.
        attributed_to: who the report has it from, outermost last.
        stance: what a voice does: claims, accuses, confirms or denies; only of the field ``responsibility``.
        derived_from: the characters that it was read from, where they are at hand.
        generated_by: the coding that read it.
    """

    type: tuple[str, ...]
    id: str
    field: str
    value: Json
    text: str | None = None
    appearance: Reference
    attributed_to: tuple[Named, ...] = ()
    stance: str | None = None
    derived_from: tuple[SpanNode, ...] = ()
    generated_by: Reference | None = None


class ArticleNode(_Node, frozen=True, kw_only=True):
    """A report."""

    type: tuple[str, ...]
    id: str
    identifier: str
    headline: str | None = None
    url: str | None = None
    date_published: str | None = None
    in_language: str | None = None
    publisher: Named | None = None
    sha256: str | None = None


class GeoNode(_Node, frozen=True, kw_only=True):
    """A point in WGS84 degrees."""

    type: str
    latitude: float
    longitude: float


class AddressNode(_Node, frozen=True, kw_only=True):
    """The country by its ISO code, and the part of it."""

    type: str
    country: str | None = None
    admin1: str | None = None


class PlaceNode(_Node, frozen=True, kw_only=True):
    """Where it was; ``radius_km`` is how far from the point it may have been."""

    type: str
    name: str
    geo: GeoNode | None = None
    address: AddressNode | None = None
    precision: str | None = None
    radius_km: float | None = None


class TollNode(_Node, frozen=True, kw_only=True):
    """How many, over all that still stands."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


class AgentNode(_Node, frozen=True, kw_only=True):
    """The program, with the version and model that were at work."""

    type: str
    name: str
    software_version: str
    model: str | None = None


class ActivityNode(_Node, frozen=True, kw_only=True):
    """A coding: what the program did."""

    type: str
    id: str
    associated_with: AgentNode


class EventNode(_Node, frozen=True, kw_only=True):
    """An event with its claims, the reports that tell it, and the codings that read them."""

    type: tuple[str, ...]
    id: str
    identifier: str
    name: str
    additional_type: str | None = None
    event_type: str | None = None
    description: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    location: PlaceNode | None = None
    perpetrators: tuple[Named, ...] = ()
    targets: tuple[Named, ...] = ()
    killed: TollNode | None = None
    injured: TollNode | None = None
    status: str | None = None
    grade: str
    grade_reason: str | None = None
    score: float
    date_modified: str | None = None
    claims: tuple[ClaimNode, ...] = ()
    articles: tuple[ArticleNode, ...] = ()
    activities: tuple[ActivityNode, ...] = ()


class DatasetNode(_Node, frozen=True, kw_only=True):
    """The export itself."""

    type: tuple[str, ...]
    id: str
    name: str
    description: str
    date_created: str
    version: str
    usage_info: str
    credit_text: str
    about: Json


def read_value(value: Json, kind: type[Kind]) -> Kind:
    """A value as the record that it is of: a `Place`, a `Period`, an `int`.

    Raises:
        msgspec.ValidationError: it is none of that kind.
    """
    return msgspec.json.decode(value.json, type=kind)

"""What a person takes along of one event: the evidence bundle, and JSON-LD with PROV."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.export.tellings import Kept
from dateline.web.dependencies import archive_of
from dateline.web.evidence import evidence, jsonld
from dateline.web.pages.choosing import moment_of

router = APIRouter(include_in_schema=False)


@router.get("/events/{id}/evidence.zip")
def evidence_zip(request: Request, id: str) -> Response:
    """Reports, spans, hashes, history and the script that verifies them."""
    made = evidence(archive_of(request), id, as_of=moment_of(request))
    return Response(made, media_type="application/zip", headers=_attached(f"evidence-{id}.zip"))


@router.get("/events/{id}/event.jsonld")
def event_jsonld(request: Request, id: str) -> Response:
    """The event as JSON-LD, with the way from span to value."""
    archive, as_of = archive_of(request), moment_of(request)
    kept = archive.event(id, as_of=as_of)
    mentions = [one.mention for one in archive.mentions(id, as_of=as_of)]
    reports = [one.report for one in archive.reports_of(kept.event.reports, as_of=as_of).values()]
    base = f"{request.url.scheme}://{request.url.netloc}/events/{{id}}"
    made = jsonld(Kept(event=kept.event, changed=kept.change.at), mentions, reports, permalink=base)
    return Response(made, media_type="application/ld+json", headers=_attached(f"{id}.jsonld"))


def _attached(name: str) -> dict[str, str]:
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)
    return {"content-disposition": f'attachment; filename="{safe}"', "cache-control": "no-store"}

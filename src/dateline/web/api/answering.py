"""What answers of the API have in common: ETags, bodies of requests, ids in addresses, pages of lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from dateline.archive import Archive
from dateline.archive.journal import newest_change
from dateline.version import __version__
from dateline.web.problems import WebError

Body = TypeVar("Body")
_ENCODER = msgspec.json.Encoder()
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LARGEST_NUMBER = 2**53 - 1

Limit = Annotated[int, Query(ge=1, le=1_000, description="How many, up to 1,000.")]
After = Annotated[str | None, Query(max_length=1_000, description="The cursor `next` of the page before.")]
AfterNumber = Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="Only those that follow this number.")]
Number = Annotated[int, Path(ge=0, le=LARGEST_NUMBER)]


def _sound(given: str) -> str:
    if _CONTROL.search(given):
        raise WebError(422, "the id holds control characters", where="id", remedy="Give an id.", code="web.parameter")
    return given


def _id(id: Annotated[str, Path(min_length=1, max_length=300)]) -> str:
    return _sound(id)


Id = Annotated[str, Depends(_id)]
"""An id in an address; what the database cannot hold is refused before it is asked."""


def body_of(kind: type[Body]) -> Callable[[Request], Coroutine[Any, Any, Body]]:
    """A dependency: the body of the request as a record.

    Raises:
        WebError: 415, it is no JSON; 422, it is not as described.
    """
    decoder = msgspec.json.Decoder(kind)

    async def read(request: Request) -> Body:
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != "application/json":
            raise WebError(
                415,
                f"a body of the type {given[:100]!r} cannot be read",
                where="content-type",
                remedy="Send JSON, with the header Content-Type: application/json.",
                code="web.body",
            )
        try:
            return decoder.decode(await request.body())
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
            remedy = "/api/v1/openapi.json describes it."
            raise WebError(
                422, f"the body does not fit: {error}", where="body", remedy=remedy, code="web.body"
            ) from error

    return read


def described(kind: str) -> dict[str, Any]:
    """The part of an operation's description that says what body it takes."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind}"}}}
    return {"requestBody": {"required": True, "content": content}}


def answers(
    kind: str, *, status: int = 200, media_type: str = "application/json", what: str = "What was asked for."
) -> dict[int | str, dict[str, Any]]:
    """The part of an operation's description that says what it answers."""
    schema = {"type": "string"} if kind == "string" else {"$ref": f"#/components/schemas/{kind}"}
    return {status: {"description": what, "content": {media_type: {"schema": schema}}}}


def newest_of(archive: Archive) -> int:
    """The number of the newest change."""
    with archive.reading() as connection:
        newest = newest_change(connection)
    return 0 if newest is None else newest[0]


def page_tag(request: Request, newest: int) -> str:
    """The ETag of an answer that depends on nothing but its address and the archive as it stands."""
    asked = f"{__version__} {request.url.path}?{request.url.query} {request.headers.get('accept', '')}"
    return f'W/"{newest}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether whoever asks has this answer already."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    return given.strip() == "*" or _bare(tag) in {_bare(one) for one in given.split(",")}


def not_modified(tag: str) -> Response:
    """The answer to one who has it."""
    return Response(status_code=304, headers={"etag": tag, "cache-control": "private, no-cache"})


def json_answer(
    content: object, *, tag: str | None = None, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A record, or bytes of JSON, with an ETag by which it need not be sent again."""
    body = content if isinstance(content, bytes) else _ENCODER.encode(content)
    made = Response(body, status_code=status, media_type="application/json", headers=headers)
    if tag is not None:
        made.headers["etag"] = tag
        made.headers["cache-control"] = "private, no-cache"
    return made


def tagged(request: Request, archive: Archive, make: Callable[[], object]) -> Response:
    """The answer that ``make`` gives, unless whoever asks has it already."""
    tag = page_tag(request, newest_of(archive))
    if unchanged(request, tag):
        return not_modified(tag)
    return json_answer(make(), tag=tag)


def version_asked(request: Request) -> int | None:
    """The version of an event that the header If-Match names; None without one.

    Raises:
        WebError: 412, it names none.
    """
    given = request.headers.get("if-match")
    if given is None:
        return None
    found = _TAG.fullmatch(given.strip())
    if found is None or not found[1].isascii() or not found[1].isdigit() or len(found[1]) > 9:
        raise WebError(
            412,
            f"the header If-Match names no version: {given[:100]!r}",
            where="if-match",
            remedy='Send the ETag that the event came with, as "3".',
            code="web.if-match",
        )
    return int(found[1])


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/")

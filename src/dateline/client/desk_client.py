"""`DeskClient`: one method a route, records in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from dateline.archive import Changed, EventPage, EventQuery, KeptEvent, KeptMention, KeptReport
from dateline.archive.answers import Box, Change
from dateline.archive.deciding import Action
from dateline.archive.desk_records import Proposal
from dateline.client.refusals import DeskError, error_of
from dateline.export.exporting import FormatName
from dateline.export.whole_files import whole_binary_file
from dateline.records.event import Decision, Link
from dateline.web.asking import Asked
from dateline.web.deciding import Decided
from dateline.web.overview_figures import Bin, DayCount, Facets, Step
from dateline.web.source_figures import SourceFigures

Kind = TypeVar("Kind")
_API = "/api/v1"
_PAGE = 500


class DeskClient:
    """Asks one desk; as a context manager it closes its connections.

    Raises (every method):
        DeskError: the desk refused, or could not be reached (``web.unreachable``).
        ArchiveError: the archive refused; `NoSuchIdError` and `StaleVersionError` as from `Archive`.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str | None = None,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Args:
        address: of the desk, as http://127.0.0.1:8000.
        token: that `dateline token add` printed; none for a desk without accounts.
        timeout: seconds to wait for an answer.
        transport: how requests travel, where that is not by the network.
        """
        headers = {"accept": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        self._http = httpx2.Client(
            base_url=address.rstrip("/"), headers=headers, timeout=timeout, transport=transport, follow_redirects=False
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Events

    def events(self, query: EventQuery | None = None, *, as_of: str | int | None = None) -> Iterator[KeptEvent]:
        """Every event that matches, the newest day first, all as of the moment of the first page."""
        after: str | None = None
        while True:
            page = self.page(query, as_of=as_of, limit=_PAGE, after=after)
            yield from page.events
            after = page.next
            if after is None:
                return

    def page(
        self,
        query: EventQuery | None = None,
        *,
        as_of: str | int | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> EventPage:
        """One page of them."""
        more = [("limit", str(limit)), *([] if after is None else [("after", after)])]
        return self._get("/events", EventPage, [*_parameters(query, as_of), *more])

    def event(self, id: str, *, as_of: str | int | None = None) -> KeptEvent:
        """One event."""
        return self._get(f"/events/{_part(id)}", KeptEvent, _parameters(None, as_of))

    def versions(self, id: str) -> tuple[KeptEvent, ...]:
        """Every version of an event, the oldest first."""
        return self._list(f"/events/{_part(id)}/history", "versions", KeptEvent)

    def mentions(self, event: str, *, as_of: str | int | None = None) -> tuple[KeptMention, ...]:
        """The mentions that tell an event."""
        return self._list(f"/events/{_part(event)}/mentions", "mentions", KeptMention, _parameters(None, as_of))

    def reports(self, event: str, *, as_of: str | int | None = None) -> tuple[KeptReport, ...]:
        """The reports that tell an event."""
        return self._list(f"/events/{_part(event)}/reports", "reports", KeptReport, _parameters(None, as_of))

    # What they are made of

    def mention(self, id: str, *, as_of: str | int | None = None) -> KeptMention:
        """One mention."""
        return self._get(f"/mentions/{_part(id)}", KeptMention, _parameters(None, as_of))

    def mentions_in(self, report: str, *, as_of: str | int | None = None) -> tuple[KeptMention, ...]:
        """The mentions that a report holds."""
        return self._list("/mentions", "mentions", KeptMention, [("report", report), *_parameters(None, as_of)])

    def report(self, id: str, *, as_of: str | int | None = None) -> KeptReport:
        """One report."""
        return self._get(f"/reports/{_part(id)}", KeptReport, _parameters(None, as_of))

    def links(self, mention: str) -> tuple[Link, ...]:
        """Why a mention was taken to tell its event."""
        return self._list(f"/mentions/{_part(mention)}/links", "links", Link)

    def changes(self, since: str | int = 0) -> Changed:
        """Which events are new, changed, merged or withdrawn since a moment; ask next time from ``upto``."""
        return self._get("/changes", Changed, [("since", str(since))])

    def journal(self, *, after: int = 0, limit: int = 100) -> tuple[Change, ...]:
        """The changes themselves, in their order."""
        return self._list("/journal", "changes", Change, [("after", str(after)), ("limit", str(limit))])

    # Figures

    def bins(
        self,
        query: EventQuery | None = None,
        box: Box | None = None,
        zoom: float = 1.0,
        *,
        as_of: str | int | None = None,
    ) -> tuple[Bin, ...]:
        """Events in squares of the map; ``box`` takes the place of the query's."""
        if box is not None:
            query = msgspec.structs.replace(query or EventQuery(), box=box)
        return self._list("/bins", "bins", Bin, [*_parameters(query, as_of), ("zoom", str(zoom))])

    def timeline(
        self, query: EventQuery | None = None, *, step: Step | None = None, as_of: str | int | None = None
    ) -> tuple[DayCount, ...]:
        """Events by the day, week, month or year in which they begin."""
        more = [] if step is None else [("step", step)]
        return self._list("/timeline", "steps", DayCount, [*_parameters(query, as_of), *more])

    def facets(self, query: EventQuery | None = None, *, as_of: str | int | None = None) -> Facets:
        """How many events a query has, and would have by each value of each filter."""
        return self._get("/facets", Facets, _parameters(query, as_of))

    def sources(self) -> tuple[SourceFigures, ...]:
        """What is known of each publisher."""
        return self._list("/sources", "sources", SourceFigures)

    # Decisions

    def decide(
        self,
        action: Action,
        subject: str,
        *,
        version: int,
        others: Iterable[str] = (),
        field: str | None = None,
        value: object = None,
        why: str = "",
    ) -> Decided:
        """Decide about the version of an event that was seen.

        Raises:
            StaleVersionError: the event has changed since; nothing happened.
        """
        asked = {
            "action": action,
            "subject": subject,
            "others": list(others),
            "field": field,
            "value": value,
            "why": why,
        }
        return self._post("/decisions", asked, Decided, {"if-match": f'"{version}"'})

    def undo(self, number: int, *, why: str = "") -> Decided:
        """Take a decision back."""
        return self._post(f"/decisions/{number}/undo", {"why": why}, Decided)

    def decisions(self, event: str | None = None, *, after: int = 0, limit: int = 100) -> tuple[Decision, ...]:
        """Decisions about an event; or all in their order, those that follow number ``after``."""
        if event is not None:
            return self._list(f"/events/{_part(event)}/decisions", "decisions", Decision)
        return self._list("/decisions", "decisions", Decision, [("after", str(after)), ("limit", str(limit))])

    def proposals(self) -> tuple[Proposal, ...]:
        """Decisions that wait for a second person, the newest first."""
        return self._list("/proposals", "proposals", Proposal, [("state", "open")])

    def confirm(self, number: int) -> Decided:
        """Carry out what somebody else proposed."""
        return self._post(f"/proposals/{number}/confirm", {}, Decided)

    def decline(self, number: int) -> Proposal:
        """Close a proposal without carrying it out."""
        return self._post(f"/proposals/{number}/decline", {}, Proposal)

    # Files

    def export(
        self,
        format: FormatName,
        path: str | Path,
        query: EventQuery | None = None,
        *,
        rows: str = "events",
        as_of: str | int | None = None,
    ) -> None:
        """Write the events that match as a file, which appears only when it is whole.

        Raises:
            InputError: the file cannot be written.
        """
        parameters = httpx2.QueryParams([*_parameters(query, as_of), ("rows", rows)])
        try:
            with self._http.stream("GET", f"{_API}/exports/{format}", params=parameters) as answer:
                if answer.status_code != 200:
                    raise error_of(answer.status_code, answer.read())
                with whole_binary_file(Path(path)) as out:
                    for piece in answer.iter_bytes():
                        out.write(piece)
        except httpx2.HTTPError as error:
            raise _unreachable(error) from error

    # How it asks

    def _get(self, path: str, kind: type[Kind], parameters: Sequence[tuple[str, str]] = ()) -> Kind:
        return msgspec.json.decode(self._ask("GET", path, params=list(parameters)), type=kind)

    def _list(
        self, path: str, name: str, kind: type[Kind], parameters: Sequence[tuple[str, str]] = ()
    ) -> tuple[Kind, ...]:
        raw = msgspec.json.decode(self._ask("GET", path, params=list(parameters)), type=dict[str, msgspec.Raw])
        return tuple(msgspec.json.decode(raw[name], type=list[kind]))  # type: ignore[valid-type]

    def _post(self, path: str, body: object, kind: type[Kind], headers: dict[str, str] | None = None) -> Kind:
        sent = {"content-type": "application/json", **(headers or {})}
        return msgspec.json.decode(self._ask("POST", path, content=msgspec.json.encode(body), headers=sent), type=kind)

    def _ask(self, method: str, path: str, **given: Any) -> bytes:
        try:
            answer = self._http.request(method, _API + path, **given)
        except httpx2.HTTPError as error:
            raise _unreachable(error) from error
        if not 200 <= answer.status_code < 300:
            raise error_of(answer.status_code, answer.content)
        content: bytes = answer.content
        return content


def _parameters(query: EventQuery | None, as_of: str | int | None) -> list[tuple[str, str]]:
    return Asked(query=query or EventQuery(), as_of=as_of).parameters()


def _part(id: str) -> str:
    return quote(id, safe="")


def _unreachable(error: Exception) -> DeskError:
    return DeskError(
        0,
        f"the desk cannot be reached ({str(error) or type(error).__name__})",
        remedy="Check the address, and that `dateline serve` runs there.",
        code="web.unreachable",
    )

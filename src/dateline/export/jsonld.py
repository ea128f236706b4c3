"""Events as JSON-LD 1.1: schema.org for what is told, W3C PROV for the way from the span to the value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from dateline.errors import InputError
from dateline.export.about import About
from dateline.export.jsonld_records import (
    CONTEXT,
    ActivityNode,
    AddressNode,
    AgentNode,
    ArticleNode,
    ClaimNode,
    DatasetNode,
    EventNode,
    GeoNode,
    Json,
    Named,
    PlaceNode,
    Reference,
    SpanNode,
    TollNode,
    read_value,
)
from dateline.export.permalinks import Permalinks, named
from dateline.export.saying import notes_of, title_of
from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellings import Telling
from dateline.export.unreadable import cannot_read
from dateline.records import Actor, Mention, Period, Place, Report
from dateline.records.event import Casualties, Event, Told

Value = TypeVar("Value")

_ENCODER = msgspec.json.Encoder()
_CLAIM = ("schema:Claim", "prov:Entity")
_SPAN = ("oa:TextPositionSelector", "prov:Entity")
_DATASET = ("schema:Dataset", "prov:Entity")


def event_nodes(tellings: Iterable[Telling], links: Permalinks) -> Iterator[EventNode]:
    """The node of each event, in their order; spans of figures and types need the mentions."""
    for telling in tellings:
        yield _Writer(telling, links).node()


def write_jsonld(nodes: Iterable[EventNode], out: IO[str], about: About) -> int:
    """Write one document: the node of the export, then one of each event as they come; returns how many of these."""
    dataset = DatasetNode(
        type=_DATASET,
        id=named("export", f"{about.made} {msgspec.json.encode(about.query).decode()}"),
        name="Events coded by dateline",
        description=" ".join(about.rules) or "Events with every told value, and the characters it was read from.",
        date_created=about.made,
        version=about.version,
        usage_info=about.licence,
        credit_text=about.attribution,
        about=_json(about),
    )
    out.write(f'{{"@context":{_ENCODER.encode(CONTEXT).decode()},\n"@graph":[\n{_ENCODER.encode(dataset).decode()}')
    written = 0
    for node in nodes:
        out.write(",\n")
        out.write(_ENCODER.encode(node).decode())
        written += 1
    out.write("\n]}\n")
    return written


class _Document(msgspec.Struct, rename={"graph": "@graph"}):
    graph: list[msgspec.Raw]


_DOCUMENT = msgspec.json.Decoder(_Document)
_EVENT_NODE = msgspec.json.Decoder(EventNode)
_DATASET_NODE = msgspec.json.Decoder(DatasetNode)


def read_jsonld(path: Path) -> Iterator[EventNode]:
    """The events of a document that `write_jsonld` wrote; all of it is read at once, as JSON has to be.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is none of ours (``input.not-our-jsonld``).
    """
    for raw in _graph(path)[1:]:
        try:
            yield _EVENT_NODE.decode(raw)
        except msgspec.DecodeError as error:
            raise _not_ours(str(error), path) from error


def read_about_of_jsonld(path: Path) -> About:
    """What stands in the document about itself.

    Raises:
        InputError: as for `read_jsonld`.
    """
    try:
        return read_value(_DATASET_NODE.decode(_graph(path)[0]).about, About)
    except (msgspec.DecodeError, IndexError) as error:
        raise _not_ours(str(error), path) from error


class _Writer:
    """The node of one event."""

    def __init__(self, telling: Telling, links: Permalinks) -> None:
        self._telling, self._links = telling, links
        self._id = links.of_event(telling.event.id)
        self._mentions: Mapping[str, Mention] = {mention.id: mention for mention in telling.mentions}
        self._claims: list[ClaimNode] = []

    def node(self) -> EventNode:
        event, days = self._telling.event, self._telling.event.date.value
        self._tell_all(event)
        return EventNode(
            type=("schema:Event", "prov:Entity"),
            id=self._id,
            identifier=event.id,
            name=title_of(event),
            additional_type=event.sub_event_type.value,
            event_type=event.event_type,
            description=notes_of(event),
            start_date=days.start if days else None,
            end_date=days.end if days else None,
            location=_place(event.place.value) if event.place.value else None,
            perpetrators=_named(perpetrators_of(event)),
            targets=_named(targets_of(event)),
            killed=_toll(event.fatalities),
            injured=_toll(event.injuries),
            status=event.status.value,
            grade=event.grade,
            grade_reason=event.grade_reason or None,
            score=event.score,
            date_modified=self._telling.changed,
            claims=tuple(self._claims),
            articles=tuple(self._article(id) for id in event.reports),
            activities=tuple({mention.coder: _activity(mention) for mention in self._telling.mentions}.values()),
        )

    def _tell_all(self, event: Event) -> None:
        self._tell("sub_event_type", event.sub_event_type.told, self._trigger)
        self._tell("count", event.count.told, self._trigger)
        self._tell("status", event.status.told, self._trigger)
        self._tell("weapon", event.weapon.told, lambda _: ())
        self._tell("place", event.place.told, self._of_named)
        self._tell("date", event.date.told, self._of_period)
        self._tell("targets", event.targets.told, self._of_named)
        self._tell("fatalities", event.fatalities.told, self._of_figures("fatalities"))
        self._tell("injuries", event.injuries.told, self._of_figures("injuries"))
        for one in event.perpetrators:
            for mention in one.mentions:
                self._blame(one.actor, mention)
            for voice in one.voices:
                self._claim(
                    "responsibility",
                    one.actor,
                    voice.document,
                    voice.mention,
                    sources=(voice.name,),
                    stance=voice.stance,
                    spans=self._of_voice(voice.mention, voice.document, voice.name),
                )

    def _tell(
        self, field: str, told: Iterable[Told[Value]], spans: Callable[[Told[Value]], tuple[SpanNode, ...]]
    ) -> None:
        for one in told:
            self._claim(field, one.value, one.document, one.mention, sources=one.source, spans=spans(one))

    def _blame(self, actor: Actor, mention: str) -> None:
        """That a mention names somebody as having done it, by the characters of its own name for him."""
        told = self._mentions.get(mention)
        if told is None:
            return
        for one in _meant(actor, told):
            span = self._span(told.document, one.field, one.start, one.end, one.name)
            sources = tuple(source.name for source in told.sources if source.stance != "denies")
            self._claim("perpetrators", one, told.document, mention, sources=sources, spans=(span,))

    def _claim(
        self,
        field: str,
        value: object,
        document: str,
        mention: str,
        *,
        sources: tuple[str, ...] = (),
        stance: str | None = None,
        spans: tuple[SpanNode, ...] = (),
    ) -> None:
        told = self._mentions.get(mention)
        exact = [span.exact for span in spans if span.exact]
        self._claims.append(
            ClaimNode(
                type=_CLAIM,
                id=f"{self._id}#claim-{len(self._claims) + 1}",
                field=field,
                value=_json(value),
                text=" … ".join(exact) or None,
                appearance=Reference(id=self._report(document)),
                attributed_to=tuple(Named(type="prov:Agent", name=name) for name in sources),
                stance=stance,
                derived_from=spans,
                generated_by=Reference(id=_activity(told).id) if told is not None else None,
            )
        )

    def _trigger(self, told: Told[Any]) -> tuple[SpanNode, ...]:
        mention = self._mentions.get(told.mention)
        if mention is None:
            return ()
        span = mention.trigger
        return (self._span(told.document, span.field, span.start, span.end, span.text),)

    def _of_named(self, told: Told[Place] | Told[Actor]) -> tuple[SpanNode, ...]:
        value = told.value
        return (self._span(told.document, value.field, value.start, value.end, value.name),)

    def _of_period(self, told: Told[Period]) -> tuple[SpanNode, ...]:
        span = told.value.text
        return (self._span(told.document, span.field, span.start, span.end, span.text),)

    def _of_figures(self, field: str) -> Callable[[Told[Any]], tuple[SpanNode, ...]]:
        def spans(told: Told[Any]) -> tuple[SpanNode, ...]:
            mention = self._mentions.get(told.mention)
            figures = getattr(mention, field) if mention is not None else None
            if figures is None:
                return ()
            toll = told.value
            # Where the voices are told apart, each toll is one of the figures; else it is all of them.
            same = [one for one in figures.told if (one.low, one.high) == (toll.low, toll.high)]
            return tuple(
                self._span(told.document, "text", one.start, one.end, one.text) for one in same or figures.told
            )

        return spans

    def _of_voice(self, mention: str, document: str, name: str) -> tuple[SpanNode, ...]:
        told = self._mentions.get(mention)
        sources = told.sources if told is not None else ()
        return tuple(
            self._span(document, one.field, one.start, one.end, one.name) for one in sources if one.name == name
        )

    def _span(self, document: str, part: str, start: int, end: int, text: str) -> SpanNode:
        report = self._report(document)
        at = f"char={start},{end}" if part == "text" else f"{part}-char={start},{end}"
        return SpanNode(
            type=_SPAN,
            id=f"{report}#{at}",
            start=start,
            end=end,
            exact=text or None,
            part=part,
            quoted_from=report,
        )

    def _report(self, document: str) -> str:
        return self._links.of_report(document, self._telling.reports.get(document))

    def _article(self, id: str) -> ArticleNode:
        report = self._telling.reports.get(id)
        return ArticleNode(
            type=("schema:NewsArticle", "prov:Entity"),
            id=self._report(id),
            identifier=id,
            **(_about_report(report) if report is not None else {}),
        )


def _meant(actor: Actor, mention: Mention) -> list[Actor]:
    """Under which names a mention that blames an actor does so."""
    same = [
        one
        for one in mention.perpetrators
        if one.name.casefold() == actor.name.casefold() or (one.actor_id and one.actor_id == actor.actor_id)
    ]
    # Linking knows more names for one actor than these; where only one is blamed it must be that one.
    return same or [one for one in mention.perpetrators if len(mention.perpetrators) == 1]


def _about_report(report: Report) -> dict[str, Any]:
    publisher = Named(type="schema:Organization", name=report.publisher) if report.publisher else None
    return {
        "headline": report.title or None,
        "url": report.url or None,
        "date_published": report.published,
        "in_language": report.language,
        "publisher": publisher,
        "sha256": report.text_sha256 if report.text else None,
    }


def _activity(mention: Mention) -> ActivityNode:
    coder = mention.coder
    agent = AgentNode(
        type="prov:SoftwareAgent", name=coder.name, software_version=coder.version, model=coder.model or None
    )
    return ActivityNode(
        type="prov:Activity",
        id=named("coding", f"{coder.name} {coder.version} {coder.model}"),
        associated_with=agent,
    )


def _place(place: Place) -> PlaceNode:
    point = None
    if place.lat is not None and place.lon is not None:
        point = GeoNode(type="schema:GeoCoordinates", latitude=place.lat, longitude=place.lon)
    address = None
    if place.country or place.admin1:
        address = AddressNode(type="schema:PostalAddress", country=place.country or None, admin1=place.admin1 or None)
    return PlaceNode(
        type="schema:Place",
        name=place.name,
        geo=point,
        address=address,
        precision=place.precision,
        radius_km=place.radius_km,
    )


def _named(side: Side) -> tuple[Named, ...]:
    return tuple(
        Named(
            type="schema:Thing",
            id=f"urn:x-dateline:actor:{actor.actor_id}" if actor.actor_id else None,
            name=name_of(actor),
        )
        for actor in side.actors
    )


def _toll(casualties: Casualties) -> TollNode | None:
    if not casualties.told:
        return None
    return TollNode(low=casualties.low, best=casualties.best, high=casualties.high)


def _json(value: object) -> Json:
    return Json(type="@json", json=msgspec.Raw(_ENCODER.encode(value)))


def _graph(path: Path) -> list[msgspec.Raw]:
    try:
        return _DOCUMENT.decode(path.read_bytes()).graph
    except OSError as error:
        raise cannot_read(path, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(str(error), path) from error


def _not_ours(what: str, path: Path) -> InputError:
    return InputError(
        f"no JSON-LD of ours: {what}",
        where=str(path),
        remedy="Give a file written by `dateline export --as jsonld`.",
        code="input.not-our-jsonld",
    )

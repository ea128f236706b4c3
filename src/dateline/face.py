"""`dateline.read`, `dateline.code` and `dateline.events`: the functions that most people need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from dateline.engine import Coder
from dateline.grounding.actors import ActorDirectory, ActorResolver, Resolution
from dateline.grounding.dates.time_expressions import time_expressions_of
from dateline.grounding.places.toponyms_reader import ToponymReader
from dateline.linking import link
from dateline.linking.gathering import events_of
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.records import Mention, Report, TimeExpression, Toponym
from dateline.records.event import Event
from dateline.reports import Rejection
from dateline.reports import read as read_inputs


def read(*inputs: str | Path, rejected: list[Rejection] | None = None) -> Iterator[Report]:
    """The reports of files, folders and globs (JSONL, JSON, CSV, TXT, HTML, each also `.gz`; ``"-"`` is standard
    input).

    Args:
        inputs: what to read, in this order.
        rejected: a list that takes what cannot be used, and texts that are not English; without one the first
            such input raises, and texts in another language are passed over.

    Raises:
        InputError: an input is missing, or nothing in it can be read.
        ReportError: one report cannot be used, and no ``rejected`` was given.
    """
    yield from read_inputs(inputs, rejected=rejected)


def code(
    reports: Report | Iterable[Report],
    *,
    coder: Coder | None = None,
    model: ModelName | Path = DEFAULT_MODEL,
    places: Path | None = None,
    viewpoint: str = "practice",
    actors: Path | None = None,
) -> list[Mention]:
    """The events that one report or several tell, each with its ``event_id``: one for tellings of plainly one incident.

    Args:
        reports: a report, or any number of them; linking needs to see all, so the answer is a list.
        coder: a loaded coder; without one the shipped coder is loaded once and kept.
        model: without a ``coder``: ``accurate``, ``fast``, or the folder of a model of your own.
        places: without a ``coder``: a CSV of your own places, as for `Coder.load`.
        viewpoint: without a ``coder``: whose view gives places their country, as for `Coder.load`.
        actors: without a ``coder``: a CSV of your own actors, as for `Coder.load`.

    Raises:
        InputError: there is no such viewpoint, or a table of yours has faults.
        InstallError: the model or the gazetteer is missing or damaged; ``dateline doctor`` says what to do.
    """
    chosen = coder or _shipped(model, places, viewpoint, actors)
    source = [reports] if isinstance(reports, Report) else list(reports)
    mentions = [mention for _, coded in chosen.code_many(source) for mention in coded]
    return link(mentions, {report.id: report for report in source})


def events(
    told: Report | Iterable[Report] | Iterable[Mention],
    *,
    reports: Iterable[Report] = (),
    coder: Coder | None = None,
    model: ModelName | Path = DEFAULT_MODEL,
    places: Path | None = None,
    viewpoint: str = "practice",
    actors: Path | None = None,
) -> list[Event]:
    """The events that reports tell, each with its ledger: every told value beside who told it, and how sure it is.

    Args:
        told: a report, any number of them, or mentions that were coded before.
        reports: with mentions: the reports they stand in. Without them it is not known who told it when, nor who has
            it from whom.
        coder, model, places, viewpoint, actors: with reports: as for `code`.

    Returns:
        by day; those without a day last. An event that sums up others names them in ``summary_of``.

    Raises:
        InputError, InstallError: as `code`.
    """
    given = [told] if isinstance(told, Report) else list(told)
    mentions = [one for one in given if isinstance(one, Mention)]
    kept = [*reports, *(one for one in given if isinstance(one, Report))]
    if len(mentions) < len(given):
        texts = [one for one in given if isinstance(one, Report)]
        mentions += code(texts, coder=coder, model=model, places=places, viewpoint=viewpoint, actors=actors)
    return events_of(mentions, kept)


def places(
    reports: Report | Iterable[Report],
    *,
    reader: ToponymReader | None = None,
    places: Path | None = None,
    viewpoint: str = "practice",
) -> list[Toponym]:
    """The names of places in one report or several, in text order, each with the place that it names.

    Where ``report.extra["toponyms"]`` gives spans (``[{"start": 10, "end": 15}, …]``), just those, in their order.

    Args:
        reports: a report, or any number of them.
        reader: a loaded reader; without one the shipped reader is loaded once and kept.
        places: without a ``reader``: a CSV of your own places (docs/places.md).
        viewpoint: without a ``reader``: whose view gives places their country, as for `Coder.load`.

    Raises:
        InputError: there is no such viewpoint, or the table of places has faults, all of which are named.
        ReportError: given spans are impossible (``report.toponyms``, ``report.toponym-span``).
        InstallError: the gazetteer is missing or damaged; ``dateline doctor`` says what to do.
    """
    chosen = reader or _shipped_toponym_reader(places, viewpoint)
    source = [reports] if isinstance(reports, Report) else reports
    return [toponym for report in source for toponym in chosen.read(report)]


def dates(reports: Report | Iterable[Report]) -> list[TimeExpression]:
    """The time expressions of one report or several, in text order, with TIMEX3's type and value and the days meant.

    Args:
        reports: a report, or any number of them; what is relative needs their ``published``.

    Raises:
        InstallError: the words of time are missing or damaged.
    """
    source = [reports] if isinstance(reports, Report) else reports
    return [expression for report in source for expression in time_expressions_of(report)]


def actor(name: str, *, country: str | None = None, day: str | None = None, actors: Path | None = None) -> Resolution:
    """Who a name or description of an actor means, and why: ``dateline.actor("SLA", country="SD").label``.

    Args:
        name: as news has it: "Hezbollah", "a Hamas commander", "Kenyan police", "gunmen".
        country: ISO 3166-1 alpha-2 code of the country of the event, which decides between namesakes.
        day: ISO day of the event, or its year.
        actors: a CSV of your own actors, as for `Coder.load`.

    Raises:
        InputError: your table has faults, all of which are named.
        InstallError: the directory of actors is missing or damaged.
    """
    return _actor_resolver(actors).resolve(name, country=country, day=day)


@cache
def _actor_resolver(actors: Path | None) -> ActorResolver:
    return ActorResolver(ActorDirectory.load([actors]) if actors is not None else None)


@cache
def _shipped_toponym_reader(places: Path | None, viewpoint: str) -> ToponymReader:
    return ToponymReader.load(places=places, viewpoint=viewpoint)


@cache
def _shipped(model: ModelName | Path, places: Path | None, viewpoint: str, actors: Path | None) -> Coder:
    return Coder.load(model=model, places=places, viewpoint=viewpoint, actors=actors)

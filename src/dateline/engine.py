"""The way through the rooms: a report is read, coded, grounded; the mentions of all reports are linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline import coding, linking
from dateline.grounding import Grounder
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.reading import Reader, model_folder
from dateline.records import Coder as CoderName
from dateline.records import Mention, Reading, Report
from dateline.version import __version__


class Coder:
    """Codes reports. Holds the model and the gazetteer; load it once and keep it. Not safe to share between threads."""

    def __init__(self, reader: Reader, grounder: Grounder, *, min_score: float | None = None) -> None:
        """``min_score`` (0 to 1) is the lowest ``score`` that becomes a record; by default the model's own."""
        self.reader, self.grounder = reader, grounder
        self.accept = reader.card.accept if min_score is None else min_score
        self._name = CoderName(version=__version__, model=reader.card.name)

    @classmethod
    def load(
        cls,
        *,
        threads: int | None = None,
        min_score: float | None = None,
        model: ModelName | Path = DEFAULT_MODEL,
        places: Path | None = None,
        viewpoint: str = "practice",
        actors: Path | None = None,
    ) -> Coder:
        """The shipped coder, in under two seconds.

        Args:
            threads: bounds the cores that the model may use.
            min_score: see `Coder`.
            model: ``accurate``, ``fast`` (some three times as fast), or the folder of a model of your own.
            places: a CSV of a user's own places (docs/places.md), which win over those of the gazetteer.
            viewpoint: whose view gives places their country: ``practice`` (who administers them), ``UN``, or the code
                of a country such as ``UA``.
            actors: a CSV of a user's own actors (docs/actors.md), which win over those of the directory.

        Raises:
            InputError: there is no such viewpoint, or a table of the user's has faults, all of which are named.
            InstallError: model or gazetteer are missing or damaged; the error says what to do.
        """
        grounder = Grounder.load(places=places, viewpoint=viewpoint, actors=actors)
        return cls(Reader.load(model_folder(model), threads=threads), grounder, min_score=min_score)

    def code(self, report: Report) -> list[Mention]:
        """The events that a report tells, in text order, each once."""
        return self.mentions_of(self.reader.read(report))

    def code_many(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[Mention]]]:
        """Each report with its events, in the reports' order, one at a time as they come."""
        for report in reports:
            yield report, self.code(report)

    def mentions_of(self, reading: Reading) -> list[Mention]:
        """What becomes of one reading: the records scored at least ``accept``, grounded, each event once."""
        built = coding.build(reading, accept=self.accept, coder=self._name)
        return linking.fold_retold(self.grounder.ground(reading.report, built))

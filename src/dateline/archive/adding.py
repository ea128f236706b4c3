"""Reports and their mentions come in: what is new is appended, what is there already is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from dateline.archive.answers import Added, CoderRun
from dateline.archive.errors import ArchiveError
from dateline.archive.journal import Writing
from dateline.archive.offsets import misfit
from dateline.archive.rows import mention_of, mention_row, report_row, run_of, run_row, same_content
from dateline.archive.search_index import add_words, chunks
from dateline.archive.standing_decisions import held_mentions, passed_on
from dateline.archive.tables import CODER_RUNS, CODINGS, DECISION_MENTIONS, MENTIONS, REPORTS, SUCCESSORS
from dateline.records import Mention, Report

AT_ONCE = 64
"""Reports in one transaction: a second's work or so is what a crash can cost."""

Coded = tuple[Report, Sequence[Mention]]


def batches(coded: Iterable[Coded], refused: list[ArchiveError] | None) -> Iterator[list[Coded]]:
    """Reports in handfuls, no report twice in one; one whose mentions do not fit it is refused.

    Raises:
        ArchiveError: a mention does not fit its report (``archive.offsets``, ``archive.document``), and there is no
            list to take the error; the handful before it has been handed on.
    """
    waiting: dict[str, Coded] = {}
    for report, mentions in coded:
        fault = _fault(report, mentions)
        if fault is not None and refused is not None:
            refused.append(fault)
            continue
        if waiting and (fault is not None or report.id in waiting or len(waiting) == AT_ONCE):
            yield list(waiting.values())
            waiting = {}
        if fault is not None:
            raise fault
        waiting[report.id] = (report, mentions)
    if waiting:
        yield list(waiting.values())


def _fault(report: Report, mentions: Sequence[Mention]) -> ArchiveError | None:
    where = report.origin or report.id
    if not report.id:
        return ArchiveError(
            "the report has no id", where=where, remedy="Give it one; `dateline.read` does.", code="archive.document"
        )
    if len({mention.id for mention in mentions}) < len(mentions):
        return ArchiveError(
            f"two mentions of report {report.id!r} have one id",
            where=where,
            remedy="Code the report again; ids of mentions are unique.",
            code="archive.document",
        )
    for mention in mentions:
        if mention.document != report.id:
            return ArchiveError(
                f"mention {mention.id} is of report {mention.document!r}, and was given with {report.id!r}",
                where=where,
                remedy="Give each mention with its own report.",
                code="archive.document",
            )
        wrong = misfit(mention, report)
        if wrong is not None:
            return ArchiveError(
                f"mention {mention.id} does not fit the text of report {report.id!r}: {wrong}",
                where=where,
                remedy="Code the report again: its text is not the one that the mention was read from.",
                code="archive.offsets",
            )
    return None


def uncoded(connection: Connection, reports: Sequence[Report], run: CoderRun) -> list[Report]:
    """Those that are not kept with the same content and a coding by the same coder."""
    ids = sorted({report.id for report in reports})
    kept = select(REPORTS).where(REPORTS.c.id.in_(ids), REPORTS.c.until.is_(None))
    rows = {row.id: row for row in connection.execute(kept)}
    coded = (
        select(CODINGS.c.report_key, CODER_RUNS)
        .join(CODER_RUNS, CODER_RUNS.c.key == CODINGS.c.run)
        .where(CODINGS.c.report_key.in_([row.key for row in rows.values()]), CODINGS.c.until.is_(None))
    )
    by_this = {row.report_key for row in connection.execute(coded) if _same_coder(row, run)}
    return [
        report
        for report in reports
        if report.id not in rows or rows[report.id].key not in by_this or not same_content(rows[report.id], report)
    ]


class Adding:
    """One run's reports on their way in; the run itself is kept once something of it is."""

    def __init__(self, run: CoderRun) -> None:
        began = run.began or datetime.now(UTC).isoformat(timespec="seconds")
        self._run = msgspec.structs.replace(run, began=began)
        self._run_key: int | None = None
        self.added = Added()

    def store(self, one: Writing, batch: Sequence[Coded]) -> None:
        """Append a handful of reports within a change, and count them in ``added``."""
        _Batch(one, batch, self._run, self._run_key).store(self)

    def remember(self, run_key: int, added: Added) -> None:
        """The run is kept under this key, and these were added."""
        self._run_key = run_key or self._run_key
        sums = {name: getattr(self.added, name) + getattr(added, name) for name in Added.__struct_fields__}
        self.added = Added(**sums)


class _Batch:
    def __init__(self, one: Writing, batch: Sequence[Coded], run: CoderRun, run_key: int | None) -> None:
        self._one, self._batch, self._run, self._run_key = one, batch, run, run_key
        self._counts = dict.fromkeys(Added.__struct_fields__, 0)
        self._reports: list[dict[str, Any]] = []
        self._codings: list[dict[str, Any]] = []
        self._mentions: list[dict[str, Any]] = []
        self._successors: list[dict[str, Any]] = []
        self._ended: dict[str, list[int]] = {"reports": [], "codings": [], "mentions": []}

    def store(self, adding: Adding) -> None:
        ids = [report.id for report, _ in self._batch]
        kept = self._rows(select(REPORTS).where(REPORTS.c.id.in_(ids), REPORTS.c.until.is_(None)), "id")
        keys = [row.key for row in kept.values()]
        codings = self._rows(
            select(CODINGS.c.key.label("coding"), CODINGS.c.report_key, CODER_RUNS)
            .join(CODER_RUNS, CODER_RUNS.c.key == CODINGS.c.run)
            .where(CODINGS.c.report_key.in_(keys), CODINGS.c.until.is_(None)),
            "report_key",
        )
        old: dict[str, dict[str, Row[Any]]] = {}
        if kept:
            known = list(kept)
            asked = select(MENTIONS).where(MENTIONS.c.document.in_(known), MENTIONS.c.until.is_(None))
            for row in self._one.connection.execute(asked):
                old.setdefault(row.document, {})[row.id] = row
        versions = self._versions()
        for report, mentions in self._batch:
            before = kept.get(report.id)
            coding = codings.get(before.key) if before is not None else None
            self._take(report, mentions, before, coding, old.get(report.id, {}), versions)
        self._write()
        adding.remember(self._run_key or 0, Added(**self._counts))

    def _rows(self, query: Any, name: str) -> dict[Any, Row[Any]]:
        return {getattr(row, name): row for row in self._one.connection.execute(query)}

    def _versions(self) -> dict[str, int]:
        """The newest version of each mention that the archive ever had under one of these ids.

        Raises:
            ArchiveError: an id is that of another report's mention.
        """
        documents = {mention.id: report.id for report, mentions in self._batch for mention in mentions}
        versions: dict[str, int] = {}
        for some in chunks(documents):
            asked = (
                select(MENTIONS.c.id, MENTIONS.c.document, func.max(MENTIONS.c.version).label("version"))
                .where(MENTIONS.c.id.in_(some))
                .group_by(MENTIONS.c.id, MENTIONS.c.document)
            )
            for row in self._one.connection.execute(asked):
                if row.document != documents[row.id]:
                    raise ArchiveError(
                        f"mention {row.id} of report {documents[row.id]!r} has the id of a mention of {row.document!r}",
                        remedy="Code the report again; ids of mentions are unique.",
                        code="archive.document",
                    )
                versions[row.id] = row.version
        return versions

    def _take(
        self,
        report: Report,
        mentions: Sequence[Mention],
        row: Row[Any] | None,
        coding: Row[Any] | None,
        old: Mapping[str, Row[Any]],
        versions: Mapping[str, int],
    ) -> None:
        same_report = row is not None and same_content(row, report)
        new_rows = {mention.id: mention_row(mention) for mention in mentions}
        changed = [
            one for one, made in new_rows.items() if one not in old or not same_report or old[one].body != made["body"]
        ]
        gone = [one for one in old if one not in new_rows]
        heirs = heirs_of([mention_of(old[one].body) for one in gone], [m for m in mentions if m.id not in old])
        homeless = [one for one in gone if one not in heirs]
        if homeless:
            held = held_mentions(self._one.connection, homeless)
            gone = [one for one in gone if one not in held]
        if same_report and coding is not None and _same_coder(coding, self._run) and not changed and not gone:
            self._counts["passed_over"] += 1
            return
        key = row.key if same_report and row is not None else self._append_report(report, row)
        self._counts["recoded" if same_report else "new" if row is None else "revised"] += 1
        if coding is not None:
            self._ended["codings"].append(coding.coding)
        self._codings.append({"report_key": key, "mentions": len(mentions)})
        self._ended["mentions"] += [old[one].key for one in (*gone, *changed) if one in old]
        for one in changed:
            self._mentions.append({**new_rows[one], "version": versions.get(one, 0) + 1, "report_key": key})
        self._successors += [{"old": one, "new": heirs[one]} for one in gone if one in heirs]
        self._counts["mentions"] += len(changed)

    def _append_report(self, report: Report, before: Row[Any] | None) -> int:
        if before is not None:
            self._ended["reports"].append(before.key)
        self._reports.append({**report_row(report), "revision": 1 if before is None else before.revision + 1})
        return self._one.next_key(REPORTS) + len(self._reports) - 1

    def _write(self) -> None:
        if not self._codings:
            return
        one = self._one
        if self._run_key is None:
            (self._run_key,) = one.append(CODER_RUNS, [run_row(self._run)])
        for table in (REPORTS, CODINGS, MENTIONS):
            one.end(table, self._ended[table.name])
        keys = one.append(REPORTS, self._reports)
        words = ((key, row["title"], row["text"]) for key, row in zip(keys, self._reports, strict=True))
        add_words(one.connection, words)
        one.append(CODINGS, [{**row, "run": self._run_key} for row in self._codings])
        one.append(MENTIONS, [{**row, "run": self._run_key} for row in self._mentions])
        if self._successors:
            one.append(SUCCESSORS, self._successors)
            one.append(DECISION_MENTIONS, passed_on(one.connection, self._successors))


def _same_coder(coding: Row[Any], run: CoderRun) -> bool:
    before = run_of(coding)
    return (before.name, before.version, before.model, before.options) == (
        run.name,
        run.version,
        run.model,
        dict(run.options),
    )


def heirs_of(old: Sequence[Mention], new: Sequence[Mention]) -> dict[str, str]:
    """Which new mention of a report tells what an old one told, by id: old to new, no new one twice.

    One whose trigger shares characters with the old one's, else one of the same type with the same trigger words (a
    changed text moves them).
    """
    heirs: dict[str, str] = {}
    free = list(new)
    for alike in (_overlap, _same_words):
        for mention in old:
            found = None if mention.id in heirs else next((one for one in free if alike(mention, one)), None)
            if found is not None:
                heirs[mention.id] = found.id
                free.remove(found)
    return heirs


def _overlap(old: Mention, new: Mention) -> bool:
    return old.trigger.overlaps(new.trigger)


def _same_words(old: Mention, new: Mention) -> bool:
    return old.sub_event_type == new.sub_event_type and old.trigger.text == new.trigger.text

"""Checks what a file gives as a report and makes a `Report` of it, or says why not."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from dateline.records import Report
from dateline.reports.characters import one_line, to_nfc
from dateline.reports.cleaning import clean_field, clean_text
from dateline.reports.faults import (
    DUPLICATE_ID,
    EMPTY_TEXT,
    KEY_NOT_TEXT,
    NO_PUBLISHED,
    NO_TEXT,
    NOTHING_LEFT,
    OTHER_LANGUAGE,
    PUBLISHED_NOT_A_DATE,
    TEXT_NOT_TEXT,
    TOO_LONG,
    Finding,
    RefusalError,
    note,
    refuse,
)
from dateline.reports.found import Found
from dateline.reports.json_input import kind_name
from dateline.reports.key_names import KEYS, hint_for
from dateline.reports.language import judge_language, language_code
from dateline.reports.options import ReadOptions
from dateline.reports.outcome import Outcome, rejection_of
from dateline.reports.published import iso_published


class ReportBuilder:
    """Builds the reports of one run, and keeps their ids apart."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._ids: set[str] = set()

    def build(self, found: Found, file: str) -> Outcome:
        """The report that ``found`` gives, or the rejection that says why it gives none."""
        given = found.values.get("id")
        document = given if isinstance(given, str) else None
        fault = found.fault
        if fault is None:
            try:
                return self._report(found, file)
            except RefusalError as refusal:
                fault = refusal.finding
        return rejection_of(fault, file=file, line=found.line, raw=found.raw, document=document)

    def _report(self, found: Found, file: str) -> Report:
        findings = list(found.findings)
        text, mended = self._text(found.values)
        findings.extend(mended)
        extra = {key: value for key, value in found.values.items() if key not in KEYS}
        fields: dict[str, str | None] = {}
        for key in KEYS:
            if key != "text":
                fields[key], problem = self._field(key, found.values.get(key))
                if problem is not None:
                    findings.append(problem)
                    extra[key] = found.values[key]
        fields["published"], problem = _published(fields["published"])
        if problem is not None:
            findings.append(problem)
            if fields["published"] is None and found.values.get("published") is not None:
                extra.setdefault("published", found.values["published"])
        language = self._language(fields["language"], fields["title"], text)
        raw_sha256 = hashlib.sha256(found.raw).hexdigest()
        name = fields["id"] or _derived_id(fields["title"], text)
        used = self._unused(name)
        if used != name:
            findings.append(note(DUPLICATE_ID, "id", given=name, used=used))
        where = file if found.line is None else f"{file}:{found.line}"
        return Report(
            text=text,
            id=used,
            url=fields["url"],
            publisher=fields["publisher"],
            published=fields["published"],
            title=fields["title"],
            language=language,
            raw_sha256=raw_sha256,
            origin=where,
            extra=extra,
            warnings=tuple(dict.fromkeys(finding.sentence(where) for finding in findings)),
        )

    def _text(self, values: dict[str, Any]) -> tuple[str, tuple[Finding, ...]]:
        text = values.get("text")
        if text is None:
            raise refuse(NO_TEXT, "text", hint=hint_for(key for key in values if key != "text"))
        if not isinstance(text, str):
            raise refuse(TEXT_NOT_TEXT, "text", kind=kind_name(text))
        if not text.strip():
            raise refuse(EMPTY_TEXT, "text")
        limit = self._options.max_characters
        if len(text) > limit:
            raise refuse(TOO_LONG, "text", size=str(len(text)), limit=str(limit))
        if not self._options.clean:
            return to_nfc(text), ()
        cleaned = clean_text(text)
        if not cleaned.text:
            raise refuse(NOTHING_LEFT, "text")
        return cleaned.text, cleaned.findings

    def _field(self, key: str, value: object) -> tuple[str | None, Finding | None]:
        """The value of a key other than ``text``; a number is taken for its digits where a name is meant."""
        if value is None:
            return None, None
        if isinstance(value, int | float) and not isinstance(value, bool) and key in ("id", "title", "publisher"):
            return str(value), None
        if not isinstance(value, str):
            return None, note(KEY_NOT_TEXT, key, kind=kind_name(value))
        if key == "title" and not self._options.clean:
            return to_nfc(value) or None, None
        mended = clean_field(value) if key in ("title", "publisher") else one_line(to_nfc(value).replace("\0", ""))
        return mended or None, None

    def _language(self, given: str | None, title: str | None, text: str) -> str | None:
        told = language_code(given) if given else None
        read = self._options.languages
        if read is None:
            return told
        # "en" is what many programs write by default, so it is checked; another language is told on purpose.
        if told is None or told in read:
            judged = judge_language(text).language
            if judged is None and title:
                judged = judge_language(f"{title}\n{text}").language
            if judged is None or judged in read:
                return told or judged
            told = judged
        raise refuse(OTHER_LANGUAGE, "language", language=told)

    def _unused(self, name: str) -> str:
        used, number = name, 1
        while used in self._ids:
            number += 1
            used = f"{name}-{number}"
        self._ids.add(used)
        return used


def _published(value: str | None) -> tuple[str | None, Finding | None]:
    if value is None:
        return None, note(NO_PUBLISHED, "published")
    iso = iso_published(value)
    if iso is None:
        return None, note(PUBLISHED_NOT_A_DATE, "published", value=value[:80])
    return iso, None


def _derived_id(title: str | None, text: str) -> str:
    """The same for the same title and kept text, whatever file and run they come from."""
    content = msgspec.json.encode([title, text])
    return "r_" + hashlib.sha256(content).hexdigest()[:16]

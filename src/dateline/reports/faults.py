"""Everything that can be wrong with an input: a code, what is said, and the remedy. docs/errors.md explains each."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["rejected", "passed over", "warning"]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of trouble; ``what`` and ``remedy`` are templates filled with the details of a case.

    Attributes:
        level: ``rejected`` and ``passed over`` mean that no report comes of the input, ``warning`` that one does.
    """

    code: str
    level: Level
    what: str
    remedy: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A fault met in one input, with the key it was met at and the details that fill its templates."""

    fault: Fault
    key: str | None = None
    details: dict[str, str] = {}

    @property
    def what(self) -> str:
        """What is wrong here, in one sentence without a full stop."""
        return self.fault.what.format_map(self.details)

    @property
    def remedy(self) -> str:
        """What the user can do about it here."""
        return self.fault.remedy.format_map(self.details)

    def sentence(self, where: str) -> str:
        """The line that goes into ``Report.warnings``, in the shape of every dateline error."""
        place = f"{where}:{self.key}" if self.key else where
        return f"{place}: {self.what} [{self.fault.code}]. {self.remedy}"


class RefusalError(Exception):
    """Raised inside the room where an input cannot become a report; a `Rejection` is made of it at the border."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.fault.code)
        self.finding = finding


def refuse(fault: Fault, key: str | None = None, **details: str) -> RefusalError:
    """The exception to raise for a fault that no report survives."""
    return RefusalError(Finding(fault=fault, key=key, details=details))


def note(fault: Fault, key: str | None = None, **details: str) -> Finding:
    """The finding of a fault that a report survives."""
    return Finding(fault=fault, key=key, details=details)


def _rejected(code: str, what: str, remedy: str) -> Fault:
    return Fault(code=code, level="rejected", what=what, remedy=remedy)


def _warning(code: str, what: str, remedy: str) -> Fault:
    return Fault(code=code, level="warning", what=what, remedy=remedy)


# Inputs as a whole
NO_SUCH_FILE = _rejected("input.no-such-file", "there is no such file or folder", "Check the path.")
NO_MATCH = _rejected("input.no-match", "no file matches this pattern", "Check the pattern; quote it in a shell.")
NOTHING_READABLE = _rejected(
    "input.nothing-readable",
    "the folder holds nothing that can be read",
    "Files must end in {endings}, each also with .gz; name a file itself to read it whatever its ending.",
)
NOT_ALLOWED = _rejected(
    "input.not-allowed", "there is no permission to read this", "Change the permissions, or leave this input out."
)
UNREADABLE = _rejected("input.unreadable", "the system cannot read this: {why}", "Check the disk and the path.")
EMPTY_FILE = _rejected("input.empty-file", "the input is empty", "Check how the file was made.")
BINARY = _rejected("input.binary", "this is {kind}, not text", "{advice}")
GZ_BROKEN = _rejected(
    "input.gz-broken",
    "the compressed file is cut off or damaged here: {why}",
    "What came before was read; fetch or compress the file again.",
)
TOO_LARGE = _rejected(
    "input.too-large",
    "the file holds more than {limit} bytes and must be read whole",
    "Split it, or write it as JSONL, which is read line by line.",
)
CSV_NO_HEADER = _rejected(
    "input.csv-no-text-column",
    "the first row names no column 'text'; it has: {columns}",
    "Give the table a header row with a column called text.{hint}",
)

# Reports that cannot be used
NOT_JSON = _rejected(
    "report.not-json", "this is not whole JSON: {why}", "Check for a line cut in half or a lost quote."
)
NOT_AN_OBJECT = _rejected(
    "report.not-an-object", "a report must be a JSON object, this is {kind}", 'Write it as {{"text": "..."}}.'
)
LINE_TOO_LONG = _rejected(
    "report.line-too-long", "the line is longer than {limit} bytes", "Write one report a line, each ended by a newline."
)
CSV_ROW = _rejected("report.csv-row", "the row cannot be read: {why}", "Quote cells that hold separators or quotes.")
NO_TEXT = _rejected("report.no-text", "the report has no text", "Give it a key called text.{hint}")
TEXT_NOT_TEXT = _rejected(
    "report.text-not-text", "the text is {kind}, not a string", "Give the text as one string; join its parts."
)
EMPTY_TEXT = _rejected("report.empty-text", "the text is empty", "Leave the report out, or fetch its text again.")
NOTHING_LEFT = _rejected(
    "report.nothing-left",
    "nothing was left of the text after boilerplate was cut",
    "Fetch the text again, or read it with cleaning off.",
)
NO_ARTICLE = _rejected(
    "report.no-article",
    "no article was found in the page",
    "Pages built by scripts hold no text: save the page as a browser shows it, or give its text.",
)
TOO_LONG = _rejected(
    "report.too-long",
    "the text has {size} characters, the limit is {limit}",
    "Split it into its reports, or raise max_characters.",
)
OTHER_LANGUAGE = Fault(
    code="report.other-language",
    level="passed over",
    what="the text is in another language ({language}), which this model does not read",
    remedy="Translate it, or set its language if it was misjudged.",
)

# Reports that are kept, with something mended or missing
NO_PUBLISHED = _warning(
    "report.no-published",
    "the report does not say when it was published",
    "Relative dates will stay empty; add published.",
)
PUBLISHED_NOT_A_DATE = _warning(
    "report.published-not-a-date",
    "{value!r} is no date that can be read in one way",
    "Relative dates will stay empty; write it as 2024-11-08 or 2024-11-08T10:00:00Z.",
)
KEY_NOT_TEXT = _warning(
    "report.key-not-text", "the value is {kind}, not a string", "It was kept under extra; give it as a string."
)
DUPLICATE_ID = _warning(
    "report.duplicate-id",
    "the id {given!r} was used before in this run",
    "The report is called {used!r}; make ids unique.",
)
ENCODING_GUESSED = _warning(
    "report.encoding-guessed", "the bytes are not UTF-8; they were read as {encoding}", "Save the file as UTF-8."
)
BYTES_LOST = _warning(
    "report.bytes-lost",
    "{count} characters could not be read and stand as U+FFFD",
    "Save the file again from its source as UTF-8.",
)
MOJIBAKE = _warning(
    "report.mojibake",
    "letters broken by a wrong encoding were mended",
    "Check names with accents; fix the encoding at the source.",
)
CONTROL_CHARACTERS = _warning(
    "report.control-characters", "{count} control characters were removed", "Nothing need be done; check the source."
)
HIDDEN_CHARACTERS = _warning(
    "report.hidden-characters",
    "{count} direction marks or zero-width characters were removed",
    "Nothing need be done; offsets are those of the kept text.",
)
MARKUP = _warning(
    "report.markup-in-text",
    "HTML tags or entities were taken out of the text",
    "Give plain text; offsets are those of the kept text.",
)
BOILERPLATE = _warning(
    "report.boilerplate-cut",
    "boilerplate was cut ({rules})",
    "Read it with cleaning off if something real was cut.",
)
STARTS_MID_SENTENCE = _warning(
    "report.starts-mid-sentence", "the text starts in the middle of a sentence", "Check how the text was extracted."
)
CUT_SHORT = _warning(
    "report.cut-short", "the text breaks off before its end", "Fetch the whole text; what is missing cannot be coded."
)

FAULTS: dict[str, Fault] = {fault.code: fault for fault in list(globals().values()) if isinstance(fault, Fault)}
"""Every fault of this room by its code."""

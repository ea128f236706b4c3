"""Makes the kept text of a report. A text that is clean already comes back character for character."""

from __future__ import annotations

import re

import msgspec

from dateline.reports.boilerplate import cut_boilerplate
from dateline.reports.characters import mend_characters, one_line, tidy_space
from dateline.reports.faults import BOILERPLATE, CUT_SHORT, MARKUP, STARTS_MID_SENTENCE, Finding, note
from dateline.reports.markup import has_markup, strip_markup

# Names that are written with a small letter, and stand at the start of sentences.
_SMALL_NAMES = re.compile(
    r"(?:(?:al|el|ad|an|ar|as|ash|at|az|ed|es|et|ibn|bin|bint|abu|de|da|di|du|van|von|der|la|le)\b|[a-z][A-Z]|https?:|www\.)"
)
_MID_SENTENCE = re.compile(r"[a-z]|[,;)\]]|\.\.\.|…")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"”’)]*\Z")
_FEED_CUT = "feed-cut"


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """The kept text, and what was mended or looks damaged."""

    text: str
    findings: tuple[Finding, ...] = ()


def clean_text(text: str) -> Cleaned:
    """The kept text: markup, mojibake, hidden characters and boilerplate gone, white space tidied, in NFC.

    Characters before the first place that is mended keep their offsets. ``clean_text`` of its own result changes
    nothing. A first sentence that is cut or garbled is kept.
    """
    findings: list[Finding] = []
    if has_markup(text):
        text = strip_markup(text)
        findings.append(note(MARKUP))
    text, mended = mend_characters(text)
    findings.extend(mended)
    cut = cut_boilerplate(tidy_space(text))
    kept = tidy_space(cut.text)
    if cut.rules:
        findings.append(note(BOILERPLATE, rules=", ".join(cut.rules)))
    if _MID_SENTENCE.match(kept) and not _SMALL_NAMES.match(kept):
        findings.append(note(STARTS_MID_SENTENCE))
    if _CUT_SHORT.search(kept) or _FEED_CUT in cut.rules:
        findings.append(note(CUT_SHORT))
    return Cleaned(text=kept, findings=tuple(findings))


def clean_field(text: str) -> str:
    """A title or name on one line, with markup, mojibake and hidden characters gone."""
    if has_markup(text):
        text = strip_markup(text)
    return one_line(mend_characters(text)[0])

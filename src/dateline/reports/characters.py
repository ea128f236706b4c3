"""Mends the characters of a text: broken encodings, hidden signs, line ends, white space."""

from __future__ import annotations

import re
import unicodedata

from dateline.reports.faults import CONTROL_CHARACTERS, HIDDEN_CHARACTERS, MOJIBAKE, Finding, note

_SURROGATE = re.compile("[\ud800-\udfff]")
# What UTF-8 read in a one-byte encoding looks like: a lead byte's letter before a continuation byte's sign; or the
# control characters U+0080-009F, which no text means. Only then is ftfy worth its milliseconds.
_SUSPICIOUS = re.compile(
    "[ÂÃÅÄÎÏÐÑØÙâãäåæçèéïð][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|[\u0080-\u0084\u0086-\u009f]|ï¿½|Ã |[ÐÑ][\u0400-\u04ff°-¿]"
)
# Text can pass through more than one wrong program; each adds a layer, and hidden signs can part broken letters.
_MOST_LAYERS = 4
_LINE_ENDS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f]")
# Direction marks, zero-width signs, soft hyphens, byte-order marks. The joiners U+200C and U+200D spell words in Arabic
# and Indic scripts and are left between their letters.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?<![\u0600-\u1cff])[\u200c\u200d]"
)
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNTIDY = re.compile(
    rf"{_SPACES.pattern}{{2,}}|[^\S\n ]|{_SPACES.pattern}(?=\n|\Z)|(?:(?<=\n)|\A){_SPACES.pattern}|\n{{3,}}|\A\n|\n\Z"
)


def to_nfc(text: str) -> str:
    """The text in Unicode's composed form. Half characters (lone surrogates) become U+FFFD: they cannot be written."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def mend_characters(text: str) -> tuple[str, tuple[Finding, ...]]:
    """The text with mojibake mended, control and hidden characters removed and lines ended by ``\\n``, in NFC.

    Quotes, dashes, ligatures and full-width letters stay as they are: an author's signs are no damage.
    """
    text = _SURROGATE.sub("\ufffd", text)
    mojibake, controls, hidden = False, 0, 0
    for _ in range(_MOST_LAYERS):
        before = text
        if _SUSPICIOUS.search(text):
            mended = _mend_encoding(text)
            mojibake |= mended != text
            text = mended
        text = _LINE_ENDS.sub("\n", text)
        text, count = _CONTROL.subn("", text)
        controls += count
        text, count = _HIDDEN.subn("", text)
        hidden += count
        text = to_nfc(text)
        if text == before:
            break
    findings = [note(MOJIBAKE)] if mojibake else []
    if controls:
        findings.append(note(CONTROL_CHARACTERS, count=str(controls)))
    if hidden:
        findings.append(note(HIDDEN_CHARACTERS, count=str(hidden)))
    return text, tuple(findings)


def tidy_space(text: str) -> str:
    """One space between words, none around lines, at most one empty line between paragraphs."""
    if not _UNTIDY.search(text):
        return text
    text = re.sub(f"{_SPACES.pattern}+", " ", text)
    text = re.sub(" ?\n ?", "\n", text)
    return re.sub("\n{3,}", "\n\n", text).strip(" \n")


def one_line(text: str) -> str:
    """The text of a short field (a title, a name) on one line."""
    return " ".join(text.split())


def _mend_encoding(text: str) -> str:
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return fix_text(text, config)

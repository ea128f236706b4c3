"""The language of a text: told by the input, or judged from its letters and words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
# Words that make up a quarter to a half of English prose and share no other language's top ranks all at once.
_ENGLISH_WORDS = frozenset(
    {
        *("the", "of", "and", "to", "that", "with", "from", "was", "were", "by", "for"),
        *("at", "which", "their", "they", "this", "have", "been", "has", "who"),
    }
)
_JUDGED_CHARACTERS = 2000
_LEAST_WORDS, _LEAST_LETTERS = 5, 20
_ENGLISH_SHARE, _ENGLISH_KINDS = 0.2, 4
# Scots and Nigerian Pidgin: short English with rare words falls to them (a dozen of 14,000 English news sentences).
_NEAR_ENGLISH = frozenset({"sco", "pcm"})
# Of 19,000 English news texts and sentences, none that was English fell below this; foreign ones lie below 0.001.
_SURELY_NOT = 0.02

_NAMES = {
    "english": "en",
    "eng": "en",
    "french": "fr",
    "fra": "fr",
    "spanish": "es",
    "spa": "es",
    "arabic": "ar",
    "ara": "ar",
    "russian": "ru",
    "rus": "ru",
    "german": "de",
    "deu": "de",
    "portuguese": "pt",
    "por": "pt",
    "ukrainian": "uk",
    "chinese": "zh",
    "turkish": "tr",
    "hebrew": "he",
    "persian": "fa",
    "farsi": "fa",
    "hindi": "hi",
    "urdu": "ur",
}


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """``language``: ISO 639-1 code, or None where the text is too short or too mixed to tell."""

    language: str | None


def language_code(given: str) -> str:
    """The ISO 639-1 code in what an input gives as language: ``en`` of ``en-GB``, ``EN_us`` and ``English``."""
    first = re.split(r"[-_.\s]", given.strip().lower(), maxsplit=1)[0]
    return _NAMES.get(first, first)


def judge_language(text: str) -> Judgement:
    """Whether a text is English, or plainly another language, by its beginning.

    English with enough of its commonest words is known without the model, whose loading costs half a second. Words with
    a capital are left out, except in texts all in capitals: names speak for where a story plays, not for its language.
    Under five words or twenty letters nothing is judged, except scripts that English is never written in.
    """
    words = _WORD.findall(text[:_JUDGED_CHARACTERS])
    letters = sum(map(len, words))
    if not letters:
        return Judgement(language=None)
    if 2 * len(_NOT_LATIN.findall(" ".join(words))) > letters:
        # Few words show their language by the model, but their script alone shows that they are not English.
        return Judgement(language=next(language for language, _ in _ranked(words) if language != "en"))
    small = [word for word in words if word[0].islower()]
    if small or not _enough(words):
        if not _enough(small):
            return Judgement(language=None)
        words = small
    else:
        words = [word.lower() for word in words]
    common = [word for word in words if word in _ENGLISH_WORDS]
    if len(set(common)) >= _ENGLISH_KINDS and len(common) >= _ENGLISH_SHARE * len(words):
        return Judgement(language="en")
    ranked = _ranked(words)
    best = ranked[0][0]
    if best == "en":
        return Judgement(language="en")
    if best in _NEAR_ENGLISH or dict(ranked)["en"] > _SURELY_NOT:
        return Judgement(language=None)
    return Judgement(language=best)


def _enough(words: list[str]) -> bool:
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS


def _ranked(words: list[str]) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = _identifier().rank(" ".join(words).lower())
    return ranked


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # Own instance: the package's shared one can be restricted by other code, and gives no probabilities.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

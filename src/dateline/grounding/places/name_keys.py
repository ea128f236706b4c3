"""Keys under which names of places are looked up: spelling differences that don't tell places apart are folded away.

Three keys, from strict to loose. ``name_key`` folds case, diacritics, apostrophes, hyphens and "St"/"Saint";
``bare_key`` also drops the Arabic article in any of its spellings ("Deir ez-Zor", "Dayr az Zawr"); ``sound_key`` keeps
little more than the consonants, so that transliterations of one name meet ("Suwayda", "Sweida"). Standard library
only: the build of the wheel imports this.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_NAME = 120
"""Characters of a name that count; no place has a longer one, and a look-up must not take time with the input."""

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ŋ": "n",
        "ħ": "h",
        "ŧ": "t",
        "ɛ": "e",
        "ɔ": "o",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "گ": "ك",
        "ـ": None,
        "ґ": "г",
        "ь": None,
        "ъ": None,
    }
)
# Apostrophes, ʿayn, hamza and soft signs are written or left out at will: they vanish.
_SILENT = re.compile(r"['’‘`´ʻʼʽʾʿ′ˈ\"“”„«»ʹʺء]")
_BREAKS = re.compile(r"[\W_]+")
_WORDS = {"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft", "el": "al"}
_ARTICLES = frozenset(
    {"al", "as", "ash", "ar", "at", "ad", "adh", "an", "az", "ed", "er", "ez", "et", "ech", "ul", "the"}
)
_DIGRAPHS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tch|tsch|sch|sh|ch|ts|tz|zh", "s"),
        (r"dj|dzh|dz|gj", "g"),
        (r"kh|ck|q", "k"),
        (r"ph", "f"),
        (r"c(?=[eiy])|z|x|ç", "s"),
        (r"c", "k"),
        (r"j", "g"),
        (r"v", "b"),
    )
)
_SOFT = re.compile(r"[aeiouywh]+")
_DOUBLE = re.compile(r"(.)\1+")


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    text = _SILENT.sub("", text)
    return "".join(sign for sign in text if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The name with case, diacritics, apostrophes, hyphens and common short forms folded; idempotent, may be empty."""
    text = name[:MAX_NAME]
    if text.isascii():
        text = _SILENT.sub("", text.lower())
    else:
        # Casefolding can bring out signs that decompose further, so this is done until nothing changes.
        while (folded := _fold(text)) != text:
            text = folded
    words = [_WORDS.get(word, word) for word in _BREAKS.split(text) if word]
    return " ".join(words)[:MAX_NAME].rstrip()


def bare_key(key: str) -> str:
    """A name key without articles ("the", and "al" in all its Arabic spellings and in Arabic script)."""
    words = [word for word in key.split(" ") if word not in _ARTICLES]
    words = [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]
    return " ".join(words) or key


def sound_key(key: str) -> str:
    """What is left of a Latin name key without vowels, spaces and variants of transliteration; "" for other scripts."""
    text = bare_key(key)
    if not text.isascii():
        return ""
    text = text.replace(" ", "")
    for pattern, sound in _DIGRAPHS:
        text = pattern.sub(sound, text)
    text = _DOUBLE.sub(r"\1", text)
    first = "a" if text[:1] in "aeiouyhw" else text[:1]
    return first + _DOUBLE.sub(r"\1", _SOFT.sub("", text[1:]))

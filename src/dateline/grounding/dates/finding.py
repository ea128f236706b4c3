"""Finding time expressions in a text."""

from __future__ import annotations

import re
from typing import get_args

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.grammar import FOR, LAYERS, ON, PREPOSITIONS
from dateline.grounding.dates.rules import Found, Rule
from dateline.grounding.dates.tokens import Token, code_of, cut

_MADE = frozenset(code_of(kind) for kind in ("DATE", "MON", "YEARS", "NAMED", "TIME", "RANGE"))
_WEEKDAY_OR_DAY = frozenset(code_of(kind) for kind in ("DATE", "NAMED"))
_MEANINGS = get_args(say.Meaning)
# A dateline stands at the head of a text: a place, the date, then a dash, a colon or a full stop.
_BEFORE_DATELINE = re.compile(r"(?:(?!On |In |At |ON |IN )[A-Z][\w'’./-]*,?\s+(?:(?:of|de|la|el|and)\s+)?){1,6}\(?")
_AFTER_DATELINE = re.compile(r"(?:(?<=\.)(?=\s)|\)?\s*(?:\([^)\n]{1,40}\)\s*)?(?:[-–—:]|\.(?=\s|$)))")
# "23 March Movement", "9 June Avenue", "21st Street" are names.
_NAMED = (
    "Movement|Brigades?|Organi[sz]ation|Front|Squares?|Streets?|Avenues?|Bridge|Boulevard|Roads?|Party|Battalion|"
    "Regiment|Division|University|Hospital|Airport|Stadium|Alliance|Coalition|Group|Camp|Quarter|Neighbou?rhood"
)
_NAME_FOLLOWS = re.compile(rf"\s(?:{_NAMED}|{_NAMED.upper()})\b")


def find_dates(text: str) -> list[say.DateExpression]:
    """Every time expression of an English news text that can date an event, in order and without overlap.

    Spans are as long as they can be and include a leading preposition ("on Friday", "since October 7").
    """
    tokens = cut(text)
    for layer in LAYERS:
        tokens = apply_layer(layer, tokens)
    codes = "".join(token.code for token in tokens)
    expressions: list[say.DateExpression] = []
    for position, token in enumerate(tokens):
        if token.code not in _MADE or not isinstance(token.value, _MEANINGS):
            continue
        if isinstance(token.value, say.CalendarDay) and _NAME_FOLLOWS.match(text, token.end):
            continue
        start = _with_preposition(tokens, codes, position)
        expressions.append(
            say.DateExpression(
                start=start,
                end=token.end,
                text=text[start : token.end],
                core=token.start,
                meaning=token.value,
                dateline=not expressions and _is_dateline(text, token),
            )
        )
    return expressions


def apply_layer(layer: tuple[Rule, ...], tokens: list[Token]) -> list[Token]:
    """The tokens with what the rules match put together; of overlapping matches the first, then the longest, wins."""
    codes = "".join(token.code for token in tokens)
    matches = []
    for rank, rule in enumerate(layer):
        for match in rule.regex.finditer(codes):
            first, last = match.span()
            if first < last:
                matches.append((first, -last, rank, match, rule))
    if not matches:
        return tokens
    matches.sort(key=lambda found: found[:3])
    joined: list[Token] = []
    position = 0
    for first, minus_last, _, match, rule in matches:
        if first < position:
            continue
        value = rule.make(Found(match, tokens))
        if value is None:
            continue
        joined.extend(tokens[position:first])
        position = -minus_last
        joined.append(Token(rule.code, tokens[first].start, tokens[position - 1].end, value))
    joined.extend(tokens[position:])
    return joined


def _with_preposition(tokens: list[Token], codes: str, position: int) -> int:
    token = tokens[position]
    if not position:
        return token.start
    if token.code in _WEEKDAY_OR_DAY or isinstance(token.value, say.InDay):
        allowed = ON
    else:
        allowed = FOR if isinstance(token.value, say.Stretch) else PREPOSITIONS
    return tokens[position - 1].start if allowed.fullmatch(codes, position - 1, position) else token.start


def _is_dateline(text: str, token: Token) -> bool:
    return (
        token.start < 80
        and isinstance(token.value, say.CalendarDay)
        and _BEFORE_DATELINE.fullmatch(text, 0, token.start) is not None
        and _AFTER_DATELINE.match(text, token.end) is not None
    )

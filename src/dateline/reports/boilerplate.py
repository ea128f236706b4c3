"""Cuts what extractors leave around the news, by the rules of data/boilerplate.toml."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from dateline.errors import InstallError

Scope = Literal["line", "head", "tail", "list", "phrase"]

# A line of boilerplate is short; a longer one is a paragraph, whatever it starts with.
_LONGEST_LINE = 320
_LONGEST_HEADLINE, _MOST_HEADLINES = 120, 15
_HEADLINE_ENDS = re.compile(r"[.!?:;…][\"”’')\]]*\Z")
# Where one sentence or piece may end and the next begin.
_PIECES = re.compile(r"(?<=[.!?…\"”’)|])\s+")
_SENTENCES = re.compile(r"(?<=[.!?…\"”’)])\s+")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of boilerplate, as data/boilerplate.toml explains its fields."""

    id: str
    scope: Scope
    pattern: str
    source: str
    why: str
    cuts: tuple[str, ...]
    keeps: tuple[str, ...]

    def fits(self, line: str) -> bool:
        """Whether the rule alone would cut this line, or for a phrase some of it."""
        if self.scope == "phrase":
            return re.search(self.pattern, line) is not None
        return re.fullmatch(self.pattern, line) is not None


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """The text without boilerplate, and the rules that cut something, in alphabetical order."""

    text: str
    rules: tuple[str, ...] = ()


@cache
def load_rules() -> tuple[Rule, ...]:
    """The shipped rules.

    Raises:
        InstallError: the data file is missing or breaks its own rules; the message names the rule.
    """
    import tomllib
    from importlib import resources

    where = "reports/data/boilerplate.toml"
    try:
        content = resources.files("dateline.reports").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
        rules = msgspec.convert(tomllib.loads(content)["rule"], tuple[Rule, ...])
    except (OSError, KeyError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InstallError(
            f"the boilerplate rules cannot be read: {error}", where=where, remedy="Install dateline again.",
            code="install.boilerplate",
        ) from error  # fmt: skip
    for problem in check_rules(rules):
        raise InstallError(problem, where=where, remedy="Correct the rule.", code="install.boilerplate")
    return rules


def check_rules(rules: tuple[Rule, ...]) -> list[str]:
    """What is wrong with the rules, one sentence each; empty if nothing is. Their examples are tried by the tests."""
    problems = []
    for number, rule in enumerate(rules):
        if rule.id in {other.id for other in rules[:number]}:
            problems.append(f"two rules are called {rule.id!r}")
        if not (rule.source.strip() and rule.why.strip() and rule.cuts and rule.keeps):
            problems.append(f"rule {rule.id!r} lacks a source, a reason or examples")
        try:
            if re.compile(rule.pattern).groups:
                problems.append(f"rule {rule.id!r} has a capturing group")
        except re.error as error:
            problems.append(f"rule {rule.id!r} is no regular expression: {error}")
    return problems


def cut_boilerplate(text: str) -> Cut:
    """The text without what the rules cut. Text before the first cut keeps its offsets.

    ``text`` has its lines ended by ``\\n`` and no space around them. Where nothing is cut, it comes back as it is.
    """
    used: set[str] = set()
    while True:
        # A cut can bring other boilerplate to the end of a line or of the text, so this goes on until nothing changes.
        here: set[str] = set()
        kept = _cut_phrases(text, here)
        lines = _cut_lines(kept.split("\n"), here)
        lines = _cut_head(lines, here)
        lines = _cut_tail(lines, here)
        if not here:
            return Cut(text=text, rules=tuple(sorted(used)))
        used |= here
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _cut_phrases(text: str, used: set[str]) -> str:
    for rule, pattern in _phrases():
        if pattern.search(text):
            text = pattern.sub("", text)
            text = re.sub(r" {2,}", " ", re.sub(r" ?\n ?", "\n", text))
            used.add(rule)
    return text


def _cut_lines(lines: list[str], used: set[str]) -> list[str]:
    kept = []
    below_heading = 0
    for line in lines:
        if below_heading and line:
            if len(line) <= _LONGEST_HEADLINE and not _HEADLINE_ENDS.search(line):
                below_heading -= 1
                continue
            below_heading = 0
        rule = _rule_for(line, ("list",))
        if rule is not None:
            below_heading = _MOST_HEADLINES
            used.add(rule)
            continue
        rules = _all_pieces(line, ("line",))
        if rules:
            used |= rules
            continue
        kept.append(line)
    return kept


def _cut_head(lines: list[str], used: set[str]) -> list[str]:
    while True:
        while lines and not lines[0]:
            lines = lines[1:]
        if not lines:
            return lines
        pieces = _SENTENCES.split(lines[0], maxsplit=1)
        rule = _rule_for(pieces[0].rstrip("| "), ("line", "head"))
        if rule is None:
            return lines
        used.add(rule)
        lines = [lines[0][len(pieces[0]) :].lstrip("| "), *lines[1:]]


def _cut_tail(lines: list[str], used: set[str]) -> list[str]:
    while True:
        while lines and not lines[-1]:
            lines = lines[:-1]
        if not lines:
            return lines
        start = _tail_start(lines[-1], used)
        if start is None:
            return lines
        lines = [*lines[:-1], lines[-1][:start].rstrip(" |")]


def _tail_start(line: str, used: set[str]) -> int | None:
    """Where the boilerplate at the end of a line starts; 0 if it is the whole line, None if there is none."""
    offset = max(0, len(line) - _LONGEST_LINE)
    starts = ([0] if offset == 0 else []) + [offset + match.end() for match in _PIECES.finditer(line[offset:])]
    for start in starts:
        rule = _rule_for(line[start:], ("line", "tail"))
        if rule is not None:
            used.add(rule)
            return start
    return None


def _all_pieces(line: str, scopes: tuple[Scope, ...]) -> set[str]:
    """The rules that fit a line as a whole or every sentence of it; empty if any of it may be news."""
    rule = _rule_for(line, scopes)
    if rule is not None:
        return {rule}
    if len(line) > _LONGEST_LINE or not line:
        return set()
    rules = [_rule_for(piece.rstrip("| "), scopes) for piece in _PIECES.split(line)]
    return set() if None in rules else {rule for rule in rules if rule is not None}


def _rule_for(line: str, scopes: tuple[Scope, ...]) -> str | None:
    if not line or len(line) > _LONGEST_LINE:
        return None
    for scope, rule, pattern in _compiled():
        if scope in scopes and pattern.fullmatch(line):
            return rule
    return None


@cache
def _compiled() -> tuple[tuple[Scope, str, re.Pattern[str]], ...]:
    return tuple((rule.scope, rule.id, re.compile(rule.pattern)) for rule in load_rules() if rule.scope != "phrase")


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule.id, re.compile(rule.pattern)) for rule in load_rules() if rule.scope == "phrase")

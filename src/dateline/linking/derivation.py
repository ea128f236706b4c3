"""Whether one text was made from another, and how: copied, written anew, or told on its word; and by what signs."""

from __future__ import annotations

import math
from datetime import datetime
from functools import cache

import msgspec

from dateline.linking.citations import Citation, rests_on, shared_source
from dateline.linking.phrases import table
from dateline.linking.textprint import TextPrint, contained, jaccard, shared_runs
from dateline.records import Span
from dateline.records.event import OriginKind

FEATURES = ("told", "told of all", "content", "wording", "names", "numbers", "own reporting", "length")
"""What the model of rewriting weighs; `features_of` gives them in this order."""


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """That a report has it from another report, or both have it from a third.

    Attributes:
        report: the one that has it from ``source``: the later, or the one that cites.
        source: id of the other report.
        kind: ``copy`` for its words, ``rewrite`` for its facts in other words, ``citation`` where it says so itself.
        outlet: whom the text names, where it names somebody; not always the publisher of ``source``, which may have
            it from there, too.
        score: 0 to 1, how sure.
        evidence: the words of ``report`` that show it; of a citation those that name the outlet.
        source_evidence: the words of ``source`` beside them.
    """

    report: str
    source: str
    kind: OriginKind
    outlet: str | None = None
    score: float
    evidence: tuple[Span, ...] = ()
    source_evidence: tuple[Span, ...] = ()


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it is judged: its print, whom it cites, and whether it says that it reports itself.

    ``outlet`` is the folded name of its publisher, empty where it has none.
    """

    text: TextPrint
    cited: tuple[Citation, ...]
    own_voice: bool
    outlet: str


@cache
def _number(key: str) -> float:
    return float(table("derivation")["thresholds"][key])


@cache
def _weights() -> tuple[float, tuple[float, ...]]:
    model = table("derivation")["rewriting"]
    return float(model["intercept"]), tuple(float(model["weights"][name]) for name in FEATURES)


def derived(one: Read, other: Read) -> Derivation | None:
    """How one of two reports was made from the other, or both from a third; None where nothing shows it."""
    early, late = sorted((one, other), key=lambda read: (read.text.moment, read.text.report.id))
    apart = days_between(early.text.moment, late.text.moment)
    if apart > _number("copy_days"):
        return None
    found = _copied(late, early)
    if found is not None or apart > _number("retold_days"):
        return found
    return _cites(late, early) or _cites(early, late) or _both_cite(late, early) or _rewritten(late, early)


def days_between(early: str, late: str) -> float:
    """Days between two moments; 0 where one has no date, for then nothing speaks against one day."""
    try:
        return (datetime.fromisoformat(late) - datetime.fromisoformat(early)).total_seconds() / 86400
    except ValueError:
        return 0.0


def _copied(late: Read, early: Read) -> Derivation | None:
    runs = shared_runs(late.text, early.text, shortest=int(_number("run_words")))
    words = sum(last - first for first, last in runs)
    free = sum(not late.text.tokens[n].quoted for first, last in runs for n in range(first, last))
    share = contained(late.text.own_words, early.text.own_words)
    told = contained(late.text.told, early.text.told)
    # Menus, notices and stock phrases are shared, months apart, by texts that tell of different people and places.
    soon = days_between(early.text.moment, late.text.moment) <= _number("retold_days")
    if not soon and late.text.names and early.text.names and not _share_a_name(late.text, early.text):
        return None
    enough = len(late.text.own_words & early.text.own_words) >= _number("copy_shingles")
    # House style gives two short items of one day the same sentences about other people in other streets.
    alike = contained(late.text.names, early.text.names) >= _number("copy_names") or not (
        late.text.names and early.text.names
    )
    whole = enough and alike and share >= _number("copy_share") and told >= _number("copy_told")
    part = free >= _number("copied_words") and told >= _number("copy_told") and free >= words / 2
    if not (whole or part):
        return None
    back = shared_runs(early.text, late.text, shortest=int(_number("run_words")))
    named = rests_on(late.cited, early.outlet) if early.outlet else None
    common = shared_source(late.cited, early.cited)
    outlet = named.name if named is not None else common[0].name if common is not None else None
    return Derivation(
        report=late.text.report.id,
        source=early.text.report.id,
        kind="copy",
        outlet=outlet,
        score=round(max(share, min(1.0, free / (2 * _number("copied_words")))), 3),
        evidence=_spans(late.text, runs),
        source_evidence=_spans(early.text, back),
    )


def _share_a_name(one: TextPrint, other: TextPrint) -> bool:
    """Whether a name of one text stands in the other, be it in capitals throughout or at the start of a sentence."""
    return bool(one.names & other.told or other.names & one.told)


def _spans(text: TextPrint, runs: list[tuple[int, int]]) -> tuple[Span, ...]:
    tokens, report = text.tokens, text.report
    return tuple(report.span(tokens[first].start, tokens[last - 1].end) for first, last in runs)


def _cites(citing: Read, cited: Read) -> Derivation | None:
    named = rests_on(citing.cited, cited.outlet) if cited.outlet else None
    if named is None or contained(citing.text.told, cited.text.told) < _number("cited_told"):
        return None
    return Derivation(
        report=citing.text.report.id,
        source=cited.text.report.id,
        kind="citation",
        outlet=named.name,
        score=round(max(_number("cited_score"), rewriting(citing, cited)), 3),
        evidence=named.spans,
    )


def _both_cite(late: Read, early: Read) -> Derivation | None:
    both = shared_source(late.cited, early.cited)
    if both is None or contained(late.text.told, early.text.told) < _number("shared_told"):
        return None
    # One agency sends many stories a day.
    if late.text.names and early.text.names and not _share_a_name(late.text, early.text):
        return None
    return Derivation(
        report=late.text.report.id,
        source=early.text.report.id,
        kind="citation",
        outlet=both[0].name,
        score=round(max(_number("cited_score"), rewriting(late, early)), 3),
        evidence=both[0].spans,
        source_evidence=both[1].spans,
    )


def _rewritten(late: Read, early: Read) -> Derivation | None:
    score = rewriting(late, early)
    if score < _number("rewrite"):
        return None
    shared = late.text.told & early.text.told
    return Derivation(
        report=late.text.report.id,
        source=early.text.report.id,
        kind="rewrite",
        score=round(score, 3),
        evidence=_words_of(late.text, shared),
        source_evidence=_words_of(early.text, shared),
    )


def _words_of(text: TextPrint, shared: frozenset[str]) -> tuple[Span, ...]:
    """The first place of each shared word, in text order."""
    seen: set[str] = set()
    spans: list[Span] = []
    for token in text.tokens:
        if token.stem in shared and token.stem not in seen:
            seen.add(token.stem)
            spans.append(text.report.span(token.start, token.end))
    return tuple(spans)


def features_of(late: Read, early: Read) -> tuple[float, ...]:
    """What speaks for or against the later text being the earlier in other words, by `FEATURES`, each from 0 to 1."""
    a, b = late.text, early.text
    shorter, longer = sorted((len(a.told), len(b.told)))
    return (
        contained(a.told, b.told),
        jaccard(a.told, b.told),
        contained(a.content, b.content),
        contained(a.own_words, b.own_words),
        contained(a.names, b.names),
        contained(a.numbers, b.numbers) if a.numbers and b.numbers else 0.5,
        float(late.own_voice),
        shorter / longer if longer else 0.0,
    )


def rewriting(late: Read, early: Read) -> float:
    """The probability that one is the other in other words, from a logistic model of `features_of`."""
    intercept, weights = _weights()
    logit = intercept + sum(w * x for w, x in zip(weights, features_of(late, early), strict=True))
    return 1 / (1 + math.exp(-logit))


def likeness(one: Read, other: Read) -> float:
    """1 where one was copied from the other or names it, else the probability that it is the other in other words."""
    found = derived(one, other)
    if found is not None and found.kind != "rewrite":
        return 1.0
    early, late = sorted((one, other), key=lambda read: (read.text.moment, read.text.report.id))
    return rewriting(late, early)


def lowest_likeness() -> float:
    """The mean likeness of two groups of reports from which on a rewrite makes them one origin."""
    return _number("group")

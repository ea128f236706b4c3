"""A link as a waterfall in plain text: from the prior, comparison by comparison, to the score."""

from __future__ import annotations

from dateline.records.event import Link

_WIDTH = 24
_VALUE = 34


def waterfall(link: Link) -> str:
    """One line a comparison: its bits, the sum so far, a bar, and what the two tellings say.

    Bits above 0 speak for one event, below 0 against; ten bits are a thousand to one.
    """
    total = link.prior
    reach = _reach(link)
    lines = [_line("prior", link.prior, total, reach, "")]
    for each in link.evidence:
        total += each.weight
        said = f"{_cut(each.one)} | {_cut(each.other)}" if each.one or each.other else ""
        lines.append(_line(each.name, each.weight, total, reach, said))
    verdict = "one event" if link.same else "kept apart"
    return "\n".join([f"{link.one} and {link.other}: {verdict}, {link.score:+.1f} bits", *lines])


def _reach(link: Link) -> float:
    totals = [link.prior]
    for each in link.evidence:
        totals.append(totals[-1] + each.weight)
    return max(1.0, *(abs(total) for total in totals))


def _line(name: str, bits: float, total: float, reach: float, said: str) -> str:
    filled = round(abs(total) / reach * _WIDTH / 2)
    bar = ("-" * filled).rjust(_WIDTH // 2) + "|" + " " * (_WIDTH // 2)
    if total > 0:
        bar = " " * (_WIDTH // 2) + "|" + ("+" * filled).ljust(_WIDTH // 2)
    return f"  {name:36} {bits:+5.1f} {total:+6.1f}  {bar}  {said}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"

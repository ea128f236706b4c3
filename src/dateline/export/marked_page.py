"""Reports with their marks and records as one HTML page that needs nothing else and runs nothing.

The texts are other people's and may be hostile. Every character of theirs is escaped, the page holds no script, and
its content security policy forbids scripts, images, fonts, frames and any load at all but its own style, by hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import IO
from urllib.parse import urlsplit

from dateline.export.legible import legible, on_one_line
from dateline.export.marks import ROLE_WORDS, Piece, ToldValue, Words, marks_of, nest, told_values
from dateline.records import Mention, Report
from dateline.version import __version__

Coded = tuple[Report, Sequence[Mention]]


def write_marked_page(coded: Sequence[Coded], out: IO[str]) -> None:
    """Write the page for reports with their mentions, in the given order.

    Words in the text carry the id ``r1-text-118-131`` (report 1, characters 118 to 131), records ``r1-e2`` (its
    second event), so a link to one of them can be sent to a colleague together with the file.
    """
    for part in _page(coded):
        out.write(part)


def _page(coded: Sequence[Coded]) -> Iterator[str]:
    style = _style(max((len(mentions) for _, mentions in coded), default=0))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    events = sum(len(mentions) for _, mentions in coded)
    summary = f"{_counted(len(coded), 'report')}, {_counted(events, 'event')}"
    yield "<!doctype html>\n"
    yield '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="'
    yield f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
    yield f"<title>Marked reports: {summary}</title>\n"
    yield f"<style>{style}</style>\n</head>\n<body>\n"
    yield f'<header class="top"><h1>Marked reports</h1><p>{summary}, coded by dateline {_e(__version__)}. Every value '
    yield "links to the words it was read from; a number behind a word leads to its record.</p>\n"
    yield _legend()
    yield "</header>\n"
    if len(coded) > 1:
        yield from _contents(coded)
    yield "<main>\n"
    for number, (report, mentions) in enumerate(coded, start=1):
        yield from _report(number, report, mentions)
    if not coded:
        yield "<p>No reports.</p>\n"
    yield "</main>\n</body>\n</html>\n"


def _style(most_events: int) -> str:
    """The style sheet, with a rule for each event number: to point at a record is to see its words alone."""
    sheet = files("dateline.export").joinpath("data/marked.css").read_text(encoding="utf-8")
    pointed = ":is(:hover,:focus-within)"
    rules = [
        f'.report:has(.record[data-event="{n}"]{pointed}) mark:not([data-events~="{n}"]){{--tint:0%;--line:25%}}'
        for n in range(1, most_events + 1)
    ]
    return "\n".join([sheet, "@media (hover:hover){", *rules, "}", ""])


def _legend() -> str:
    keys = "".join(f'<li><mark class="{role}">{words}</mark></li>' for role, words in ROLE_WORDS.items())
    return f'<ul class="legend" aria-label="Colours of the marks">{keys}</ul>\n'


def _contents(coded: Sequence[Coded]) -> Iterator[str]:
    yield '<nav aria-label="Reports"><details><summary>All reports</summary><ol>\n'
    for number, (report, mentions) in enumerate(coded, start=1):
        count = _counted(len(mentions), "event") if mentions else "no event"
        link = f'<a href="#r{number}" dir="auto">{_e(_heading(report))}</a>'
        yield f'<li>{link} <span class="quiet">{count}</span></li>\n'
    yield "</ol></details></nav>\n"


def _report(number: int, report: Report, mentions: Sequence[Mention]) -> Iterator[str]:
    yield f'<article class="report" id="r{number}">\n<header>'
    yield f'<h2 dir="auto">{_title(number, report, mentions)}</h2>{_about(report)}</header>\n<div class="columns">\n'
    yield '<div class="text">'
    yield from _paragraphs(_marked(number, report.text, mentions, field="text"))
    yield '</div>\n<div class="records">\n'
    if not mentions:
        yield '<p class="quiet">No event was found in this report.</p>\n'
    for event, mention in enumerate(mentions, start=1):
        yield from _record(number, report, event, mention)
    yield "</div>\n</div>\n</article>\n"


def _title(number: int, report: Report, mentions: Sequence[Mention]) -> str:
    return _marked(number, report.title, mentions, field="title") if report.title else _e(_heading(report))


def _heading(report: Report) -> str:
    return on_one_line(report.title or report.id or report.origin or "Untitled report")


def _about(report: Report) -> str:
    parts = [f"<bdi>{_e(on_one_line(word))}</bdi>" for word in (report.publisher, report.published, report.id) if word]
    if report.url:
        parts.append(_address(report.url))
    notes = "".join(f'<p class="note">{_e(on_one_line(note))}</p>' for note in report.warnings)
    return (f'<p class="about">{" · ".join(parts)}</p>' if parts else "") + notes


def _address(url: str) -> str:
    """A link for web addresses only: ``javascript:`` and ``data:`` stay text."""
    shown = _e(on_one_line(url))
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        return f"<bdi>{shown}</bdi>"
    return f'<a href="{shown}" rel="noopener noreferrer nofollow"><bdi>{shown}</bdi></a>'


def _paragraphs(marked: str) -> Iterator[str]:
    # One block that keeps line ends: a mark may reach over a line end, a <p> may not lie inside a <mark>.
    yield f'<p dir="auto">{marked}</p>'


def _marked(number: int, body: str, mentions: Sequence[Mention], *, field: str) -> str:
    marks = marks_of(mentions, field=field, length=len(body))
    return _with_marks(number, legible(body), nest(marks), 0, len(body))


def _with_marks(number: int, body: str, pieces: Sequence[Piece], start: int, end: int) -> str:
    out, at = [], start
    for piece in pieces:
        out.append(_e(body[at : piece.start]))
        out.append(_mark(number, body, piece))
        at = piece.end
    out.append(_e(body[at:end]))
    return "".join(out)


def _mark(number: int, body: str, piece: Piece) -> str:
    parts = piece.mark.parts
    anchor = f' id="{_anchor(number, piece.mark.words)}"' if piece.whole else ""
    roles = "; ".join(f"{ROLE_WORDS[role]}, event {event}" for event, role in parts)
    told = " ".join(dict.fromkeys(str(event) for event, _ in parts))
    first = next((role for _, role in parts if role == "trigger"), parts[0][1])
    inside = _with_marks(number, body, piece.inside, piece.start, piece.end)
    badges = ""
    if piece.end == piece.mark.words.end:
        badges = "".join(
            f'<a class="badge" href="#r{number}-e{event}" aria-label="record {event}">{event}</a>'
            for event, role in parts
            if role == "trigger"
        )
    return f'<mark{anchor} class="{first}" data-events="{told}" title="{roles}">{inside}</mark>{badges}'


def _anchor(number: int, words: Words) -> str:
    return f"r{number}-{words.field}-{words.start}-{words.end}"


def _record(number: int, report: Report, event: int, mention: Mention) -> Iterator[str]:
    yield f'<section class="record" id="r{number}-e{event}" data-event="{event}" tabindex="-1">'
    values = told_values(mention)
    trigger = _linked(number, report, values[0])
    yield f'<h3><span class="badge">{event}</span> {trigger}</h3><dl>\n'
    label = ""
    for value in values[1:]:
        # Several sources, or several targets, are rows under one label.
        term = "" if value.label == label else value.label
        label = value.label
        yield f"<dt>{term}</dt><dd>{_linked(number, report, value)}</dd>\n"
    yield f'</dl><p class="quiet">score {mention.score:.2f}'
    if mention.event_id:
        yield f" · <bdi>{_e(on_one_line(mention.event_id))}</bdi>"
    yield "</p></section>\n"


def _linked(number: int, report: Report, value: ToldValue) -> str:
    """The value, linked to its words, with the words themselves where the value does not already hold them."""
    role = f' class="{value.role}"' if value.role else ""
    shown = f"<bdi{role}>{_e(value.value)}</bdi>"
    out = []
    for words in value.words:
        body = report.text if words.field == "text" else report.title or ""
        if not 0 <= words.start < words.end <= len(body):
            continue
        quoted = on_one_line(body[words.start : words.end])
        told = "" if quoted in value.value else f" <q>{_e(quoted)}</q>"
        out.append(f'<a href="#{_anchor(number, words)}">{shown}{told}</a>')
        shown = ""
    return " ".join(out) if out else shown


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _e(text: str) -> str:
    return escape(text, quote=True)

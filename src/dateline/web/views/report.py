"""What the page of one report shows: its text cut into pieces by role, and the records that were read from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from dateline.archive import Archive, KeptMention
from dateline.archive.answers import AsOf
from dateline.export.legible import legible, on_one_line
from dateline.export.marks import ROLE_WORDS, Piece, marks_of, nest, told_values
from dateline.records import Mention, Report
from dateline.web.views.folding import Folding, is_graphic, private_names
from dateline.web.views.quotes import anchor_of
from dateline.web.views.wording import moment_words

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*[\"'”’)\]]*\s*|[.!?\n]+")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a text: plain words, a mark with parts inside it, or words that are folded.

    Attributes:
        text: the words of a plain or folded part.
        inside: the parts of a mark.
        role: the first role of a mark, for its colour.
        title: every role and record of a mark, in words.
        anchor: the name of the marked words; the same for all pieces of a mark.
        first: whether this piece begins the mark, and so bears its anchor.
        records: numbers of the records, from 1, that the words belong to.
        badges: numbers of the records whose trigger ends here.
        folded: ``name`` or ``graphic`` where the words are folded.
    """

    text: str = ""
    inside: tuple[Part, ...] = ()
    role: str = ""
    title: str = ""
    anchor: str = ""
    first: bool = False
    records: tuple[int, ...] = ()
    badges: tuple[int, ...] = ()
    folded: str = ""


class ValueShown(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a record, with the names of the words it was read from."""

    label: str
    value: str
    role: str
    anchors: tuple[str, ...]
    quoted: tuple[str, ...]
    folded: bool = False


class RecordShown(msgspec.Struct, frozen=True, kw_only=True):
    """One record that was read from the report."""

    number: int
    id: str
    event: str | None
    title: str
    values: tuple[ValueShown, ...]
    score: float
    coder: str
    stale: bool = False


class ReportShown(msgspec.Struct, frozen=True, kw_only=True):
    """One report as its page shows it."""

    id: str
    title: tuple[Part, ...]
    title_words: str
    text: tuple[Part, ...]
    publisher: str
    published: str
    url: str | None
    linked: bool
    language: str | None
    revision: int
    added: str
    sha256: str
    warnings: tuple[str, ...]
    records: tuple[RecordShown, ...]
    has_folded: bool
    roles: tuple[tuple[str, str], ...]
    right_to_left: bool


def report_shown(archive: Archive, id: str, folding: Folding, *, as_of: AsOf = None) -> ReportShown:
    """The report as its page shows it.

    Raises:
        NoSuchIdError: there is, or was then, none of this id.
    """
    kept = archive.report(id, as_of=as_of)
    report = kept.report
    told = list(_mentions_in(archive, report, as_of))
    mentions = [one.mention for one in told if one.revision == kept.revision]
    names = private_names(mentions)
    text = parts_of(report, mentions, "text", folding, names)
    title = parts_of(report, mentions, "title", folding, names) if report.title else ()
    used = {value.role for mention in mentions for value in told_values(mention) if value.role}
    return ReportShown(
        id=report.id,
        title=title,
        title_words=on_one_line(report.title or report.id),
        text=text,
        publisher=on_one_line(report.publisher or ""),
        published=moment_words(report.published),
        url=report.url,
        linked=_is_web(report.url),
        language=report.language,
        revision=kept.revision,
        added=moment_words(kept.change.at),
        sha256=report.text_sha256,
        warnings=tuple(on_one_line(one) for one in report.warnings),
        records=tuple(
            _record(number, report, mention, names if folding.names else ())
            for number, mention in enumerate(mentions, start=1)
        ),
        has_folded=bool(names) or any(is_graphic(one) for one in _sentences(report.text)),
        roles=tuple((role, words) for role, words in ROLE_WORDS.items() if role in used),
        right_to_left=report.language in ("ar", "fa", "he", "ur", "ckb", "ps", "yi"),
    )


def _mentions_in(archive: Archive, report: Report, as_of: AsOf) -> Iterator[KeptMention]:
    yield from sorted(archive.mentions_in(report.id, as_of=as_of), key=lambda one: one.mention.trigger.start)


def _is_web(url: str | None) -> bool:
    try:
        return url is not None and urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        return False


def parts_of(
    report: Report, mentions: Sequence[Mention], field: str, folding: Folding, names: Sequence[str]
) -> tuple[Part, ...]:
    """The text or title as parts; joined in order they are its characters, each once."""
    length = len(report.text if field == "text" else report.title or "")
    return parts_between(report, mentions, field, folding, names, 0, length)


def parts_between(
    report: Report,
    mentions: Sequence[Mention],
    field: str,
    folding: Folding,
    names: Sequence[str],
    start: int,
    end: int,
) -> tuple[Part, ...]:
    """As `parts_of`, of characters ``start`` to ``end``; marks that reach over an end of them are left out."""
    body = legible(report.text if field == "text" else report.title or "")
    marks = marks_of(mentions, field=field, length=len(body))
    within = [mark for mark in marks if start <= mark.words.start and mark.words.end <= end]
    return tuple(_parts(body, nest(within), start, end, _folds(body, folding, names)))


Cut = tuple[int, int, str]


def _folds(body: str, folding: Folding, names: Sequence[str]) -> list[Cut]:
    """Where words are folded: whole graphic sentences, and every place where a private name stands."""
    cuts: list[Cut] = []
    at = 0
    for sentence in _sentences(body) if folding.graphic else ():
        if is_graphic(sentence):
            cuts.append((at, at + len(sentence.rstrip()), "graphic"))
        at += len(sentence)
    if folding.names and names:
        either = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in names)
        some = re.compile(rf"\b(?:{either})\b")
        for match in some.finditer(body):
            if not any(start <= match.start() < end for start, end, _ in cuts):
                cuts.append((match.start(), match.end(), "name"))
    return sorted(cuts)


def _sentences(body: str) -> list[str]:
    return [match.group() for match in _SENTENCE.finditer(body)]


def _parts(body: str, pieces: Sequence[Piece], start: int, end: int, cuts: Sequence[Cut]) -> Iterator[Part]:
    at = start
    for piece in pieces:
        yield from _plain(body, at, piece.start, cuts)
        yield _mark(body, piece, cuts)
        at = piece.end
    yield from _plain(body, at, end, cuts)


def _plain(body: str, start: int, end: int, cuts: Sequence[Cut]) -> Iterator[Part]:
    at = start
    for first, last, why in cuts:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if at < first:
            yield Part(text=body[at:first])
        yield Part(text=body[first:last], folded=why)
        at = last
    if at < end:
        yield Part(text=body[at:end])


def _mark(body: str, piece: Piece, cuts: Sequence[Cut]) -> Part:
    words, parts = piece.mark.words, piece.mark.parts
    return Part(
        inside=tuple(_parts(body, piece.inside, piece.start, piece.end, cuts)),
        role=next((role for _, role in parts if role == "trigger"), parts[0][1]),
        title="; ".join(f"{ROLE_WORDS[role]}, record {number}" for number, role in parts),
        anchor=anchor_of(words.field, words.start, words.end),
        first=piece.whole,
        records=tuple(dict.fromkeys(number for number, _ in parts)),
        badges=tuple(number for number, role in parts if role == "trigger") if piece.end == words.end else (),
    )


def _record(number: int, report: Report, mention: Mention, private: Sequence[str]) -> RecordShown:
    shown = []
    title = ""
    for value in told_values(mention):
        bodies = {"text": report.text, "title": report.title or ""}
        quoted = tuple(on_one_line(bodies[one.field][one.start : one.end]) for one in value.words)
        if value.role == "trigger":
            title = value.value
        shown.append(
            ValueShown(
                label=value.label,
                value=value.value,
                role=value.role or "",
                anchors=tuple(anchor_of(one.field, one.start, one.end) for one in value.words),
                quoted=tuple(one for one in quoted if one and one not in value.value),
                folded=any(name in words for name in private for words in (value.value, *quoted)),
            )
        )
    return RecordShown(
        number=number,
        id=mention.id,
        event=mention.event_id,
        title=title,
        values=tuple(shown),
        score=mention.score,
        coder=f"{mention.coder.name} {mention.coder.version}, {mention.coder.model}",
    )

"""What events are searched by beside their columns: the words of reports, and terms; both made from what is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, text

from dateline.archive.rows import event_of_row, event_terms, is_long, mention_of
from dateline.archive.tables import EVENT_TERMS, EVENTS, MENTIONS, REPORTS
from dateline.records import Mention
from dateline.records.event import Event

_SEARCHED_CHARACTERS = 250_000
"""Of a longer text only so many characters are searched: PostgreSQL takes no more than a megabyte of words."""
_AT_ONCE = 500
POSTGRES_WORDS = "dateline_words"
"""The way in which PostgreSQL takes words: their stems, and none left out."""
One = TypeVar("One")


def add_words(connection: Connection, reports: Iterable[tuple[int, str | None, str]]) -> None:
    """Take in the words of reports: key, title and text of each."""
    rows = [
        {"key": key, "title": _plain((title or "")[:_SEARCHED_CHARACTERS]), "text": _plain(body[:_SEARCHED_CHARACTERS])}
        for key, title, body in reports
    ]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO report_words (rowid, title, text) VALUES (:key, :title, :text)"
    else:
        statement = (
            "INSERT INTO report_words (report_key, words) "
            f"VALUES (:key, to_tsvector('{POSTGRES_WORDS}', :title || ' . ' || :text))"
        )
    connection.execute(text(statement), rows)


def words_condition(dialect: str) -> str:
    """SQL that gives the keys of the reports whose words match the parameter ``words``."""
    if dialect == "sqlite":
        return "SELECT rowid AS key FROM report_words WHERE report_words MATCH :words"
    return f"SELECT report_key AS key FROM report_words WHERE words @@ to_tsquery('{POSTGRES_WORDS}', :words)"


def words_parameter(dialect: str, asked: str) -> str:
    """What is asked for in the language of the database: words, "phrases", -without, OR."""
    sqlite = dialect == "sqlite"
    wanted: list[str] = []
    unwanted: list[str] = []
    joined = False
    for word in _words(asked):
        if word == "OR":
            joined = bool(wanted)
            continue
        bare = _plain(word).split()
        if not bare:
            continue
        phrase = f'"{" ".join(bare)}"' if sqlite else f"({' <-> '.join(bare)})"
        if word.startswith("-"):
            unwanted.append(phrase)
        elif joined:
            wanted[-1] = f"({wanted[-1]} {'OR' if sqlite else '|'} {phrase})"
        else:
            wanted.append(phrase)
        joined = False
    if sqlite:
        return f"({' AND '.join(wanted)})" + "".join(f" NOT {one}" for one in unwanted)
    return " & ".join([*wanted, *(f"!{one}" for one in unwanted)])


def has_word(asked: str) -> bool:
    """Whether at least one word is wanted, and not only others unwanted."""
    return any(_plain(word).strip() and not word.startswith("-") and word != "OR" for word in _words(asked))


def _plain(text: str) -> str:
    """The words alone, their letters without accents: so both databases take them apart alike."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in letters)


def _words(asked: str) -> Iterator[str]:
    """The words and quoted phrases of what is asked for, each phrase as one."""
    word, quoted = "", False
    for character in asked:
        if character == '"':
            quoted = not quoted
            word += character
        elif character.isspace() and not quoted:
            if word:
                yield word
            word = ""
        else:
            word += character
    if word:
        yield word


def add_terms(
    connection: Connection,
    events: Iterable[tuple[int, Event]],
    mentions: Mapping[str, Mention],
    publishers: Mapping[str, str | None],
) -> None:
    """Take in the terms of versions of events: each version's key and event, with what tells it."""
    rows = [
        {
            "term": one,
            "long": is_long(event),
            "first_day": event.date.value.start if event.date.value else "",
            "event_key": key,
        }
        for key, event in events
        for one in sorted(_terms(event, mentions, publishers))
    ]
    if rows:
        connection.execute(insert(EVENT_TERMS), rows)


def _terms(event: Event, mentions: Mapping[str, Mention], publishers: Mapping[str, str | None]) -> set[str]:
    printed = [publishers[one] or "" for one in event.reports if one in publishers]
    sources = [source.name for one in event.mentions if one in mentions for source in mentions[one].sources]
    terms = event_terms(event, printed, sources)
    # An index row has room for some two thousand bytes; nobody searches by a longer name.
    return {one for one in terms if len(one.encode()) <= 500}


def fill_words(connection: Connection) -> None:
    """Take in the words of every report."""
    last = 0
    while True:
        found = connection.execute(
            select(REPORTS.c.key, REPORTS.c.title, REPORTS.c.text)
            .where(REPORTS.c.key > last)
            .order_by(REPORTS.c.key)
            .limit(_AT_ONCE)
        ).all()
        if not found:
            return
        add_words(connection, [(row.key, row.title, row.text) for row in found])
        last = found[-1].key


def fill_terms(connection: Connection) -> None:
    """Take in the terms of every version of every event."""
    last = 0
    while True:
        found = connection.execute(
            select(EVENTS.c.key, EVENTS.c.body).where(EVENTS.c.key > last).order_by(EVENTS.c.key).limit(_AT_ONCE)
        ).all()
        if not found:
            return
        events = [(row.key, event_of_row(row.body)) for row in found]
        wanted_mentions = {one for _, event in events for one in event.mentions}
        wanted_reports = {one for _, event in events for one in event.reports}
        mentions: dict[str, Any] = {}
        for some in chunks(sorted(wanted_mentions)):
            query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.id.in_(some)).order_by(MENTIONS.c.key)
            for row in connection.execute(query):
                mentions[row.id] = mention_of(row.body)
        publishers: dict[str, str | None] = {}
        for some in chunks(sorted(wanted_reports)):
            asked = select(REPORTS.c.id, REPORTS.c.publisher).where(REPORTS.c.id.in_(some)).order_by(REPORTS.c.key)
            publishers.update((row.id, row.publisher) for row in connection.execute(asked))
        add_terms(connection, events, mentions, publishers)
        last = found[-1].key


def chunks(values: Iterable[One], size: int = _AT_ONCE) -> Iterator[list[One]]:
    """The values in lists of at most ``size``, in their order."""
    waiting = iter(values)
    while chunk := list(islice(waiting, size)):
        yield chunk

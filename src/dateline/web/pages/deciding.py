"""Decisions that come from forms: each is carried out, or proposed where two people are needed, then on it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args
from urllib.parse import urlsplit

from starlette.requests import Request

from dateline.archive import Archive
from dateline.archive.deciding import Action
from dateline.archive.errors import StaleVersionError
from dateline.web.access.people import Person
from dateline.web.deciding import Decided, decide
from dateline.web.dependencies import archive_of, person_of, settings_of
from dateline.web.problems import WebError
from dateline.web.views.editing import value_from
from dateline.web.views.event import decision_words

_PARTS = ("value", "low", "high", "start", "end")


class Form(Mapping[str, str]):
    """What a form sent: one text a name, and all of them where a name stands several times."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._first = dict(reversed(pairs))

    def __getitem__(self, name: str) -> str:
        return self._first[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name, in order, empty ones left out."""
        return tuple(value for one, value in self._pairs if one == name and value)


async def form_of(request: Request) -> Form:
    """What a form sent; files are passed over."""
    sent = await request.form()
    return Form([(name, value) for name, value in sent.multi_items() if isinstance(value, str)])


def decided(request: Request, event: str, form: Form) -> Decided:
    """Carry out what a form asks about an event.

    Raises:
        WebError: the form makes no sense, or the person may not.
        StaleVersionError: the event changed since the page was made.
        ArchiveError: as for `Archive.decide`.
    """
    archive, person = archive_of(request), person_of(request)
    action = form.get("action", "")
    if action not in get_args(Action):
        raise WebError(
            422, f"{action!r} is no decision", where="action", remedy="Use the buttons.", code="web.parameter"
        )
    version = _version(form.get("version", ""))
    field = form.get("field") if action == "edit" else None
    value = _value(archive, event, version, field, form) if field else None
    return decide(
        archive,
        settings_of(request),
        person,
        cast(Action, action),
        event,
        version=version,
        others=form.all("others"),
        field=field,
        value=value,
        why=form.get("why", "").strip(),
    )


def _value(archive: Archive, event: str, version: int | None, field: str, form: Form) -> object:
    now = archive.event(event).event
    if version is not None and now.version != version:
        # The form's choices are of another version; what they stand for may be another thing by now.
        raise StaleVersionError(
            f"event {event} is at version {now.version}, and the form is of version {version}",
            remedy="Look at it again, then decide on what it is now.",
        )
    return value_from(now, field, {name: form[name] for name in _PARTS if name in form})


def _version(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def next_page(form: Mapping[str, str], otherwise: str) -> str:
    """Where to go on: a path of this desk that the form names, never another site."""
    wanted = form.get("next", "")
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if own and "\\" not in wanted and wanted.isprintable() else otherwise


def told(made: Decided, person: Person) -> str:
    """What came of a form, in one sentence."""
    if made.decision is not None:
        words = decision_words(made.decision)
        return f"{person.name} {words} (no. {made.decision.number})."
    assert made.proposal is not None
    return f"Proposed, no. {made.proposal.number}: it holds once a reviewer confirms it."

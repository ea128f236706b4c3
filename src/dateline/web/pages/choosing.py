"""What an address says of how a page is to be shown."""

from __future__ import annotations

from starlette.requests import Request

from dateline.web.asking import moment
from dateline.web.views.folding import Folding


def folding_of(request: Request) -> Folding:
    """What stays folded: all but what ``?show=names,graphic`` names."""
    shown = set(request.query_params.get("show", "").split(","))
    return Folding(names="names" not in shown, graphic="graphic" not in shown)


def moment_of(request: Request) -> str | int | None:
    """The past moment that ``?as_of=`` names; None is now.

    Raises:
        WebError: it is none.
    """
    return moment(request.query_params.get("as_of") or None)

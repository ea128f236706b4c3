"""Opening pages, and waiting for what they come to show."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

Opener = Callable[..., Page]
"""Opens a page of a desk; what the fixture `open_page` gives."""


def until(page: Page, expression: str, *, seconds: float = 30.0) -> None:
    """Wait until an expression is true in the page; its policy forbids Playwright's own way, which evaluates text.

    Raises:
        AssertionError: it did not become true.
    """
    last = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < last, f"not true after {seconds} seconds: {expression}"
        page.wait_for_timeout(25)

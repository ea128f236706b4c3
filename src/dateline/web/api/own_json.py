"""JSON of records as the archive writes it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

_ENCODER = msgspec.json.Encoder()


class OwnJson(Response):
    """Answers with records, tuples and mappings of them."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return _ENCODER.encode(content)

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STORY = (
    "Three farmers were hurt on Friday when a mine went off on the road to Tolva, the mayor said. "
    "The army said that it had cleared the road in spring. Nobody has said who laid the mine."
)


@pytest.fixture
def story() -> str:
    return STORY


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes objects as JSON Lines; strings and bytes are written as they are."""

    def write(*rows: Any, name: str = "news.jsonl") -> Path:
        path = tmp_path / name
        lines = []
        for row in rows:
            if isinstance(row, bytes):
                lines.append(row)
            else:
                lines.append((row if isinstance(row, str) else json.dumps(row)).encode())
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write

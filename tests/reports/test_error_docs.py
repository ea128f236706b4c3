"""docs/errors.md and the faults in code say the same."""

import re
from pathlib import Path

import pytest

from dateline.reports import FAULTS
from dateline.reports.faults import Fault

DOCS = Path(__file__).parents[2] / "docs" / "errors.md"
ROW = re.compile(r"^\| `((?:input|report)\.[a-z-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, str, str]]:
    return {code: (level.strip(), meaning, remedy) for code, level, meaning, remedy in ROW.findall(DOCS.read_text())}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.code)
def test_every_fault_is_documented_with_its_level_meaning_and_remedy(fault: Fault):
    level, meaning, remedy = documented()[fault.code]
    assert level == fault.level
    assert len(meaning.split()) > 3
    assert len(remedy.split()) > 1


def test_no_fault_is_documented_that_is_never_raised():
    assert set(documented()) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.code)
def test_every_fault_is_raised_somewhere_in_the_room(fault: Fault):
    room = Path(__file__).parents[2] / "src" / "dateline" / "reports"
    name = re.search(
        rf'^(\w+) = \w+\(\s*(?:code=)?"{re.escape(fault.code)}"', (room / "faults.py").read_text(), re.MULTILINE
    )
    assert name is not None
    uses = [
        path.name
        for path in room.glob("*.py")
        if path.name != "faults.py" and re.search(rf"\b{name[1]}\b", path.read_text())
    ]
    assert uses

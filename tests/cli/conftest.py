"""Makes this folder's runner importable, and asks for the installed model where a test needs it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def installed() -> None:
    """The model and the gazetteer; a test that needs them fails where they are not, it isn't skipped."""
    from dateline.engine import Coder
    from dateline.errors import InstallError

    try:
        Coder.load()
    except InstallError as error:
        pytest.fail(f"this test needs the whole installation: {error}")

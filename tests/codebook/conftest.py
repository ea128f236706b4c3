import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dateline.codebook

DATA = Path(dateline.codebook.__file__).parent / "data"


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the data folder in which one piece of one file is replaced; the piece must be there once or more."""

    def damage(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "codebook"
        shutil.copytree(DATA, folder, dirs_exist_ok=True)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return damage


@pytest.fixture
def data_folder() -> Path:
    return DATA

"""The evidence bundle stands by itself: whoever has Python can check it, and every change to it shows."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dateline.archive import Archive
from dateline.web.evidence import evidence


def unpacked(bundle: bytes, folder: Path) -> Path:
    """The bundle in a folder."""
    zipfile.ZipFile(io.BytesIO(bundle)).extractall(folder)
    return folder


def verified(path: Path, script: Path | None = None) -> tuple[int, str]:
    """What the bundle's own script says, run alone as by somebody without dateline."""
    command = [sys.executable, "-I", "-S", str(script or path / "verify.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_whole_bundle_is_found_whole(archive: Archive, ids: dict[str, str], tmp_path: Path) -> None:
    bundle = evidence(archive, ids["told_by_three"])
    status, said = verified(unpacked(bundle, tmp_path / "bundle"))
    assert status == 0, said
    assert "15 files, all as they should be" in said
    zipped = tmp_path / "evidence.zip"
    zipped.write_bytes(bundle)
    assert verified(zipped, tmp_path / "bundle" / "verify.py")[0] == 0


def test_the_same_evidence_gives_the_same_bytes(archive: Archive, ids: dict[str, str]) -> None:
    assert evidence(archive, ids["told_by_three"]) == evidence(archive, ids["told_by_three"])


@pytest.mark.parametrize(
    "name", ["reports/001.txt", "reports/001.json", "event.json", "mentions.jsonl", "history.jsonl"]
)
def test_one_altered_letter_is_found(name: str, archive: Archive, ids: dict[str, str], tmp_path: Path) -> None:
    folder = unpacked(evidence(archive, ids["told_by_three"]), tmp_path)
    body = (folder / name).read_bytes()
    (folder / name).write_bytes(body.replace(b"a", b"b", 1))
    status, said = verified(folder)
    assert status == 1
    assert f"{name} was altered" in said


def test_a_span_that_was_moved_is_found_even_with_new_hashes(
    archive: Archive, ids: dict[str, str], tmp_path: Path
) -> None:
    folder = unpacked(evidence(archive, ids["told_by_three"]), tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["spans"][0]["start"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest))
    status, said = verified(folder)
    assert status == 1
    assert "are not" in said


def test_a_file_too_many_and_one_too_few_are_found(archive: Archive, ids: dict[str, str], tmp_path: Path) -> None:
    folder = unpacked(evidence(archive, ids["told_by_three"]), tmp_path)
    (folder / "extra.txt").write_text("no")
    (folder / "links.jsonl").unlink()
    status, said = verified(folder)
    assert status == 1
    assert "extra.txt does not belong" in said
    assert "links.jsonl is missing" in said


def test_ids_with_slashes_name_no_files(archive: Archive, ids: dict[str, str]) -> None:
    names = zipfile.ZipFile(io.BytesIO(evidence(archive, ids["private"]))).namelist()
    assert all(".." not in name and not name.startswith("/") for name in names)
    assert "reports/001.txt" in names


def test_decisions_are_in_the_bundle(archive: Archive, ids: dict[str, str]) -> None:
    archive.decide("accept", ids["told_by_three"], who="ada", why="called the hospital")
    bundle = zipfile.ZipFile(io.BytesIO(evidence(archive, ids["told_by_three"])))
    assert b"called the hospital" in bundle.read("decisions.jsonl")
    assert bundle.read("history.jsonl").count(b"\n") == 2


def test_something_else_is_told_from_a_bundle(tmp_path: Path, archive: Archive, ids: dict[str, str]) -> None:
    folder = unpacked(evidence(archive, ids["told_by_three"]), tmp_path / "bundle")
    other = tmp_path / "other.zip"
    other.write_bytes(b"not a zip")
    status, said = verified(other, folder / "verify.py")
    assert status == 1
    assert "no evidence bundle" in said

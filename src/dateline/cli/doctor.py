"""``dateline doctor``: what is installed, what is missing, and the remedy."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter


def doctor(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Check the installation: packages, model, gazetteer, language detector, memory and disk.

    Exit status: 0 dateline can code reports, 1 something that it needs is missing or damaged.

    Args:
        json: Print the findings as JSON.
    """
    from dateline.cli.health import examine, findings_as_json, findings_as_table

    findings = examine()
    if json:
        print(findings_as_json(findings))
    else:
        from rich.console import Console

        Console(highlight=False).print(findings_as_table(findings))
    return 0 if all(finding.well or not finding.needed for finding in findings) else 1

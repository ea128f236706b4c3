"""``dateline codebook``: the types of events and what they mean."""

from __future__ import annotations


def codebook(type: str | None = None, /) -> int:
    """Print the 25 types of events, or one of them whole: its definition, what it is not, and its codes.

    Args:
        type: The name of a type, or the beginning of one, in any case.
    """
    from rich.console import Console

    from dateline.cli.codebook_page import all_types, one_type

    console = Console(highlight=False)
    console.print(all_types() if type is None else one_type(type))
    return 0

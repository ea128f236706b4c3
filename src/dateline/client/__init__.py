"""A typed client of a desk's API: what a program on another machine uses instead of the archive itself.

    with DeskClient("http://127.0.0.1:8000", token="dl_…") as desk:
        for kept in desk.events(EventQuery(countries=("SD",), period=("2024-05-01", "2024-05-31"))):
            print(kept.event.id, kept.event.grade)

docs/api.md shows more of it.
"""

from dateline.client.desk_client import DeskClient
from dateline.client.refusals import DeskError

__all__ = ["DeskClient", "DeskError"]

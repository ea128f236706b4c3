"""The command line: one module a command, each thin over the rooms. `main` is the entry point."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from dateline.cli.actor import actor
from dateline.cli.add import add
from dateline.cli.code import code
from dateline.cli.codebook import codebook
from dateline.cli.dates import dates
from dateline.cli.decide import merge, split, undo
from dateline.cli.doctor import doctor
from dateline.cli.export import export
from dateline.cli.gazetteer import gazetteer
from dateline.cli.link import link
from dateline.cli.places import places
from dateline.cli.search import search
from dateline.cli.serve import serve
from dateline.cli.show import show
from dateline.cli.upkeep import backup, migrate, restore, verify
from dateline.cli.user import token, user
from dateline.errors import DatelineError
from dateline.version import __version__

FAILED = 1
INTERRUPTED = 130
"""What a shell gives a command that was ended by Ctrl-C (128 + SIGINT)."""
PIPE_CLOSED = 141
"""What a shell gives a command whose reader went away (128 + SIGPIPE)."""

app = App(
    name="dateline",
    help="Turns news of armed conflict and political violence into event records that people can check.",
    version=__version__,
    help_format="plaintext",
    help_epilogue="Exit status: 0 all went well, 1 nothing could be done, 3 some inputs were rejected.",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
    exit_on_error=False,
)
app.command(actor)
app.command(add)
app.command(backup)
app.command(code)
app.command(codebook)
app.command(dates)
app.command(doctor)
app.command(export)
app.command(gazetteer)
app.command(link)
app.command(merge)
app.command(migrate)
app.command(places)
app.command(restore)
app.command(search)
app.command(serve)
app.command(show)
app.command(split)
app.command(token)
app.command(undo)
app.command(user)
app.command(verify)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status; a `DatelineError` becomes one line on stderr.

    Raises:
        SystemExit: always, with the status.
    """
    try:
        status = app(list(arguments) if arguments is not None else None)
        sys.stdout.flush()
    except CycloptsError:
        # Wrong usage; cyclopts has said what.
        sys.exit(FAILED)
    except DatelineError as error:
        from dateline.export.legible import on_one_line

        for line in getattr(error, "told", (str(error),)):
            print(f"dateline: {on_one_line(line)}", file=sys.stderr)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        print("dateline: interrupted; nothing half-written was kept", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The interpreter would flush stdout once more while it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)
    sys.exit(status if isinstance(status, int) else 0)

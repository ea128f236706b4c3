"""A process that works on an archive and is killed at a moment that chance chooses.

The child is a real process of its own, with its own connections; it says on a pipe what it was told is kept.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def killed(work: Callable[[Callable[[str], None]], None], after: float) -> tuple[list[str], bool]:
    """Run ``work`` in a child and kill it ``after`` seconds; returns what it said is kept, and whether it was done."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the test runs on in the child, whatever happens.
        try:
            os.close(read)
            work(lambda line: os.write(write, f"{line}\n".encode()) and None)
        except BaseException as error:
            os.write(write, f"failed: {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(write)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as said:
        lines = said.read().splitlines()
    _, status = os.waitpid(child, 0)
    return lines, os.WIFEXITED(status)

"""A desk on a port of this machine, for as long as a test needs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import uvicorn

from dateline.web import Settings, create_app


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The address of a desk with these settings, on a free port; it stops when the block ends."""
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        for _ in range(400):
            if server.started:
                break
            time.sleep(0.025)
        port = server.servers[0].sockets[0].getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        with urlopen(f"{address}/healthz", timeout=30) as answer:
            assert answer.status == 200
        yield address
    finally:
        server.should_exit = True
        thread.join(10)

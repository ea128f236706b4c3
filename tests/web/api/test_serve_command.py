"""``dateline serve``, ``user`` and ``token`` as they are typed."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from desks import PASSWORD

from dateline.archive import Archive
from dateline.cli import main
from dateline.client import DeskClient, DeskError


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def test_other_machines_are_let_in_only_with_accounts(file_place: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "serve", "--db", file_place, "--host", "0.0.0.0")
    assert status == 1
    assert "input.desk-needs-accounts" in err
    status, _, err = run(capsys, "serve", "--db", file_place, "--accounts")
    assert status == 1
    assert "dateline user add" in err


def test_a_taken_port_is_told(file_place: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, err = run(capsys, "serve", "--db", file_place, "--port", str(taken.getsockname()[1]))
    assert (status, "input.port-taken" in err) == (1, True)


def test_an_archive_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "serve", "--db", str(tmp_path / "none.db"))
    assert (status, "archive.no-such-file" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_desk_is_started_used_and_ended(
    peopled_place: str, workers: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, token, _ = run(capsys, "token", "add", "ben", "--scope", "read", "--scope", "decide", "--db", peopled_place)
    assert status == 0
    port = free_port()
    arguments = ["serve", "--db", peopled_place, "--port", str(port), "--accounts", "--workers", str(workers)]
    started = subprocess.Popen(
        [sys.executable, "-m", "dateline.cli", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        with DeskClient(f"http://127.0.0.1:{port}", token=token.strip()) as client:
            until = time.monotonic() + 120
            while True:
                try:
                    version = client.event("e_r000").event.version
                    break
                except DeskError:
                    assert started.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.2)
            assert client.decide("accept", "e_r000", version=version).decision is not None
            for _ in range(8):
                # Whichever process answers knows what the other was told.
                assert client.event("e_r000").review == "accepted"
    finally:
        started.send_signal(signal.SIGTERM)
        _, err = started.communicate(timeout=60)
    assert started.returncode in (0, -signal.SIGTERM)
    assert f"http://127.0.0.1:{port}/" in err
    assert "Traceback" not in err


def test_accounts_are_made_listed_changed_and_shut(
    file_place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ("--db", file_place)

    def typed(password: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))

    typed(PASSWORD)
    assert run(capsys, "user", "add", "ada", "--role", "admin", "--password-stdin", *db)[0] == 0
    typed("short")
    status, _, err = run(capsys, "user", "add", "ben", "--password-stdin", *db)
    assert (status, "web.password" in err) == (1, True)
    typed(PASSWORD)
    assert run(capsys, "user", "add", "ben", "--password-stdin", *db)[0] == 0
    assert run(capsys, "user", "role", "ben", "coder", *db)[0] == 0
    typed("another long password")
    assert run(capsys, "user", "password", "ben", "--password-stdin", *db)[0] == 0
    assert run(capsys, "user", "disable", "ben", *db)[0] == 0
    _, out, _ = run(capsys, "user", "list", *db)
    assert [line.split()[:3] for line in out.splitlines()] == [["ada", "admin", "since"], ["ben", "coder", "disabled"]]
    assert run(capsys, "user", "enable", "ben", *db)[0] == 0
    status, _, err = run(capsys, "user", "disable", "ada", *db)
    assert (status, "archive.account" in err) == (1, True)
    with Archive.open(file_place) as archive:
        assert len(archive.desk.audit()) == 6


def test_tokens_are_made_listed_and_revoked(peopled_place: str, capsys: pytest.CaptureFixture[str]) -> None:
    db = ("--db", peopled_place)
    _, token, _ = run(capsys, "token", "add", "ben", "--label", "night job", *db)
    assert token.startswith("dl_")
    _, out, _ = run(capsys, "token", "list", *db)
    assert token.strip() not in out
    assert "night job" in out
    assert run(capsys, "token", "revoke", "1", *db)[0] == 0
    assert "revoked" in run(capsys, "token", "list", *db)[1]
    status, _, err = run(capsys, "token", "add", "ben", "--scope", "everything", *db)
    assert (status, "input.unusable-option" in err) == (1, True)
    status, _, err = run(capsys, "token", "add", "nobody", *db)
    assert (status, "archive.no-such-id" in err) == (1, True)

"""`deskhand worker` as it is started: what it says when it cannot work, and that it does when it can."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

COMMAND = [sys.executable, "-m", "worker.cli.main", "worker"]
NOWHERE = "postgresql://deskhand_app:hunter2@127.0.0.1:1/deskhand"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "is not running: run `deskhand up`"),
        ({"DESKHAND_DATABASE_URL": NOWHERE, "DESKHAND_ADMIN_DATABASE_URL": NOWHERE, "DESKHAND_BROKER_URL": "redis://x"},
         "the database does not answer"),
        ({"DESKHAND_COMPANY": "nowhere.toml"}, "nowhere.toml does not exist: `deskhand init FOLDER` writes one"),
    ],
)  # fmt: skip
def test_without_what_it_stands_on_it_says_so_once_and_ends(
    stack: Any, homes: Callable[[str], Path], settings: dict[str, str], said: str
) -> None:
    environment = {**stack.environment, "DESKHAND_HOME": str(homes("no-servers")), **settings}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("deskhand: ") == 1
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_with_servers_it_works_and_stops_with_all_its_processes(stack: Any, database: Any) -> None:
    alive = stack.settings.home_path / "alive" / "io"
    alive.unlink(missing_ok=True)
    command = [*COMMAND, "--queues", "deliveries,upkeep", "--beat"]  # the model is not needed to see it
    worker = subprocess.Popen(command, env=stack.environment, start_new_session=True)
    below: list[psutil.Process] = []
    try:
        deadline = time.monotonic() + 60
        while not alive.exists():
            assert worker.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        below = psutil.Process(worker.pid).children(recursive=True)
        parts = [process.cmdline()[-1] for process in psutil.Process(worker.pid).children()]
        assert sorted(parts) == ["beat", "io"]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    assert not [process for process in below if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]

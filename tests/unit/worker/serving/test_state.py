"""What a worker says of itself holds as long as it lives."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from worker.serving import state
from worker.serving.plan import Plan


@pytest.fixture
def home(tmp_path: Path) -> Path:
    state.State(tmp_path).write(Plan({}, {}), "why not")
    return tmp_path


def file_of(home: Path, pid: int) -> Path:
    return home / state.FOLDER / f"{socket.gethostname()}-{pid}.json"


def test_a_worker_that_lives_is_told_of(home: Path) -> None:
    assert [told.refused for told in state.read(home)] == ["why not"]


def test_a_later_process_with_the_number_of_a_worker_is_not_that_worker(home: Path) -> None:
    before = time.time() - 60
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as later:
        file = file_of(home, os.getpid()).rename(file_of(home, later.pid))
        os.utime(file, (before, before))
        found = state.read(home)
        later.kill()
    assert found == []


def test_a_worker_that_ended_or_said_nothing_for_long_is_gone(home: Path) -> None:
    long_ago = time.time() - 3600
    os.utime(file_of(home, os.getpid()), (long_ago, long_ago))
    assert state.read(home) == []
    file_of(home, os.getpid()).rename(file_of(home, 2**22 + 1))
    os.utime(file_of(home, 2**22 + 1))
    assert state.read(home) == []

"""Threads by what the process may use."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from models.hardware import threads


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cgroup"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    monkeypatch.setattr(psutil, "cpu_count", lambda logical=True: 16 if logical else 8)


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize(
    ("text", "count"),
    [("200000 100000\n", 2), ("350000 100000\n", 3), ("50000 100000\n", 1), ("max 100000\n", 8), ("1600000 100000", 8)],
)
def test_the_quota_of_version_2_gives_its_whole_cores(root: Path, tmp_path: Path, text: str, count: int) -> None:
    written(root / "cpu.max", text)
    own = written(tmp_path / "own", "0::/\n")
    assert threads.choose(0, groups=root, own=own).count == count


@pytest.mark.usefixtures("eight_cores")
def test_the_narrowest_quota_on_the_way_up_counts(root: Path, tmp_path: Path) -> None:
    written(root / "desk.slice/worker.service/cpu.max", "max 100000")
    written(root / "desk.slice/cpu.max", "300000 100000")
    own = written(tmp_path / "own", "0::/desk.slice/worker.service\n")
    chosen = threads.choose(0, groups=root, own=own)
    assert chosen.count == 3
    assert "quota is 3 of 8 cores" in chosen.why


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize("folder", ["cpu", "cpu,cpuacct"])
def test_the_quota_of_version_1_is_read_where_the_host_path_is_not_there(
    root: Path, tmp_path: Path, folder: str
) -> None:
    written(root / folder / "cpu.cfs_quota_us", "250000\n")
    written(root / folder / "cpu.cfs_period_us", "100000\n")
    own = written(tmp_path / "own", "3:cpu,cpuacct:/docker/4f3\n0::/\n")
    assert threads.choose(0, groups=root, own=own).count == 2


@pytest.mark.usefixtures("eight_cores")
def test_without_a_quota_it_is_one_per_core(root: Path, tmp_path: Path) -> None:
    written(root / "cpu/cpu.cfs_quota_us", "-1\n")
    written(root / "cpu/cpu.cfs_period_us", "100000\n")
    own = written(tmp_path / "own", "1:cpu:/\n")
    assert threads.choose(0, groups=root, own=own).count == 8
    assert threads.choose(0, groups=tmp_path / "none", own=tmp_path / "none").count == 8


def test_the_setting_comes_before_all(root: Path, tmp_path: Path) -> None:
    chosen = threads.choose(5, groups=root, own=tmp_path / "own")
    assert chosen == threads.Threads(5, "set by DESKHAND_THREADS")


def test_torch_in_a_command_of_ours_waits_passively() -> None:
    """OpenMP says at its start what it read."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    code = """
import sys
from worker.cli import main
sys.argv = ["deskhand", "--version"]
try:
    main.main()
except SystemExit:
    import torch
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment | {"OMP_DISPLAY_ENV": "TRUE"}, capture_output=True, check=True
    )
    assert b"OMP_WAIT_POLICY = 'PASSIVE'" in done.stderr


@pytest.mark.usefixtures("eight_cores")
def test_what_an_operator_pinned_stays_and_threads_of_one_core_count_once(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = written(tmp_path / "own", "0::/\n")
    monkeypatch.setattr(psutil, "cpu_count", lambda logical=True: 8 if logical else 4)
    assert threads.choose(0, groups=root, own=own).count == 4
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads.choose(0, groups=root, own=own) == threads.Threads(3, "set by OMP_NUM_THREADS")
    assert threads.choose(2, groups=root, own=own).count == 2, "our own setting is nearer"

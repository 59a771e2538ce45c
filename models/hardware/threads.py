"""This module chooses how many threads a model on the processor computes with, and how they wait for each other."""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

CGROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Threads:
    count: int
    why: str  # a phrase for a person


def choose(setting: int, *, groups: Path = CGROUPS, own: Path = OWN) -> Threads:
    """Return `setting`, or where it is 0, OMP_NUM_THREADS, or else one thread per core that this process may use: the
    cores it may run on, or the whole cores in the quota of its control groups where that is less. A process beyond its
    quota is stopped for the rest of each period."""
    if setting:
        return Threads(setting, "set by DESKHAND_THREADS")
    if (told := os.environ.get("OMP_NUM_THREADS", "")).isdigit() and int(told):
        return Threads(int(told), "set by OMP_NUM_THREADS")
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    allowed = min(allowed, psutil.cpu_count(logical=False) or allowed)  # two threads of one core share its arithmetic
    cores = quota(groups, own)
    if cores is None or cores >= allowed:
        return Threads(allowed, f"one per core this process may run on: {allowed}")
    return Threads(max(1, int(cores)), f"the control group's quota is {cores:g} of {allowed} cores")


def quota(groups: Path, own: Path) -> float | None:
    """Return the number of cores that the control groups of this process, of version 2 or 1, leave it. None means that
    there is no limit, or none that can be read."""
    limits = []
    for line in _text(own).splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        names = controllers.split(",")
        if number == "0":
            limits += [_of_version_2(folder) for folder in _up(groups, path)]
        elif "cpu" in names:
            roots = (groups / "cpu", groups / controllers)
            limits += [_of_version_1(folder) for root in roots for folder in _up(root, path)]
    known = [limit for limit in limits if limit is not None]
    return min(known, default=None)


def wait_passively() -> None:
    """Make a thread that waits for the others sleep. Otherwise it would spin, on a core that the database or another
    worker needs. Call this before torch is loaded, which reads the setting once; child processes inherit it."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _up(root: Path, path: str) -> list[Path]:
    """Return the group and those above it, because each may have a limit. In a container the path may be that of the
    host, which does not exist there; the root is then the container's own group."""
    parts = [part for part in path.split("/") if part and part != ".."]
    return [root.joinpath(*parts[:length]) for length in range(len(parts), -1, -1)]


def _of_version_2(folder: Path) -> float | None:
    allowed, _, period = _text(folder / "cpu.max").partition(" ")
    return _cores(allowed, period)


def _of_version_1(folder: Path) -> float | None:
    return _cores(_text(folder / "cpu.cfs_quota_us"), _text(folder / "cpu.cfs_period_us"))


def _cores(allowed: str, period: str) -> float | None:
    try:
        found = int(allowed) / int(period)
    except (ValueError, ZeroDivisionError):  # "max", or no such file
        return None
    return found if found > 0 else None  # -1: no limit


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""

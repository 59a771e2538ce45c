"""This module keeps what each worker serves in a file of the home (`serving/<host>-<pid>.json`), so that other commands can tell
whether a promotion has arrived, and why not."""

import json
import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

from worker.logs import get_logger
from worker.serving.plan import Plan

log = get_logger(__name__)
FOLDER = "serving"
_SILENT_SECONDS = 900.0  # a batch never takes as long, so who wrote nothing since is gone


@dataclass(frozen=True)
class Told:
    """This is what a worker said of itself."""

    worker: str
    serves: Mapping[str, str]  # skill, or heads -> id
    since: str
    canaries: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # "reply brand:7" -> id
    refused: str = ""  # why the worker did not take what the pointers say; "": it did


class State:
    """A state is the file of one worker. Where it cannot be written, such as on a full disk, the worker works on."""

    def __init__(self, home: Path) -> None:
        self._worker = f"{socket.gethostname()}-{os.getpid()}"
        self._file = home / FOLDER / f"{self._worker}.json"
        self._told = Told(self._worker, {}, "")

    def write(self, plan: Plan, refused: str) -> None:
        """Write what serves now. Files of workers that are gone are removed."""
        self._told = told_of(plan, self._worker, refused)
        try:
            self._store()
        except OSError as error:
            log.warning("what serves is not written down", file=str(self._file), error=str(error))

    def touch(self) -> None:
        """Say that this worker is alive."""
        with suppress(OSError):
            try:
                os.utime(self._file)
            except FileNotFoundError:  # another worker, with another clock, took this one for gone
                self._store()

    def _store(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for path in self._file.parent.glob("*.json"):
            if path != self._file and not _is_alive(path):
                path.unlink(missing_ok=True)
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(asdict(self._told), indent=2) + "\n", encoding="utf-8")
        part.replace(self._file)


def told_of(plan: Plan, worker: str = "", refused: str = "") -> Told:
    """Return what a worker that serves a plan says of itself."""
    return Told(
        worker,
        {name: own.current.id for name, own in plan.parts if own.current is not None},
        datetime.now(UTC).isoformat(timespec="seconds"),
        {name: own.canary.id for name, own in plan.parts if own.canary is not None},
        {f"{name} {who}": one.id for name, own in plan.parts for who, one in own.named.items()},
        refused,
    )


def read(home: Path) -> list[Told]:
    """Return what the workers that are alive said of themselves."""
    found = []
    for path in sorted((home / FOLDER).glob("*.json")):
        try:
            if _is_alive(path):
                found.append(Told(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):  # it ended just now, or is of another version
            continue
    return found


def without_canary(home: Path, canary: str) -> list[Told]:
    """Return what those workers said that cannot take a canary."""
    return [told for told in read(home) if told.refused and canary not in told.canaries.values()]


def _is_alive(path: Path) -> bool:
    host, _, pid = path.stem.rpartition("-")
    try:
        last = path.stat().st_mtime
        if time.time() - last >= _SILENT_SECONDS:
            return False
        if host != socket.gethostname():
            return True
        return psutil.Process(int(pid)).create_time() <= last + 1  # one that began later has only the same number
    except (OSError, ValueError, psutil.Error):
        return False

"""This module ends a process at a chosen point: between two statements, requests or commits, or while one is under way.

A point is named by what was done before it and what would come next, for instance "PUT ticket ▸ begin". All processes of a
run share one census of points in a file: how often each was passed, and how many died there. A process that finds a point
behind its share of deaths ends itself there by kill -9.
"""

import mmap
import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import httpx
from sqlalchemy import Engine, event

SLOTS = 1 << 18
_PASSED, _DIED = 0, SLOTS  # the first number of each half
_PROGRESS = 2 * SLOTS
_BYTES = 4 * (_PROGRESS + 1)
HASTE = 1.4  # deaths run so much ahead of the load, so that the last ones are not missed
MOST_CHANCE = 0.6  # of dying at a point that is behind, where few come by
LONGEST_MOMENT = 0.008  # seconds, of what dies while something is under way
UNDER_WAY = frozenset({"commit", "PUT ticket"})

_VERB = re.compile(r"\s*(?:with\b.*?\)\s*)?(select|insert into|update|delete from)\s", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(r"\b(?:from|update|into)\s+(?:only\s+)?([a-z_]+)", re.IGNORECASE)
_SET = re.compile(r"\bset\s+([a-z_]+)\s*=", re.IGNORECASE)
_STATE = re.compile(r"attempts\s*=|last_error\s*=|stamp\s*=|sent_at\s*=|payload\s*=")


class Census:
    """A census is the file that the processes of a run share. Two that count at the same moment may count once."""

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._names = folder / "points"
        path = folder / "census"
        if new:
            path.write_bytes(bytes(_BYTES))
            self._names.touch()
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _BYTES)
        self._numbers = memoryview(self._map).cast("I")
        self._known: set[str] = set()

    @property
    def progress(self) -> float:
        return self._numbers[_PROGRESS] / 1000

    @progress.setter
    def progress(self, share: float) -> None:
        """Say how much of the load is done, 0 to 1; at 0 nobody dies here."""
        self._numbers[_PROGRESS] = round(share * 1000)

    def is_due(self, point: str, target: int, dice: random.Random) -> bool:
        """Count that a process is at a point, and whether it dies there."""
        slot = crc32(point.encode()) % SLOTS
        self._note(point)
        self._numbers[_PASSED + slot] += 1
        progress, passed, died = self.progress, self._numbers[_PASSED + slot], self._numbers[_DIED + slot]
        wanted = target * min(1.0, HASTE * progress)
        if not progress or wanted - died <= (slot % 97) / 97 * (progress < 1 / HASTE):  # not all points at once
            return False
        left = passed * (1 - progress) / progress  # who will still come by, if it goes on like this
        if dice.random() > min(MOST_CHANCE, 2 * (target - died) / max(left, 1)):
            return False
        self._numbers[_DIED + slot] += 1
        return True

    def count(self, name: str) -> None:
        """Count something else, a kill from outside for instance."""
        self._note(name)
        self._numbers[_DIED + crc32(name.encode()) % SLOTS] += 1

    def _note(self, name: str) -> None:
        if name not in self._known:
            self._known.add(name)
            with self._names.open("a") as file:
                file.write(f"{name}\n")

    def points(self) -> dict[str, tuple[int, int]]:
        """Return how often each was passed, and how many died there."""
        names = sorted(set(self._names.read_text().splitlines()))
        slots = {name: crc32(name.encode()) % SLOTS for name in names}
        return {name: (self._numbers[_PASSED + slot], self._numbers[_DIED + slot]) for name, slot in slots.items()}


class Hook:
    """A hook sees every statement, commit and request of its process, and may end the process before it or during it."""

    def __init__(self, census: Census, role: str, target: int, dice: random.Random) -> None:
        self._census, self._role, self._target, self._dice = census, role, target, dice
        self._of_thread = threading.local()

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", lambda _c, _cu, statement, *_: self.before(label(statement)))
        event.listen(engine, "commit", lambda _: self.before("commit"))

    @property
    def on_requests(self) -> dict[str, list[Any]]:
        """Return the event hooks of an HTTP client."""
        return {"request": [lambda request: self.before(_asked(request))]}

    def before(self, what: str) -> None:
        """Come to the point before `what`."""
        last = getattr(self._of_thread, "last", "start")
        self._of_thread.last = what
        if getattr(self._of_thread, "resting", False):
            return
        if self._is_due(f"{last} ▸ {what}"):
            _die()
        if what in UNDER_WAY and self._is_due(f"during {what}"):
            after = self._dice.uniform(0, LONGEST_MOMENT)
            threading.Thread(target=_die, args=(after,), daemon=True).start()

    def reached(self, step: str) -> None:
        """Note that a step of a delivery is done: its commit, or the answer to its request."""
        self._of_thread.last = step

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let nobody die here: it is no part of what is measured."""
        self._of_thread.resting = True
        try:
            yield
        finally:
            self._of_thread.resting = False
            self._of_thread.last = "idle"

    def _is_due(self, point: str) -> bool:
        return self._census.is_due(f"{self._role}: {point}", self._target, self._dice)


def label(statement: str) -> str:
    """Return a short name of a statement: its verb, its table, and of an update what it sets."""
    if "set_config" in statement:
        return "begin" if "deskhand.account" in statement else "limits"
    found = _VERB.match(statement)
    verb = found[1].lower() if found else statement.split(maxsplit=1)[0].lower()
    table = _TABLE.search(statement[found.start(1) :] if found else statement)
    name = f"{verb.split()[0]} {table[1] if table else ''}".strip()
    if verb == "update":
        first = _SET.search(statement)
        name += f" ({' '.join(sorted({part.rstrip(' =') for part in _STATE.findall(statement)})) or (first[1] if first else '')})"
    return name


def _asked(request: httpx.Request) -> str:
    last = request.url.path.removesuffix(".json").rpartition("/")[2]
    return f"{request.method} {'ticket' if last.isdecimal() else last}"


def _die(after: float = 0.0) -> None:
    time.sleep(after)
    os.kill(os.getpid(), signal.SIGKILL)

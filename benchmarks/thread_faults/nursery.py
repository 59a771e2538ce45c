"""This module keeps the processes of a run alive: whoever died is followed by another one at once.

It runs in a process of its own, without threads and connections, that has imported everything: so a new life costs a fork.
Now and then it ends one of its children by kill -9, whatever that one is doing.
"""

import gc
import json
import os
import random
import signal
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.thread_faults.deaths import Census, Hook
from benchmarks.thread_faults.lives import ROLES, Setup, warm

KILLED = "killed from outside: "
# At a point of a claim fewer die: after three claims a ticket is a person's. While no web process lives, calls fail.
SHARES = {"io": 1.0, "model": 0.2, "web": 0.2, "sweep": 0.1}


@dataclass(frozen=True)
class Plan:
    """A plan says how many processes there are, and how many die."""

    folder: str  # with the census
    socket: int  # file descriptor
    lives: dict[str, int]  # role -> how many at once
    target: int  # deaths at each point
    gap: float  # mean seconds between two kills from outside; 0: none
    seed: int


class Nursery:
    def __init__(self, setup: Setup, plan: Plan) -> None:
        self.setup, self.plan = setup, plan
        self.census = Census(Path(plan.folder))
        self.dice = random.Random(plan.seed)
        self.listening = socket.socket(fileno=plan.socket)
        self.children: dict[int, str] = {}
        self.born = 0
        self.is_over = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_over", True))
        parent = os.getppid()
        warm()
        gc.freeze()
        for role, count in self.plan.lives.items():
            for _ in range(count):
                self._bear(role)
        next_kill = self._next_kill()
        try:
            while not self.is_over and os.getppid() == parent:
                pid, _ = os.waitpid(-1, os.WNOHANG)
                if pid:
                    self._bear(self.children.pop(pid))
                elif time.monotonic() > next_kill and 0 < self.census.progress < 1:
                    self._kill(self.dice.choice(list(self.children)))
                    next_kill = self._next_kill()
                else:
                    time.sleep(0.01)
        finally:
            for pid in self.children:
                os.kill(pid, signal.SIGKILL)

    def _next_kill(self) -> float:
        return time.monotonic() + (self.dice.expovariate(1 / self.plan.gap) if self.plan.gap else 1e9)

    def _kill(self, pid: int) -> None:
        self.census.count(KILLED + self.children[pid])
        os.kill(pid, signal.SIGKILL)

    def _bear(self, role: str) -> None:
        self.born += 1
        pid = os.fork()
        if pid:
            self.children[pid] = role
            return
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            dice = random.Random(self.plan.seed * 1_000_003 + self.born)
            hook = Hook(self.census, role, round(self.plan.target * SHARES[role]), dice)
            ROLES[role](self.setup, hook, dice, self.listening)
        except Exception as error:  # the next life goes on, and the run says how often that was
            self.census.count(f"ended by {type(error).__name__}: {role}")
            sys.stderr.write(f"{role}: {error!r}\n")
        finally:
            os._exit(1)


def arguments(setup: Setup, plan: Plan) -> list[str]:
    """Return the command line of a nursery."""
    return [sys.executable, "-m", "benchmarks.thread_faults.nursery", json.dumps([asdict(setup), asdict(plan)])]


if __name__ == "__main__":
    from worker import logs

    logs.configure(level="CRITICAL")
    given_setup, given_plan = json.loads(sys.argv[1])
    Nursery(Setup(**given_setup), Plan(**given_plan)).run()

"""This module runs a few processes together: it restarts those that die, and stops all when told to."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from worker.logs import get_logger

log = get_logger(__name__)
GRACE_SECONDS = 45.0  # a little more than twice `broker.FINISH_SECONDS`
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a process that ran this long starts again without a pause


@dataclass
class _Process:
    name: str
    command: Sequence[str]
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)


def supervise(commands: Mapping[str, Sequence[str]], *, stop: threading.Event, tick_seconds: float = 0.2) -> None:
    """Run the commands until `stop` is set, and return when every process has ended. Each process gets a session of its
    own: a Ctrl-C at the terminal reaches only this process, which then tells the others once."""
    processes = [_Process(name, command) for name, command in commands.items()]
    try:
        while not stop.is_set():
            for process in processes:
                _look_after(process, time.monotonic())
            stop.wait(tick_seconds)
    finally:
        _stop_all(processes)


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return stop


def follow(parent: int, end: Callable[[], None], tick_seconds: float = 1.0) -> None:
    """Call `end` once this process is no longer a child of `parent`: a supervisor that was killed cannot stop its
    children, which would go on working unseen."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(tick_seconds)
        end()

    threading.Thread(target=watch, name="follow", daemon=True).start()


def _look_after(process: _Process, now: float) -> None:
    if process.running is None:
        if now >= process.due:
            process.running = subprocess.Popen(process.command, start_new_session=True)
            process.started = now
        return
    status = process.running.poll()
    if status is None:
        return
    steady = now - process.started >= STEADY_SECONDS
    process.pause = 0.0 if steady else min(max(1.0, 2 * process.pause), LONGEST_PAUSE_SECONDS)
    process.due, process.running = now + process.pause, None
    log.warning("process ended", process=process.name, status=status, again_in=process.pause)


def _stop_all(processes: Sequence[_Process]) -> None:
    running = [process.running for process in processes if process.running is not None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in running:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

"""This module shows how far a command is, on standard error: a bar on a terminal, a line every few seconds elsewhere
(CI, a container's log, a pipe).

    with progress.step("load the knowledge", unit="documents") as step:
        step.say("reading the sources")      # what it does now
        step.update(1200, 4157)              # how far it is; the time left is estimated from that

A step prints its name when it begins, and its duration when it has ended. In between a thread prints, so that a long
call without news is not silent.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

EVERY_SECONDS = 5.0  # between two lines where there is no terminal
_RATE_OF = 20  # only so many of the last reports give the rate: later documents may be longer than the first


class Step:
    """A step is one part of a command, under way. Any thread may report how far it is."""

    def __init__(self, name: str, *, total: int | None = None, unit: str = "") -> None:
        self.name, self.unit = name, unit
        self.done, self.total = 0, total
        self.doing = ""
        self.ending = ""  # what the last line says; without it, how many were done
        self.seconds = 0.0  # known once it has ended
        self._began = time.monotonic()
        self._share = 0.0
        self._reports: deque[tuple[float, float]] = deque(maxlen=_RATE_OF)  # when, and the share of the work done then
        self._display: _Lines | _Bar | None = None

    def say(self, doing: str) -> None:
        """Say what the step does from now on, if it cannot count."""
        self.doing = doing
        if self._display is not None:
            self._display.news(self)

    def update(self, done: int, total: int | None = None, doing: str = "", share: float | None = None) -> None:
        """Report how many are done, and of how many if that is known. `share`: of the work, 0 to 1, if not all of them
        cost the same."""
        self.done, self.total, self.doing = done, self.total if total is None else total, doing
        self._share = share if share is not None else done / self.total if self.total else 0.0
        self._reports.append((time.monotonic(), self._share))

    def advance(self, count: int = 1) -> None:
        self.update(self.done + count, doing=self.doing)

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None:
        """Count another thing from now on, from zero."""
        self._reports.clear()
        self.done, self.total, self.unit, self._share = 0, total, unit, 0.0
        self.say(doing)

    def note(self, text: str) -> None:
        """Print a line that stays."""
        if self._display is not None:
            self._display.line(f"  {text}")

    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def told(self) -> str:
        """Return `1,200 of 4,157 documents, 29 %, about 2 min left`, or what it does and for how long."""
        total = self.total
        if not total:
            counted = f"{self.done:,} {self.unit}".strip() if self.done else ""
            return ", ".join(part for part in (self.doing, counted, duration(self.elapsed())) if part)
        parts = [
            f"{self.done:,} of {total:,} {self.unit}".strip(),
            f"{self._share:.0%}".replace("%", " %"),
        ]
        left = self._left()
        parts.append(f"{duration(self.elapsed())}" if left is None else f"about {_rounded(left)} left")
        return ", ".join([*parts, *([self.doing] if self.doing else [])])

    def ended(self) -> str:
        done = self.ending or (f"{self.done:,} {self.unit}".strip() if self.done and self.unit else "")
        return f"{self.name}: {done + ', ' if done else ''}{duration(self.seconds)}"

    def _left(self) -> float | None:
        """Return the seconds left, at the rate of the last reports; None if they are not known."""
        reports = list(self._reports)  # another thread may begin anew meanwhile
        if len(reports) < 2 or not self.total or self._share >= 1:
            return None
        (first, before), (last, now) = reports[0], reports[-1]
        if now <= before or last <= first:
            return None
        return max(0.0, (1 - now) * (last - first) / (now - before) - (time.monotonic() - last))


@contextmanager
def step(name: str, *, total: int | None = None, unit: str = "", usually: str = "") -> Iterator[Step]:
    """Show a step while it runs. `usually`: how long it takes, if that cannot be estimated on the way."""
    made = Step(name, total=total, unit=unit)
    console = Console(stderr=True)
    display = (
        _Bar(console) if sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal else _Lines()
    )
    made._display = display
    display.start(made, f"{name} ({usually})" if usually else name)
    try:
        yield made
    except BaseException:
        display.stop()
        raise
    made.seconds = made.elapsed()
    display.stop()
    display.line(made.ended())


def say(text: str) -> None:
    """Print one line on standard error, outside of any step."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def duration(seconds: float) -> str:
    """Return seconds as `0.4 s`, `12 s`, `2 min 5 s` or `1 h 20 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _rounded(seconds: float) -> str:
    """Return a duration, no more exact than the estimate is."""
    if seconds < 57.5:
        return f"{max(5, 5 * round(seconds / 5))} s"
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


class _Lines:
    """Lines are printed where there is no terminal: at the beginning, for news, and otherwise every few seconds."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._spoke = 0.0
        self._thread: threading.Thread | None = None

    def start(self, step: Step, title: str) -> None:
        self.line(title)
        self._thread = threading.Thread(target=self._speak, args=(step,), name="progress", daemon=True)
        self._thread.start()

    def news(self, step: Step) -> None:
        self.line(f"{step.name}: {step.doing}")

    def line(self, text: str) -> None:
        with self._lock:
            self._spoke = time.monotonic()
            say(text)

    def stop(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _speak(self, step: Step) -> None:
        while not self._over.wait(max(0.1, self._spoke + EVERY_SECONDS - time.monotonic())):
            if time.monotonic() - self._spoke < EVERY_SECONDS:
                continue  # something else was said meanwhile
            still = "" if step.total else "still "
            self.line(
                f"{step.name}: {still}{step.told()}" if step.doing or step.total else f"{step.name}: {step.told()}"
            )


class _Bar:
    """A bar is one line that moves, on a terminal. At the end it leaves the line that `_Lines` prints."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress: Progress | None = None

    def start(self, step: Step, title: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), _Filled(step), _Told(step))
        self._progress = Progress(*columns, console=self._console, transient=True, redirect_stdout=False)
        self._progress.add_task(Text(title).markup, total=None)
        self._progress.start()

    def news(self, _: Step) -> None:
        """Do nothing: the bar asks the step itself."""

    def line(self, text: str) -> None:
        self._console.print(Text(text), soft_wrap=True)

    def stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()


class _Filled(BarColumn):
    def __init__(self, step: Step) -> None:
        super().__init__(bar_width=24)
        self._step = step

    def render(self, task: Task) -> object:  # type: ignore[override]
        task.total, task.completed = self._step.total, self._step.done
        return super().render(task) if self._step.total else Text("")


class _Told(ProgressColumn):
    max_refresh = 0.25

    def __init__(self, step: Step) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis"))
        self._step = step

    def render(self, _: Task) -> Text:
        return Text(self._step.told(), style="dim")

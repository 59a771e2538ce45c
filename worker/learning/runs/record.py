"""The record of a run has a line of JSON per step: loss, validation, tokens, seconds, memory. It lies in the workshop and is
written while the run goes on, so that it survives when the run is killed; a run that goes on continues it.

At the end it becomes the file `run.json` of the version, beside the learning curve as a picture and as a page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.training.run import Progress

_MOST = 1_000  # rows that a version keeps of a long run, beside those with a validation


@dataclass(frozen=True)
class Row:
    """A row is one optimiser step."""

    step: int
    loss: float
    validation: float | None  # only where it was measured
    tokens: int  # since the run began
    seconds: float  # of training since the run began, without the time between an interruption and its resumption
    memory: int  # the most bytes so far


class Record:
    """A record is added to while a run goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows = read(path)
        self._begun = False
        self._before = 0.0  # seconds until the run was interrupted
        self._validation: float | None = None

    def add(self, told: Progress) -> Row:
        """Write a step down. The first one after a resumption replaces what was lost with the process that was killed."""
        if not self._begun:
            self._begin(told.step)
        measured = told.validation if told.validation != self._validation else None
        self._validation = told.validation
        row = Row(told.step, told.loss, measured, told.tokens, self._before + told.seconds, told.memory)
        self.rows.append(row)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(row))
        return row

    def _begin(self, step: int) -> None:
        self._begun = True
        self.rows = [row for row in self.rows if row.step < step]
        self._before = self.rows[-1].seconds if self.rows else 0.0
        self._validation = next((row.validation for row in reversed(self.rows) if row.validation is not None), None)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(self._path.name + ".part")
        part.write_text("".join(map(_line, self.rows)), encoding="utf-8")
        part.replace(self._path)


def read(path: Path) -> list[Row]:
    """Return the rows of a record. A last line that was cut off is left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            rows.append(Row(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return rows


def to_json(run: Mapping[str, Any], rows: Sequence[Row], processor: str) -> str:
    """Return what a version keeps of its run."""
    every = max(1, -(-len(rows) // _MOST))
    kept = [row for place, row in enumerate(rows, 1) if place % every == 0 or row.validation is not None]
    described = dict(run)
    if (
        "resume" in described
    ):  # who makes the run again wants to go on after an interruption, whatever was said this time
        described["resume"] = True
    known = {"run": described, "processor": processor, "steps": len(rows), "record": [asdict(row) for row in kept]}
    return json.dumps(known, separators=(",", ":")) + "\n"


def _line(row: Row) -> str:
    return json.dumps(asdict(row), separators=(",", ":")) + "\n"

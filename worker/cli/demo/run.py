"""This module remembers one run of the demo across interruptions, in a small file in the home.

The run's id is part of each ticket's id at the helpdesk that the demo plays. A ticket that is posted again is therefore
a duplicate, which the inbox answers with the ticket it has, so only the id must be remembered.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "demo-run.json"


@dataclass(frozen=True)
class Run:
    """A run posts the tickets of one file. `data`: the hash of that file; other tickets are another run. `began`: ISO
    8601. `complete`: all tickets asked for were decided."""

    id: str
    data: str
    began: str
    complete: bool = False


def read(home: Path) -> Run | None:
    """Return the run that is remembered, if any. A damaged file counts as none."""
    with suppress(OSError, ValueError, TypeError):
        return Run(**json.loads((home / FILE).read_text(encoding="utf-8")))
    return None


def take_up(home: Path, tickets: bytes) -> tuple[Run, Run | None]:
    """Return the run to do and the one before it, which are the same if it was interrupted. `tickets`: the file's content."""
    before, data = read(home), hashlib.sha256(tickets).hexdigest()
    if before is not None and not before.complete and before.data == data:
        return before, before
    run = Run(secrets.token_hex(4), data, datetime.now(UTC).isoformat(timespec="seconds"))
    _write(home, run)
    return run, before


def complete(home: Path, run: Run) -> None:
    _write(home, replace(run, complete=True))


def _write(home: Path, run: Run) -> None:
    part = (home / FILE).with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(asdict(run), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / FILE)


def opening(run: Run, before: Run | None) -> str | None:
    """Return what a person is told first; None for the first run."""
    if before is None:
        return None
    if before == run:
        return f"The demo of {_when(run)} was not finished. This run goes on with it and skips what is done."
    if before.complete:
        return (
            f"The demo of {_when(before)} is complete. This begins again, with new tickets: the earlier ones stay "
            "(`deskhand tickets list`), and the servers, the base model and the knowledge are used as they are."
        )
    return f"The demo of {_when(before)} had other tickets. This begins again; those that were posted stay."


def is_finished(ticket: Mapping[str, Any]) -> bool:
    return ticket["state"] in {"decided", "quarantined"}


def of_these(tickets: Sequence[dict[str, Any]], external_ids: set[str]) -> list[dict[str, Any]]:
    return [ticket for ticket in tickets if ticket["external_id"] in external_ids]


def _when(run: Run) -> str:
    return datetime.fromisoformat(run.began).astimezone().strftime("%H:%M on %d %B")

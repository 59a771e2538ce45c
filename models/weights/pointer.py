"""This module has the pointer of a skill, or of the heads of an encoder: which version serves, and every change of that."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import AdapterError

POINTER = "serving.json"
FORMAT = 1


@dataclass(frozen=True)
class Canary:
    """A canary is a candidate that gets a share of the tickets, from 0 to 1."""

    id: str
    share: float


@dataclass(frozen=True)
class Change:
    """A change of the pointer says what a person did, and why."""

    action: str  # "promote", "rollback", "canary", ...
    id: str | None  # of the version that it is about
    was: str | None  # the version that served before
    by: str
    reason: str = ""
    forced: bool = False  # against the gate
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


@dataclass(frozen=True)
class Serving:
    """The pointer of a skill."""

    current: str | None = None  # id of the version that serves
    canary: Canary | None = None
    named: Mapping[str, str] = field(default_factory=dict)  # who gets another version (such as a brand) -> its id
    changes: tuple[Change, ...] = ()  # oldest first

    def changed(self, change: Change, **values: Any) -> "Serving":
        """Return the pointer with other values and one more change on record."""
        return replace(self, changes=(*self.changes, change), **values)


def read(folder: Path) -> Serving:
    """Return the pointer in a folder of versions; an empty one where there is none. Raises `AdapterError` if it is unreadable."""
    try:
        values = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        if (form := values.pop("format")) != FORMAT:
            raise ValueError(f"it has the format {form}, and this version of Deskhand reads {FORMAT}")
        canary = values.pop("canary")
        changes = tuple(Change(**change) for change in values.pop("changes"))
        made = Serving(**values, canary=Canary(**canary) if canary else None, changes=changes)
        _require_sense(made)
        return made
    except (FileNotFoundError, NotADirectoryError):
        return Serving()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise AdapterError(
            f"{folder / POINTER} cannot be read: {error}. Workers go on with what they have. Put it back from a backup; or "
            "move it away, and name the version that shall serve: `deskhand models promote ID --force REASON`"
        ) from error


def _require_sense(known: Serving) -> None:
    """Raise `ValueError` for values that no command writes."""
    if not all(isinstance(one, str) for one in (known.current or "", *known.named, *known.named.values())):
        raise ValueError("an id is a text")
    if known.canary is not None and not (isinstance(known.canary.id, str) and 0 <= known.canary.share <= 1):
        raise ValueError("a canary has an id and a share from 0 to 1")


def write(folder: Path, serving: Serving) -> None:
    """Replace the pointer in one step. `update` is for whoever changes what is there."""
    part = folder / f".{POINTER}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"format": FORMAT, **asdict(serving)}, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())  # its name is changed after its content is on the disk
    part.replace(folder / POINTER)


def served_before(known: Serving) -> str | None:
    """Return which version a rollback lets serve: the one before, of those that were not rolled back. None: no version did."""
    stack = [None, *standing(known)]
    return stack[-2] if len(stack) > 1 else None


def standing(known: Serving) -> list[str]:
    """Return the versions whose promotion was not taken back, the one that serves last."""
    stack: list[str | None] = [None]
    for change in known.changes:
        if change.action == "rollback" and change.id in stack:
            del stack[stack.index(change.id) + 1 :]
        elif change.action in {"promote", "rollback"}:
            stack = [one for one in stack if one != change.id] + [change.id]
    return [one for one in stack if one is not None]


def ever_served(known: Serving) -> set[str]:
    """Return the ids of all versions that were ever promoted for all tickets."""
    return {change.id for change in known.changes if change.action in {"promote", "rollback"} and change.id is not None}


def canary_mark(known: Serving) -> str | None:
    """Return what a run keeps that was made by the last canary or beside it; None where there never was one. It names the change
    that began the canary or gave it another share, so whoever asks for these runs compares no clocks."""
    begun = next((change for change in reversed(known.changes) if change.action == "canary"), None)
    return None if begun is None else f"{begun.id} since {begun.at}"

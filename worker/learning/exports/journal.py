"""This module remembers where this installation wrote exports, so that an erasure finds them. It cannot know where one was moved
or copied to.

<home>/exports.jsonl    {"folder": "/srv/export", "id": "reply-20261129-1a2b3c4d", "at": "2026-11-29T10:00:00+00:00"}
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FILE = "exports.jsonl"


@dataclass(frozen=True)
class Written:
    folder: str  # as it was then, from the root
    id: str
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


def keep(home: Path, folder: Path, name: str) -> None:
    """Remember an export, in one line that is on the disk when this returns."""
    home.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(Written(str(folder.resolve()), name)), ensure_ascii=False) + "\n"
    handle = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line.encode("utf-8", "surrogateescape"))
        file.flush()
        os.fsync(file.fileno())


def read(home: Path) -> list[Written]:
    """Return the exports that were written, the last one of each folder. A line that was not finished is left out."""
    found: dict[str, Written] = {}
    with suppress(FileNotFoundError):
        for line in (home / FILE).read_text(encoding="utf-8", errors="surrogateescape").split("\n"):
            with suppress(ValueError, TypeError):
                one = Written(**json.loads(line))
                found[one.folder] = one
    return list(found.values())

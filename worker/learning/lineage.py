"""This module remembers which handled tickets something learned from: four bytes of a hash per ticket, in one file beside what
was learned. An erasure asks it what has to be learned again.

<adapters>/learned_from.json    {"reply-20261129-1a2b3c4d": "base64 of the hashes, in order", …}
"""

import base64
import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from knowledge.json_lines import read_lines
from worker.errors import Refused

FILE = "learned_from.json"
_BYTES = 4  # per ticket: of a million tickets one in four thousand others looks like one of them
_MOST = 50  # of what was learned last


def record(folder: Path, made: str, tickets: Collection[str]) -> None:
    """Remember from which tickets `made` learned, beside it. `tickets`: their ids."""
    keep(folder, made, hashes(tickets))


def hashes(tickets: Collection[str]) -> str:
    """Return the hashes of some tickets' ids as they are kept."""
    return base64.b64encode(b"".join(sorted({_hash(ticket) for ticket in tickets}))).decode()


def keep(folder: Path, made: str, held: str) -> None:
    """Remember `hashes` of the tickets that `made` learned from, beside it."""
    known = _read(folder)
    known.pop(made, None)
    known[made] = held
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{FILE}.part"
    part.write_text(json.dumps(dict(list(known.items())[-_MOST:]), indent=1) + "\n", encoding="utf-8")
    part.replace(folder / FILE)


def learned(folder: Path, made: str, tickets: Collection[str]) -> int | None:
    """Return from how many of some tickets `made` learned; None if nobody knows."""
    held = _read(folder).get(made)
    if held is None:
        return None
    raw = base64.b64decode(held)
    known = {raw[at : at + _BYTES] for at in range(0, len(raw), _BYTES)}
    return sum(_hash(ticket) in known for ticket in tickets)


def ids_of(paths: Collection[Path]) -> set[str]:
    """Return the ids of the rows of some files."""
    rows = (row for path in paths for row in read_lines(path, lambda _, row: row))
    return {str(row["id"]) for row in rows if row.get("id")}


def require_apart(learned_from: Collection[Path], kept_apart: Collection[Path]) -> None:
    """Raise `Refused` if two lists of files have a row in common: what was learned from measures nothing."""
    if both := ids_of(learned_from) & ids_of(kept_apart):
        raise Refused(
            f"{len(both)} rows of the validation are also learned from, such as {min(both)}: take them out of one"
        )


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("utf-8", "surrogatepass")).digest()[:_BYTES]


def _read(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(name): str(held) for name, held in known.items()} if isinstance(known, dict) else {}
    return {}

"""The ledger of a skill remembers what its versions were measured on: a file of lines beside the pointer, which only grows.
The heads of each encoder have one of their own.

<adapters>/<skill>/ledger.jsonl    {"kind": "comparison", "candidate": "reply-20261129-1a2b3c4d", "file": "validation.jsonl", …}

It outlives the versions: whoever tries many candidates on the same tickets finds a lucky one, however many were deleted.
"""

import base64
import fcntl
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.evaluation.resampling import Figure, as_json
from models.weights import manifest, versions
from models.weights.base import sha256_of
from worker.learning import lineage

FILE = "ledger.jsonl"


class Kind(StrEnum):
    COMPARISON = "comparison"  # with another contestant, on validation
    OPENING = "opening"  # of the sealed set, begun: nobody can say that it was not seen
    SEALED = "sealed"  # what was found there
    PROMOTION = "promotion"
    EVALUATION = "evaluation"  # `deskhand models evaluate --save`


@dataclass(frozen=True)
class Entry:
    kind: Kind
    candidate: str  # id
    against: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""  # of the file
    cases: int = 0
    keys: str = ""  # of its cases, four bytes each, in base64
    result: Mapping[str, Any] = field(default_factory=dict)
    passed: bool | None = None
    forced: bool = False
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


_NAMES = frozenset(one.name for one in fields(Entry))


def packed(cases: Collection[str]) -> str:
    """Return the keys of some cases as a ledger keeps them."""
    return base64.b64encode(b"".join(sorted(map(lineage.short_hash, cases)))).decode()


def append(folder: Path, entry: Entry) -> None:
    """Write one more line into the ledger of a skill's folder. It is on the disk when this returns."""
    judged(folder, lambda _: [entry])


def judged(folder: Path, make: Callable[[list[Entry]], Sequence[Entry]]) -> None:
    """Write the lines that follow from those that are there, one command at a time: two that compare at once count each other."""
    if versions.is_flat(folder):
        if not make([]):
            return
        versions.divide(folder)  # an adapter's own folder holds nothing else
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = [json.dumps(asdict(entry)) for entry in make(read(folder))]
        if not lines:
            return
        torn = file.seek(0, os.SEEK_END) > 0 and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n"
        file.write(f"{chr(10) * torn}{chr(10).join(lines)}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def evaluated(folder: Path, version: Path, data: Path, figures: Mapping[str, Figure], cases: Collection[str]) -> None:
    """Write the figures of a version, with their intervals, and on which file and cases they were measured."""
    name, result = manifest.read(version).id, {measure: as_json(one) for measure, one in figures.items()}
    measured = (data.name, sha256_of(data), len(cases), packed(cases))
    append(folder, Entry(Kind.EVALUATION, name, (), *measured, result))


def read(folder: Path) -> list[Entry]:
    """Return what was measured, oldest first. A line that an interrupted command did not finish is left out, and so is a value
    that a newer version wrote. Raises `AdapterError` for a ledger that cannot be read."""
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise AdapterError(f"{folder / FILE} cannot be read: {error}") from error
    found = []
    for line in lines:
        try:
            values = {name: value for name, value in json.loads(line).items() if name in _NAMES}
            found.append(Entry(**{**values, "kind": Kind(values["kind"]), "against": tuple(values["against"])}))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def tried(entries: Sequence[Entry], cases: Collection[str], standing: Collection[str]) -> set[str]:
    """Return the candidates that were measured on any of these cases since one was promoted. What was seen on these cases stays
    seen after a promotion by force, and after one that was taken back. `standing`: the versions that were promoted and not
    taken back."""
    since = 0
    for place, entry in enumerate(entries):
        if entry.kind is Kind.PROMOTION and not entry.forced and entry.candidate in standing:
            since = place + 1
    seen = on(entries[since:], cases)
    compared = {entry.candidate for entry in seen if entry.kind in {Kind.COMPARISON, Kind.OPENING}}
    return compared | {entry.candidate for entry in seen if entry.kind is Kind.EVALUATION} - set(standing)


def on(entries: Sequence[Entry], cases: Collection[str]) -> list[Entry]:
    """Return the entries about any of these cases."""
    own = set(map(lineage.short_hash, cases))
    return [entry for entry in entries if not own.isdisjoint(_unpacked(entry.keys))]


def of(entries: Sequence[Entry], candidate: str, *kinds: Kind) -> list[Entry]:
    """Return the entries about a candidate, of some kinds."""
    return [entry for entry in entries if entry.candidate == candidate and entry.kind in kinds]


def _unpacked(keys: str) -> list[bytes]:
    try:
        raw = base64.b64decode(keys)
    except ValueError:  # somebody edited the line: what else it says still counts
        return []
    return [raw[at : at + lineage.BYTES] for at in range(0, len(raw), lineage.BYTES)]

"""This module remembers which handled tickets something learned from: four bytes of a hash per ticket, in one file beside what
was learned. An erasure asks it what has to be learned again, and the gate which tickets a candidate knows.

<adapters>/learned_from.json    {"reply-20261129-1a2b3c4d": "base64 of the hashes, in order", …}
"""

import base64
import fcntl
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.handled_tickets import Asked, HandledTicket
from knowledge.json_lines import read_lines
from worker.errors import Refused

FILE = "learned_from.json"
BYTES = 4  # per ticket: of a million tickets one in four thousand others looks like one of them
_MOST = 200  # of what was learned last


def record(folder: Path, made: str, tickets: Collection[str]) -> None:
    """Remember from which tickets `made` learned, beside it. `tickets`: their ids, and the keys of their texts."""
    keep(folder, made, hashes(tickets))


def hashes(tickets: Collection[str]) -> str:
    """Return the hashes of some tickets' ids as they are kept."""
    return base64.b64encode(b"".join(sorted({short_hash(ticket) for ticket in tickets}))).decode()


def keep(folder: Path, made: str, held: str) -> None:
    """Remember `hashes` of the tickets that `made` learned from, beside it. Of two commands that end at once, each is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _read(folder)
        known.pop(made, None)
        known[made] = held
        part = folder / f".{FILE}.part"
        part.write_text(json.dumps(dict(list(known.items())[-_MOST:]), indent=1) + "\n", encoding="utf-8")
        part.replace(folder / FILE)


def learned(folder: Path, made: str, tickets: Collection[str]) -> int | None:
    """Return from how many of some tickets `made` learned; None if nobody knows."""
    known = keys(folder, made)
    return None if known is None else sum(short_hash(ticket) in known for ticket in tickets)


def keys(folder: Path, made: str) -> set[bytes] | None:
    """Return the hashes of what `made` learned from; None if nobody knows."""
    held = _read(folder).get(made)
    if held is None:
        return None
    raw = base64.b64decode(held)
    return {raw[at : at + BYTES] for at in range(0, len(raw), BYTES)}


def ids_of(paths: Collection[Path]) -> set[str]:
    """Return the ids of the rows of some files."""
    return {str(row["id"]) for row in _rows(paths) if row.get("id")}


def keys_of(paths: Collection[Path]) -> set[str]:
    """Return the ids of the rows of some files, and the keys of their texts."""
    numbers, texts = _numbers_and_texts(paths)
    return {name for _, name in numbers} | texts


def _numbers_and_texts(paths: Collection[Path]) -> tuple[set[tuple[bool, str]], set[str]]:
    """Return the ids of the rows of some files, each with whether it is a question's, and the keys of their texts."""
    numbers, texts = set[tuple[bool, str]](), set[str]()
    for row in _rows(paths):
        if row.get("id"):
            numbers.add((bool(row.get("question")), str(row["id"])))
        if key := _text_key(row):
            texts.add(key)
    return numbers, texts


def text_key(asked: Asked) -> str:
    """Return what stands for the text of a ticket or a question, whatever id it has."""
    return f"text {' '.join(asked.text.casefold().split())}"


def short_hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("utf-8", "surrogatepass")).digest()[:BYTES]


def _rows(paths: Collection[Path]) -> Iterator[dict[str, Any]]:
    return (row for path in paths for row in read_lines(path, lambda _, row: row))


def _text_key(row: Mapping[str, Any]) -> str | None:
    # `Asked` is made faster, and has the same text where that is not in messages.
    for kind in (HandledTicket, Asked) if row.get("messages") else (Asked, HandledTicket):
        with suppress(ValidationError):
            return text_key(kind.model_validate(row))
    return None


@dataclass(frozen=True)
class Shared:
    """These are the ids and the texts that two lists of files have in common."""

    ids: frozenset[str]
    texts: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.ids or self.texts)


def shared(some: Collection[Path], others: Collection[Path]) -> Shared:
    """Return what two lists of files have in common. Tickets and questions have numbers of their own."""
    (numbers, texts), (other_numbers, other_texts) = _numbers_and_texts(some), _numbers_and_texts(others)
    return Shared(frozenset(name for _, name in numbers & other_numbers), frozenset(texts & other_texts))


def require_apart(learned_from: Collection[Path], kept_apart: Collection[Path]) -> None:
    """Raise `Refused` if two lists of files have a row or a text in common: what was learned from measures nothing."""
    names, found = ", ".join(map(str, kept_apart)), shared(learned_from, kept_apart)
    if found.ids:
        raise Refused(
            f"{len(found.ids)} rows of the validation ({names}) are also learned from, such as {min(found.ids)}: take them out "
            "of one"
        )
    if found.texts:
        raise Refused(
            f"{len(found.texts)} texts of the validation ({names}) are also learned from, in rows without an id or with another "
            "one: take them out of one (`deskhand dataset check FILE FILE --only leak` lists such tickets)"
        )


def _read(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(name): str(held) for name, held in known.items()} if isinstance(known, dict) else {}
    return {}

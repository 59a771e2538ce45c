"""This module takes a person out of the files that the company and we keep beside the database.

    handled tickets, examples, questions, wording   their rows go; in rows of others their address and name become asterisks
    exports for other trainers                      whole rows (worker.erasure.exports)
    the prompts in the adapters' folder             their tickets go from among the examples, and the page with one of them
                                                    as a whole (worker.erasure.prompts)
    DESKHAND_HOME/replies                           what was kept of replies to their tickets
    DESKHAND_HOME/evaluations                       all of it: which answer was whose, nobody knows
    DESKHAND_HOME/logs                              asterisks, in place, because a process writes there
    the company's own sources of accounts           nothing: they are told, and a sync leaves the person out

A file is written anew beside itself and takes its place in one step, with its mode.
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.handled_tickets import HandledTicket
from worker.erasure.person import Person
from worker.learning import labelled_replies
from worker.learning.exports import record, tickets
from worker.learning.exports.trainer import TRAIN, VALIDATION

_CACHES = ("evaluations",)
_SKIPPED = frozenset({"postgres", "postgres.part", "valkey", "models", "erasures", ".git", "node_modules", ".venv"})
_TEXTS = frozenset(".jsonl .json .csv .tsv .txt .md .html .htm .toml .yaml .yml .log .eml .xml .rst".split())
_EXPORTED = frozenset({TRAIN, VALIDATION, tickets.FILE})  # beside its record: an export has rows of its own kind
_LARGEST = 500_000_000  # bytes of a file that is looked at
_PLACEHOLDERS = ("[", "unknown", "")  # how a requester begins whom a redacted row does not name


@dataclass
class Change:
    """A change is what erasing does to one file."""

    path: Path
    removed: int = 0  # rows, or the file itself
    masked: int = 0  # rows or places
    ids: set[str] = field(default_factory=set)  # of the rows that go
    tickets: list[HandledTicket] = field(default_factory=list)  # these rows


def company_files(folders: Iterable[Path], handled: Iterable[Path], not_ours: Iterable[Path]) -> list[Path]:
    """Return the files with rows of tickets: those that the knowledge file names, and JSON Lines below the company's folders.
    `not_ours`: the company's own sources of other things."""
    kept_away = {path.resolve() for path in not_ours}
    found = [path.resolve() for path in handled if path.is_file()]
    found += [path.resolve() for path in below(folders) if path.suffix == ".jsonl"]
    found = [path for path in dict.fromkeys(found) if path not in kept_away and path.suffix in {".jsonl", ".csv"}]
    return [path for path in found if not (path.name in _EXPORTED and (path.parent / record.FILE).exists())]


def look(path: Path, person: Person) -> Change:
    """Return what erasing would do to a file of rows."""
    change = Change(path)
    for _ in _judged(path, person, change):
        pass
    return change


def rewrite(path: Path, person: Person) -> Change:
    """Take a person out of a file of rows."""
    change = look(path, person)
    if change.removed or change.masked:
        replace(path, (line for line in _judged(path, person, Change(path))))
    return change


def replace(path: Path, lines: Iterable[str]) -> None:
    """Write a file anew in one step, with the mode that it has."""
    part = path.with_name(f".{path.name}.erasing")
    mode = path.stat().st_mode & 0o777
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    # Bytes that are not UTF-8 were read by `surrogateescape` and are written as they were.
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(mode)
    part.replace(path)


def _judged(path: Path, person: Person, change: Change) -> Iterator[str]:
    """Yield the lines that stay, as they stay. A line that is no row is only masked."""
    if path.suffix == ".csv":
        yield from _judged_table(path, person, change)
        return
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        for line in file:
            row = _row(line)
            if row is not None and is_theirs(row, person):
                change.removed += 1
                change.ids |= {str(row["id"])} if row.get("id") else set()
                with suppress(ValidationError):
                    change.tickets.append(HandledTicket.model_validate(row))
                continue
            if row is not None and isinstance(row.get("tickets"), list) and set(map(str, row["tickets"])) & person.ids:
                left = [ticket for ticket in row["tickets"] if str(ticket) not in person.ids]
                change.removed += not left
                change.masked += bool(left)
                if left:
                    yield json.dumps(mask_all({**row, "tickets": left}, person), ensure_ascii=False) + "\n"
                continue
            if row is not None and (masked := mask_all(row, person)) != row:
                change.masked += 1
                yield json.dumps(masked, ensure_ascii=False) + "\n"
            elif row is None and (text := person.mask(line)) != line:
                change.masked += 1
                yield text
            else:
                yield line


def _judged_table(path: Path, person: Person, change: Change) -> Iterator[str]:
    """Yield the lines of a table that stay, each row of it as one text."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        csv.field_size_limit(_LARGEST)  # a mail may be longer than the 128 KiB of the standard library
        header = file.readline()
        delimiter = max((",", ";", "\t"), key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
        yield header
        for cells in csv.reader(file, delimiter=delimiter):
            row = dict(zip(names, cells, strict=False))
            if is_theirs(row, person):
                change.removed += 1
                change.ids |= {row["id"]} if row.get("id") else set()
                continue
            masked = [person.mask(cell) for cell in cells]
            change.masked += masked != cells
            line = StringIO()
            csv.writer(line, delimiter=delimiter).writerow(masked)
            yield line.getvalue()


def is_theirs(row: Mapping[str, Any], person: Person) -> bool:
    """Return whether a row of tickets, questions or examples is of an erased person. An id alone says so only where the row
    names nobody else and is no question: those have numbers of their own."""
    account, requester = row.get("account"), row.get("requester") or row.get("requester_email") or ""
    if person.account is not None and account == person.account:
        return True
    if isinstance(requester, str) and requester.strip().lower() in person.emails:
        return True
    names_another = bool(account) or (
        not str(requester).startswith(_PLACEHOLDERS[0]) and str(requester) not in _PLACEHOLDERS
    )
    id_ = str(row.get("id", ""))
    return id_ in person.ids and (id_ in person.rows or not (names_another or row.get("question")))


def _row(line: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        row = json.loads(line)
        return row if isinstance(row, dict) else None
    return None


def mask_all(value: Any, person: Person) -> Any:
    """Return a value of JSON with asterisks over a person's address and names in all its texts."""
    if isinstance(value, str):
        return person.mask(value)
    if isinstance(value, list | tuple):
        return type(value)(mask_all(item, person) for item in value)
    if isinstance(value, dict):
        return {name: mask_all(item, person) for name, item in value.items()}
    return value


def home_changes(home: Path, person: Person, keys: frozenset[str], *, dry_run: bool) -> list[Change]:
    """Take a person out of the files below DESKHAND_HOME. `keys`: of the replies to their tickets."""
    changes = [
        _replies(path, person, keys, dry_run=dry_run)
        for path in sorted((home / labelled_replies.FOLDER).glob("*.jsonl"))
    ]
    for cache in _CACHES:
        for path in sorted(one for one in (home / cache).rglob("*") if not one.is_dir()):
            changes.append(Change(path, removed=1))
            if not dry_run:
                path.unlink(missing_ok=True)
    done = {change.path for change in changes}
    changes += [_in_place(path, person, dry_run=dry_run) for path in below([home]) if path not in done]
    return [change for change in changes if change.removed or change.masked]


def _replies(path: Path, person: Person, keys: frozenset[str], *, dry_run: bool) -> Change:
    change, kept = Change(path), []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        row = _row(line)
        theirs = row is not None and (
            row.get("key") in keys or any(_is_of(ref, person) for ref in row.get("cited", ()))
        )
        change.removed += theirs
        kept += [] if theirs else [line]
    if change.removed and not dry_run:
        replace(path, kept)
    return change


def _is_of(ref: Any, person: Person) -> bool:
    path = str(ref).partition("#")[0]
    return person.account is not None and path.partition("/")[2] == person.account


def _in_place(path: Path, person: Person, *, dry_run: bool) -> Change:
    """Put asterisks over a person's address and names in a file that another process may have open."""
    change = Change(path)
    with suppress(OSError), path.open("r+b" if not dry_run else "rb") as file:
        content, last, at = file.read(_LARGEST).decode("utf-8", "surrogateescape"), 0, 0
        for match in person.pattern.finditer(content):
            at += len(content[last : match.start()].encode("utf-8", "surrogateescape"))
            size = len(match[0].encode("utf-8", "surrogateescape"))
            change.masked += 1
            if not dry_run:
                file.seek(at)
                file.write(b"*" * size)
            last, at = match.end(), at + size
    return change


def naming(folders: Iterable[Path], person: Person) -> list[Path]:
    """Return the files of the company that still name a person: they are a person's to change."""
    words = [*person.words, *([person.account] if person.account and len(person.account) > 3 else [])]
    found = []
    for path in below(folders):
        with suppress(OSError):
            content = path.read_text(encoding="utf-8", errors="replace").lower()
            if any(word.lower() in content for word in words):
                found.append(path)
    return found


def below(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the files with text below some folders, each once."""
    seen: set[Path] = set()
    for folder in folders:
        for parent, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if name not in _SKIPPED)
            for name in sorted(files):
                with suppress(OSError, RuntimeError):  # a link that leads back to itself is a RuntimeError
                    path = (Path(parent) / name).resolve()
                    if path.suffix in _TEXTS and path not in seen and path.stat().st_size <= _LARGEST:
                        seen.add(path)
                        yield path

"""This module takes a person out of exports for other trainers: whole rows, and the entries that say whose they are, go together.

    rows of theirs                     go, by the entry that names their ticket (`worker.learning.exports.tickets`)
    rows of others                     their address and name become asterisks, and the entry names the new line
    rows that somebody altered         whose they are, no entry says: they are masked, and told
    what the tool keeps of its data    goes whole, if a row was changed: it makes it again
    the record and the page            say what is there now, so that an adapter that was trained there can still come back

The folder is made anew beside itself and takes its place in one step. What else is in it, such as a trained adapter, stays.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.errors import DataError
from models.weights.base import sha256_of
from models.weights.folders import replace_folder
from worker.erasure import files
from worker.erasure.files import Change, is_theirs, mask_all
from worker.erasure.person import Person
from worker.errors import Refused
from worker.learning.exports import journal, page, record, tickets
from worker.learning.exports.trainer import CACHES, TRAIN, VALIDATION


@dataclass
class Found:
    """This is what erasing does to the exports."""

    changes: list[Change] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what could not be reached, in sentences


@dataclass
class _Part:
    """A part is a file of rows, without the person."""

    change: Change
    lines: list[str] = field(default_factory=list)
    entries: list[tickets.Entry] = field(default_factory=list)
    without_line: int = 0  # entries of theirs of which there is no row, or none as it was
    unknown: int = 0  # rows of which no entry says whose they are


def find(home: Path, folders: Iterable[Path]) -> list[Path]:
    """Return the exports that this installation wrote, and those below the company's folders."""
    known = [Path(one.folder) for one in journal.read(home)]
    found = [path.parent for path in files.below(folders) if path.name == record.FILE]
    return [folder for folder in dict.fromkeys([*known, *found]) if (folder / record.FILE).is_file()]


def erase(home: Path, folders: Iterable[Path], person: Person, *, dry_run: bool) -> Found:
    """Take a person out of all exports that are known."""
    found = Found()
    for folder in find(home, folders):
        try:
            entries = tickets.read(folder)
            if entries is None:
                found.told.append(
                    f"{folder} was exported by an earlier version, which kept nowhere whose a row is: names are masked there, "
                    "and rows stay. Delete it, and export again"
                )
            parts = _parts(folder, entries or [], person)
            changes = [part.change for part in parts.values() if part.change.removed or part.change.masked]
            changes += [Change(path, removed=1) for path in _caches(folder) if changes]
            if gone := sum(part.without_line for part in parts.values()):
                changes.append(Change(folder / tickets.FILE, removed=gone))
            found.told += [_altered(part) for part in parts.values() if part.without_line and part.unknown]
            if changes and not dry_run:
                _rewrite(folder, parts, has_entries=entries is not None)
            found.changes += changes
        except (OSError, DataError, KeyError, ValueError, TypeError, Refused) as error:
            found.told.append(
                f"{folder} cannot be changed ({error}): delete it, or correct that and run the command again"
            )
    there = {str(folder) for folder in find(home, ())}
    found.told += [
        f"the export {one.id} of {one.at[:10]} is not in {one.folder} any more: where it was moved or copied to, its rows are "
        "yours to delete"
        for one in journal.read(home)
        if one.folder not in there
    ]
    return found


def _parts(folder: Path, entries: list[tickets.Entry], person: Person) -> dict[str, _Part]:
    return {
        name: _part(folder / name, tickets.by_line(entries, name), person)
        for name in (TRAIN, VALIDATION)
        if (folder / name).is_file()
    }


def _part(path: Path, waiting: Mapping[str, list[tickets.Entry]], person: Person) -> _Part:
    """Return a file without the rows of a person, and with asterisks for them in those of others."""
    made = _Part(Change(path))
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        for line in file:
            entry = next(iter(waiting.get(tickets.sha256_of_line(line), ())), None)
            if entry is not None:
                waiting[entry.sha256].remove(entry)
                if is_theirs(entry.row, person):
                    made.change.removed += 1
                    continue
            masked = _masked(line, person)
            made.change.masked += masked != line
            made.lines.append(masked)
            if entry is not None:
                row = mask_all(entry.row, person)
                made.entries.append(replace(entry, sha256=tickets.sha256_of_line(masked), row=row))
            else:
                made.unknown += 1
    for entry in (one for left in waiting.values() for one in left):
        if is_theirs(entry.row, person):
            made.without_line += 1
        else:
            made.entries.append(replace(entry, row=mask_all(entry.row, person)))
    return made


def _altered(part: _Part) -> str:
    return (
        f"{part.change.path} was changed after the export: {part.without_line} rows of theirs are not there as they were, and "
        f"whose {part.unknown} others are is not known, so they are masked and stay. Delete the export, and export again"
    )


def _masked(line: str, person: Person) -> str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return person.mask(line)
    masked = mask_all(row, person)
    return line if masked == row else json.dumps(masked, ensure_ascii=False) + "\n"


def _rewrite(folder: Path, parts: Mapping[str, _Part], *, has_entries: bool) -> None:
    """Put a folder in the place of the export in one step: what does not change are links to the same files."""
    new = folder.with_name(f".{folder.name}.erasing")
    shutil.rmtree(new, ignore_errors=True)
    try:
        _copy(folder, new, parts, has_entries=has_entries)
        replace_folder(folder, new)
    except (OSError, KeyError, ValueError, TypeError):  # what has their rows lies nowhere else
        shutil.rmtree(new, ignore_errors=True)
        raise


def _copy(folder: Path, new: Path, parts: Mapping[str, _Part], *, has_entries: bool) -> None:
    left = {path.name for path in _caches(folder)}
    shutil.copytree(
        folder, new, symlinks=True, copy_function=_linked, ignore=lambda at, _: left if Path(at) == folder else set()
    )
    was = {name: sha256_of(folder / name) for name in (*parts, tickets.FILE) if (folder / name).exists()}
    for name, part in parts.items():
        files.replace(new / name, part.lines)
    if has_entries:
        files.replace(new / tickets.FILE, [entry.line() for part in parts.values() for entry in part.entries])
    _correct(new, parts, was)


def _correct(folder: Path, parts: Mapping[str, _Part], was: Mapping[str, str]) -> None:
    """Correct hashes and counts. A file that somebody had changed keeps the hash that it should have had."""
    known = json.loads((folder / record.FILE).read_text(encoding="utf-8"))
    hashes, counts = known["files"], known["counts"]
    hashes |= {name: sha256_of(folder / name) for name, own in was.items() if hashes.get(name) == own}
    before = counts["examples"]
    for name, count in ((TRAIN, "examples"), (VALIDATION, "validation")):
        removed = parts[name].change.removed if name in parts else 0
        counts[count] -= removed
        counts["erased"] = counts.get("erased", 0) + removed
    files.replace(folder / record.FILE, [json.dumps(known, indent=2) + "\n"])
    if (readme := folder / page.FILE).is_file():
        files.replace(readme, [page.with_count(readme.read_text(encoding="utf-8"), before, counts["examples"])])


def _caches(folder: Path) -> list[Path]:
    """Return the folders in which a tool keeps what it made of the rows."""
    return sorted(path for pattern in CACHES for path in folder.glob(pattern) if path.is_dir())


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without links
        shutil.copy2(source, target, follow_symlinks=False)
    return target

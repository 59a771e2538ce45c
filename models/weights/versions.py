"""This module keeps the versions of a skill's adapter beside each other, and the pointer that names the one that serves.

<adapters>/<skill>/<id>/            a version: weights, PEFT configuration, manifest (`models.weights.registry`)
<adapters>/<skill>/serving.json     the pointer, replaced in one step: which version serves, and every change of it

A folder of before there were versions holds one adapter and no pointer. It is that version, which serves, until `add` moves
it into a folder of its own.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.weights import registry
from models.weights.folders import discard_aside, is_aside, replace_folder, restore

POINTER = "serving.json"
FORMAT = 1
_TAKEN = frozenset({POINTER, "ledger.jsonl", registry.RECORDS})  # what lies beside the versions


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


def is_flat(folder: Path) -> bool:
    """Return whether a skill's folder is itself an adapter, as before there were versions."""
    return (folder / registry.MANIFEST).exists()


def read(folder: Path) -> Serving:
    """Return the pointer of the skill's folder; an empty one where there is none. Raises `AdapterError` if it is unreadable."""
    _complete(folder)
    if is_flat(folder):
        return Serving(registry.read_manifest(folder).id)
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


def update(folder: Path, change: Callable[[Serving], Serving]) -> Serving:
    """Change the pointer, one command at a time, and return it. A folder of before there were versions is divided first."""
    with _locked(folder):
        _divide(folder)
        made = change(read(folder))
        write(folder, made)
        return made


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


def list_versions(folder: Path) -> list[Path]:
    """Return the folders of a skill's versions, the oldest first, after those whose manifest cannot be read."""
    if is_flat(folder):
        return [folder]
    places = [p.parent for p in folder.glob(f"*/{registry.MANIFEST}") if not p.parent.name.startswith(".")]
    return sorted(places, key=lambda place: (_made_at(place), place.name))


def _made_at(place: Path) -> str:
    try:
        return registry.read_manifest(place).created_at
    except AdapterError:
        return ""


def serving_folder(folder: Path) -> Path | None:
    """Return the folder of the version that serves; None where none does. Raises `AdapterError` where it is missing."""
    current = read(folder).current
    try:
        return None if current is None else find(folder, current)
    except AdapterError as error:
        raise AdapterError(f"{error}: `deskhand models rollback {folder.name}` lets the one before serve") from error


def find(folder: Path, name: str) -> Path:
    """Return the folder of a version by its id, or by the beginning of one. Raises `AdapterError`."""
    if is_flat(folder):
        known = {registry.read_manifest(folder).id: folder}
    else:
        known = {p.parent.name: p.parent for p in folder.glob(f"*/{registry.MANIFEST}") if p.parent.name[0] != "."}
    if name in known:
        return known[name]
    found = [place for own, place in known.items() if name and own.startswith(name)]
    if len(found) == 1:
        return found[0]
    told = ", ".join(sorted(known)) or "none"
    raise AdapterError(f"{folder} has {'several versions' if found else 'no version'} {name!r}; it has {told}")


def resolve(adapters: Path, skills: Sequence[str], name: str) -> Path:
    """Return the folder of an adapter that a person names: a folder, a skill (the version that serves), or the id of a version,
    of which the beginning is enough. Raises `AdapterError`."""
    place = Path(name)
    if is_flat(place):
        return place
    folder = adapters / name if name in skills else place
    if (folder / POINTER).exists() or list_versions(folder):
        own = serving_folder(folder)
        if own is not None:
            return own
        raise AdapterError(f"no version in {folder} serves: name one, as `deskhand models list` shows them")
    for skill in skills:
        if name.startswith(f"{skill}-"):
            return find(adapters / skill, name)
    raise AdapterError(f"{name!r} is no adapter: give an id, as `deskhand models list` shows them, or a folder")


def add(folder: Path, made: Path) -> Path:
    """Move a finished adapter into the skill's folder as a version that does not serve yet, and return its place. Both must lie
    on one file system. An adapter that is there already stays as it is. Raises `AdapterError` for an id that names no folder,
    or that another adapter has."""
    with _locked(folder):
        _divide(folder)
        manifest = registry.read_manifest(made)
        place = folder / _plain(manifest.id)
        if not place.exists():
            made.rename(place)
            return place
        if registry.read_manifest(place).files.get(registry.WEIGHTS) != manifest.files.get(registry.WEIGHTS):
            raise AdapterError(f"{place} is another adapter with the same id")
        shutil.rmtree(made)
        return place


def _plain(name: str) -> str:
    """Return an id that can be the name of a folder. Raises `AdapterError` for any other, such as one that leads elsewhere."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.+-]*", name) is None or name in _TAKEN:
        raise AdapterError(f"{name!r} is no id of a version: letters, digits, hyphens and dots make one")
    return name


def _divide(folder: Path) -> None:
    """Make a folder of before there were versions one with versions, in one step."""
    if not is_flat(folder):
        return
    known = registry.read_manifest(folder)
    _plain(known.id)
    new = folder.with_name(f".{folder.name}.dividing")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    shutil.copytree(folder, new / known.id, ignore=shutil.ignore_patterns(".*"))
    first = Change("promote", known.id, None, "deskhand", "served before there were versions")
    write(new, Serving().changed(first, current=known.id))
    replace_folder(folder, new)


def _complete(folder: Path) -> None:
    """Give the folder back that a command left aside when it was killed while it divided it, where that takes several steps.
    While a command divides it, wait for that. Raises `AdapterError` where this process may not."""
    if not is_aside(folder):
        return
    try:
        with _locked(folder):
            pass
    except OSError as error:
        raise AdapterError(
            f"{folder} was left aside by a command that was killed: {error}. Run `deskhand models list` as the owner of "
            f"{folder.parent}"
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one command after the other change a skill's folder, which the one before may have left aside."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        restore(folder)
        discard_aside(folder)
        folder.mkdir(exist_ok=True)
        yield

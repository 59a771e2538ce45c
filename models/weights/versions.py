"""This module keeps the versions of a skill's adapter beside each other, and the pointer that names the one that serves.

<adapters>/<skill>/<id>/            a version: weights, PEFT configuration, manifest (`models.weights.registry`)
<adapters>/<skill>/serving.json     the pointer, replaced in one step: which version serves, and every change of it
<adapters>/heads/<encoder>/         the same for the heads that read an encoder's vectors (`models.heads.folder`)

A folder of before there were versions holds one adapter and no pointer. It is that version, which serves, until the first
command that changes anything moves it into a folder of its own. Heads had two more folders beside it: those that served
before (`<encoder>.previous`), and those that waited (`<encoder>.candidate`).
"""

import fcntl
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import AdapterError
from models.weights import manifest, pointer, registry
from models.weights.base import sha256_of
from models.weights.folders import asides, discard_aside, is_aside, replace_folder, restore
from models.weights.manifest import HEADS
from models.weights.pointer import POINTER, Change, Serving

_TAKEN = frozenset({POINTER, "ledger.jsonl", registry.RECORDS})  # what lies beside the versions
_PREVIOUS, _CANDIDATE = ".previous", ".candidate"  # suffixes of the folders of heads of before there were versions


def places(adapters: Path, skill: str) -> list[Path]:
    """Return the folders with the versions for a skill: one, or for heads one for each encoder that has some. Copies and
    leftovers have other names."""
    if skill != HEADS:
        return [adapters / skill]
    found = {*(adapters / HEADS).glob("*/"), *asides(adapters / HEADS)}
    beside = [_served_beside(path) for path in found if manifest.is_there(path)]  # none may serve, and one wait
    return sorted({path for path in (*found, *beside) if path.name.isalnum()})


def is_flat(folder: Path) -> bool:
    """Return whether a skill's folder is itself an adapter, as before there were versions."""
    return manifest.is_there(folder)


def read(folder: Path) -> Serving:
    """Return the pointer of the skill's folder; an empty one where there is none. Raises `AdapterError` if it is unreadable."""
    _complete(folder)
    if is_flat(folder):
        return _of_before(folder)
    return pointer.read(folder)


def _of_before(folder: Path) -> Serving:
    """Return the pointer that a folder of before there were versions would have."""
    earlier = []
    with suppress(AdapterError):  # what cannot be read serves nobody again
        earlier = [manifest.read(place) for place in _beside(folder, _PREVIOUS)]
    known = Serving()
    for own in (*earlier, manifest.read(folder)):
        change = Change(
            "promote", own.id, known.current, "deskhand", "served before there were versions", at=own.created_at
        )
        known = known if known.current == own.id else known.changed(change, current=own.id)
    return known


def _served_beside(folder: Path) -> Path:
    """Return the folder of heads beside which a folder of before there were versions lies."""
    return folder.with_name(folder.name.removesuffix(_PREVIOUS).removesuffix(_CANDIDATE))


def _beside(folder: Path, *suffixes: str) -> list[Path]:
    """Return the folders of heads of before there were versions, beside those that served."""
    made = [folder.with_name(f"{folder.name}{suffix}") for suffix in suffixes or (_PREVIOUS, _CANDIDATE)]
    return [place for place in made if manifest.is_there(place)]


def update(folder: Path, change: Callable[[Serving], Serving]) -> Serving:
    """Change the pointer, one command at a time, and return it. A folder of before there were versions is divided first."""
    with _locked(folder):
        _divide(folder)
        made = change(read(folder))
        pointer.write(folder, made)
        return made


def list_versions(folder: Path) -> list[Path]:
    """Return the folders of a skill's versions, the oldest first, after those whose manifest cannot be read."""
    return sorted(_all(folder), key=lambda place: (_made_at(place), place.name))


def _all(folder: Path) -> list[Path]:
    within = [path.parent for name in manifest.FILES for path in folder.glob(f"[!.]*/{name}")]
    return [*([folder] if is_flat(folder) else within), *_beside(folder)]


def _made_at(place: Path) -> str:
    try:
        return manifest.read(place).created_at
    except AdapterError:
        return ""


def serving_folder(folder: Path) -> Path | None:
    """Return the folder of the version that serves; None where none does. Raises `AdapterError` where it is missing."""
    current = read(folder).current
    try:
        return None if current is None else find(folder, current)
    except AdapterError as error:
        again = f"`deskhand models rollback {skill_of(folder)}` lets the one before serve"
        raise AdapterError(f"{error}: {again}") from error


def skill_of(folder: Path) -> str:
    """Return what a folder has versions for."""
    return HEADS if any(folder.glob(f"*/{manifest.HEADS_FILE}")) else folder.name


def place_of(version: Path) -> Path:
    """Return the folder of its skill in which a version lies: itself, or the one beside it, if there were no versions when it
    was made. Raises `AdapterError`."""
    if version.name == manifest.read(version).id:
        return version.parent
    return _served_beside(version)


def find(folder: Path, name: str) -> Path:
    """Return the folder of a version by its id, or by the beginning of one. Raises `AdapterError`."""
    return _find([folder], name)


def _find(folders: Sequence[Path], name: str) -> Path:
    # Backwards, so that of two copies the one that is in its place counts.
    known = {_name(place, folder): place for folder in folders for place in reversed(_all(folder))}
    if name in known:
        return known[name]
    found = [place for own, place in known.items() if name and own.startswith(name)]
    if len(found) == 1:
        return found[0]
    where = " and ".join(map(str, folders)) or "the adapters' folder"
    if found:
        told = ", ".join(sorted(own for own in known if own.startswith(name)))
        raise AdapterError(f"{where} has several versions that begin with {name!r}: {told}")
    raise AdapterError(f"{where} has no version {name!r}; it has {', '.join(sorted(known)) or 'none'}")


def _name(place: Path, folder: Path) -> str:
    """Return the id of a version, which is the name of its folder. One of before there were versions has another name, and is
    known by that where its manifest cannot be read."""
    if place.parent == folder:
        return place.name
    try:
        return manifest.read(place).id
    except AdapterError:
        if place == folder:  # it serves, so why it cannot be read is said
            raise
        return place.name


def resolve(adapters: Path, skills: Sequence[str], name: str) -> Path:
    """Return the folder of a version that a person names: a folder, a skill (the version that serves), or the id of a version,
    of which the beginning is enough. Raises `AdapterError`."""
    given = Path(name)
    if is_flat(given):
        return given
    folders = places(adapters, name) if name in skills else [given]
    if name in skills or (given / POINTER).exists() or list_versions(given):
        found = [own for folder in folders if (own := serving_folder(folder)) is not None]
        if len(found) == 1:
            return found[0]
        told = f"several encoders have {name} that serve" if found else f"no version in {adapters / name} serves"
        raise AdapterError(f"{told}: name one, as `deskhand models list` shows them")
    for skill in skills:
        if name.startswith(f"{skill}-"):
            return _find(places(adapters, skill), name)
    meant = [skill for skill in skills if name and skill.startswith(name)]
    hint = f" (did you mean {' or '.join(meant)}?)" if meant else ""
    raise AdapterError(f"{name!r} is no adapter{hint}: give an id, as `deskhand models list` shows them, or a folder")


def add(folder: Path, made: Path) -> Path:
    """Move a finished adapter into the skill's folder as a version that does not serve yet, and return its place. Both must lie
    on one file system. An adapter that is there already stays as it is, unless its weights were altered. Raises `AdapterError`
    for an id that names no folder, or that another adapter has."""
    with _locked(folder):
        _divide(folder)
        known = manifest.read(made)
        place = folder / _plain(known.id)
        if not place.exists():
            made.rename(place)
            return place
        if manifest.read(place).weights != known.weights:
            raise AdapterError(f"{place} is another adapter with the same id")
        if _is_whole(place, known.weights):
            shutil.rmtree(made)
        else:
            replace_folder(place, made)
        return place


def _is_whole(place: Path, weights: Mapping[str, str]) -> bool:
    return all((place / name).is_file() and sha256_of(place / name) == sha256 for name, sha256 in weights.items())


def _plain(name: str) -> str:
    """Return an id that can be the name of a folder. Raises `AdapterError` for any other, such as one that leads elsewhere."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.+-]*", name) is None or name in _TAKEN:
        raise AdapterError(f"{name!r} is no id of a version: letters, digits, hyphens and dots make one")
    return name


def divide(folder: Path) -> None:
    """Make a folder of before there were versions one with versions, where it is one."""
    with _locked(folder):
        _divide(folder)


def _divide(folder: Path) -> None:
    new = folder.with_name(f".{folder.name}.dividing")
    shutil.rmtree(new, ignore_errors=True)  # what a command left that was interrupted
    if is_flat(folder):
        known = read(folder)
        own = _plain(manifest.read(folder).id)
        new.mkdir()
        shutil.copytree(folder, new / own, ignore=shutil.ignore_patterns(".*"))
        pointer.write(new, known)
        replace_folder(folder, new)  # in one step
    for place in _beside(folder):
        with suppress(AdapterError):  # what cannot be read stays where it is
            own_place = folder / _plain(manifest.read(place).id)
            shutil.rmtree(place) if own_place.exists() else place.rename(own_place)


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

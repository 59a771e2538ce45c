"""This module keeps the tuned encoders beside each other. No pointer names one: each index names the encoder that made it, by its
folder and its identity, and cannot be searched without it.

<adapters>/encoder/<id>/    a version, which never changes; the newest makes new indexes
<adapters>/encoder/         itself one of before there were versions; it stays where it lies, because an index names its folder
"""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from models.errors import AdapterError
from models.weights import registry
from models.weights.registry import AdapterManifest


def list_versions(folder: Path) -> list[Path]:
    """Return the folders of the encoders, the oldest first, after those whose manifest cannot be read."""
    places = [path.parent for path in folder.glob(f"*/{registry.MANIFEST}") if not path.parent.name.startswith(".")]
    places += [folder] if (folder / registry.MANIFEST).exists() else []
    return sorted(places, key=lambda place: (_made_at(place), place != folder, place.name))


def find(folder: Path, name: str) -> Path:
    """Return the folder of an encoder by its id, or by the beginning of one. Raises `AdapterError`."""
    known: dict[str, Path] = {}
    for place in list_versions(folder):
        with suppress(AdapterError):
            known[registry.read_manifest(place).id] = place
    found = [name] if name in known else [own for own in known if name and own.startswith(name)]
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise AdapterError(f"{folder} has several encoders that begin with {name!r}: {', '.join(sorted(found))}")
    raise AdapterError(f"{folder} has no encoder {name!r}; it has {', '.join(sorted(known)) or 'none'}")


def add(folder: Path, made: Path) -> Path:
    """Move a finished encoder beside the others, and return its place. One that is there already stays as it is."""
    place = folder / registry.read_manifest(made).id
    folder.mkdir(parents=True, exist_ok=True)
    if place.exists():  # the same weights on the same day: an id is made of both
        shutil.rmtree(made)
    else:
        made.rename(place)
    return place


def delete(folder: Path, place: Path) -> None:
    """Delete an encoder. Of one of before there were versions only its own files go."""
    if place == folder:
        (place / registry.MANIFEST).unlink()  # first: nobody finds half of one
        for name in registry.ALLOWED_FILES:  # whatever a manifest names, as one that was altered may
            (place / name).unlink(missing_ok=True)
        return
    hidden = folder / f".{place.name}.pruned"
    place.rename(hidden)
    shutil.rmtree(hidden)


def identity(manifest: AdapterManifest) -> str:
    """Return the identity of a tuned encoder: a hash of its base's hash and its weight file's hash. The merged weights have no
    hash that is the same on every processor, because each rounds them in its own way."""
    return hashlib.sha256(f"{manifest.base_sha256}{manifest.files[registry.WEIGHTS]}".encode()).hexdigest()[:12]


def _made_at(place: Path) -> str:
    try:
        return registry.read_manifest(place).created_at
    except AdapterError:
        return ""

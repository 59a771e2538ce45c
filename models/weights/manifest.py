"""This module reads what every version says of itself, whatever it is a version of: an adapter, or heads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import AdapterError
from models.weights import registry

HEADS = "heads"  # the skill of heads: each encoder has a folder of versions of its own
HEADS_FILE = "deskhand-heads.json"
FILES = (registry.MANIFEST, HEADS_FILE)


@dataclass(frozen=True)
class Manifest:
    """It has what the manifests of all kinds have in common."""

    id: str
    skill: str
    created_at: str
    weights: Mapping[str, str]  # tensors -> sha256


def is_there(folder: Path) -> bool:
    """Return whether a folder is itself a version."""
    return any((folder / name).exists() for name in FILES)


def read(folder: Path) -> Manifest:
    """Return the manifest of a version. Raises `AdapterError` if it is missing or cannot be read."""
    file = folder / HEADS_FILE
    if not file.exists():
        known = registry.read_manifest(folder)
        weights = {name: sha256 for name, sha256 in known.files.items() if name == registry.WEIGHTS}
        return Manifest(known.id, known.skill, known.created_at, weights)
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return Manifest(str(values["id"]), HEADS, str(values["created_at"]), dict(values["files"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise AdapterError(f"{file} cannot be read: {error}") from error

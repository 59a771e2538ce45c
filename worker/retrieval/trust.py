"""This module says which sources the knowledge file names, and which are shown to people only: those with `trusted = false`.

The index does not keep this, so a changed file holds with the next start of a worker, without a sync. The first part of
a passage's reference is the name of its source. What a sync left there of a source that is not named any more is not found.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from worker.errors import NotReady


def untrusted_sources(path: Path) -> frozenset[str]:
    """Return the names of the less trusted sources. Raises `NotReady`: where the file cannot be read, nobody knows what
    a customer may be told."""
    return frozenset(name for name, entry in _entries(path).items() if entry.get("trusted", True) is not True)


def named_sources(path: Path) -> frozenset[str]:
    """Return the names of all sources. Raises `NotReady`."""
    return frozenset(_entries(path))


def _entries(path: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        sources = tomllib.loads(path.read_text(encoding="utf-8"))["sources"]
        return {name: dict(entry) for name, entry in sources.items()}
    except FileNotFoundError as error:
        raise NotReady(
            f"{path} does not exist: `deskhand init FOLDER` writes one; else correct DESKHAND_KNOWLEDGE"
        ) from error
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        AttributeError,
        TypeError,
        ValueError,
    ) as error:
        raise NotReady(f"{path} names no sources that can be read: {error}") from error


def is_trusted(ref: str, untrusted: Collection[str]) -> bool:
    """Return whether the passage with this reference may be shown to the model."""
    return ref.partition("/")[0] not in untrusted

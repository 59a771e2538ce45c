"""This module says which sources are shown to people only: those with `trusted = false` in the knowledge file.

The index does not keep this, so a changed mark holds with the next start of a worker, without a sync. The first part of
a passage's reference is the name of its source.
"""

import tomllib
from collections.abc import Collection
from pathlib import Path

from worker.errors import NotReady


def untrusted_sources(path: Path) -> frozenset[str]:
    """Return the names of the less trusted sources. Raises `NotReady`: where the file cannot be read, nobody knows what
    a customer may be told."""
    try:
        sources = tomllib.loads(path.read_text(encoding="utf-8"))["sources"]
        return frozenset(name for name, entry in sources.items() if entry.get("trusted", True) is not True)
    except FileNotFoundError as error:
        raise NotReady(f"{path} does not exist: copy demo/knowledge.toml and set DESKHAND_KNOWLEDGE") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise NotReady(f"{path} names no sources that can be read: {error}") from error


def is_trusted(ref: str, untrusted: Collection[str]) -> bool:
    """Return whether the passage with this reference may be shown to the model."""
    return ref.partition("/")[0] not in untrusted

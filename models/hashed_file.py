"""This module keeps small learned things as a JSON file with a hash of its values, so that a file that was altered is refused."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import AdapterError

_HASH = "sha256"  # the key of the hash of all others


def write(path: Path, known: Mapping[str, Any], *, private: bool = False) -> None:
    """Write the values in one step, because a worker may be reading the old ones. `private`: for its owner alone, as a file that
    was private before stays."""
    part = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    hidden = private or (path.exists() and not path.stat().st_mode & 0o077)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if hidden else 0o666)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps({**known, _HASH: digest(known)}, indent=1, sort_keys=True) + "\n")
    part.replace(path)


def read(path: Path, wanted: int) -> dict[str, Any] | None:
    """Return the values of a file that names the format `wanted`; None if there is no file. Raises `AdapterError` if it was
    altered, has another format or cannot be read."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if known.pop(_HASH) != digest(known):
            raise AdapterError(f"{path} does not match its hash: it was altered")
        if known["format"] != wanted:
            raise AdapterError(f"{path} has the format {known['format']}, not {wanted}: learn it again")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error
    return dict(known)


def digest(known: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def new_id(kind: str, known: Mapping[str, Any]) -> str:
    """Return an id for something that was learned now: its kind, the day, and the beginning of the hash of its values."""
    return f"{kind}-{datetime.now(UTC):%Y%m%d}-{digest(known)[:8]}"

"""This module keeps what an export was made of, in its folder, so that the adapter that was trained there can come back."""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from models.weights.base import sha256_of
from worker.errors import Refused

FILE = "deskhand-export.json"
SHORTLIST = "shortlist.safetensors"
FORMAT = 1


@dataclass(frozen=True)
class Export:
    """An export says what shall be trained, on what, and whose it is."""

    id: str
    tool: str
    tool_version: str  # with which rows and run file were compared
    skill: str
    form: str | None  # of replies
    turns: bool  # the examples are in the turns of the base's chat template
    base: str
    base_sha256: str
    company: str
    data_sha256: str  # of the examples, as `deskhand models train` computes it
    run: Mapping[str, Any]
    targets: list[str]
    counts: Mapping[str, int]
    learned_from: str  # hashes of the tickets' ids (`worker.learning.lineage`)
    code_version: str
    created_at: str
    files: Mapping[str, str] = field(default_factory=dict)  # name -> sha256


def as_json(export: Export) -> str:
    return json.dumps({"format": FORMAT, **asdict(export)}, indent=2) + "\n"


def made_at(folder: Path) -> str | None:
    """Return when the export in a folder was made, "an unknown date" if its record does not say so; None without an export."""
    if not (folder / FILE).exists():
        return None
    with suppress(OSError, ValueError, TypeError, KeyError):
        return str(json.loads((folder / FILE).read_text(encoding="utf-8"))["created_at"])
    return "an unknown date"


def read(folder: Path) -> Export:
    """Return what the export in a folder was made of. Raises `Refused` for a folder that is none, and for files that are not as
    they were written; the data itself may have been deleted."""
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != FORMAT:
            raise Refused(f"{path} is of another version of Deskhand: export the data again")
        export = Export(**values)
        files, _, _ = dict(export.files), dict(export.run), dict(export.counts)
        base64.b64decode(export.learned_from, validate=True)
    except FileNotFoundError as error:
        raise Refused(f"{folder} has no {FILE}: it is no export of `deskhand dataset export`") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from error
    changed = [name for name, known in files.items() if (folder / name).exists() and sha256_of(folder / name) != known]
    if changed:
        raise Refused(
            f"{folder}: {', '.join(sorted(changed))} changed after the export, so nobody knows what was learned: export it again"
        )
    return export

"""This module writes a run as a file that `deskhand models train --config` reads, each entry with what it means."""

import json
from pathlib import Path
from typing import Any

from worker.learning.runs.schema import RunFile

_PATHS = ("data", "validation", "start_from", "out")


def to_toml(run: RunFile) -> str:
    """Return a run as TOML."""
    lines = [f"# deskhand models train {run.skill} --config THIS_FILE makes this run again."]
    for name, value in _absolute(run).items():
        lines += [f"# {RunFile.model_fields[name].description}", f"{name} = {_value(value)}"]
    return "\n".join(lines) + "\n"


def _absolute(run: RunFile) -> dict[str, Any]:
    """Return the entries of a run, with whole paths, so that the file may lie anywhere. A base may be a name."""
    said = run.model_dump(exclude_none=True)
    for name in _PATHS:
        if name in said:
            found = said[name]
            said[name] = [_whole(one) for one in found] if isinstance(found, list) else _whole(found)
    if Path(said.get("base", "")).expanduser().is_dir():
        said["base"] = _whole(said["base"])
    return said


def _whole(path: str) -> str:
    return str(Path(path).expanduser().resolve())


def _value(value: Any) -> str:
    """Return a value as TOML, which writes texts and lists as JSON does, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

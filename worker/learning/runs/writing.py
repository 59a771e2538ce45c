"""This module writes a run as a file that `deskhand models train --config` reads, each entry with what it means."""

import json
from pathlib import Path
from typing import Any

from worker.learning.runs.schema import RunFile

_FILES = ("data", "validation")
_PERHAPS = ("base", "start_from")  # folders, or names


def to_toml(run: RunFile) -> str:
    """Return a run as TOML."""
    lines = [f"# deskhand models train {run.skill} --config THIS_FILE makes this run again."]
    for name, value in _absolute(run).items():
        lines += [f"# {RunFile.model_fields[name].description}", f"{name} = {_value(value)}"]
    return "\n".join(lines) + "\n"


def _absolute(run: RunFile) -> dict[str, Any]:
    """Return the entries of a run, with whole paths, so that the file may lie anywhere."""
    said = run.model_dump(exclude_none=True)
    said |= {name: [_whole(one) for one in said[name]] for name in _FILES if name in said}
    said |= {name: _whole(said[name]) for name in _PERHAPS if name in said and Path(said[name]).expanduser().is_dir()}
    return said | ({"out": _whole(said["out"])} if "out" in said else {})


def _whole(path: str) -> str:
    return str(Path(path).expanduser().resolve())


def _value(value: Any) -> str:
    """Return a value as TOML, which writes texts and lists as JSON does, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

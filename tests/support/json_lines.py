"""This module writes JSON Lines files for tests."""

import json
from pathlib import Path
from typing import Any


def write_json_lines(folder: Path, **files: list[Any]) -> Path:
    """Write NAME.jsonl for each file and return the folder. A row that is a text is written as it is."""
    for name, rows in files.items():
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder

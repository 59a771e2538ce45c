"""Files of JSON Lines for tests."""

import json
from pathlib import Path
from typing import Any


def write_json_lines(folder: Path, **files: list[Any]) -> Path:
    """Write NAME.jsonl for each file, a text among its rows as it is, and return the folder."""
    for name, rows in files.items():
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder

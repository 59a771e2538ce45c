"""This module corrects the data cards of folders whose files lost rows: counts and hashes say what is there now."""

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from worker.erasure.files import replace

CARD, PAGE = "card.json", "card.md"


def correct(changed: Collection[Path]) -> None:
    """Correct the cards beside some files that were changed."""
    for folder in sorted({path.parent for path in changed}):
        with suppress(OSError, ValueError, KeyError):
            _correct(folder, changed)


def _correct(folder: Path, changed: Collection[Path]) -> None:
    card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    for name, said in card["files"].items():
        path = folder / name
        if path.resolve() not in changed:
            continue
        content = path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in content.splitlines() if line.strip()]
        old, said["sha256"] = said["sha256"], hashlib.sha256(content.encode()).hexdigest()
        said["erased"] = said.get("erased", 0) + said["rows"] - len(lines)
        said["rows"], said["tickets"] = len(lines), sum(line.get("copies", 1) for line in lines)
        with suppress(OSError):
            page = (folder / PAGE).read_text(encoding="utf-8")
            replace(folder / PAGE, [page.replace(old[:16], said["sha256"][:16])])
    replace(folder / CARD, [json.dumps(card, indent=2, ensure_ascii=False) + "\n"])

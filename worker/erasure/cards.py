"""This module corrects the data cards of folders whose files lost rows: counts and hashes say what is there now."""

import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from worker.erasure.files import replace
from worker.history import card
from worker.history.export import CARD, PAGE


def correct(changed: Collection[Path]) -> None:
    """Correct the cards beside some files that were changed. A card that cannot be read stays as it is."""
    for folder in sorted({path.parent for path in changed}):
        if (folder / CARD).is_file():
            with suppress(OSError, ValueError, KeyError, TypeError):
                _correct(folder)


def _correct(folder: Path) -> None:
    known: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    for name, said in known["files"].items():
        content = (folder / name).read_text(encoding="utf-8")
        rows = [json.loads(line) for line in content.splitlines() if line.strip()]
        now = card.of_file(content, rows)
        if now["sha256"] != said["sha256"]:
            known["files"][name] = {**now, "erased": said.get("erased", 0) + said["rows"] - len(rows)}
    replace(folder / CARD, [card.as_json(known)])
    if (folder / PAGE).is_file():
        replace(folder / PAGE, [card.as_markdown(known)])

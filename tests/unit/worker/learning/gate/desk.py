"""A folder of versions on a base of a few bytes, and what its contestants get right."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.weights import registry, versions
from models.weights.base import BaseModel
from worker.settings import Settings


@dataclass
class Desk:
    settings: Settings
    base: BaseModel
    tickets: Path
    right: dict[str, Sequence[bool]] = field(default_factory=dict)  # contestant -> which tickets it gets right
    asked: list[list[str]] = field(default_factory=list)  # the contestants of each trial

    @property
    def folder(self) -> Path:
        return self.settings.adapters_path / "triage"

    def add(
        self,
        weights: str,
        *,
        company: str = "ferrowick",
        config: Mapping[str, object] | None = None,
        skill: str = "triage",
    ) -> str:
        """Add a version and return its id."""
        made = self.settings.adapters_path / f".{weights}"
        made.mkdir(parents=True)
        (made / registry.WEIGHTS).write_text(weights)
        (made / "shortlist.safetensors").write_text("")
        (made / "adapter_config.json").write_text("{}")
        registry.write_new_manifest(made, skill, self.base, "d", config or {}, company)
        return versions.add(self.settings.adapters_path / skill, made).name


def write_tickets(path: Path, count: int, first: int = 0) -> Path:
    """Write handled tickets, each with a text of its own."""
    rows = [
        {
            "id": f"V-{n}", "subject": "Invoice", "body": f"Where is invoice {n}?", "language": "en", "account": None,
            "requester": "a@a.example", "queue": "billing", "priority": "normal", "escalate": False, "reason": None,
            "passages": [], "reply": {"action": "answer", "sentences": ["Here."]},
        }
        for n in range(first, first + count)
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def first(right: int, of: int = 40) -> list[bool]:
    """Return that the first tickets are right."""
    return [place < right for place in range(of)]

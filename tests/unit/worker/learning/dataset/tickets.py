"""This module makes handled tickets and rows of them, each with one thing changed."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from tests.support.paths import DEMO
from worker.company import Company, load_company
from worker.learning.dataset.row import Row

TICKET: dict[str, Any] = {
    "id": "T-1", "subject": "Link", "body": "The link in the mail is dead, what can I do now?", "language": "en",
    "account": None, "requester": "a@b.example", "queue": "access", "priority": "normal", "escalate": False,
    "reason": None, "passages": ["docs/x.md#A"],
    "reply": {"action": "answer", "sentences": ["Ask for a new link on the login page."]},
}  # fmt: skip


def row(file: str = "train.jsonl", line: int = 1, **changed: Any) -> Row:
    return Row(Path(file), line, HandledTicket.model_validate(TICKET | changed))


def company() -> Company:
    return load_company(DEMO / "company.toml")


def written(path: Path, tickets: Iterable[dict[str, Any] | str]) -> Path:
    lines = [each if isinstance(each, str) else json.dumps(TICKET | each) for each in tickets]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path

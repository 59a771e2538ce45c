"""This module runs commands as a person does, on a company so small that they take seconds, and checks what they print."""

import re
import sys
from pathlib import Path

_STEPS = (
    "start the servers",
    "convert the base model",
    "load the knowledge",
    "start the web process and the workers",
    "handle the tickets",
    "stop the web process and the workers",
    "sync the knowledge",
    "load the models and search",
)
_OURS = re.compile(
    rf"(?:{'|'.join(_STEPS)})(?: \([^)]+\)|: .+)?"  # a step that begins (how long it usually takes), or its progress
    r"|  ticket \d+: .+|  no shipped vectors are used, .+|  [\d,]+ of [\d,]+ vectors were shipped .+"
    r"|The demo of .+|Interrupted during .+"
)
_DOCUMENTS = {
    "reset.md": "# Reset\n\nThe reset link expires after one hour. Ask for a new one on the login page.\n",
    "invoices.md": "# Invoices\n\nInvoices are sent on the first day of the month.\n",
}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "worker.cli.main", *arguments]


def small_company(folder: Path) -> dict[str, str]:
    """Write a company with two documents, and return its settings, with one thread and no adapter."""
    (folder / "docs").mkdir()
    for name, written in _DOCUMENTS.items():
        (folder / "docs" / name).write_text(written)
    (folder / "knowledge.toml").write_text('[sources.docs]\ntype = "folder"\npath = "docs"\n')
    return {
        "DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"),
        "DESKHAND_ADAPTERS": str(folder / "adapters"),
        "DESKHAND_THREADS": "1",
        "COLUMNS": "120",
    }


def foreign(lines: list[str]) -> list[str]:
    """Return the lines that no command of ours prints."""
    return [line for line in lines if not _OURS.fullmatch(line)]

"""This module makes a small company for tests: the demo's, with only a little of each kind of source."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.support.paths import DEMO

DOCS = (
    "access-login-problems",
    "api-tokens",
    "billing-payment-methods",
    "billing-refunds",
    "de-passwort",
    "fr-factures",
)
ACCOUNTS = {"acc-brightloaf", "acc-frostholm", "acc-milldene", "acc-skarvik"}
ISSUES, HANDLED = 5, 30
FILE = """
[sources.docs]
type = "folder"
path = "docs"
base_url = "https://help.ferrowick.example"
[sources.pricing]
type = "prices"
path = "prices.yaml"
[sources.known_issues]
type = "known_issues"
path = "issues.json"
[sources.accounts]
type = "accounts"
path = "accounts.jsonl"
[sources.handled]
type = "handled_tickets"
paths = ["handled.jsonl"]
"""


def write(folder: Path) -> Path:
    """Write the company into `folder` and return its knowledge file. Its queues and rules are the demo's, because an
    adapter knows no others."""
    known = DEMO / "knowledge"
    (folder / "docs").mkdir(parents=True)
    for name in DOCS:
        shutil.copy(known / "docs" / f"{name}.md", folder / "docs")
    shutil.copy(known / "pricing" / "prices.yaml", folder)
    issues = json.loads((known / "known_issues" / "issues.json").read_text(encoding="utf-8"))
    (folder / "issues.json").write_text(json.dumps(issues[:ISSUES]), encoding="utf-8")
    few(known / "accounts" / "accounts.jsonl", folder / "accounts.jsonl", lambda row: row["id"] in ACCOUNTS)
    few(DEMO / "tickets" / "train.jsonl", folder / "handled.jsonl", lambda row: bool(row["passages"]), HANDLED)
    (folder / "knowledge.toml").write_text(FILE, encoding="utf-8")
    return folder / "knowledge.toml"


def few(source: Path, target: Path, chosen: Callable[[dict[str, Any]], bool], most: int | None = None) -> None:
    """Write the first chosen rows of a JSON Lines file into another file."""
    lines = source.read_text(encoding="utf-8").splitlines()
    kept: Sequence[str] = [line for line in lines if line and chosen(json.loads(line))]
    target.write_text("\n".join(kept[:most]), encoding="utf-8")

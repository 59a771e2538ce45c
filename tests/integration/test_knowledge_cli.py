"""`deskhand knowledge`, as a script and as a person use it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "demo"
Answer = subprocess.CompletedProcess[str]
Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge folder: one document, one account."""
    (tmp_path / "docs").mkdir()
    shutil.copy(DEMO / "knowledge" / "docs" / "billing-refunds.md", tmp_path / "docs")
    (tmp_path / "accounts").mkdir()
    accounts = (DEMO / "knowledge" / "accounts" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "accounts" / "accounts.jsonl").write_text(accounts[0], encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, stack: Any, database: Any) -> Run:
    """The command in a process of its own, on the test servers."""
    paths = {"DESKHAND_KNOWLEDGE": str(folder), "DESKHAND_COMPANY": str(DEMO / "company.toml")}

    def command(*arguments: str, answer: str = "") -> Answer:
        line = [sys.executable, "-m", "worker.cli.main", "knowledge", *arguments]
        environment = {**stack.environment, **paths}
        return subprocess.run(line, env=environment, input=answer, capture_output=True, text=True, check=False)

    return command


def test_sync_search_and_status_speak_json(folder: Path, run: Run) -> None:
    done = run("sync", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["kinds"]["account"]["embedded"] == 6
    mine = json.loads(run("search", "F-2026-04417", "--account", "acc-brightloaf", "--json").stdout)
    assert {hit["account"] for hit in mine} <= {None, "acc-brightloaf"}
    assert mine[0]["ref"] == "accounts/acc-brightloaf#invoice F-2026-04417"

    (folder / "docs" / "bad.md").write_bytes(b"\xff")
    failed = run("sync", "--json")
    assert failed.returncode == 1
    said = json.loads(failed.stdout)
    assert list(said["failures"]) == ["docs/bad.md"]
    assert [kind["embedded"] for kind in said["kinds"].values()] == [0, 0]
    kinds = {row["kind"]: row for row in json.loads(run("status", "--json").stdout)}
    assert (kinds["docs"]["documents"], kinds["docs"]["failures"], kinds["account"]["passages"]) == (1, 1, 6)


def test_an_account_nobody_has_is_refused_rather_than_searched_without(run: Run) -> None:
    answer = run("search", "invoice", "--account", "acc-nobody")
    assert answer.returncode == 1
    assert "there is no account 'acc-nobody'" in answer.stderr


def test_reindex_asks_first(run: Run) -> None:
    assert run("reindex", answer="n\n").returncode != 0

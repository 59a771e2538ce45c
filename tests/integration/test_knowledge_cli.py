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
KNOWLEDGE = """
[sources.docs]
type = "folder"
path = "docs"

[sources.accounts]
type = "accounts"
path = "accounts/accounts.jsonl"

[sources.accounts.facts]
subdomain = "The workspace subdomain is {value}."
"""
Answer = subprocess.CompletedProcess[str]
Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge file: one document, one account."""
    (tmp_path / "knowledge.toml").write_text(KNOWLEDGE)
    (tmp_path / "docs").mkdir()
    shutil.copy(DEMO / "knowledge" / "docs" / "billing-refunds.md", tmp_path / "docs")
    (tmp_path / "accounts").mkdir()
    accounts = (DEMO / "knowledge" / "accounts" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "accounts" / "accounts.jsonl").write_text(accounts[0], encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, stack: Any, database: Any) -> Run:
    """The command in a process of its own, on the test servers."""
    paths = {"DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"), "DESKHAND_COMPANY": str(DEMO / "company.toml")}

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


def test_one_source_is_synced_by_its_name_and_the_others_are_left_alone(folder: Path, run: Run) -> None:
    assert run("sync", "--json").returncode == 0
    (folder / "docs" / "billing-refunds.md").unlink()
    accounts = folder / "accounts" / "accounts.jsonl"
    accounts.write_text(accounts.read_text(encoding="utf-8").replace('"seats": 12', '"seats": 13'), encoding="utf-8")
    kinds = json.loads(run("sync", "accounts", "--json").stdout)["kinds"]
    assert list(kinds) == ["account"]
    assert kinds["account"]["updated"] == 1
    assert json.loads(run("sync", "docs", "--json").stdout)["kinds"]["docs"]["deleted"] == 1


def test_a_source_nobody_configured_is_refused_with_those_that_are(run: Run) -> None:
    answer = run("sync", "pricing")
    assert answer.returncode == 1
    assert "there is no source 'pricing' in the knowledge file, which has: docs, accounts" in answer.stderr

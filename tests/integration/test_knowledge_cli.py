"""`deskhand knowledge`, as a script and as a person use it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from worker.cli.main import app

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def folder(tmp_path: Path, stack: Any, database: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge folder, served by the test servers."""
    (tmp_path / "docs").mkdir()
    shutil.copy(DEMO / "knowledge" / "docs" / "billing-refunds.md", tmp_path / "docs")
    (tmp_path / "accounts").mkdir()
    accounts = (DEMO / "knowledge" / "accounts" / "accounts.jsonl").read_text().splitlines()
    (tmp_path / "accounts" / "accounts.jsonl").write_text(accounts[0])
    monkeypatch.setenv("DESKHAND_HOME", str(stack.settings.home))
    monkeypatch.setenv("DESKHAND_KNOWLEDGE", str(tmp_path))
    monkeypatch.setenv("DESKHAND_COMPANY", str(DEMO / "company.toml"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["knowledge", *arguments])


def test_sync_search_and_status_speak_json(folder: Path) -> None:
    planned = run("sync", "--dry-run", "--json")
    assert json.loads(planned.stdout)["kinds"]["docs"]["added"] == 1
    assert json.loads(run("status", "--json").stdout) == []
    done = run("sync", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["kinds"]["account"]["embedded"] == 6
    again = json.loads(run("sync", "--json").stdout)["kinds"]
    assert [kind["embedded"] for kind in again.values()] == [0, 0]

    found = json.loads(run("search", "refund of a yearly plan", "--json", "--limit", "3").stdout)
    assert found[0]["ref"] == "docs/billing-refunds.md#Refund of a yearly plan"
    assert {hit["account"] for hit in found} == {None}
    mine = json.loads(run("search", "F-2026-04417", "--account", "acc-brightloaf", "--json").stdout)
    assert mine[0]["ref"] == "accounts/acc-brightloaf#invoice F-2026-04417"

    (folder / "docs" / "bad.md").write_bytes(b"\xff")
    failed = run("sync", "--json")
    assert failed.exit_code == 1
    assert list(json.loads(failed.stdout)["failures"]) == ["docs/bad.md"]
    kinds = {row["kind"]: row for row in json.loads(run("status", "--json").stdout)}
    assert (kinds["docs"]["documents"], kinds["docs"]["failures"], kinds["account"]["passages"]) == (1, 1, 6)


def test_an_account_nobody_has_is_refused_rather_than_searched_without(folder: Path) -> None:
    answer = run("search", "invoice", "--account", "acc-nobody")
    assert answer.exit_code == 1
    assert "there is no account 'acc-nobody'" in answer.stderr


def test_reindex_asks_first(folder: Path) -> None:
    assert CliRunner().invoke(app, ["knowledge", "reindex"], input="n\n").exit_code != 0

"""`deskhand dataset check`, as a script and as a person use it, without a database."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.support.paths import DEMO
from tests.unit.worker.learning.dataset.tickets import TICKET, written
from worker.cli.main import app

OTHER = {"id": "T-2", "subject": "Feed", "body": "The calendar feed has shown nothing at all since last week."}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DESKHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKHAND_COMPANY", str(DEMO / "company.toml"))
    monkeypatch.setenv("DESKHAND_KNOWLEDGE", str(DEMO / "knowledge.toml"))
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["dataset", "check", *map(str, arguments)])

    return run


def test_good_tickets_give_0_and_say_what_was_not_looked_at(check: Any, tmp_path: Path) -> None:
    done = check(written(tmp_path / "good.jsonl", [{}, OTHER]))
    assert done.exit_code == 0, done.output
    assert "2 tickets: nothing found" in done.stdout
    assert "not compared with the knowledge: PostgreSQL of" in done.stdout.replace("\n", " ")


def test_faults_give_1_and_a_table_a_json_and_a_csv_have_them(check: Any, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.jsonl", [{"queue": "acess"}, OTHER, {"id": "=1+1", "queue": "billing"}])
    test = written(tmp_path / "test.jsonl", [{"id": "T-4", "queue": "acess"}])
    done = check(bad, test, "--json", "--out", tmp_path / "out.csv")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["counts"] == {"value": 2, "leak": 1, "contradiction": 1, "duplicate": 1}
    assert [finding["kind"] for finding in found["findings"]][:3] == ["value", "value", "leak"]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert list(rows[0]) == "id kind field label suggested confidence why file line decision".split()
    assert (rows[0]["label"], rows[0]["suggested"], rows[0]["line"]) == ("acess", "access", "1")
    assert {row["id"] for row in rows} == {"T-1", "T-4", "'=1+1"}  # no table program computes it

    shown = check(bad, test, "--limit", 1)
    assert "the first 1 are shown" in shown.stdout
    assert "acess" in shown.stdout
    only = check(bad, test, "--only", "leak", "--json")
    assert json.loads(only.stdout)["counts"] == {"leak": 1}


@pytest.mark.parametrize(
    ("line", "says"),
    [("{", "line 2: is not JSON"), (json.dumps(TICKET | {"escalate": "perhaps"}), "line 2: escalate")],
)
def test_what_cannot_be_read_gives_2_and_the_line(check: Any, tmp_path: Path, line: str, says: str) -> None:
    done = check(written(tmp_path / "bad.jsonl", [{}, line]))
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_missing_file_and_a_missing_company_give_2(
    check: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(tmp_path / "nothing.jsonl").exit_code == 2
    monkeypatch.setenv("DESKHAND_COMPANY", str(tmp_path / "nothing.toml"))
    assert check(written(tmp_path / "good.jsonl", [{}])).exit_code == 2

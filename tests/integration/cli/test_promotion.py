"""`deskhand models promote`, `compare`, `rollback` and what else is done with versions, on the tiny base."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from knowledge.index import indexer
from models.weights import registry, versions
from models.weights.base import BaseModel
from tests.conftest import Database
from tests.support.knowledge_tools import Shelf
from worker.bootstrap import make_maker
from worker.cli.main import app
from worker.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread", "database")
TICKETS = Path("demo/tickets/train.jsonl")
Run = Callable[..., Any]


@pytest.fixture
def run(stack: Any, tiny_base: BaseModel, tmp_path: Path) -> Run:
    """A command of `deskhand models` that succeeds, and what it says as JSON."""
    settings = {
        "DESKHAND_HOME": str(stack.settings.home),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_ADAPTERS": str(tmp_path / "adapters"),
        "DESKHAND_THREADS": "1",
        "DESKHAND_TRIAGE": "model",
        "DESKHAND_REPLY": "free",
    }

    def command(*arguments: object, code: int = 0) -> Any:
        made: Result = CliRunner().invoke(app, ["models", *map(str, arguments), "--json"], env=settings)
        assert made.exit_code == code, made.output
        return json.loads(made.stdout) if made.stdout else made.stderr

    return command


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Tickets to learn from, and others for validation."""
    lines = TICKETS.read_text(encoding="utf-8").splitlines()
    made = tmp_path / "learn.jsonl", tmp_path / "validation.jsonl"
    made[0].write_text("\n".join(lines[:6]), encoding="utf-8")
    made[1].write_text("\n".join(lines[6:10]), encoding="utf-8")
    return made


@pytest.fixture
def knowledge(database: Database) -> None:
    shelf = Shelf()
    shelf.put("refunds.md", ("Refunds", "A double charge is refunded within 5 working days."))
    indexer.sync(database.owner, [shelf], make_maker(Settings()))


def trained(run: Run, skill: str, data: Path, seed: int = 7) -> str:
    short = ("--epochs", "0.5", "--rank", "2", "--seed", seed)
    return str(run("train", skill, "--data", data, *short)["id"])


@pytest.mark.usefixtures("knowledge")
def test_a_version_is_compared_promoted_by_force_merged_and_taken_back(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    learn, validation = files
    first, second = trained(run, "triage", learn), trained(run, "triage", learn, seed=8)
    place = tmp_path / "adapters" / "triage"

    assert "was compared with nothing: name handled tickets" in run("promote", first, code=1)
    assert "6 of 6 tickets" in run("promote", first, "--data", learn, code=1)
    refused = run("promote", first, "--data", validation, code=1)
    assert set(refused["gate"]["against"]) == {"base", "most frequent answer"}
    assert (refused["promoted"], refused["gate"]["cases"]) == (False, 4)
    forced = run("promote", first, "--data", validation, "--force", "the first one", "--by", "ana")
    assert (forced["promoted"], versions.read(place).current) == (True, first)

    compared = run("compare", "serving", second, "--data", validation)
    assert (compared["first"], compared["tried"]) == (first, 2)
    merged = run("merge", first, second)["id"]
    assert registry.read_manifest(place / merged).config["merged_from"] == [first, second]
    run("promote", merged, "--force", "a canary", "--canary", "0.2")

    rows = {row["id"]: row for row in run("list")}
    assert (rows[first]["state"], rows[merged]["state"]) == ("serves", "canary 20 %")
    assert all(rows[name]["forced"] and rows[name]["fits"] == "yes" for name in (first, merged))
    card = run("show", merged)
    assert [one["id"] for one in card["lineage"]] == [merged, first, second]
    assert run("show", first)["changes"][0]["reason"] == "the first one"

    run("promote", merged, "--force", "for all")
    assert run("rollback", "triage", "--reason", "noise")["serves"] == first
    run("rollback", "triage", "--to", merged)
    assert {one["id"] for one in run("prune", "--keep", "0")["pruned"]} == {second}
    assert run("show", second)["state"] == "pruned"


@pytest.mark.usefixtures("knowledge")
def test_replies_and_translations_are_candidates_too(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    learn, validation = files
    reply = trained(run, "reply", learn)
    found = run("compare", "simplest", reply, "--data", validation)
    assert set(found["figures"]) == {"reply right", "no unsupported claim"}

    told = run("threshold", "--data", validation, "--unseen", "--adapter", reply, "--save")
    assert (told["held_out"], told["threshold"]) == (4, None)
    scored = run("evaluate", "--data", validation, "--no-baseline", "--adapter", reply, "--save")
    assert [report["name"] for report in scored] == [reply]
    card = run("show", reply)
    assert card["promise"]["threshold"] is None
    assert card["evaluations"][0]["result"]["replies right"]["total"] == scored[0]["figures"]["replies right"]["total"]

    asked = tmp_path / "asked.jsonl"
    row = {"question": "Wann wird eine doppelte Zahlung erstattet?", "passages": ["refunds.md#Refunds"]}
    asked.write_text(json.dumps({"id": "Q-1", **row}), encoding="utf-8")
    other = tmp_path / "english.jsonl"
    other.write_text(json.dumps({"id": "L-1", "question": "Wo ist sie?", "english": "Where is it?"}), encoding="utf-8")
    translation = trained(run, "translation", other)
    judged = run("promote", translation, "--data", asked, "--dry-run", code=1)["gate"]
    assert judged["figures"]["recall at 3"]["total"] == 1
    assert set(judged["against"]) == {"base", "no translation"}

"""`deskhand dataset export` and `deskhand models import`, as a person uses them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from peft import LoraConfig, get_peft_model
from typer.testing import CliRunner

from models.generation.local import load_base
from models.quiet import quiet_peft
from models.weights.base import BaseModel
from tests.support.paths import DEMO
from worker.cli.main import app
from worker.learning.hold_out import is_held_out

pytestmark = pytest.mark.usefixtures("one_thread", "database")
Run = Callable[..., Result]


@pytest.fixture
def run(stack: Any, tiny_base: BaseModel, tmp_path: Path) -> Run:
    settings = {
        "DESKHAND_HOME": str(stack.settings.home),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_ADAPTERS": str(tmp_path / "adapters"),
        "DESKHAND_THREADS": "1",
    }

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(app, list(map(str, arguments)), env=settings)

    return command


def test_tickets_go_out_without_those_held_out_and_an_adapter_comes_back(
    run: Run, tiny_base: BaseModel, tmp_path: Path
) -> None:
    lines = (DEMO / "tickets" / "train.jsonl").read_text(encoding="utf-8").split("\n")[:40]
    data = tmp_path / "tickets.jsonl"
    data.write_text("\n".join(lines), encoding="utf-8")
    kept = [json.loads(line) for line in lines if not is_held_out(json.loads(line)["id"])]
    asked = ("--for", "axolotl", "--skill", "triage", "--data", data, "--out", tmp_path / "out", "--rank", "4")
    dry = run("dataset", "export", *asked, "--dry-run", "--json")
    assert dry.exit_code == 0, dry.stderr
    said = json.loads(dry.stdout)
    assert not (tmp_path / "out").exists()
    assert said["counts"] == {"examples": len(kept), "validation": 0, "held_out": 40 - len(kept)}
    written = run("dataset", "export", *asked)
    assert written.exit_code == 0, written.stderr
    assert f"{len(kept)} examples for triage are written into" in written.stdout
    assert "The loss compares each token of an answer with all" in written.stdout
    rows = [json.loads(row) for row in (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(ticket["subject"] in row["segments"][0]["text"] for ticket, row in zip(kept, rows, strict=True))
    page = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "AXOLOTL_DO_NOT_TRACK=1" in page
    assert "deskhand models import" in page

    network, _ = load_base(tiny_base)
    with quiet_peft():
        config = LoraConfig(r=8, lora_alpha=8, target_modules=["q_proj"], task_type="CAUSAL_LM")
        get_peft_model(network, config).save_pretrained(tmp_path / "out" / "out")
    back = run("models", "import", tmp_path / "out" / "out", "--json")
    assert back.exit_code == 0, back.stderr
    told = json.loads(back.stdout)
    assert told["export"] == said["id"]
    assert "rank 8 instead of 4" in told["told"][0]
    assert (tmp_path / "adapters" / "triage" / told["id"] / "deskhand-adapter.json").exists()


def test_what_contradicts_itself_is_a_sentence_and_exit_code_1(run: Run, tmp_path: Path) -> None:
    out = ("--skill", "triage", "--out", tmp_path / "out")
    unknown = run("dataset", "export", "--for", "trl", *out, "--data", "x.jsonl")
    assert (unknown.exit_code, unknown.stderr.strip()) == (
        1, "deskhand: there is no export for 'trl': choose one of axolotl, llama-factory",
    )  # fmt: skip
    nothing = run("dataset", "export", "--for", "axolotl", *out)
    assert nothing.exit_code == 1
    assert "give --data FILE" in nothing.stderr
    folder = run("models", "import", tmp_path / "nothing", "--skill", "triage")
    assert folder.exit_code == 1
    assert "is no folder" in folder.stderr

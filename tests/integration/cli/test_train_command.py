"""`deskhand models train` by a run file: what it would do, a killed run, early stopping, what a version keeps, other skills."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from knowledge.index import indexer
from models.weights import registry, versions
from models.weights.base import BaseModel
from tests.conftest import Database, Stack
from tests.support.cli_tools import command
from tests.support.knowledge_tools import Shelf
from worker.bootstrap import make_maker
from worker.cli.main import app
from worker.learning import training_folder
from worker.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")
Run = Callable[..., Result]
ASKED = [{"id": str(n), "question": f"Wo ist Rechnung {n}?", "english": f"Where is invoice {n}?"} for n in range(8)]
OTHERS = [{"id": f"v{n}", "question": f"Passwort {n} geht nicht", "english": f"Log in {n}"} for n in range(3)]


@pytest.fixture
def environment(stack: Stack, tiny_base: BaseModel, tmp_path: Path) -> dict[str, str]:
    return {
        "DESKHAND_HOME": str(stack.settings.home),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_ADAPTERS": str(tmp_path / "adapters"),
        "DESKHAND_THREADS": "1",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def train(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["models", "train", *map(str, arguments)], env=environment)

    return train


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A run of a translation, which needs no database."""
    for name, rows in (("asked", ASKED), ("others", OTHERS)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    path = tmp_path / "run.toml"
    path.write_text('data = "asked.jsonl"\nrank = 2\nbatch = 2\nepochs = 1\nlearning_rate = 0.05\n', encoding="utf-8")
    return path


def weights(place: Path) -> str:
    return registry.read_manifest(place).files[registry.WEIGHTS]


def test_a_dry_run_says_what_would_be_trained_and_trains_nothing(run: Run, file: Path, tmp_path: Path) -> None:
    shown = run(
        "translation", "--config", file, "--epochs", "2", "--validation", tmp_path / "others.jsonl", "--dry-run"
    )
    assert shown.exit_code == 0, shown.stderr
    for said in ("learn from 8 examples", "steps: 8,", "sha256 ", "memory: about ", "nothing was trained"):
        assert said in shown.stdout
    told = json.loads(run("translation", "--config", file, "--rank", "4", "--dry-run", "--json").stdout)
    assert told.items() >= {"examples": 8, "steps": 4, "cut": 0}.items()
    assert told["run"].items() >= {"rank": 4, "alpha": 8, "epochs": 1.0}.items()
    assert told["weights"] > 0
    assert told["memory"] > 1e8
    assert not (tmp_path / "adapters").exists()
    other = run("translation", "--config", file, "--start-from", "translation-1", "--dry-run")
    assert (other.exit_code, "no version 'translation-1'" in other.stderr) == (1, True)

    whole = tmp_path / "whole.toml"
    assert run("translation", "--config", file, "--write-config", whole).exit_code == 0
    again = json.loads(
        run("translation", "--config", whole, "--rank", "4", "--alpha", "8", "--dry-run", "--json").stdout
    )
    assert again["run"]["examples_sha256"] == told["run"]["examples_sha256"]
    (tmp_path / "asked.jsonl").write_text(json.dumps(ASKED[0]), encoding="utf-8")
    other = run("translation", "--config", whole, "--dry-run")
    assert (other.exit_code, "data_sha256 is " in other.stderr) == (1, True)


def test_a_validation_that_repeats_what_is_learned_is_refused(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "others.jsonl").write_text("\n".join(map(json.dumps, [*OTHERS, ASKED[0]])), encoding="utf-8")
    result = run("translation", "--config", file, "--validation", tmp_path / "others.jsonl")
    told = f"1 rows of the validation ({tmp_path / 'others.jsonl'}) are also learned from, such as 0: "
    assert (result.exit_code, told in result.stderr) == (1, True)
    copy = {**ASKED[0], "id": "another"}
    (tmp_path / "others.jsonl").write_text("\n".join(map(json.dumps, [*OTHERS, copy])), encoding="utf-8")
    result = run("translation", "--config", file, "--validation", tmp_path / "others.jsonl")
    assert (result.exit_code, told.replace("rows", "texts").rpartition(",")[0] in result.stderr) == (1, True)
    assert ASKED[0]["question"] not in result.stderr


def test_a_version_keeps_its_run_its_record_and_the_curve_and_a_run_ends_early(
    run: Run, file: Path, tmp_path: Path
) -> None:
    options = ("--validation", tmp_path / "others.jsonl", "--patience", "1", "--epochs", "9")
    trained = run("translation", "--config", file, *options, "--json")
    assert trained.exit_code == 0, trained.stderr
    said = json.loads(trained.stdout)
    place = Path(said["folder"])
    assert place == tmp_path / "adapters" / "translation" / said["id"]
    assert set(registry.read_manifest(place).files) > set(registry.OF_THE_RUN)
    kept = json.loads((place / "run.json").read_text())
    assert kept["run"] == said["run"]
    measured = [row["validation"] for row in kept["record"] if row["validation"] is not None]
    assert len(measured) < 9
    assert measured[-1] > min(measured)
    assert "ended after step" in trained.stderr
    assert "validation loss" in trained.stderr
    assert (place / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (place / "run.html").read_text(encoding="utf-8")

    again = run("translation", "--config", place / "run.json", "--json")
    assert json.loads(again.stdout)["id"] == said["id"]
    changed = dict(kept, run=dict(kept["run"], rank=64))
    (place / "run.json").write_text(json.dumps(changed))
    with pytest.raises(registry.AdapterError, match=r"run\.json does not match its hash"):
        registry.load_manifest(place, base=None)


def test_a_killed_run_goes_on_to_the_same_weights_and_restart_discards_it(
    run: Run, environment: dict[str, str], file: Path, tmp_path: Path, tiny_base: BaseModel
) -> None:
    long = ("--epochs", "10")  # 40 steps; a checkpoint after 25
    arguments = ("models", "train", "translation", "--config", str(file), *long)
    workshop = training_folder.checkpoint(tmp_path / "adapters" / "translation")
    process = subprocess.Popen(
        command(*arguments), env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while not (workshop / "state.json").exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = json.loads((workshop / "state.json").read_text())["step"]
    assert done == 25
    resumed = run("translation", "--config", file, *long, "--json")
    assert f"this run goes on after step {done}" in resumed.stderr
    whole = run("translation", "--config", file, *long, "--out", tmp_path / "whole", "--json")
    [one], [two] = (versions.list_versions(tmp_path / name / "translation") for name in ("adapters", "whole"))
    assert weights(one) == weights(two)
    assert (resumed.exit_code, whole.exit_code) == (0, 0)
    assert [row["step"] for row in json.loads((one / "run.json").read_text())["record"]] == list(range(1, 41))

    training_folder.checkpoint(tmp_path / "adapters" / "translation").mkdir(parents=True)
    fresh = run("translation", "--config", file, "--restart", "--json")
    assert "what an interrupted run left is discarded" in fresh.stderr


def test_two_runs_do_not_share_a_workshop(run: Run, file: Path, tmp_path: Path) -> None:
    with training_folder.claimed(tmp_path / "adapters" / "translation"):
        result = run("translation", "--config", file)
    assert (result.exit_code, "another command makes translation" in result.stderr) == (1, True)


@pytest.fixture
def knowledge(database: Database) -> None:
    shelf = Shelf()
    shelf.put("refunds.md", ("Refunds", "A double charge is refunded within 5 working days."))
    shelf.put("reset.md", ("Reset", "A reset link is sent by mail and is valid for one hour."))
    indexer.sync(database.owner, [shelf], make_maker(Settings()))


@pytest.mark.usefixtures("knowledge")
def test_heads_and_the_encoder_learn_by_the_same_command(run: Run, tmp_path: Path) -> None:
    kinds = (("billing", "charged twice", "docs/refunds.md#Refunds"), ("access", "no link", "docs/reset.md#Reset"))
    tickets = [
        {"id": f"{queue}-{n}", "subject": "Help", "body": f"{words} {n}", "language": "en", "requester": "a@b.example",
         "account": None, "queue": queue, "priority": "normal", "escalate": False, "reason": None, "passages": [ref],
         "reply": {"action": "answer", "sentences": ["Yes."]}}
        for n in range(20)
        for queue, words, ref in kinds
    ]  # fmt: skip
    path = tmp_path / "run.toml"
    (tmp_path / "tickets.jsonl").write_text("\n".join(map(json.dumps, tickets)), encoding="utf-8")
    path.write_text('data = "tickets.jsonl"\nbaseline = "vector"\n', encoding="utf-8")
    assert json.loads(run("heads", "--config", path, "--dry-run", "--json").stdout)["tickets"] == 40
    heads = run("heads", "--config", path, "--json")
    assert heads.exit_code == 0, heads.stderr
    assert json.loads(heads.stdout)["tickets"] == 40

    path.write_text('data = "tickets.jsonl"\nepochs = 1\nqueries = 16\nrank = 2\n', encoding="utf-8")
    encoder = run("encoder", "--config", path, "--json")
    assert encoder.exit_code == 0, encoder.stderr
    made: dict[str, Any] = json.loads(encoder.stdout)
    assert made["folder"] == str(tmp_path / "adapters" / "encoder" / made["id"])
    assert {*registry.OF_THE_RUN} < set(made["files"])
    kept = json.loads((Path(made["folder"]) / "run.json").read_text())
    assert kept["run"].items() >= {"skill": "encoder", "queries": 16, "base": "all-minilm-l6-v2"}.items()
    assert [row["step"] for row in kept["record"]] == [1, 2]

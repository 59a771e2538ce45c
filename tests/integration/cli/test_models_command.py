"""`deskhand models`, on the tiny base and a few handled tickets of the demo."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from knowledge.handled_tickets import load_handled
from knowledge.index import indexer
from models.weights import pointer, registry, versions
from models.weights.base import BaseModel
from tests.conftest import Database
from tests.support.knowledge_tools import Shelf
from worker.bootstrap import make_maker
from worker.cli.main import app
from worker.learning.hold_out import is_held_out
from worker.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread", "database")
TICKETS = Path("demo/tickets/train.jsonl")
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten tickets to learn from and three that are held out."""
    lines = [line for line in TICKETS.read_text(encoding="utf-8").split("\n") if line]
    held_out = [is_held_out(ticket.id) for ticket in load_handled(TICKETS)]
    chosen = [line for line, held in zip(lines, held_out, strict=True) if held][:3]
    chosen += [line for line, held in zip(lines, held_out, strict=True) if not held][:10]
    file = tmp_path_factory.mktemp("data") / "tickets.jsonl"
    file.write_text("\n".join(chosen), encoding="utf-8")
    return file


@pytest.fixture
def run(stack: Any, tiny_base: BaseModel, tmp_path: Path) -> Run:
    settings = {
        "DESKHAND_HOME": str(stack.settings.home),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_ADAPTERS": str(tmp_path / "adapters"),
        "DESKHAND_THREADS": "1",
    }

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["models", *map(str, arguments)], env=settings)

    return command


@pytest.fixture
def knowledge(database: Database) -> None:
    """A document for the search to find."""
    shelf = Shelf()
    shelf.put("refunds.md", ("Refunds", "A double charge is refunded within 5 working days."))
    indexer.sync(database.owner, [shelf], make_maker(Settings()))


def let_serve(place: Path) -> None:
    versions.update(
        place.parent,
        lambda known: known.changed(pointer.Change("promote", place.name, None, "a test"), current=place.name),
    )


@pytest.mark.usefixtures("knowledge")
def test_an_adapter_is_trained_calibrated_listed_and_evaluated(run: Run, data: Path, tmp_path: Path) -> None:
    trained = run("train", "triage", "--data", data, "--epochs", "1", "--rank", "4", "--json")
    assert trained.exit_code == 0, trained.stderr
    said = json.loads(trained.stdout)
    assert said.items() >= {"skill": "triage", "examples": 10, "held_out": 3}.items()
    assert set(said["temperatures"]) == {"queue", "priority", "escalate", "reason"}
    folder = tmp_path / "adapters" / "triage" / said["id"]
    assert said["folder"] == str(folder)
    assert registry.read_manifest(folder).temperatures == said["temperatures"]

    [listed] = json.loads(run("list", "--json").stdout)
    wanted = {"skill": "triage", "id": said["id"], "fits": "yes", "rank": 4, "serves": False, "state": "candidate"}
    assert {name: listed[name] for name in wanted} == wanted
    let_serve(folder)

    again = run("calibrate", "--data", data, "--error", "0.2", "--json")
    told = {"held_out": 3, "error": 0.2, "level": 0.95, "temperatures": said["temperatures"]}
    assert json.loads(again.stdout) == told
    assert "temperatures from 3 held-out tickets: queue " in run("calibrate", "--data", data).stdout

    held_out = tmp_path / "held-out.jsonl"
    held_out.write_text("\n".join(data.read_text(encoding="utf-8").split("\n")[:3]), encoding="utf-8")
    few = ("--data", held_out, "--shots", data)
    evaluated = json.loads(run("evaluate", *few, "--save", "--json").stdout)
    assert [report["name"] for report in evaluated] == [
        "serving (first passage, triage)",
        "first statements",
        "first passage",
        "nearest sentences",
    ]
    assert evaluated[0]["figures"]["valid output"]["total"] >= 3
    assert registry.read_manifest(folder).scores["valid output"] > 0.5  # what is cut off at the limit is not valid
    shown = run("evaluate", *few, "--no-baseline")
    assert shown.exit_code == 0, shown.stderr
    table = shown.stdout.splitlines()
    assert max(map(len, table)) <= 80
    assert any("queue right" in line and "[" in line for line in table)


def test_without_knowledge_a_reply_has_nothing_to_learn_from(run: Run, data: Path) -> None:
    result = run("train", "reply", "--data", data)
    assert (result.exit_code, result.stderr.count("run `deskhand knowledge sync`")) == (1, 1)


@pytest.mark.usefixtures("knowledge")
def test_the_reply_skill_learns_from_what_the_search_finds(run: Run, data: Path, tmp_path: Path) -> None:
    trained = run("train", "reply", "--data", data, "--epochs", "0.5", "--rank", "4", "--json")

    assert trained.exit_code == 0, trained.stderr
    said = json.loads(trained.stdout)
    assert said["promise"]["threshold"] is None
    let_serve(Path(said["folder"]))
    kept = registry.read_manifest(Path(said["folder"])).promise
    assert kept is not None
    assert kept.as_json() == said["promise"]
    assert "no threshold qualifies for the promise" in run("calibrate", "--data", data).stdout

    asked = run("threshold", "--data", data, "--unseen", "--error", "0.2", "--queue", "billing", "--json")
    assert asked.exit_code == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert found.items() >= {"held_out": 13, "saved": False, "error": 0.2, "threshold": None}.items()
    assert found["queues"]["billing"]["threshold"] is None
    told = run("threshold", "--data", data, "--save")
    assert (told.exit_code, "so every reply stays a draft" in told.stdout) == (0, True)
    assert "there is no queue 'foo'" in run("threshold", "--data", data, "--queue", "foo").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("foo",), "there is no skill 'foo': choose one of triage, reply"),
        (("triage", "--method", "foo"), "there is no method 'foo'"),
        (("triage", "--epochs", "0"), "epochs must be above zero"),
        (("triage", "--rank", "0"), "rank must be above zero"),
        (("triage", "--start-from", "demo/adapters/triage"), "was trained on base gemma3-270m@"),
        (("triage", "--data", "nowhere.jsonl"), "nowhere.jsonl: No such file"),
    ],
)
def test_what_cannot_be_trained_is_a_sentence(run: Run, data: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("train", *arguments, *(() if "--data" in arguments else ("--data", data)))

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\n", "holds no tickets"), (b"\xff", "is not UTF-8"), (b"[]\n", "line 1"), (b"7\n", "line 1")],
)
def test_data_nobody_can_learn_from_is_a_sentence(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "tickets.jsonl"
    file.write_bytes(content)
    for command in (("train", "triage"), ("evaluate", "--no-baseline")):
        result = run(*command, "--data", file)
        assert result.exit_code == 1
        assert said in result.stderr


def test_tickets_that_are_all_held_out_or_none_of_them_are_a_sentence(run: Run, data: Path, tmp_path: Path) -> None:
    lines = data.read_text(encoding="utf-8").split("\n")
    held, kept = tmp_path / "held.jsonl", tmp_path / "kept.jsonl"
    held.write_text("\n".join(lines[:3]), encoding="utf-8")
    kept.write_text("\n".join(lines[3:]), encoding="utf-8")

    assert "holds nothing that triage can learn from" in run("train", "triage", "--data", held).stderr
    trained = run("train", "triage", "--data", kept, "--epochs", "0.5", "--rank", "2")
    let_serve(versions.list_versions(tmp_path / "adapters" / "triage")[0])
    assert "nothing was calibrated and replies stay drafts" in trained.stdout
    assert "holds no ticket that is held out of training" in run("calibrate", "--data", kept).stderr


def test_without_adapters_there_is_nothing_to_list_or_to_calibrate(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no adapters in" in run("list").stdout
    assert json.loads(run("list", "--json").stdout) == []
    assert "there is no adapter in" in run("calibrate", "--data", data).stderr
    monkeypatch.setenv("DESKHAND_REPLY", "free")  # chosen replies need none
    assert "there is no adapter for replies in" in run("threshold", "--data", data).stderr


def test_translation_learns_from_what_has_its_english_and_needs_no_database(
    run: Run, data: Path, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.jsonl"
    rows = [{"id": str(n), "question": f"Wo ist Rechnung {n}?", "english": f"Where is invoice {n}?"} for n in range(8)]
    asked.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    trained = run("train", "translation", "--data", asked, "--epochs", "0.5", "--rank", "2", "--json")
    nothing = run("train", "translation", "--data", data)

    assert trained.exit_code == 0, trained.stderr
    assert json.loads(trained.stdout)["examples"] == 8
    assert registry.load_manifest(Path(json.loads(trained.stdout)["folder"]), base=None).skill == "translation"
    assert (nothing.exit_code, "holds nothing that translation can learn from" in nothing.stderr) == (1, True)

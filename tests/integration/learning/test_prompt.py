"""Day one with a model server and no adapter: a prompt is chosen by one command, and the worker works with it. The server is a
double that answers chats as vLLM does; its model does as the last example of its prompt did."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from models.skills import reply, triage
from tests.support.paths import DEMO
from tests.support.vllm_double import VllmDouble, running
from tests.unit.worker.cli.test_evaluate import written
from tests.unit.worker.learning.report.exams import COMPANY, Finder, tickets
from worker import bootstrap, kept_prompts, learned_assets
from worker.cli.main import app
from worker.cli.models import prompt as command
from worker.company import load_company
from worker.history.redaction import Redactor
from worker.learning import adapters, moved
from worker.learning.prompting.command import Privacy
from worker.learning.received import as_ticket
from worker.pipeline.policy import Policy
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.settings import Settings

TRAIN, ASKED = tickets(12), tickets(8, first=1000)


def imitate(request: dict[str, Any]) -> str:
    """Return the answer of the last example; without examples the usual one."""
    [*examples, _] = request["messages"][-1]["content"].split("JSON:")
    if len(examples) > 1:
        return examples[-1].strip().split("\n")[0]
    return triage.answer("billing", "normal", False, None)


@pytest.fixture
def server() -> Iterator[VllmDouble]:
    with running(VllmDouble(models={"qwen"}, template=True, text=imitate, context=32_768)) as double:
        yield double


@pytest.fixture
def choose(server: VllmDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    train, data = written(tmp_path / "train.jsonl", TRAIN), written(tmp_path / "validation.jsonl", ASKED)

    @contextmanager
    def opened(_: object) -> Iterator[None]:
        yield None

    values = {"HOME": tmp_path / "home", "ADAPTERS": tmp_path / "adapters", "COMPANY": DEMO / "company.toml"}
    values |= {"KNOWLEDGE": DEMO / "knowledge.toml", "ENGINE_URL": server.url, "ENGINE_MODEL": "qwen"}
    for name, value in {**values, "TRIAGE": "model", "REPLY": "free", "TRANSLATE": "false"}.items():
        monkeypatch.setenv(f"DESKHAND_{name}", str(value))
    monkeypatch.setattr(bootstrap, "opened", opened)
    monkeypatch.setattr(bootstrap, "make_finder", lambda *_: Finder())
    monkeypatch.setattr(adapters, "customers", lambda _: {})
    monkeypatch.setattr(moved, "tickets", lambda _, own: own)
    monkeypatch.setattr(command, "_privacy", lambda _: Privacy((), Redactor().residue))

    def run(skill: str, *arguments: str) -> Result:
        files = ["--data", str(data), "--examples", str(train)]
        return CliRunner().invoke(app, ["models", "prompt", skill, *files, *arguments])

    return run


def test_triage_works_on_day_one_with_a_server_and_no_adapter(choose: Any, server: VllmDouble) -> None:
    done = choose("triage", "--most-examples", "2", "--json")
    told = json.loads(done.stdout)
    assert (told["choice"], told["score"]["hits"], told["score"]["total"]) == ("nearest", 8, 8)
    assert told["compared"][0]["hits"] == 4  # the majority
    assert told["compared"][1]["name"].startswith("serving")
    assert told["answers"] == len(server.requests) - 8  # what serves answered as well
    assert {request["messages"][0]["role"] for request in server.requests} == {"system"}

    settings = Settings()
    engine = bootstrap.make_model_engine(settings)
    prompts = learned_assets.load_prompts(settings, engine.base_id)
    company = replace(load_company(DEMO / "company.toml"), queues=COMPANY.queues)
    tools = Tools(engine, Finder().tickets, company, Policy("draft", 0.0, None), prompts=prompts)
    runs = handle_batch([as_ticket(ticket) for ticket in ASKED], tools)
    engine.close()  # type: ignore[attr-defined]
    assert [run.triage.queue for run in runs if run.triage] == [ticket.queue for ticket in ASKED]
    assert {run.adapter_ids["triage"] for run in runs} == {told["id"]}


def test_replies_are_drafted_from_examples_without_anybody_in_them(choose: Any, tmp_path: Path) -> None:
    done = choose("reply", "--most-examples", "2")
    assert done.exit_code == 0, done.output
    kept = kept_prompts.load(tmp_path / "adapters", "reply")
    assert kept is not None
    assert kept.prompt.form is reply.Form.FREE
    assert kept.prompt.count == 2
    assert "replies right: 100.0% 6/6" in done.stdout
    assert "first statements: 100.0% 6/6" in done.stdout
    assert "Workers take it between two batches." in done.stdout
    page = kept_prompts.page_place(tmp_path / "adapters", "reply")
    assert f"The page that shows how it was chosen is {page}." in done.stdout
    assert page.stat().st_mode & 0o777 == 0o600
    assert all(ticket.body in page.read_text() for ticket in ASKED if ticket.is_replied)


def test_a_dry_run_keeps_nothing(choose: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("Sort it.\nQuickly.\n\nSort it well.\n")
    done = choose("triage", "--dry-run", "--json", "--limit", "4", "--most-examples", "0", "--instructions", str(mine))
    told = json.loads(done.stdout)
    assert (told["path"], told["examples"], told["score"]["total"]) == (None, 0, 4)
    assert told["instruction"] == "Sort it. Quickly."
    assert not (tmp_path / "adapters").exists()
    html = tmp_path / "page.html"
    done = choose("triage", "--dry-run", "--json", "--limit", "4", "--most-examples", "0", "--html", str(html))
    assert json.loads(done.stdout)["pages"] == [str(html)]
    assert "Beside what else could do it" in html.read_text()
    assert not (tmp_path / "adapters").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["translation"], "there is no prompt for 'translation'"),
        (["triage", "--form", "free"], "--form is for the skill reply"),
        (["triage", "--html", "/nowhere/page.html"], "/nowhere is no folder"),
        (["triage", "--instructions", "/nowhere.txt"], "/nowhere.txt cannot be read"),
    ],
)
def test_a_mistake_is_named(choose: Any, arguments: Sequence[str], said: str) -> None:
    done = choose(*arguments)
    assert done.exit_code == 1
    assert said in done.output


def test_examples_that_are_validation_too_teach_nothing(choose: Any, tmp_path: Path) -> None:
    same = str(tmp_path / "validation.jsonl")
    done = choose("triage", "--examples", same, "--limit", "4", "--dry-run")
    assert "8 tickets of --examples are among those of --data" in done.stderr

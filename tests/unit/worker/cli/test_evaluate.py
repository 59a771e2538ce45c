"""`deskhand models evaluate` as a person and a script use it, with small heads, without a model and without a database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from models.generation.engine import ScriptedEngine
from models.heads.fit import FROZEN
from models.skills import triage
from tests.support.paths import DEMO
from tests.unit.worker.learning.report.exams import Finder, tickets
from worker import bootstrap, learned_assets
from worker.cli.main import app
from worker.company import load_company
from worker.learning import adapters, heads
from worker.learning.report.baselines import trained_on

TRAIN, ASKED = tickets(80), tickets(16, first=1000)


def written(path: Path, of: list[Any]) -> Path:
    rows = []
    for ticket in of:
        row = ticket.model_dump(exclude={"action", "sentences", "question"})
        rows.append(row | {"reply": {"action": ticket.action, "sentences": list(ticket.sentences)}})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    train, data = written(tmp_path / "train.jsonl", TRAIN), written(tmp_path / "test.jsonl", ASKED)
    company = load_company(DEMO / "company.toml")
    learned = heads.search(TRAIN, company, Finder())  # type: ignore[arg-type]
    serving = trained_on(TRAIN, company, {}, learned, (FROZEN,))
    assert serving is not None

    @contextmanager
    def opened(_: object) -> Iterator[None]:
        yield None

    monkeypatch.setenv("DESKHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKHAND_COMPANY", str(DEMO / "company.toml"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(bootstrap, "opened", opened)
    monkeypatch.setattr(learned_assets, "load_heads", lambda _: {learned.encoder: serving})
    monkeypatch.setattr(bootstrap, "make_finder", lambda *_: Finder())
    monkeypatch.setattr(adapters, "customers", lambda _: {})

    def run(*arguments: object, engine: ScriptedEngine | None = None) -> Result:
        def made(_: object) -> ScriptedEngine:
            assert engine is not None, "no model is needed"
            return engine

        monkeypatch.setattr(bootstrap, "make_model_engine", made)
        own = ["models", "evaluate", "--train", train, *([] if "--data" in arguments else ["--data", data])]
        return CliRunner().invoke(app, [*map(str, own), *map(str, arguments)], catch_exceptions=False)

    return run


def test_triage_alone_needs_no_model_and_shows_every_baseline(evaluate: Any, tmp_path: Path) -> None:
    done = evaluate("--only", "triage", "--curve", "--html", tmp_path / "page.html", "--json")
    known = json.loads(done.stdout)
    assert [own["name"] for own in known][1:] == ["majority", "words", "vector", "neighbours"]
    assert known[0]["serves"] is True
    assert known[0]["figures"]["queue right"]["hits"] == 16
    assert known[1]["figures"]["queue right"]["hits"] == 8
    assert "replies right" not in known[0]["figures"]
    assert [point["tickets"] for point in known[0]["curve"]] == [50, 80]
    assert "<svg" in (tmp_path / "page.html").read_text()


def test_a_person_reads_a_table_of_80_columns(evaluate: Any) -> None:
    done = evaluate("--only", "triage")
    lines = done.stdout.splitlines()
    assert max(map(len, lines[1:])) <= 80  # the first names the file, which may be long
    assert "16/16" in done.stdout
    assert "majority: worse danger" in done.stdout or "majority: no named danger" in done.stdout


def test_several_files_are_shown_apart(evaluate: Any, tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.jsonl", ASKED[:8]), written(tmp_path / "b.jsonl", ASKED[8:])
    known = json.loads(
        evaluate("--only", "triage", "--no-baseline", "--data", first, "--data", second, "--json").stdout
    )
    assert [own["data"] for own in known] == [str(first), str(second)]
    assert [own["figures"]["queue right"]["total"] for own in known] == [8, 8]


def test_replies_are_compared_with_copied_passages(evaluate: Any) -> None:
    done = evaluate("--only", "replies", "--json", engine=ScriptedEngine([]))  # no model writes
    known = json.loads(done.stdout)
    assert [own["name"] for own in known][1:] == ["first statements", "first passage", "nearest sentences"]
    assert known[0]["name"].startswith("serving (first passage")  # the demo has no selector
    assert known[0]["figures"]["replies right"] == known[1]["figures"]["replies right"]
    assert known[2]["figures"]["replies right"]["hits"] == 12
    assert known[2]["figures"]["wrong language"]["hits"] == 0


def test_the_model_and_the_few_shot_base_only_on_demand_and_once(evaluate: Any) -> None:
    asked = [triage.answer("billing", "normal", False, None)]
    own = ScriptedEngine(asked * 32)
    known = json.loads(
        evaluate("--only", "triage", "--no-baseline", "--model", "--few-shot", "--json", engine=own).stdout
    )
    assert [one["name"] for one in known][1:] == ["model", "few-shot scripted"]
    again = ScriptedEngine(asked * 16)
    done = evaluate("--only", "triage", "--no-baseline", "--model", "--few-shot", "--json", engine=again)
    assert len(again.prompts) == 16  # those of the model; the few-shot base was remembered
    assert json.loads(done.stdout)[2]["figures"] == known[2]["figures"]


def test_tickets_to_learn_from_are_left_out_if_they_are_asked(evaluate: Any, tmp_path: Path) -> None:
    both = written(tmp_path / "both.jsonl", [*TRAIN[:8], *ASKED])
    done = evaluate("--only", "triage", "--data", both, "--json")
    assert "8 tickets to learn from are among those to evaluate" in done.stderr
    assert "8 of these tickets are among those the serving heads were trained on" in done.stdout


def test_what_cannot_be_done_is_said(evaluate: Any, tmp_path: Path) -> None:
    every = written(tmp_path / "all.jsonl", TRAIN)
    first, again = written(tmp_path / "first.jsonl", ASKED[:2]), written(tmp_path / "again.jsonl", ASKED[:2])
    for said, *options in (
        ("choose triage or replies", "--only", "both"),
        ("is among those of --data: give others with --train", "--only", "triage", "--data", every),
        ("have the same id", "--only", "triage", "--data", first, "--data", again),
    ):
        done = evaluate(*options)
        assert done.exit_code == 1
        assert said in " ".join(done.stderr.split())

"""`deskhand models assign`, `deskhand models canary` and what the doctor says of them, with a real Postgres."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from models.weights import pointer, versions
from models.weights.pointer import Canary
from tests.support import small_heads
from tests.support.random_adapter import point
from tests.support.rows import add as add_ticket
from tests.unit.worker.serving.test_plan import add
from worker.cli.doctor.serving import serving
from worker.cli.doctor.versions import learned
from worker.cli.main import app
from worker.db.session import transaction
from worker.serving.plan import Plan, all_adapters, read
from worker.serving.state import FOLDER, State
from worker.settings import Settings


@pytest.fixture
def adapters(stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DESKHAND_HOME", str(stack.settings.home))
    monkeypatch.setenv("DESKHAND_ADAPTERS", str(tmp_path / "adapters"))
    monkeypatch.setenv("DESKHAND_REPLY", "free")
    yield tmp_path / "adapters"
    shutil.rmtree(stack.settings.home_path / FOLDER, ignore_errors=True)  # what this process said that it serves


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["models", *arguments])


def told(settings: Settings) -> str:
    return "\n".join(f"{one.level} {one.what}: {one.message}" for one in serving(settings))


@pytest.mark.usefixtures("database")
def test_a_canary_is_shown_beside_what_serves(adapters: Path, database: Any) -> None:
    assert "never had a canary" in str(call("canary", "reply").output)
    one, two = (add(adapters, "reply", name) for name in ("one", "two"))
    point(adapters, "reply", "promote", one, current=one)
    point(adapters, "reply", "canary", two, canary=Canary(two, 0.5))
    mark = pointer.canary_mark(versions.read(adapters / "reply"))
    for number in range(9):  # the last three ran before the canary, whatever a clock said
        version, outcome = (two, "hold") if number % 2 else (one, "hand_over")
        with transaction(database.app, see_all=True) as session:
            ids = {"reply": version, **({"reply.canary": mark} if number < 6 else {})}
            values = {"ticket": add_ticket(database.app), "ids": json.dumps(ids), "outcome": outcome}
            session.execute(
                text(
                    "with r as (insert into runs (ticket_id, ticket_version, worker, base_id, adapter_ids, prompt_hashes, tokens,"
                    " milliseconds, passages, failures) values (:ticket, 1, 'w', 'b', cast(:ids as jsonb), '{}', '{}',"
                    " '{\"reply\": 900}', '{}', '{}') returning id) insert into decisions (ticket_id, ticket_version, run_id,"
                    " outcome, reason, explanation, probabilities) select :ticket, 1, id, :outcome, 'canary', '', '{}' from r"
                ),
                values,
            )
    found = json.loads(call("canary", "reply", "--json").stdout)
    assert found["tickets"] == {"current": 3, "canary": 3, "moved": 0}
    assert found["measures"]["handed_over"]["p"] == pytest.approx(0.1)
    assert found["median_seconds"]["canary"] == 0.9
    worker = State(Settings().home_path)
    worker.write(Plan({}), "start the server again")
    says = json.loads(call("canary", "reply", "--json").stdout)["says"]
    assert "does not have it, so the version that serves handles its tickets: start the server again" in says[-1]
    worker.write(read(Settings()), "")
    assert json.loads(call("canary", "reply", "--json").stdout)["says"] == found["says"]
    shown = call("canary", "reply")
    assert (shown.exit_code, "nothing differs beyond chance yet" in shown.stdout) == (0, True)


def test_a_brand_or_queue_is_assigned_and_the_doctor_says_who_serves_what(adapters: Path, stack) -> None:
    one, two = (add(adapters, "reply", name) for name in ("one", "two"))
    point(adapters, "reply", "promote", one, current=one)
    done = call("assign", "reply", two, "--queue", "billing", "--json")
    assert json.loads(done.stdout)["named"] == {"queue:billing": two}
    for wrong in (["--queue", "nowhere"], ["--brand", "nobody"], [], ["--queue", "billing", "--brand", "x"]):
        refused = call("assign", "reply", two, *wrong)
        assert (refused.exit_code, "Traceback" in refused.output) == (1, False)
    assert call("assign", "triage", two, "--queue", "billing").exit_code == 1
    settings = Settings()
    state = State(settings.home_path)
    state.write(read(settings), "")
    assert f"serves {one}, {two} (reply queue:billing)" in told(settings)
    point(adapters, "reply", "promote", two, current=two)
    assert f"and takes {two}, {two} (reply queue:billing) after its batch" in told(settings)
    state.write(read(settings), "the weights do not match their hash")
    assert "because it cannot take what the pointers say: the weights do not match their hash" in told(settings)
    point(adapters, "reply", "assign", two, named={"brand:gone": one})
    assert "brand:gone has" in told(settings)
    chosen = settings.model_copy(update={"reply": "chosen"})
    assert "no adapter for them has work" in told(chosen)
    assert all_adapters(read(chosen)) == {}
    assert call("assign", "reply", "--queue", "billing", "--remove").exit_code == 1
    assert versions.read(adapters / "reply").named == {"brand:gone": one}


@pytest.mark.usefixtures("database")
def test_heads_are_promoted_tried_and_taken_back_by_the_commands_of_adapters(adapters: Path) -> None:
    one, two = (small_heads.add(adapters, order) for order in (("access", "billing"), ("billing", "access")))
    assert call("promote", one, "--force", "the first").exit_code == 0
    done = call("promote", "heads", "--force", "a trial", "--canary", "0.5", "--by", "ana", "--json")
    assert (json.loads(done.stdout)["candidate"], json.loads(done.stdout)["was"]) == (two, one)
    listed = {row["id"]: (row["state"], row["forced"]) for row in json.loads(call("list", "--json").stdout)}
    assert listed == {one: ("serves", True), two: ("canary 50 %", True)}
    card = json.loads(call("show", two[:-1], "--json").stdout)
    assert [(change["action"], change["by"], change["reason"]) for change in card["changes"]] == [
        ("canary", "ana", "a trial")
    ]
    shown = json.loads(call("canary", "heads", "--json").stdout)
    assert (shown["current"], shown["canary"], shown["tickets"]["canary"]) == (one, two, 0)
    told_by_doctor = "\n".join(one.message for one in learned(Settings()))
    assert f"{two} is a canary for 50 % of the tickets" in told_by_doctor
    assert "no sealed set is opened for heads" in call("promote", two, "--sealed", "x", "--force", "y").stderr
    assert call("assign", "heads", two, "--brand", "x").exit_code == 1
    assert json.loads(call("rollback", "heads", "--json").stdout)["serves"] == one
    refused = call("rollback", "heads", "--to", two)
    assert (refused.exit_code, "has never served" in refused.stderr) == (1, True)
    said = call("rollback", "heads")
    assert "no heads serve: no adapter for triage serves: people sort the tickets" in said.stdout
    assert json.loads(call("prune", "--keep", "0", "--json").stdout)["bytes"] > 0

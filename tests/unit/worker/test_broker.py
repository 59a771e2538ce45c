"""The doorbell's configuration, and what a dead broker costs."""

import json
import pickle
import socket
import subprocess
import sys
from pkgutil import resolve_name
from typing import Any

import pytest

from worker.broker import INDEXING, QUEUE_OF, SERVICES, Queue, Role, Task, make_celery, ring
from worker.cli.worker import BEAT, parse_queues, parts
from worker.db.sweep import quarantine_note
from worker.errors import Refused
from worker.helpdesks.protocol import Update
from worker.library import sync
from worker.process import tasks
from worker.serving import services

URL = "redis://127.0.0.1:1/0"


@pytest.mark.parametrize("role", [None, *Role])
def test_the_visibility_timeout_is_the_same_in_all_three_places_and_longer_than_any_task(role: Role | None) -> None:
    conf = make_celery(URL, role=role).conf
    everywhere = {conf.visibility_timeout, conf.result_backend_transport_options["visibility_timeout"]}
    if role is not None:
        everywhere.add(conf.broker_transport_options["visibility_timeout"])
    assert len(everywhere) == 1
    assert everywhere.pop() > 2 * conf.task_time_limit


def test_a_worker_is_one_spawned_child_that_reserves_one_message() -> None:
    conf = make_celery(URL, role=Role.MODEL).conf
    assert (conf.worker_pool, conf.worker_pool_start_method, conf.worker_concurrency) == ("prefork", "spawn", 1)
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_acks_late
    assert conf.worker_proc_alive_timeout >= 300
    assert conf.accept_content == ["json"]
    assert conf.result_backend is None


def test_every_task_has_a_queue_and_every_queue_a_worker() -> None:
    served = {queue for role in Role for queue in role.queues}
    assert set(QUEUE_OF) == set(Task)
    assert set(QUEUE_OF.values()) == served == set(Queue)
    app = make_celery(URL)
    app.loader.import_default_modules()
    assert set(map(str, Task)) <= set(app.tasks)


def test_the_timer_rings_for_tasks_that_exist() -> None:
    schedule = make_celery(URL, sweep_seconds=7).conf.beat_schedule
    assert {entry["task"] for entry in schedule.values()} == {Task.SWEEP, Task.DELIVER}
    assert all(entry["schedule"] == entry["options"]["expires"] == 7 for entry in schedule.values())


def test_the_app_reaches_a_spawned_child_with_its_role_and_its_services() -> None:
    app = pickle.loads(pickle.dumps(make_celery(URL, role=Role.IO, services="here:there")))  # noqa: S301
    assert Role(app.conf.deskhand_role) is Role.IO
    assert app.conf.deskhand_services == "here:there"


def test_what_a_child_works_with_is_made_by_functions_there_are() -> None:
    assert resolve_name(SERVICES) is services.build
    assert resolve_name(INDEXING) is sync.make_helper


@pytest.mark.parametrize("task", tasks.DOORBELLS.values())
def test_a_task_of_an_old_worker_takes_the_arguments_of_a_new_message(task) -> None:
    class Rounds:
        rung = 0

        def ring(self) -> int:
            self.rung += 1
            return 0

    task.app.deskhand_rounds = rounds = Rounds()
    try:
        task.run(ticket_id=7, something_new="x")
        with pytest.raises(TypeError):
            task.run(7)
    finally:
        del task.app.deskhand_rounds
    assert rounds.rung == 1


def test_the_parent_of_a_worker_loads_no_model_and_opens_no_database() -> None:
    code = (
        "import sys, json, worker.process.tasks, worker.cli.worker;"
        "print(json.dumps([m for m in ('torch', 'transformers', 'worker.bootstrap') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The addresses that are connected to."""
    made: list[object] = []
    connect = socket.socket.connect

    def counting(self: socket.socket, address: Any) -> None:
        made.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counting)
    return made


def test_a_broker_that_refuses_is_rung_once_and_raises_nothing(connections: list[object]) -> None:
    assert ring(make_celery(URL), 1) is False
    assert len(connections) == 1


def test_a_broker_that_accepts_and_says_nothing_costs_less_than_a_second(connections: list[object]) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(5)
        app = make_celery(f"redis://127.0.0.1:{mute.getsockname()[1]}/0")
        assert ring(app, 1) is False
    limits = app.conf.broker_transport_options
    assert len(connections) * (limits["socket_connect_timeout"] + limits["socket_timeout"]) < 1


def test_a_quarantine_note_is_an_internal_update() -> None:
    update = Update.from_json(quarantine_note("3 attempts failed"))
    assert not update.public
    assert "3 attempts failed" in update.comment


def test_queues_choose_the_processes() -> None:
    assert parts(parse_queues(""), beat=True) == [Role.MODEL, Role.IO, BEAT]
    assert parts(parse_queues("tickets"), beat=False) == [Role.MODEL]
    assert parts(parse_queues("deliveries, upkeep"), beat=True) == [Role.IO, BEAT]
    with pytest.raises(Refused, match="tickets, deliveries, upkeep"):
        parse_queues("nonsense")

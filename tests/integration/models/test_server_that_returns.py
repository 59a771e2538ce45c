"""A model server that was away comes back without its interface for adapters: a worker gives the tickets of a canary to the
version that serves, and says why."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from models.errors import EngineUnavailable
from models.generation.server import ServerEngine
from models.generation.server_adapters import AdapterServer, Folders
from models.generation.server_requests import Api
from models.skills import reply, triage
from models.weights.pointer import Canary
from tests.support.swap_worker import FACT
from tests.support.vllm_double import Answer, VllmDouble, running
from tests.unit.worker.serving.test_swap import World, ask, handled
from worker.cli.doctor.diagnosis import Level
from worker.cli.doctor.serving import serving
from worker.serving import state
from worker.serving.plan import is_in_share
from worker.serving.swap import RETRY_SECONDS

AWAY: Answer = (503, {}, b"")


def said(request: Mapping[str, Any]) -> str:
    if "reply" in request["model"]:
        return reply.answer("answer", "en", [FACT])
    return triage.answer("access", "normal", False, None)


@pytest.fixture
def server() -> Iterator[VllmDouble]:
    with running(VllmDouble(takes_adapters=True, text=said)) as double:
        yield double


@pytest.fixture
def world(tmp_path: Path, server: VllmDouble) -> Iterator[World]:
    made = World(tmp_path)
    client = ServerEngine(server.url, "base", timeout=5, api=Api.COMPLETIONS)
    engine = AdapterServer(client, "acme", Folders(made.settings.adapters_path))
    made.engine = engine  # type: ignore[assignment]
    yield made
    engine.close()


def without_interface(server: VllmDouble, root: str) -> None:
    """Let the server be started again with one version of replies."""
    server.restart()
    server.takes_adapters, server.override = False, lambda _: None
    server.models.add("deskhand-reply")
    server.roots["deskhand-reply"] = f"/there/reply/{root}"


def test_a_canary_that_was_never_there_handles_no_ticket(world: World, server: VllmDouble) -> None:
    one, two, three = world.ids
    world.point("canary", canary=Canary(two, 0.5), named={"brand:7": three})
    server.override = lambda _: AWAY
    swap = world.start()
    assert "answered 503" in world.refused
    without_interface(server, one)
    with pytest.raises(EngineUnavailable):  # nothing is decided, and no ticket is to blame
        handled(swap, ask(20))
    swap.refresh()
    runs = handled(swap, [*ask(20), *ask(1, brand="7")])
    assert {run.adapter_ids["reply"] for run in runs} == {one}
    assert {run.decision.reason for run in runs} == {"grounded"}  # none of them is a canary's draft
    assert "start it again with --lora-modules deskhand-reply=" in world.refused
    assert two in world.refused
    *_, told = serving(world.settings)
    [worker] = state.without_canary(world.settings.home_path, two)
    assert two in worker.refused
    assert (told.level, f"goes on with {one}, because" in told.message) == (Level.WRONG, True)


def test_a_canary_that_the_server_forgot_handles_none_until_it_has_it_again(world: World, server: VllmDouble) -> None:
    one, two, _ = world.ids
    world.point("canary", canary=Canary(two, 0.5))
    swap = world.start()
    drawn = {number for number in range(20) if is_in_share(number, two, 0.5)}
    assert {run.ticket.id for run in handled(swap, ask(20)) if run.decision.reason == "canary"} == drawn
    without_interface(server, one)
    with pytest.raises(EngineUnavailable):
        handled(swap, ask(20))
    swap.refresh()
    assert {run.adapter_ids["reply"] for run in handled(swap, ask(20))} == {one}
    assert two in world.refused
    server.models.discard("deskhand-reply")
    server.restart()
    server.takes_adapters = True
    world.time += RETRY_SECONDS + 1
    swap.refresh()
    assert world.refused == ""
    assert state.without_canary(world.settings.home_path, two) == []
    assert {run.ticket.id for run in handled(swap, ask(20)) if run.adapter_ids["reply"] == two} == drawn


def test_for_the_version_that_serves_another_one_answers_under_the_server_s_name(
    world: World, server: VllmDouble
) -> None:
    server.override = lambda _: AWAY
    swap = world.start()
    without_interface(server, world.ids[1])
    assert {run.adapter_ids["reply"] for run in handled(swap, ask(2))} == {"server:deskhand-reply"}
    for _ in range(2):  # it is told for as long as it is so
        world.time += RETRY_SECONDS + 1
        swap.refresh()
        assert f"has /there/reply/{world.ids[1]} as deskhand-reply: start it again" in world.refused
        assert {run.adapter_ids["reply"] for run in handled(swap, ask(2))} == {"server:deskhand-reply"}
    server.roots["deskhand-reply"] = f"/there/reply/{world.ids[0]}"
    world.time += RETRY_SECONDS + 1
    swap.refresh()
    assert world.refused == ""
    assert {run.adapter_ids["reply"] for run in handled(swap, ask(2))} == {world.ids[0]}

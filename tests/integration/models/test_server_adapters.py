"""Adapters by name on a model server, over HTTP, with a double that has vLLM's interface for them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.errors import AdapterError, EngineError, EngineUnavailable, ServerMustRestart
from models.generation.server import ServerEngine
from models.generation.server_adapters import AdapterServer, Folders
from models.weights import registry, versions
from models.weights.base import BaseModel
from tests.support.vllm_double import VllmDouble, running

SCHEMA = {"type": "object"}
Make = Callable[..., AdapterServer]


@pytest.fixture
def adapters(tmp_path: Path) -> Path:
    return tmp_path / "adapters"


def add(adapters: Path, skill: str, weights: str, base: str = "base") -> Path:
    made = adapters / f".{weights}"
    made.mkdir(parents=True)
    for name in registry.FILES:
        (made / name).write_text(weights if name == registry.WEIGHTS else "{}")
    registry.write_new_manifest(made, skill, BaseModel(base, f"/{base}", ""), "d", {}, "acme")
    return versions.add(adapters / skill, made)


@pytest.fixture
def server() -> Iterator[VllmDouble]:
    with running(VllmDouble(takes_adapters=True)) as double:
        yield double


@pytest.fixture
def engine_of(adapters: Path) -> Iterator[Make]:
    made: list[AdapterServer] = []

    def engine(server: VllmDouble, company: str = "acme", seen: Path | None = None) -> AdapterServer:
        made.append(AdapterServer(ServerEngine(server.url, "base", timeout=5), company, Folders(adapters, seen)))
        return made[-1]

    yield engine
    for one in made:
        one.close()


def ask(engine: AdapterServer, name: str) -> str:
    return engine.generate(["Hello"], skill=name, schema=SCHEMA, max_tokens=8)[0].text


def asked(server: VllmDouble) -> list[str]:
    return [one["model"] for one in server.requests if "model" in one]


def test_adapters_come_and_go_by_the_names_of_their_company(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    one, two = add(adapters, "reply", "one"), add(adapters, "reply", "two")
    engine = engine_of(server)
    engine.load(f"reply@{one.name}", one)
    engine.load(f"reply@{two.name}", two)
    ask(engine, f"reply@{two.name}")
    assert server.roots == {f"deskhand-acme-{own.name}": str(own.resolve()) for own in (one, two)}
    assert asked(server) == [f"deskhand-acme-{two.name}"]
    assert engine.adapter_id(f"reply@{two.name}") == two.name
    engine.drop(f"reply@{one.name}")
    assert list(server.roots) == [f"deskhand-acme-{two.name}"]
    other = engine_of(server, "brix")
    other.load("reply", one)
    assert f"deskhand-brix-{one.name}" in server.roots


def test_a_path_is_told_as_the_server_sees_it_and_none_but_our_own(
    server: VllmDouble, engine_of: Make, adapters: Path, tmp_path: Path
) -> None:
    own, outside = add(adapters, "reply", "own"), add(tmp_path / "elsewhere", "reply", "outside")
    link = adapters / "reply" / outside.name
    link.symlink_to(outside)
    engine = engine_of(server, seen=Path("/mnt/adapters"))
    engine.load("reply", own)
    assert list(server.roots.values()) == [f"/mnt/adapters/reply/{own.name}"]
    for folder in (outside, link):
        with pytest.raises(AdapterError, match="of that folder only"):
            engine.load("other", folder)
    assert len(server.roots) == 1


def test_a_server_that_was_started_again_gets_it_again_and_the_request_is_repeated_once(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    engine.load("reply", own)
    server.restart()
    assert ask(engine, "reply")
    engine.load("again", own)  # it is there: no error
    server.restart()
    server.missing = lambda _: True
    with pytest.raises(EngineUnavailable, match=r"refuses .*DESKHAND_ENGINE_ADAPTERS"):  # no ticket is to blame
        ask(engine, "reply")


def test_a_server_that_was_started_again_gets_no_files_that_were_altered_since(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    engine.load("reply", own)
    (own / registry.WEIGHTS).write_bytes(b"altered")
    assert ask(engine, "reply")  # the server has what it loaded
    server.restart()
    with pytest.raises(EngineUnavailable, match="does not match its hash"):
        ask(engine, "reply")
    assert server.roots == {}


def test_what_is_expected_is_loaded_with_the_first_request(server: VllmDouble, engine_of: Make, adapters: Path) -> None:
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    engine.expect("reply", own)
    assert server.requests == []
    ask(engine, "reply")
    assert list(server.roots) == [f"deskhand-acme-{own.name}"]


def test_a_refusal_is_told_with_the_server_s_words(server: VllmDouble, engine_of: Make, adapters: Path) -> None:
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    server.missing = lambda _: True
    with pytest.raises(EngineError, match="No adapter found for"):
        engine.load("reply", own)
    assert engine.adapter_id("reply") is None
    server.missing = lambda _: False
    engine.load("reply", own)
    with pytest.raises(AdapterError, match="one server has one base"):
        engine.load("triage", add(adapters, "triage", "other", base="another"))


def test_a_server_without_the_interface_has_the_version_it_was_started_with(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    one, two = add(adapters, "reply", "one"), add(adapters, "reply", "two")
    server.takes_adapters = False
    server.models.add("deskhand-reply")
    server.roots["deskhand-reply"] = f"/there/reply/{one.name}"
    engine = engine_of(server)
    engine.load("reply", one)
    ask(engine, "reply")
    with pytest.raises(ServerMustRestart, match=rf"start it again with --lora-modules deskhand-reply=.*{two.name}"):
        engine.load("canary", two)
    assert asked(server) == ["deskhand-reply"]
    assert engine.adapter_id("reply") == one.name
    assert "start it again" in (engine.restart_for(two) or "")
    assert engine.restart_for(one) is None
    engine.expect("strict", two)
    with pytest.raises(EngineUnavailable, match="start it again"):
        ask(engine, "strict")
    assert engine.lost == {"strict"}
    engine.expect(
        "later", two, stands_in=True
    )  # a worker that starts goes on with what there is, and does not claim to know it
    ask(engine, "later")
    assert engine.adapter_id("later") == "server:deskhand-reply"


def test_a_server_that_answers_to_any_name_is_not_taken_for_one_that_has_the_adapter(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    """LM Studio says 200 to paths that it does not know, and chats as whatever model it has."""
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    told = b'{"error": "Unexpected endpoint or method. (POST /v1/load_lora_adapter). Returning 200 anyway"}'
    server.override = lambda request: (200, {}, told) if "lora_name" in request else None
    server.models.add(f"deskhand-acme-{own.name}")
    with pytest.raises(ServerMustRestart):
        engine.load("reply", own)
    engine.expect("reply", own)
    with pytest.raises(EngineUnavailable, match="does not say which version it has"):
        ask(engine, "reply")
    assert asked(server) == []
    assert engine.restart_for(own)


def test_a_route_that_is_named_after_adapters_is_no_interface(
    server: VllmDouble, engine_of: Make, adapters: Path
) -> None:
    own, engine = add(adapters, "reply", "own"), engine_of(server)
    server.override = lambda request: (404, {}, b'{"detail": "No route for POST /v1/load_lora_adapter"}')
    with pytest.raises(ServerMustRestart):
        engine.load("reply", own)


def test_the_doctor_hears_what_the_server_has(server: VllmDouble, engine_of: Make, adapters: Path) -> None:
    one, two = add(adapters, "reply", "one"), add(adapters, "reply", "two")
    engine = engine_of(server)
    engine.expect("reply", two)
    assert engine.check() == []  # a worker loads it
    server.takes_adapters = False
    [problem] = engine.check()
    assert "404 for deskhand-reply" in problem
    assert "start it again with --lora-modules deskhand-reply=" in problem
    server.models.add("deskhand-reply")
    server.roots["deskhand-reply"] = f"/there/reply/{one.name}"
    [problem] = engine.check()
    assert f"has /there/reply/{one.name} as deskhand-reply: start it again" in problem
    server.roots["deskhand-reply"] = f"/there/reply/{two.name}"
    assert engine.check() == []

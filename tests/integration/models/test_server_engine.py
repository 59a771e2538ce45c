"""The server engine against a real server: `transformers serve` with the real base model.

It knows no structured output and gives no token probabilities, so it shows what is left then: one line an answer, no
claim of certainty, and a `check` that says both. What vLLM does beside that is in test_server_protocol.py.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from models.errors import EngineError, EngineUnavailable
from models.generation.server import ServerEngine
from models.generation.server_requests import Api

pytestmark = pytest.mark.slow
START_SECONDS = 240  # 16 on an idle machine, most of it imports
COUNTING = '{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n'
ROUTING = 'Ticket: refund\nJSON:{"queue":"billing"}\nTicket: password\nJSON:{"queue":"access"}\nTicket: invoice\nJSON:'


@pytest.fixture(scope="module")
def url(base_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("serve")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    # float32: a processor without bf16 instructions emulates them, and one answer takes minutes.
    options = ["--host", "127.0.0.1", "--port", port, "--device", "cpu", "--dtype", "float32"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("transformers")), "serve", *options, str(base_folder)],
            env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, f"http://127.0.0.1:{port}", folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def engine(url: str, base_folder: Path) -> Iterator[ServerEngine]:
    engine = ServerEngine(url, str(base_folder), timeout=120.0, api=Api.COMPLETIONS)
    yield engine
    engine.close()


def test_answers_come_in_order_and_end_with_their_line(engine: ServerEngine) -> None:
    prompts = [COUNTING, ROUTING]
    made = engine.generate(prompts, skill="triage", schema={"type": "object"}, max_tokens=24)
    assert [json.loads(m.text) for m in made] == [{"n": 5}, {"queue": "billing"}]
    assert all(m.finished and m.prompt_tokens > 20 for m in made)
    assert all(m.tokens == () for m in made)


def test_check_says_what_this_server_cannot_do(engine: ServerEngine) -> None:
    schema, probabilities = engine.check()
    assert "to a JSON schema" in schema
    assert "no token probabilities" in probabilities


def test_a_model_it_does_not_serve_is_an_error_that_names_it(url: str) -> None:
    engine = ServerEngine(url, "another-model", api=Api.COMPLETIONS)
    try:
        with pytest.raises(EngineError, match="for another-model") as caught:
            engine.generate(["x"], skill="triage", schema={"type": "object"}, max_tokens=4)
        assert not isinstance(caught.value, EngineUnavailable)
    finally:
        engine.close()


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=1.0).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"transformers serve did not start:\n{log.read_text()[-2000:]}")

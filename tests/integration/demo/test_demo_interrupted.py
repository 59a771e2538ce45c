"""An interrupted demo goes on: nothing is posted twice, nothing is left running, and what was done is kept."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from models.weights.base import BaseModel
from tests.conftest import Stack
from tests.support.cli_tools import command, foreign, small_company
from worker import embedded
from worker.cli.demo import run as demo_run
from worker.cli.demo.steps import HANDLE, KNOWLEDGE, SERVERS, START
from worker.db.session import make_engine, transaction
from worker.db.tables import InboxRow, TicketRow
from worker.settings import Settings

OURS = "worker.cli.main"  # in the command line of the web process and of the workers, not of the servers
DEMO = command("demo", "--tickets", "3", "--json")


@pytest.fixture
def home(homes: Callable[[str], Path]) -> Iterator[Path]:
    folder = homes("demo-interrupted")
    yield folder
    embedded.down(Settings(home=folder))


@pytest.fixture
def environment(stack: Stack, home: Path, tiny_base: BaseModel, tmp_path: Path) -> dict[str, str]:
    ours = {"DESKHAND_HOME": str(home), "DESKHAND_BASE_MODEL": tiny_base.name}
    return {**stack.environment, **small_company(tmp_path), **ours}


def _hear_interrupts() -> None:
    """A shell that runs the tests in the background lets them ignore SIGINT, and a child inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(environment: dict[str, str], line: str, number: signal.Signals) -> tuple[int, str]:
    """Exit code and standard error of a demo that gets a signal once it has said `line`; it leaves no process behind."""
    said, below = "", []
    with subprocess.Popen(
        DEMO,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_interrupts,  # noqa: PLW1509 - no thread of ours runs here
    ) as demo:
        assert demo.stderr is not None
        for shown in demo.stderr:
            said += shown
            if shown.startswith(line):
                below = [p for p in psutil.Process(demo.pid).children(recursive=True) if OURS in p.cmdline()]
                demo.send_signal(number)
                break
        said += demo.stderr.read()
        code = demo.wait(120)
    assert foreign(said.splitlines()) == []  # no traceback either
    deadline = time.monotonic() + 60
    while left := [p for p in below if _runs(p)]:
        assert time.monotonic() < deadline, left
        assert line != HANDLE or number == signal.SIGKILL, "the others see for themselves that it is gone"
        time.sleep(0.1)
    return code, said


def _runs(process: psutil.Process) -> bool:
    """Return whether a process runs. It may end between two looks."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_wherever_it_is_interrupted_the_next_one_goes_on(environment: dict[str, str], home: Path) -> None:
    code, said = interrupted(environment, SERVERS, signal.SIGINT)
    assert code == 130
    assert f"Interrupted during “{SERVERS}”. Nothing was done yet. `make demo`" in said
    run = demo_run.read(home)
    assert run is not None

    code, said = interrupted(environment, f"{KNOWLEDGE}: reading", signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert "was not finished. This run goes on with it" in said

    code, said = interrupted(environment, f"{KNOWLEDGE}: reading", signal.SIGINT)
    assert code == 130
    assert "Kept: the servers run, the base model is converted." in said

    code, said = interrupted(environment, START, signal.SIGINT)
    assert code == 130
    assert "Kept: the servers run, the base model is converted, the knowledge is loaded." in said

    code, said = interrupted(environment, f"{HANDLE}: posting", signal.SIGINT)
    assert code == 130
    assert "0 of 3 tickets are decided" in said

    code, said = interrupted(environment, f"{HANDLE}: 0 of 3", signal.SIGKILL)
    assert code == -signal.SIGKILL

    done = subprocess.run(DEMO, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{KNOWLEDGE}: nothing has changed" in done.stderr
    assert foreign(done.stderr.splitlines()) == []
    summary = json.loads(done.stdout)
    assert summary.items() >= {"posted": 3, "accepted": 3, "terminal": 3, "lost": 0, "deliveries_sent": 3}.items()
    assert rows(home) == (3, 3), "what was posted before was not posted again"
    assert demo_run.read(home) == demo_run.Run(run.id, run.data, run.began, complete=True)


def rows(home: Path) -> tuple[int, int]:
    """How many tickets there are, and how many deliveries of webhooks."""
    engine = make_engine(embedded.connection_urls(Settings(home=home)).database)
    try:
        with transaction(engine, see_all=True) as session:
            count = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (TicketRow, InboxRow)]
    finally:
        engine.dispose()
    return count[0], count[1]


def test_the_same_run_is_taken_up_until_it_is_complete(tmp_path: Path) -> None:
    run, before = demo_run.take_up(tmp_path, b"tickets")
    assert before is None
    assert demo_run.opening(run, before) is None
    assert demo_run.take_up(tmp_path, b"tickets") == (run, run)
    assert "This run goes on with it" in str(demo_run.opening(run, run))

    demo_run.complete(tmp_path, run)
    second, before = demo_run.take_up(tmp_path, b"tickets")
    assert second.id != run.id
    assert "This begins again, with new tickets: the earlier ones stay" in str(demo_run.opening(second, before))
    assert [file.name for file in tmp_path.iterdir()] == [demo_run.FILE]


def test_other_tickets_are_another_run_for_the_same_name_with_other_words_is_a_conflict(tmp_path: Path) -> None:
    run, _ = demo_run.take_up(tmp_path, b"tickets")
    other, before = demo_run.take_up(tmp_path, b"other tickets")
    assert (other.id != run.id, before) == (True, run)
    assert "had other tickets" in str(demo_run.opening(other, before))


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"id": 1}', b"\xff"])
def test_a_damaged_file_costs_only_the_run(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / demo_run.FILE).write_bytes(damage)
    run, before = demo_run.take_up(tmp_path, b"tickets")
    assert before is None
    assert demo_run.read(tmp_path) == run
    assert [file.name for file in tmp_path.iterdir()] == [demo_run.FILE]

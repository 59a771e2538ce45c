"""The embedded servers: they survive their starter and kill -9, and keep out of each other's way."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import redis
from typer.testing import CliRunner

from worker import embedded
from worker.cli.main import app
from worker.db.session import make_engine
from worker.embedded import home as home_folder
from worker.embedded import postgres, processes, valkey
from worker.errors import NotReady, Refused
from worker.settings import Settings


def test_up_starts_both_servers_and_migrates(settings: Settings) -> None:
    urls = embedded.up(settings)

    with psycopg.connect(urls.database) as connection:
        row = connection.execute("select current_user, count(*) from tickets").fetchone()
        assert row == ("deskhand_app", 0)
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
    with redis.Redis.from_url(urls.broker, decode_responses=True) as client:
        config = client.config_get("appendonly", "appendfsync", "maxmemory-policy", "bind")
        assert config == {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "bind": "127.0.0.1",
        }
    assert embedded.connection_urls(settings) == urls


def test_up_again_changes_nothing(settings: Settings) -> None:
    before = embedded.up(settings), embedded.status(settings)

    assert (embedded.up(settings), embedded.status(settings)) == before


NEXT_PID = Path("/proc/sys/kernel/ns_last_pid")


@pytest.mark.skipif(not os.access(NEXT_PID, os.W_OK), reason="only root chooses the next pid")
def test_a_server_is_found_while_its_children_with_smaller_pids_come_and_go(settings: Settings) -> None:
    """Pids begin again after the largest: a server that runs for long has children with smaller ones."""
    last = NEXT_PID.read_text()
    NEXT_PID.write_text("30000")
    urls = embedded.up(settings)
    NEXT_PID.write_text("3000")
    ended = threading.Event()

    def connect() -> None:
        while not ended.is_set():
            psycopg.connect(urls.admin_database).close()

    with ThreadPoolExecutor(3) as pool:
        for _ in range(3):
            pool.submit(connect)
        try:
            found = [embedded.connection_urls(settings) for _ in range(100)]
        finally:
            ended.set()
            NEXT_PID.write_text(last)
    assert set(found) == {urls}


def test_servers_do_not_run_as_root(settings: Settings) -> None:
    embedded.up(settings)

    assert all(psutil.Process(server.pid).uids().real != 0 for server in embedded.status(settings))


@pytest.mark.parametrize("victims", ["the postmaster alone", "every process of it"])
def test_after_kill_9_of_postgres_up_brings_its_data_back(settings: Settings, victims: str) -> None:
    urls = embedded.up(settings)
    _write(urls, "kept")
    found = processes.find("postgres", postgres.data_folder(settings.home_path))
    for process in found[:1] if victims == "the postmaster alone" else found:
        with suppress(psutil.NoSuchProcess):  # the others end by themselves when the first is gone
            process.kill()

    _wait(lambda: not embedded.status(settings)[0].running)
    with pytest.raises(NotReady, match=r"PostgreSQL .* not running: run `deskhand up`"):
        embedded.connection_urls(settings)
    again = embedded.up(settings)

    assert again == urls
    assert "kept" in _read(again)


def test_after_kill_9_of_valkey_up_brings_its_data_back(settings: Settings) -> None:
    urls = embedded.up(settings)
    with redis.Redis.from_url(urls.broker) as client:
        client.set("doorbell", "7")
        client.execute_command("WAITAOF", 1, 0, 5000)
    os.kill(embedded.status(settings)[1].pid or 0, signal.SIGKILL)

    _wait(lambda: not embedded.status(settings)[1].running)
    with pytest.raises(NotReady, match=r"Valkey .* not running: run `deskhand up`"):
        embedded.connection_urls(settings)
    again = embedded.up(settings)

    assert again == urls
    with redis.Redis.from_url(again.broker) as client:
        assert client.get("doorbell") == b"7"


def test_a_backend_that_outlives_a_killed_postmaster_is_ended_before_a_new_one_starts(settings: Settings) -> None:
    urls = embedded.up(settings)
    with psycopg.connect(urls.admin_database) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        backend.suspend()  # it cannot notice that its postmaster dies
        os.kill(embedded.status(settings)[0].pid or 0, signal.SIGKILL)
        _wait(lambda: not embedded.status(settings)[0].running)

        again = embedded.up(settings)

        assert not processes.is_alive(backend)
        assert again == urls


def test_stale_pid_files_that_name_somebody_elses_process_are_seen_through(settings: Settings) -> None:
    urls = embedded.up(settings)
    _write(urls, "before")
    data = postgres.data_folder(settings.home_path)
    left_behind = (data / "postmaster.pid").read_text().splitlines()
    embedded.down(settings)
    user = processes.run_as(data)
    identity = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
    with subprocess.Popen(["sleep", "120"], **identity) as stranger:
        try:
            (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *left_behind[1:]]) + "\n")
            (valkey.data_folder(settings.home_path) / "valkey.pid").write_text(f"{stranger.pid}\n")
            assert not any(server.running for server in embedded.status(settings))
            assert embedded.down(settings) == []

            again = embedded.up(settings)

            assert "before" in _read(again)
            assert stranger.poll() is None
        finally:
            stranger.kill()


@pytest.mark.parametrize("setting", ["postgres_port", "valkey_port"])
def test_a_busy_port_is_refused_by_number_and_setting(homes: Callable[[str], Path], setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = Settings(home=homes("busy"), **{setting: port})

        with pytest.raises(Refused, match=rf"port {port} .* Set DESKHAND_{setting.upper()}"):
            embedded.up(settings)


def test_a_remembered_port_that_somebody_took_is_replaced(settings: Settings) -> None:
    before = embedded.up(settings)
    _write(before, "moved")
    embedded.down(settings)
    port = int(before.database.rpartition(":")[2].partition("/")[0])
    said: list[str] = []
    with socket.create_server(("127.0.0.1", port)):
        after = embedded.up(settings, said.append)

    assert after.database != before.database
    assert after.broker == before.broker
    assert any(f"port {port}" in step for step in said)
    assert "moved" in _read(after)


def test_a_wanted_port_is_used_and_another_one_refused_while_it_runs(homes: Callable[[str], Path]) -> None:
    home = homes("wanted")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    urls = embedded.up(Settings(home=home, postgres_port=port))

    assert f":{port}/" in urls.database
    with pytest.raises(Refused, match="run `deskhand down` first"):
        embedded.up(Settings(home=home, postgres_port=port + 1))


def test_two_homes_run_side_by_side(settings: Settings, homes: Callable[[str], Path]) -> None:
    """The second one deep below and with a blank in its name: no socket path, no shell may mind."""
    deep = Settings(home=homes("a home of its own") / ("deep" * 20) / ("deeper" * 10))
    one, two = embedded.up(settings), embedded.up(deep)
    _write(one, "in the first")
    _write(two, "in the second")

    assert "in the second" not in _read(one)
    assert "in the first" not in _read(two)
    assert sorted(embedded.down(deep)) == ["PostgreSQL", "Valkey"]
    assert all(server.running for server in embedded.status(settings))


def test_down_stops_both_and_status_says_so(settings: Settings) -> None:
    urls = embedded.up(settings)
    pids = [server.pid for server in embedded.status(settings)]

    assert embedded.down(settings) == ["Valkey", "PostgreSQL"]
    assert [server.running for server in embedded.status(settings)] == [False, False]
    assert not any(pid and psutil.pid_exists(pid) and processes.is_alive(psutil.Process(pid)) for pid in pids)
    assert embedded.down(settings) == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls.database, connect_timeout=2)


def test_down_says_that_somebody_was_connected(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(embedded.up(settings).database)
    monkeypatch.setenv("DESKHAND_HOME", str(settings.home))
    with closing(engine.raw_connection()):
        done = CliRunner().invoke(app, ["down"], env={"COLUMNS": "200"})
    engine.dispose()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "Stopped Valkey and PostgreSQL."
    assert "Others were connected (1)" in done.stdout

    embedded.up(settings)
    alone = CliRunner().invoke(app, ["down", "--json"])
    assert json.loads(alone.stdout) == {"stopped": ["Valkey", "PostgreSQL"], "connections": 0}
    again = CliRunner().invoke(app, ["down", "--json"])
    assert json.loads(again.stdout) == {"stopped": [], "connections": 0}


def test_down_of_a_home_that_never_was_does_nothing(tmp_path: Path) -> None:
    assert embedded.down(Settings(home=tmp_path / "never")) == []
    assert not (tmp_path / "never").exists()


def test_two_ups_at_once_start_one_of_each_that_outlive_both(homes: Callable[[str], Path]) -> None:
    """Processes, as two terminals would; an interrupted first start has left its half-made folder."""
    home = homes("raced")
    half_made = home / "postgres.part"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    command = [sys.executable, "-c", "from worker.cli.main import app; app()", "up", "--json"]
    environment = {**os.environ, "DESKHAND_HOME": str(home)}
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    printed = [process.communicate(timeout=120) for process in started]

    assert [process.returncode for process in started] == [0, 0], printed
    first, second = (json.loads(out) for out, _ in printed)
    assert first == second
    assert len(processes.find(valkey.PROGRAM, valkey.data_folder(home))) == 1
    with psycopg.connect(first["database"]) as connection:
        assert connection.execute("select count(*) from tickets").fetchone() == (0,)


def test_a_home_is_found_writable_by_many_at_once(tmp_path: Path) -> None:
    """They try it with one file: whoever removes it second must not take that for a refusal."""
    with ThreadPoolExecutor(8) as starting:
        list(starting.map(home_folder.prepare, [tmp_path] * 2000))

    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match=r"cannot be written .* set DESKHAND_HOME"):
        embedded.up(Settings(home=tmp_path / "file" / "home"))


def test_servers_by_url_are_used_and_nothing_is_started(stack: Any, homes: Callable[[str], Path]) -> None:
    settings = Settings(
        home=homes("by-url"),
        database_url=stack.urls.database,
        admin_database_url=stack.urls.admin_database,
        broker_url=stack.urls.broker,
    )

    assert embedded.up(settings) == stack.urls
    assert [(server.embedded, server.running) for server in embedded.status(settings)] == [(False, True)] * 2
    assert embedded.down(settings) == []
    assert all(server.running for server in embedded.status(stack.settings))
    assert not postgres.data_folder(settings.home_path).exists()


def test_a_database_by_url_that_does_not_answer_is_named_without_its_password(homes: Callable[[str], Path]) -> None:
    url = "postgresql://someone:hunter2@127.0.0.1:1/deskhand"
    settings = Settings(
        home=homes("gone"), database_url=url, admin_database_url=url, broker_url="redis://:hunter2@127.0.0.1:1/0"
    )

    with pytest.raises(NotReady, match=r"127\.0\.0\.1:1 could not be migrated") as caught:
        embedded.up(settings)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in str(embedded.status(settings))
    assert [server.running for server in embedded.status(settings)] == [False, False]


def _write(urls: embedded.Urls, name: str) -> None:
    with psycopg.connect(urls.admin_database) as connection:
        connection.execute(
            "insert into accounts (id, name, language, plan, tier) values (%s, 'x', 'en', 'x', 'x') "
            "on conflict do nothing",
            (name,),
        )


def _read(urls: embedded.Urls) -> set[str]:
    with psycopg.connect(urls.admin_database) as connection:
        return {row[0] for row in connection.execute("select id from accounts")}


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def settings(homes: Callable[[str], Path]) -> Settings:
    """One home for the tests that may share one: each begins with `up`, whatever the one before left behind."""
    return Settings(home=homes("shared"))

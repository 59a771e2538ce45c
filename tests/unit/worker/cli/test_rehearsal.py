"""The demo and the benchmarks can reach no real ticket."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.support.paths import DEMO
from worker.cli.demo.rehearsal import processes, require_harmless, variables
from worker.cli.main import app
from worker.errors import Refused
from worker.settings import Settings

ZENDESK = {
    "DESKHAND_HELPDESK": "zendesk",
    "DESKHAND_ZENDESK_URL": "https://real.zendesk.com",
    "DESKHAND_ZENDESK_EMAIL": "agent@real.example",
    "DESKHAND_ZENDESK_TOKEN": "canary",
    "DESKHAND_ZENDESK_AGENT_ID": "1",
}
SERVERS = {
    "DESKHAND_DATABASE_URL": "postgresql://deskhand_app:canary@db.example/deskhand",
    "DESKHAND_ADMIN_DATABASE_URL": "postgresql://deskhand:canary@db.example/deskhand",
    "DESKHAND_BROKER_URL": "redis://:canary@valkey.example/0",
}


@pytest.mark.parametrize("options", [[], ["--threads"]])
@pytest.mark.parametrize("configured", [ZENDESK, SERVERS])
def test_the_demo_refuses_before_it_touches_anything_where_real_servers_are_configured(
    configured: dict[str, str], options: list[str], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    result = CliRunner().invoke(app, ["demo", *options], env={**configured, "DESKHAND_HOME": str(home)})

    assert result.exit_code == 1
    assert "never answer a real ticket: unset DESKHAND_" in result.stderr
    assert "canary" not in result.output
    assert not home.exists()


@pytest.mark.parametrize(("options", "own"), [([], "--data"), (["--threads"], "--scripts")])
def test_the_demos_tickets_are_never_handled_as_those_of_another_company(
    options: list[str], own: str, tmp_path: Path
) -> None:
    company, home = tmp_path / "company.toml", tmp_path / "home"
    company.write_text((DEMO / "company.toml").read_text().replace('id = "ferrowick"', 'id = "acme"'))
    given = {"DESKHAND_HOME": str(home), "DESKHAND_COMPANY": str(company)}
    result = CliRunner().invoke(app, ["demo", *options], env=given)
    assert result.exit_code == 1
    assert f"name your own with {own} FILE" in result.stderr
    assert not home.exists()


def test_the_refusal_names_every_setting_that_stands_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ZENDESK, **SERVERS}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Refused) as refused:
        require_harmless(Settings())
    for name in (*SERVERS, "DESKHAND_HELPDESK"):
        assert name in str(refused.value)


def test_its_processes_are_refused_as_well_for_the_benchmarks_start_them_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in ZENDESK.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Refused), processes(Settings(home=tmp_path), "whsec_x"):
        raise AssertionError("started")


@pytest.mark.parametrize(("written", "used"), [("draft", "draft"), ("send", "send"), (None, "send")])
def test_a_reply_mode_from_the_env_file_is_kept_and_else_replies_are_sent_to_memory(
    written: str | None, used: str, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"DESKHAND_REPLY_MODE={written}\n" if written else "")
    settings: Any = Settings(_env_file=file, home=tmp_path)  # type: ignore[call-arg]

    told = variables(settings, "whsec_x", 1234)

    assert told["DESKHAND_REPLY_MODE"] == used
    assert told["DESKHAND_HELPDESK"] == "memory"
    assert told["DESKHAND_HOME"] == str(tmp_path)
    assert json.loads(told["DESKHAND_STANDARD_SECRETS"]) == ["whsec_x"]

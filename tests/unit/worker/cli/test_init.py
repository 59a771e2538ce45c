"""`deskhand init` writes a folder that can be used at once, and overwrites nothing."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from dotenv import dotenv_values
from typer.testing import CliRunner, Result

from worker.cli.main import app
from worker.company import load_company
from worker.library import knowledge_file


def init(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, ["init", *arguments], input=said)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_writes_is_a_company_that_every_command_reads(here: Path) -> None:
    (here / "pages").mkdir()
    queues = ("--queue", "billing=invoices, refunds", "--queue", "app=the phone app")
    done = init("acme", "--name", "Pfau & Söhne", *queues, "--language", "de", "--docs", "pages", "--yes")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "next: cd acme && deskhand doctor")
    company = load_company(here / "acme" / "company.toml")
    assert (company.id, company.name, company.signature) == ("pfau-and-soehne", "Pfau & Söhne", "Pfau & Söhne Support")
    assert list(company.queues) == ["billing", "app", "other"]
    assert company.queues["billing"] == "invoices, refunds"
    assert (company.not_support_queue, company.voices["de"].address) == ("other", "Sie")
    knowledge = knowledge_file.load(here / "acme" / "knowledge.toml")
    assert (knowledge.company, str(knowledge.sources["docs"].path)) == (company.id, str(here / "pages"))  # type: ignore[union-attr]
    settings = dotenv_values(here / "acme" / ".env")
    assert settings["DESKHAND_COMPANY"] == str(here / "acme" / "company.toml")
    assert settings["DESKHAND_ADAPTERS"] == str(here / "acme" / "adapters")
    assert [oct((here / "acme" / name).stat().st_mode & 0o777) for name in (".env", "tickets")] == ["0o600", "0o700"]


@pytest.mark.parametrize("name", ['A "B" \\ C', "L'Été # 1 = $HOME {x}", "東京 Café", "a'b\"c"])
def test_any_name_and_any_folder_can_be_written_and_read_again(here: Path, name: str) -> None:
    folder = here / name.replace("/", "")
    done = init(str(folder), "--name", name, "--id", "acme", "--queue", f"{name.replace('=', ' ')}=x = y", "--yes")
    assert done.exit_code == 0, done.output
    assert load_company(folder / "company.toml").name == name
    assert dotenv_values(folder / ".env", interpolate=True)["DESKHAND_KNOWLEDGE"] == str(folder / "knowledge.toml")


@pytest.mark.parametrize("there", ["company.toml", "knowledge.toml", ".env", ".gitignore"])
def test_nothing_that_exists_is_overwritten_and_then_nothing_is_written(here: Path, there: str) -> None:
    (here / "acme").mkdir()
    (here / "acme" / there).symlink_to("nowhere")
    done = init("acme", "--name", "Acme", "--yes")
    assert done.exit_code == 1
    assert f"acme has {there} already, and nothing was written" in done.stderr
    assert [path.name for path in (here / "acme").iterdir()] == [there]


def test_a_dry_run_shows_the_files_and_writes_none(here: Path) -> None:
    done = init("acme", "--name", "Acme", "--yes", "--dry-run", "--json")
    said = json.loads(done.stdout)
    assert (said["id"], said["written"], said["next"]) == ("acme", False, "cd acme && deskhand doctor")
    assert tomllib.loads(said["texts"]["company.toml"])["id"] == "acme"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "the company has no name: add --name"),
        (("--name", "東京"), "no id can be made of the name"),
        (("--name", " "), "an empty text"),
        (("--name", "A", "--id", "A b"), "an id has small letters, digits and - .*such as a-b"),
        (("--name", "A", "--queue", "=x"), "names no queue"),
        (("--name", "A", "--queue", "a", "--queue", "a=x"), "the queue a is named twice"),
        (("--name", "A", *(part for n in range(40) for part in ("--queue", f"q{n}"))), "41 queues are too many"),
        (("--name", "A", "--language", "nl"), "nl is no language that we answer in: it is one of en, de, fr, es"),
        (("--name", "A", "--helpdesk", "freshdesk"), "there is no helpdesk 'freshdesk'"),
        (("--name", "A", "--docs", "nowhere"), "nowhere is no folder"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(here: Path, arguments: tuple[str, ...], says: str) -> None:
    done = init("acme", "--yes", *arguments)
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert list(here.iterdir()) == []


def test_on_a_terminal_it_asks_for_what_the_options_leave_open(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.cli.init.command._asks", lambda: True)
    said = "Acme\n\n\nbilling = invoices\nbilling = twice\n\nen, xx\nen, fr\n\nzendesk\n"
    done = init("acme", said=said)
    assert done.exit_code == 0, done.output
    company = load_company(here / "acme" / "company.toml")
    assert (company.id, company.signature, list(company.queues)) == ("acme", "Acme Support", ["billing", "other"])
    assert list(company.voices) == ["fr"]
    assert "DESKHAND_ZENDESK_URL" in (here / "acme" / ".env").read_text()
    assert (here / "acme" / "docs").is_dir()

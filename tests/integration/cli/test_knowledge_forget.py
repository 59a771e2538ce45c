"""What the knowledge file does not name any more: `sync`, `status` and `doctor` point to it, `forget` deletes it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from benchmarks.knowledge_faults import HashEncoder
from tests.conftest import Database, Stack
from tests.support.paths import DEMO
from worker import bootstrap
from worker.cli.main import app
from worker.library import sync

DOCS = '[sources.{name}]\ntype = "folder"\npath = "{path}"\n'
ACCOUNTS = '[sources.crm]\ntype = "accounts"\npath = "accounts.csv"\ncontacts = "contacts.csv"\n'
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("docs", "wiki"):
        (tmp_path / name).mkdir()
        for n in range(3):
            (tmp_path / name / f"{n}.md").write_text(
                f"# {name} {n}\n\n## Use\n\nThe {name} valve {n} opens with a key.\n"
            )
    (tmp_path / "accounts.csv").write_text("id,name,plan\nacme,Acme,team\n")
    (tmp_path / "contacts.csv").write_text("account,email,verified\nacme,a@acme.example,true\n")
    return tmp_path


def names(folder: Path, *parts: str) -> None:
    (folder / "knowledge.toml").write_text("".join(parts))


@pytest.fixture
def run(folder: Path, stack: Stack, database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    encoder = HashEncoder()
    monkeypatch.setattr(bootstrap, "make_encoder", lambda *_: encoder)
    monkeypatch.setattr(sync, "make_encoder", lambda *_: encoder)
    environment = {
        "DESKHAND_HOME": str(stack.settings.home), "DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"), "COLUMNS": "400",
        "DESKHAND_COMPANY": str(DEMO / "company.toml"), "DESKHAND_ADAPTERS": str(folder / "adapters"),
        "DESKHAND_ENCODER": "hashes",
    }  # fmt: skip

    def command(*arguments: str, answer: str | None = None, **more: str) -> Result:
        return CliRunner().invoke(app, arguments, input=answer, env=environment | more)

    names(folder, DOCS.format(name="docs", path="docs"), DOCS.format(name="wiki", path="wiki"), ACCOUNTS)
    assert command("knowledge", "sync").exit_code == 0
    return command


def test_all_three_point_to_it_nothing_finds_it_and_forget_deletes_it(
    run: Run, folder: Path, database: Database
) -> None:
    names(folder, DOCS.format(name="docs", path="docs"), ACCOUNTS)
    said = (
        "wiki is not in the knowledge file any more: its 3 passages are not used; `deskhand knowledge forget wiki` deletes "
        "them"
    )
    synced = run("knowledge", "sync")
    assert synced.exit_code == 0
    for told in (synced, run("knowledge", "status"), run("doctor")):
        assert said in " ".join(told.stdout.split())
    assert said in json.loads(run("knowledge", "status", "--json").stdout)["notes"]
    found = json.loads(run("knowledge", "search", "wiki valve", "--json").stdout)["passages"]
    assert {hit["ref"].partition("/")[0] for hit in found} == {"docs"}

    dry = json.loads(run("knowledge", "forget", "wiki", "--dry-run", "--json").stdout)
    assert (dry["deleted"], dry["holding"]["documents"], dry["holding"]["passages"]) == (False, 3, 3)
    assert run("knowledge", "forget", "wiki", answer="n\n").exit_code == 1
    assert _sources(database) == ["crm", "docs", "wiki"]
    assert run("knowledge", "forget", "wiki", "--yes").exit_code == 0
    assert _sources(database) == ["crm", "docs"]
    assert "wiki" not in run("knowledge", "sync").stdout


def test_a_source_that_the_file_names_and_one_that_nobody_knows_are_refused(run: Run) -> None:
    named = run("knowledge", "forget", "docs", "--yes")
    assert (named.exit_code, "take it out of the file first" in named.stderr) == (1, True)
    strange = run("knowledge", "forget", "wki", "--yes")
    assert (strange.exit_code, "nothing of 'wki'" in strange.stderr) == (1, True)


def test_a_renamed_source_is_told_and_embedded_once(run: Run, folder: Path, database: Database) -> None:
    names(folder, DOCS.format(name="docs", path="docs"), DOCS.format(name="handbook", path="wiki"), ACCOUNTS)
    synced = run("knowledge", "sync")
    assert "3 of its 3 documents are those of handbook, so it seems to be renamed" in " ".join(synced.stdout.split())
    sources = json.loads(run("knowledge", "sync", "--json").stdout)["sources"]
    assert sources["handbook"]["unchanged"] == 3
    assert run("knowledge", "forget", "wiki", "--yes").exit_code == 0
    again = json.loads(run("knowledge", "sync", "--json").stdout)
    assert sum(counts["embedded"] for counts in again["sources"].values()) == 0
    assert again["notes"] == []


def test_an_account_source_takes_its_contacts_with_it(run: Run, folder: Path, database: Database) -> None:
    with database.owner.begin() as connection:
        connection.execute(
            text(
                "insert into tickets (source, external_id, subject, channel, account) values ('s', '1', '', 'web', 'acme')"
            )
        )
    names(folder, DOCS.format(name="docs", path="docs"), DOCS.format(name="wiki", path="wiki"))
    assert run("knowledge", "sync", "docs").exit_code == 0
    with database.owner.connect() as connection:
        assert connection.scalars(text("select verified from contacts")).all() == [False]
    refused = run("knowledge", "search", "plan", "--account", "acme", "--json")
    assert all(hit["account"] is None for hit in json.loads(refused.stdout)["passages"])
    dry = json.loads(run("knowledge", "forget", "crm", "--dry-run", "--json").stdout)
    assert (dry["accounts"], dry["contacts"], dry["tickets"]) == (1, 1, 1)
    assert run("knowledge", "forget", "crm", "--yes").exit_code == 0
    with database.owner.connect() as connection:
        for table in ("accounts", "contacts"):
            assert connection.scalar(text(f"select count(*) from {table}")) == 0  # noqa: S608 - a test's own word
        assert connection.scalars(text("select account from tickets")).all() == [None]


def test_an_encoder_that_is_not_in_effect_is_said(run: Run) -> None:
    said = (
        "the settings say other, and the live index is made by hashes, which goes on searching: run `deskhand knowledge"
    )
    for command in (("knowledge", "sync"), ("knowledge", "status"), ("doctor",)):
        assert said in " ".join(run(*command, DESKHAND_ENCODER="other").stdout.split())
        assert "the settings say" not in run(*command).stdout


def test_the_help_has_examples(run: Run) -> None:
    shown = run("knowledge", "forget", "--help").stdout
    assert "Examples:" in shown
    assert "deskhand knowledge forget wiki" in shown


def _sources(database: Database) -> list[str]:
    with database.owner.connect() as connection:
        return list(connection.scalars(text("select distinct source from documents order by 1")))


def test_contacts_of_a_source_that_is_of_another_type_now_are_verified_no_more(
    run: Run, folder: Path, database: Database
) -> None:
    names(folder, DOCS.format(name="docs", path="docs"), DOCS.format(name="crm", path="wiki"))
    assert run("knowledge", "sync").exit_code == 1  # the account would go: the source stands still
    with database.owner.connect() as connection:
        assert connection.scalars(text("select verified from contacts")).all() == [False]

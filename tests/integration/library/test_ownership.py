"""A database is one company's. A home that an earlier version's demo made may have become a company's own: only they know."""

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from knowledge.index import indexes
from tests.conftest import Database, Stack
from tests.support.paths import DEMO
from worker import demo_home, embedded, ownership
from worker.cli.demo import steps
from worker.cli.doctor import setup
from worker.cli.doctor.diagnosis import Level
from worker.cli.main import app
from worker.db import installation
from worker.errors import ForeignAsset, Refused
from worker.library.owner import ready_owner
from worker.settings import Settings


@pytest.fixture
def own(tmp_path: Path, database: Database) -> Settings:
    with database.owner.begin() as connection:
        connection.execute(text("delete from installation"))
    written = (DEMO / "company.toml").read_text()
    (tmp_path / "company.toml").write_text(written.replace('id = "ferrowick"', 'id = "acme"'))
    return Settings(home=tmp_path, company=tmp_path / "company.toml")


@pytest.mark.parametrize("mark", [demo_home.MARK, "demo.json"])
def test_a_home_of_the_demo_is_nobodys_else_until_a_person_says_so(
    own: Settings, database: Database, stack: Stack, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own.home_path / mark
    file.touch()
    with pytest.raises(ForeignAsset, match=rf'the home of "acme", delete {file} and run this again'):
        ownership.claim(own, database.owner)
    assert installation.owner_of(database.owner) is None
    ownership.require(own, database.owner)  # who runs goes on running
    monkeypatch.setattr(embedded, "database_urls", lambda _: (stack.urls.database, stack.urls.admin_database))
    [told] = setup.installation(own)
    assert told.level is Level.WRONG and "deskhand knowledge forget" in told.message
    file.unlink()
    ownership.claim(own, database.owner)
    assert installation.owner_of(database.owner) == "acme"


def test_the_demo_takes_a_home_of_its_own(own: Settings, database: Database) -> None:
    (own.home_path / "demo.json").touch()
    demo = Settings(home=own.home_path)
    ownership.claim(demo, database.owner)
    assert installation.owner_of(database.owner) == "ferrowick"
    with pytest.raises(ForeignAsset, match='that of the company "ferrowick"'):
        ownership.claim(own, database.owner)


def test_who_only_reads_records_nothing_and_another_company_is_refused(
    own: Settings, database: Database, stack: Stack
) -> None:
    asked = own.model_copy(update={"home": stack.settings.home})
    with ready_owner(asked, reads=True):
        assert installation.owner_of(database.owner) is None
    with ready_owner(asked):
        assert installation.owner_of(database.owner) == "acme"
    other = Settings(home=stack.settings.home)
    with pytest.raises(ForeignAsset, match='that of the company "acme"'), ready_owner(other, reads=True):
        raise AssertionError("opened")


@pytest.mark.parametrize(
    "command",
    [("doctor",), ("knowledge", "status"), ("history", "list"), ("replay",), ("knowledge", "forget", "x", "--dry-run")],
)
def test_a_look_at_a_database_takes_it_for_nobody(
    command: tuple[str, ...], own: Settings, database: Database, stack: Stack
) -> None:
    given = {"DESKHAND_HOME": str(stack.settings.home), "DESKHAND_COMPANY": str(own.company)}
    result = CliRunner().invoke(app, command, env=given)
    assert not isinstance(result.exception, AttributeError | TypeError), result.output
    assert installation.owner_of(database.owner) is None


def test_the_demo_takes_no_home_that_somebody_used_before_there_was_a_record(database: Database, stack: Stack) -> None:
    with database.owner.begin() as connection:
        indexes.create(connection, state=indexes.LIVE, encoder="x@1", splitter=2, dimensions=3)
    settings = Settings(home=stack.settings.home)
    with pytest.raises(Refused, match="has knowledge that no demo loaded"):
        steps._take(settings)
    assert installation.owner_of(database.owner) is None and not demo_home.is_marked(settings.home_path)

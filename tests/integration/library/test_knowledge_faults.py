"""Each way in which a source breaks, through the command itself: nothing is lost, and the exit code says so."""

from collections.abc import Iterator

import pytest
from click.testing import Result
from typer.testing import CliRunner

from benchmarks.knowledge_faults import FAULTS, Company, Fault, HashEncoder, help_centre, run, synced
from tests.conftest import Database, Stack, empty
from worker import bootstrap
from worker.cli.main import app
from worker.library import sync


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, stack: Stack, _engines: Database) -> Iterator[Company]:
    """A company that was synced. No fault may change that."""
    encoder, folder = HashEncoder(), tmp_path_factory.mktemp("faults")
    empty(_engines.owner)
    (folder / "company").mkdir()
    with pytest.MonkeyPatch.context() as patch, help_centre() as centre:
        made = Company(folder / "company", centre)
        patch.setattr(bootstrap, "make_encoder", lambda *_: encoder)
        patch.setattr(sync, "make_encoder", lambda *_: encoder)
        patch.setenv("DESKHAND_HOME", str(stack.settings.home))
        patch.setenv("DESKHAND_KNOWLEDGE", str(made.file("knowledge.toml")))
        patch.setenv("DESKHAND_ADAPTERS", str(folder / "adapters"))
        patch.setenv("CRM_URL", f"sqlite:///{made.file('crm.db')}")
        synced(made)
        yield made


def command(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "400", **environment})


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_nothing_is_lost_and_the_exit_code_says_so(company: Company, _engines: Database, fault: Fault) -> None:
    before, after, exit_code = run(company, _engines.owner, fault, fault.source)
    assert before["documents"] == 10
    assert after == before
    assert exit_code == 1


def test_a_source_has_its_own_share_or_that_of_the_settings(company: Company) -> None:
    company.write()
    company.half("prices.csv")
    assert command("knowledge", "sync", "prices", "--dry-run", DESKHAND_MAX_SHRINK="0.3").exit_code == 1
    assert command("knowledge", "sync", "prices", "--dry-run", DESKHAND_MAX_SHRINK="0.6").exit_code == 0
    file = company.file("knowledge.toml")
    file.write_text(file.read_text().replace('path = "prices.csv"', 'path = "prices.csv"\nmax_shrink = 0.6'))
    assert command("knowledge", "sync", "prices", "--dry-run", DESKHAND_MAX_SHRINK="0.3").exit_code == 0
    file.write_text(file.read_text().replace("max_shrink = 0.6", "max_shrink = 6"))
    assert command("knowledge", "sync", "prices", "--dry-run").exit_code == 1


def test_what_is_meant_goes_through_for_the_source_that_is_named(company: Company, _engines: Database) -> None:
    company.write()
    company.emptied("docs")
    company.header("contacts.csv")
    dry = command("knowledge", "sync", "--dry-run")
    assert dry.exit_code == 1
    assert "10 of its 10 documents would go" in dry.stdout
    assert "10 of its 10 contacts would go" in dry.stdout
    done = command("knowledge", "sync", "--allow-shrink", "docs")
    assert done.exit_code == 0, done.output
    with _engines.owner.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from documents where source = 'docs'").scalar() == 0
        assert connection.exec_driver_sql("select count(*) from contacts").scalar() == 20
    assert "contacts would go" in command("knowledge", "sync").stdout
    for told in (command("knowledge", "status"), command("doctor")):
        assert "accounts stands at its last good state since" in " ".join(told.stdout.split())

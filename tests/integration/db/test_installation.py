"""One database serves one company."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import DEMO
from worker import bootstrap, demo_home
from worker.db import installation
from worker.errors import ForeignAsset
from worker.library.owner import ready_owner
from worker.settings import Settings


@pytest.fixture
def acme(stack: Any, database: Any, tmp_path: Path) -> Settings:
    del database  # it empties the home too
    file = tmp_path / "company.toml"
    file.write_text(
        (DEMO / "company.toml").read_text(encoding="utf-8").replace('"ferrowick"', '"acme"'), encoding="utf-8"
    )
    return Settings(home=stack.settings.home, company=file, adapters=tmp_path)


def test_the_first_that_writes_owns_the_database_and_another_company_is_refused(
    stack: Any, database: Any, acme: Settings
) -> None:
    with bootstrap.opened(acme):
        assert installation.owner_of(database.owner) is None  # who only reads takes nothing
    with ready_owner(stack.settings):
        assert installation.owner_of(database.app) == "ferrowick"
    for use in (bootstrap.opened, ready_owner):
        with pytest.raises(ForeignAsset, match=r'"ferrowick".*says "acme": set DESKHAND_HOME'), use(acme):
            pass
    with ready_owner(stack.settings), bootstrap.opened(stack.settings):
        pass
    nobody = acme.model_copy(update={"company": None})
    with bootstrap.opened(nobody):  # a list of tickets needs no company
        pass


def test_a_home_of_the_demo_without_a_record_is_nobodys_until_a_person_says_whose(
    database: Any, acme: Settings
) -> None:
    mark = acme.home_path / demo_home.MARK
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text("")
    with pytest.raises(ForeignAsset, match="its knowledge may lie there"), ready_owner(acme):
        pass
    assert installation.owner_of(database.owner) is None
    mark.unlink()
    with ready_owner(acme):
        pass
    assert installation.owner_of(database.owner) == "acme"

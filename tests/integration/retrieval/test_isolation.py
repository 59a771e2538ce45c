"""The probes of benchmarks/isolation.py, a few of each: nobody finds another's row, and the probes would show it."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from benchmarks import isolation
from knowledge.search import candidates
from tests.conftest import Database, empty
from tests.support.knowledge_tools import TODAY, Knowledge
from worker.library.sources import open_sources
from worker.retrieval.finder import Finder
from worker.settings import Settings

ACCOUNTS, PROBES = 4, 30


@pytest.fixture(scope="module")
def knowledge(_engines: Database) -> Iterator[Knowledge]:
    empty(_engines.owner)
    made = Knowledge(_engines.owner, _engines.app)
    with open_sources(Settings(knowledge=Path("demo/knowledge.toml"))) as sources:
        assert made.sync(*sources).failures == {}  # each document of the demo
    yield made
    empty(_engines.owner)


@pytest.fixture(scope="module")
def probes(knowledge: Knowledge) -> dict[str, list[isolation.Probe]]:
    passages = isolation.owned(knowledge.owner, ACCOUNTS)
    return {account: isolation.make_probes(own, PROBES, random.Random(7)) for account, own in passages.items()}


def probe(knowledge: Knowledge, probes: Any, engine: Any = None) -> isolation.Result:
    encoder = isolation.Remembering(knowledge.encoder)
    finder = Finder(engine or knowledge.app, lambda _: encoder, None, today=lambda: TODAY)  # type: ignore[arg-type,return-value]
    return isolation.probe_all(finder, probes)


def test_no_account_and_no_stranger_finds_another_accounts_row(knowledge: Knowledge, probes: Any) -> None:
    result = probe(knowledge, probes)
    assert (result.foreign, result.errors) == ([], [])
    assert result.is_clean
    assert result.total == ACCOUNTS * ACCOUNTS * PROBES  # each pair, and the stranger
    assert result.upper_bound == 3 / result.total
    for manner in isolation.MANNERS:
        assert result.found[manner] >= 0.75 * result.controls[manner] > 0  # what is asked for is there to be found


def test_the_predicate_alone_keeps_them_out(knowledge: Knowledge, probes: Any) -> None:
    """For the owner there is no row-level security."""
    assert probe(knowledge, probes, knowledge.owner).is_clean


def test_row_level_security_alone_keeps_them_out(
    knowledge: Knowledge, probes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_predicate(monkeypatch)
    result = probe(knowledge, probes)
    assert (result.foreign, result.errors) == ([], [])


def test_with_neither_the_probes_find_what_they_ask_for(
    knowledge: Knowledge, probes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_predicate(monkeypatch)
    result = probe(knowledge, probes, knowledge.owner)
    assert {probe.manner for _, probe, _ in result.foreign} == set(isolation.MANNERS)
    assert len(result.foreign) > result.total / 2
    assert not result.is_clean


def without_predicate(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a careless change of the statement would leave it."""
    visible = candidates.SQL.replace("and (p.account is null or p.account = :account)", "")
    assert visible != candidates.SQL
    careless = visible.replace("account = :account", "account is not null")
    assert careless.count("account is not null") >= 4
    monkeypatch.setattr(candidates, "SQL", careless)


def test_every_probe_is_another_text_and_every_manner_has_its_share(probes: Any) -> None:
    for own in probes.values():
        assert len({one.text for one in own}) == PROBES
        shares = [sum(one.manner == manner for one in own) for manner in isolation.MANNERS]
        assert max(shares) - min(shares) <= 1


def test_accounts_have_several_passages_each(knowledge: Knowledge) -> None:
    with knowledge.owner.connect() as connection:
        accounts = connection.scalar(text("select count(distinct account) from passages"))
    assert accounts == 60

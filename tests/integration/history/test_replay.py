"""A replay of past tickets through the real pipeline with small models: dry, beside what people did, on a real Postgres."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from knowledge.handled_tickets import load_handled
from models.heads.fit import FROZEN
from models.weights.base import BaseModel
from tests.conftest import empty
from tests.support import company as small
from tests.support.paths import DEMO
from worker.bootstrap import make_finder
from worker.cli.progress import Step
from worker.company import load_company
from worker.db import past_tickets
from worker.db.session import transaction
from worker.errors import Refused
from worker.history.replay.asking import precedents
from worker.history.replay.choosing import choose
from worker.learning import heads_training, serving_heads
from worker.library.sync import sync_all
from worker.past import PastMessage, PastTicket
from worker.retrieval.query import Query
from worker.settings import Settings
from worker.thread import Author

TICKETS = 20
TABLES = (
    "tickets messages inbox runs decisions replies deliveries outcomes past_tickets past_messages past_examples precedents"
).split()


def past(number: int, row: Any) -> PastTicket:
    at = datetime.now(UTC) - timedelta(days=number + 1)
    answer = " ".join(row.sentences)
    answered = [PastMessage(Author.AGENT, answer, at + timedelta(hours=1))] if answer else []
    return PastTicket(
        source="old.csv",
        external_id=row.id,
        subject=row.subject,
        messages=(PastMessage(Author.CUSTOMER, row.body, at), *answered),
        requester_email=row.requester,
        language=row.language,
        group_last=row.queue,
        priority_last=row.priority,
        tags=("escalated",) if row.escalate else (),
        passages=row.passages,
        created_at=at,
    )


@pytest.fixture(scope="module")
def environment(
    stack: Any, _engines: Any, tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """A small company with heads, and twenty past tickets that are no precedents but for one."""
    folder = tmp_path_factory.mktemp("replay")
    empty(_engines.owner)
    knowledge = small.write(folder / "company")
    rows = load_handled(DEMO / "tickets" / "train.jsonl")
    settings = Settings(
        home=stack.settings.home,
        knowledge=knowledge,
        adapters=folder / "adapters",
        base_model=tiny_base.name,
        threads=1,
        translate=False,
    )
    sync_all(settings)
    prepared = heads_training.prepare(settings, rows[::6], lambda *_: None)
    made = heads_training.train(settings, prepared, (FROZEN,), compare=False).heads

    serving_heads.serve(settings, made, "the first")
    precedent = load_handled(knowledge.parent / "handled.jsonl")[0]
    chosen = [precedent, *[row for row in rows[3::20] if row.id != precedent.id]][:TICKETS]
    with transaction(_engines.owner) as session:
        for number, row in enumerate(chosen):
            past_tickets.store(session, past(number, row))
    yield {
        **stack.environment,
        "DESKHAND_KNOWLEDGE": str(knowledge),
        "DESKHAND_ADAPTERS": str(settings.adapters),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_THREADS": "1",
        "DESKHAND_TRANSLATE": "false",
        "COLUMNS": "160",
    }
    empty(_engines.owner)


def replay(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[bytes]:
    run = [sys.executable, "-m", "worker.cli.main", "replay", *options]
    return subprocess.run(run, env=environment, capture_output=True, timeout=400, check=False)


def rows_of(engines: Any) -> dict[str, int]:
    with engines.owner.connect() as connection:
        return {table: connection.scalar(text(f"select count(*) from {table}")) for table in TABLES}  # noqa: S608


@pytest.mark.slow
def test_past_tickets_are_run_dry_beside_what_people_did(
    environment: dict[str, str], _engines: Any, tmp_path: Path
) -> None:
    """The bars of the company file are not passed by so few tickets, which is the exit code."""
    before, html = rows_of(_engines), tmp_path / "replay.html"
    company = tmp_path / "company.toml"
    written = (DEMO / "company.toml").read_text(encoding="utf-8")
    company.write_text(f"{written}\n[replay]\nmin_routed = 0.99\n", encoding="utf-8")
    answer = replay({**environment, "DESKHAND_COMPANY": str(company)}, "--json", "--html", str(html))
    assert answer.returncode == 1, answer.stderr.decode()
    told = json.loads(answer.stdout)
    figures = told["figures"]
    assert figures["tickets"] == TICKETS
    assert sum(figures[name] for name in ("sent", "held", "handed_over", "nothing_to_do")) == TICKETS
    assert figures["routed"]["of"] == TICKETS and figures["routed"]["share"] > 0.3
    assert sum(own["tickets"] for own in told["queues"].values()) == TICKETS
    assert next(iter(told["tickets"])) == "Would have been sent, and wrong"
    assert "counts as right if" in told["definition_of_right"]
    assert [bar["name"] for bar in told["bars"]] == ["min_routed"] and not told["passes"]
    assert any("today's" in line for line in told["cautions"])
    assert rows_of(_engines) == before
    assert html.stat().st_mode & 0o777 == 0o600
    assert b"replay past tickets" in answer.stderr


def test_a_ticket_does_not_find_itself_as_a_precedent(environment: dict[str, str], _engines: Any) -> None:
    settings = Settings(home=environment["DESKHAND_HOME"], knowledge=Path(environment["DESKHAND_KNOWLEDGE"]), threads=1)
    finder = make_finder(settings, _engines.app, list, rerank=False)
    name, said = precedents(_engines.owner)[0]
    asked = [Query(said), Query(said, copies=(name,))]
    with_it, without = ({r.hit.ref: r.hit.precedent_score or 0.0 for r in one.ranked} for one in finder.find(asked))
    assert max(with_it.values()) > max(without.values(), default=0.0)


def test_a_sample_is_the_same_each_time_and_a_time_leaves_out_what_was_asked_before(
    environment: dict[str, str], _engines: Any
) -> None:
    company, now = load_company(DEMO / "company.toml"), datetime.now(UTC)

    def chosen(**wanted: Any) -> list[str]:
        options = {"since": None, "limit": 500, "source": None, **wanted}
        return [one.ticket.external_id for one in choose(_engines.owner, company, step=Step("x"), **options).chosen]

    assert len(chosen(limit=6)) == 6 and chosen(limit=6) == chosen(limit=6)
    assert len(chosen(since=now - timedelta(days=5, hours=1))) == 5
    assert len(chosen(source="imports")) == len(chosen(source="old.csv")) == TICKETS
    with pytest.raises(Refused, match="no past tickets of 'moon'"):
        chosen(source="moon")

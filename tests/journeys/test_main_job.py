"""The main job as a user runs it: real processes, HTTP, Celery, Postgres, Valkey and model."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import MODELS_HOME, Database, Stack
from worker.cli.demo.rehearsal import new_secret, post, processes
from worker.db import reports
from worker.db.session import transaction
from worker.db.tables import CitationRow, HelpdeskMemoryRow
from worker.library import sync
from worker.settings import Settings

INBOUND = Path("demo/tickets/inbound.jsonl")
SECONDS = 300


@pytest.mark.usefixtures("base_model")
def test_signed_webhooks_become_decisions_that_reach_the_helpdesk_once(
    stack: Stack, database: Database, small_company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = stack.settings.home_path / "models"
    if not models.exists():
        models.symlink_to(MODELS_HOME / "models")
    for name, value in stack.environment.items():
        if name.startswith("DESKHAND_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("DESKHAND_KNOWLEDGE", str(small_company))
    sync.sync_all(Settings(home=stack.settings.home))
    rows = [json.loads(line) for line in INBOUND.read_text(encoding="utf-8").splitlines()]
    chosen = [r for r in rows if not r["body"].strip()][:1] + [r for r in rows if r["body"].strip()][:5]
    secret = new_secret()

    with processes(stack.settings, secret) as url:
        posted = [post(url, secret, row, "journey") for row in chosen]
        assert [p.status for p in posted] == [202] * len(chosen)
        ids = [p.ticket_id for p in posted if p.ticket_id is not None]
        stories = wait_until_delivered(database, ids)

    for story in stories:
        assert story["ticket"]["state"] == "decided"
        assert story["decision"]["outcome"] in {"send", "ask", "hold", "hand_over", "nothing_to_do"}
        assert [d["state"] for d in story["deliveries"]] == ["sent"]
        assert not any(what.startswith("invalid output") for what in story["run"]["failures"].values())
        if story["decision"]["outcome"] == "send":
            assert story["citations"], "what is sent is cited"
    empty = stories[0]
    assert (empty["decision"]["outcome"], empty["decision"]["reason"]) == ("hand_over", "nothing_to_answer")
    with transaction(database.app, see_all=True) as session:
        told = session.scalars(select(HelpdeskMemoryRow)).all()
        assert len(told) == len({row.marker for row in told}) == len(ids)
        for citation in session.scalars(select(CitationRow)):
            assert citation.quote and citation.ref and citation.title


def wait_until_delivered(database: Database, ids: list[int]) -> list[dict[str, Any]]:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        stories = [reports.explain(database.app, i) for i in ids]
        known = [s for s in stories if s is not None and s["deliveries"]]
        if len(known) == len(ids) and all(d["state"] == "sent" for s in known for d in s["deliveries"]):
            return known
        time.sleep(0.5)
    raise AssertionError(f"not all delivered within {SECONDS} s: {[s and s['ticket']['state'] for s in stories]}")

"""Answers that are stored, and what agents wrote after them, are diagnosed on a real index."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from models.generation.engine import ScriptedEngine
from models.skills import triage as skill
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge
from tests.support.rows import add, claim, message
from tests.unit.worker.pipeline.builders import COMPANY
from worker.db import corrected
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.diagnosis.causes import Cause, Diagnosis
from worker.diagnosis.claims import Around, claims
from worker.diagnosis.diagnosing import Practice, diagnose
from worker.diagnosis.library import Library
from worker.diagnosis.oracle import tried
from worker.diagnosis.stored import case_of
from worker.domain import Run
from worker.history import candidates
from worker.history.attribution import Attributor
from worker.pipeline.policy import Policy
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.retrieval.finder import Finder

EXPORT = "An Admin can export the asset list as CSV under Settings > Data."
LABELS = "Labels for assets are printed on A4 sheets with 24 labels each."
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("export", ("Export", EXPORT), title="Data")
    made.shelf.put("labels", ("Labels", LABELS), title="Labels")
    for n in range(12):
        made.shelf.put(
            f"other-{n}", (f"Topic {n}", f"Gauge {n} of pump {n} shows pressure {n * 7} in bar."), title="Pumps"
        )
    made.sync()
    return made


@pytest.fixture
def practice(knowledge: Knowledge) -> Practice:
    search = Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY)  # type: ignore[arg-type]
    own = Attributor(candidates.Library(knowledge.app, search, COMPANY, (), TODAY))
    engine = ScriptedEngine([skill.answer("billing", "normal", False, None)] * 3)  # of triage; statements are chosen
    tools = Tools(engine, search.tickets, COMPANY, Policy("draft", 0.7, None), chooses=True)
    return Practice(Library(search, search, own, knowledge.app, TODAY), tools)


def decided(database: Database, practice: Practice, body: str) -> Run:
    """A ticket comes, and the worker's decision is stored."""
    add(database.app, subject="Assets", body=body)
    [ticket] = claim(database.app, limit=1)
    [run] = handle_batch([ticket], practice.tools)
    assert queue.commit(database.app, run, "me", [])
    return run


def answered(database: Database, ticket_id: int, body: str, *, public: bool = True) -> None:
    with transaction(database.app, see_all=True) as session:
        session.execute(
            text(
                "insert into messages (ticket_id, source, external_id, author, public, body, original, occurred_at) "
                "select id, source, external_id, 'agent', :public, :body, :body, clock_timestamp() from tickets "
                "where id = :id"
            ),
            {"id": ticket_id, "body": body, "public": public},
        )


def diagnosed(database: Database, practice: Practice) -> list[Diagnosis]:
    with transaction(database.app, see_all=True) as session:
        rows = [corrected.read(session, one) for one in corrected.corrected(session, LONG_AGO, 10)]
    return [diagnose(case_of(row, COMPANY), practice) for row in rows]


def test_the_page_that_was_shown_and_not_used_is_confirmed_by_a_run_with_it_alone(
    database: Database, practice: Practice
) -> None:
    run = decided(database, practice, "How are the labels printed, and can I export the asset list as CSV?")
    assert run.reply is not None
    wanted = EXPORT if LABELS in run.reply.sentences else LABELS
    answered(database, run.ticket.id, f"Hello Femke,\n\n{wanted}\n\nKind regards\nAda")
    [found] = diagnosed(database, practice)
    assert found.cause is Cause.SHOWN_NOT_USED
    assert found.evidence[-1].text.startswith("Confirmed by a run with the right passages alone")
    assert wanted in found.evidence[-1].text


def test_what_no_page_says_is_missing_and_a_private_note_is_no_answer(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "Can your trainer visit us and show how labels are printed?")
    answered(database, run.ticket.id, "Ask sales about the trainer in Leeds.", public=False)
    assert diagnosed(database, practice) == []
    answered(database, run.ticket.id, "Our trainer in Leeds can visit you for two hours next spring.")
    [found] = diagnosed(database, practice)
    assert found.cause is Cause.KNOWLEDGE_MISSING
    assert found.ticket == str(run.ticket.id)


def test_a_queue_that_a_person_changed_is_a_wrong_route(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "How are the labels for assets printed?")
    with transaction(database.app, see_all=True) as session:
        session.execute(
            text("insert into outcomes (decision_id, fate, queue_after) select id, 'edited', 'access' from decisions")
        )
    answered(database, run.ticket.id, LABELS)
    [found] = diagnosed(database, practice)
    assert found.cause is Cause.WRONG_ROUTE
    assert "billing" in found.evidence[0].text


def test_a_draft_that_was_used_is_not_looked_at(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "How are the labels for assets printed?")
    answered(database, run.ticket.id, LABELS)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into outcomes (decision_id, fate) select id, 'used' from decisions"))
    assert diagnosed(database, practice) == []
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update outcomes set queue_after = 'access'"))
    assert [one.cause for one in diagnosed(database, practice)] == [Cause.WRONG_ROUTE]


def test_the_ticket_is_read_as_it_was_when_it_was_decided(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "How are the labels for assets printed?")
    answered(database, run.ticket.id, LABELS)
    message(database.app, run.ticket.id, 2, "And what does the new gauge cost?")
    with transaction(database.app, see_all=True) as session:
        [decision] = corrected.corrected(session, LONG_AGO, 10)
        row = corrected.read(session, decision)
        assert corrected.corrected(session, datetime.now(UTC) + timedelta(days=1), 10) == []
    assert (row.ticket.version, row.ticket.body) == (1, "How are the labels for assets printed?")
    assert row.ticket.thread.before == ()
    assert [one["original"] for one in row.messages] == [LABELS]


def test_an_answer_to_what_the_customer_wrote_since_is_no_correction(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "How are the labels for assets printed?")
    message(database.app, run.ticket.id, 2, "And can I export the asset list?")
    answered(database, run.ticket.id, EXPORT)
    assert diagnosed(database, practice) == []


def test_a_run_that_says_a_part_of_the_answer_is_told_as_that(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "Which pressure does gauge 3 of pump 3 show?")
    answered(database, run.ticket.id, f"{EXPORT} {LABELS}")
    with transaction(database.app, see_all=True) as session:
        [decision] = corrected.corrected(session, LONG_AGO, 10)
        case = case_of(corrected.read(session, decision), COMPANY)
    own = [claim for claim in claims(case, practice.library, Around((), writes_freely=False)) if not claim.is_said]
    assert len(own) == 2
    made = tried(case, own, practice.tools, practice.library)
    assert (made.met, made.said) == (1, (EXPORT,)) or (made.met, made.said) == (1, (LABELS,))


def test_of_many_corrected_answers_the_newest_are_looked_at(database: Database, practice: Practice) -> None:
    runs = [decided(database, practice, f"How are the labels of shelf {n} printed?") for n in range(3)]
    for run in runs:
        answered(database, run.ticket.id, EXPORT)
    with transaction(database.app, see_all=True) as session:
        found = [corrected.read(session, one).ticket.id for one in corrected.corrected(session, LONG_AGO, 2)]
    assert found == [run.ticket.id for run in runs[1:]]


def test_diagnosing_stores_nothing(database: Database, practice: Practice) -> None:
    run = decided(database, practice, "How are the labels for assets printed?")
    answered(database, run.ticket.id, EXPORT)

    def counted() -> list[int]:
        tables = ("runs", "decisions", "replies", "deliveries", "messages")
        with transaction(database.app, see_all=True) as session:
            return [session.scalar(text(f"select count(*) from {name}")) or 0 for name in tables]  # noqa: S608

    before = counted()
    assert len(diagnosed(database, practice)) == 1
    assert counted() == before

"""A ticket that people solved becomes a handled one in the next sync: a past ticket, an example with its passages, a precedent
that the next search finds. All over HTTP, with a real Postgres, a double of Zendesk and the small encoder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.history.test_outcomes import OTHER, decided, desk, draft, drafted
from tests.integration.process.test_mail_and_people import QUESTION, SECOND, SENTENCE, Play, play
from worker.bootstrap import make_finder
from worker.cli.demo.zendesk_double.people import COLLEAGUE
from worker.cli.progress import Step
from worker.db import erasures, past_tickets
from worker.db.session import transaction
from worker.history.example import Example
from worker.history.refreshing import Refreshed, refresh
from worker.library.sync import sync_all
from worker.past import PastTicket
from worker.retrieval.query import Query
from worker.settings import Settings
from worker.thread import Author

__all__ = ["desk", "drafted", "play"]

REF = "docs/reset.md#Reset links"


@pytest.fixture
def settings(stack: Any, tmp_path: Path) -> Iterator[Settings]:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "reset.md").write_text(f"# Access\n\n## Reset links\n\n{SENTENCE} {SECOND}\n")
    (tmp_path / "docs" / "bills.md").write_text(
        "# Bills\n\n## Invoices\n\nInvoices are sent on the first day of a month.\n"
    )
    (tmp_path / "knowledge.toml").write_text(
        '[sources.docs]\ntype = "folder"\npath = "docs"\n\n[sources.history]\ntype = "history"\n'
    )
    yield Settings(
        home=stack.settings.home,
        knowledge=tmp_path / "knowledge.toml",
        adapters=tmp_path / "adapters",
        threads=1,
        translate=False,
        zendesk_groups={"billing": 7, "access": 8},
    )


def synced(settings: Settings) -> Refreshed:
    sync_all(settings)
    return refresh(settings, Step("test"))


def past(database: Any) -> list[PastTicket]:
    with transaction(database.owner) as session:
        return [ticket for _, ticket in past_tickets.read(session)]


def examples(database: Any) -> list[Example]:
    with transaction(database.owner) as session:
        return [Example.from_json(values) for _, _, values in past_tickets.examples(session)]


def precedents(database: Any) -> list[tuple[str, list[str]]]:
    with database.owner.connect() as connection:
        return [(row.ticket, row.answers) for row in connection.execute(text("select ticket, answers from precedents"))]


def test_a_solved_ticket_is_a_precedent_after_the_next_sync(drafted: Play, database: Any, settings: Settings) -> None:
    drafted.double.agent_comments(1, f"Hi Femke,\n\n{SECOND} {SENTENCE}\n\nKind regards\nInes Brandt", status="solved")
    drafted.double.webhooks.send_all()
    first = synced(settings)
    assert (first.solved.added, first.examples) == (1, 1)
    (ticket,) = past(database)
    assert (ticket.source, ticket.external_id, ticket.status) == ("deskhand", "zendesk/1", "solved")
    assert {message.author for message in ticket.messages} == {Author.CUSTOMER, Author.AGENT}
    (example,) = examples(database)
    assert [sentence.text for sentence in example.sentences] == [SECOND, SENTENCE] and not example.is_ours
    assert example.passages == (REF,)
    assert precedents(database) == [("1", [REF])]
    again = synced(settings)
    assert (again.solved.any_change, again.report) == (False, None)
    (found,) = make_finder(settings, database.app, list, rerank=False).find([Query(QUESTION)])
    assert {one.hit.ref: one.hit.precedent_rank for one in found.ranked}[REF] == 1
    assert precedents(database) == [("1", [REF])]


def test_a_draft_that_a_person_sent_teaches_and_what_it_cites_is_known(
    drafted: Play, database: Any, settings: Settings
) -> None:
    drafted.double.agent_comments(1, draft(drafted), status="solved")
    drafted.double.webhooks.send_all()
    synced(settings)
    (ticket,) = past(database)
    assert ticket.passages  # the references of our citations: a person sent what they carry
    assert [example.is_ours for example in examples(database)] == [False]


def test_our_own_words_alone_teach_nothing(desk: Play, database: Any, settings: Settings) -> None:
    desk.double.open_ticket(1, QUESTION)
    assert decided(desk, "send") == ("send", "grounded")
    desk.double.agent_changes(1, status="solved")
    desk.double.webhooks.send_all()
    synced(settings)
    assert past(database) == [] and precedents(database) == []


def test_a_ticket_that_is_opened_again_leaves_and_comes_back_when_it_is_solved(
    drafted: Play, database: Any, settings: Settings
) -> None:
    drafted.double.agent_comments(1, f"{SENTENCE} {SECOND}", status="solved")
    drafted.double.webhooks.send_all()
    synced(settings)
    with transaction(database.app, see_all=True) as session:  # a minute ago, not in this second
        session.execute(text("update tickets set resolved_at = resolved_at - interval '1 minute'"))
        session.execute(text("update messages set occurred_at = occurred_at - interval '1 minute'"))
        session.execute(text("update reported_fields set occurred_at = occurred_at - interval '1 minute'"))
    drafted.double.customer_writes(1, "No, that did not work.")
    decided(drafted)
    assert synced(settings).solved.gone == 1
    assert past(database) == [] and precedents(database) == []
    drafted.double.agent_comments(1, OTHER, status="solved")
    drafted.double.webhooks.send_all()
    assert synced(settings).solved.added == 1


def test_an_erased_ticket_leaves(drafted: Play, database: Any, settings: Settings) -> None:
    drafted.double.agent_comments(1, f"{SENTENCE} {SECOND}", status="solved")
    drafted.double.webhooks.send_all()
    synced(settings)
    with database.owner.begin() as connection:
        connection.execute(text("delete from tickets"))
    assert synced(settings).solved.gone == 1
    assert past(database) == [] and precedents(database) == []


def test_nothing_is_learned_from_who_was_erased_and_asks_again(
    drafted: Play, database: Any, settings: Settings
) -> None:
    with transaction(database.owner) as session:
        erasures.remember(session, "email", "Femke@brightloaf.example")
    drafted.double.agent_comments(1, f"{SENTENCE} {SECOND}", status="solved")
    drafted.double.webhooks.send_all()
    assert synced(settings).solved.added == 0
    assert past(database) == []


def test_what_an_erased_person_writes_in_the_ticket_of_another_is_not_learned(
    drafted: Play, database: Any, settings: Settings
) -> None:
    drafted.double.agent_changes(1, email_ccs=[COLLEAGUE])
    drafted.double.third_person_writes(1, "I wait for the link as well, in the canary office.")
    decided(drafted)
    drafted.double.agent_comments(1, f"{SENTENCE} {SECOND}", status="solved")
    drafted.double.webhooks.send_all()
    with transaction(database.owner) as session:
        named = text("update messages set author_email = 'omar@brightloaf.example' where original like '%canary%'")
        assert session.execute(named).rowcount == 1
        erasures.remember(session, "email", "Omar@brightloaf.example")
    assert synced(settings).solved.added == 1
    (ticket,) = past(database)
    assert ticket.messages and "canary" not in str(ticket)

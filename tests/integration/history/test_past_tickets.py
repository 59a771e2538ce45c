"""Past tickets are stored once, change when something of them changed, and come back as they were."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.conftest import Database
from worker.db import past_tickets
from worker.db.past_tickets import Stored
from worker.db.session import transaction
from worker.history.example import Example, Sentence
from worker.past import PastMessage, PastTicket
from worker.thread import Author

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TICKET = PastTicket(
    source="zendesk",
    external_id="7",
    subject="Bill",
    messages=(
        PastMessage(Author.CUSTOMER, "Where is it?", AT, author_email="ann@x.example"),
        PastMessage(Author.AGENT, "Here.", AT, public=False, id="c-2"),
    ),
    requester_email="ann@x.example",
    tags=("vip",),
    group_last="Billing",
    fields={"product": "app"},
    created_at=AT,
)


def test_a_ticket_comes_back_as_it_was_and_is_stored_once(database: Database) -> None:
    with transaction(database.owner) as session:
        assert past_tickets.store(session, TICKET) is Stored.ADDED
    with transaction(database.owner) as session:
        assert past_tickets.store(session, TICKET) is Stored.UNCHANGED
        assert [ticket for _, ticket in past_tickets.read(session)] == [TICKET]
        assert not list(past_tickets.read(session, "other"))


def test_a_changed_ticket_replaces_what_was_there(database: Database) -> None:
    more = replace(TICKET, messages=(*TICKET.messages, PastMessage(Author.CUSTOMER, "Thanks", AT)))
    with transaction(database.owner) as session:
        past_tickets.store(session, TICKET)
        assert past_tickets.store(session, more) is Stored.CHANGED
        assert [ticket for _, ticket in past_tickets.read(session)] == [more]


def test_an_example_is_kept_beside_its_ticket(database: Database) -> None:
    example = Example(
        "zendesk", "7", "Bill", "Where is it?", "en", None, None, "billing", "normal", False,
        sentences=(Sentence("Here.", ("docs/a.md#A",), 0.9), Sentence("Bye.")), at=AT,
    )  # fmt: skip
    with transaction(database.owner) as session:
        past_tickets.store(session, TICKET)
        [(id_, _)] = past_tickets.read(session)
        for _ in range(2):
            past_tickets.save_example(session, id_, past_tickets.content_of(TICKET), example.to_json())
        [(of, digest, values)] = past_tickets.examples(session)
    assert (of, digest) == (id_, past_tickets.content_of(TICKET))
    assert Example.from_json(values) == example
    assert (example.carried, example.gaps, example.passages) == (0.5, ("Bye.",), ("docs/a.md#A",))

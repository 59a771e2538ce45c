"""Past tickets are stored once, change when something of them changed, and come back as they were."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.conftest import Database
from tests.support.past import company
from worker.db import erasures, past_tickets
from worker.db.past_tickets import Stored
from worker.db.session import transaction
from worker.errors import Refused
from worker.history import preparing
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


class Quiet:
    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...


def test_nothing_of_somebody_comes_back_who_was_erased_while_examples_were_made(database: Database) -> None:
    """What is made of the tickets takes minutes, and is stored at the end."""
    other = replace(TICKET, external_id="8", requester_email="bob@x.example")
    with transaction(database.owner) as session:
        past_tickets.store_all(session, [TICKET, other])
    prepared = preparing.read_labels(database.owner, company(), Quiet())

    def found(examples: Sequence[Example]) -> list[Example]:
        return list(examples)

    def stored() -> list[str]:
        preparing.with_passages(database.owner, prepared, found, lambda fresh, _: fresh, Quiet())
        with transaction(database.owner) as session:
            return [values["external_id"] for _, _, values in past_tickets.examples(session)]

    with transaction(database.owner) as session:
        past_tickets.remove_others(session, "zendesk", {"8"})  # the helpdesk has deleted it
    assert stored() == ["8"]
    with transaction(database.owner) as session:
        erasures.remember(session, "email", "ann@x.example")
        past_tickets.forget_examples(session, [row for row, _, _ in past_tickets.examples(session)])
    with pytest.raises(Refused, match="erased"):
        stored()

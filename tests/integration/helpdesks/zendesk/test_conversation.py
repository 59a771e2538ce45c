"""Conversations in the double, whose webhooks go to our web process over HTTP and into a real Postgres."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import SECRET, configured
from tests.support.desk import serving
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import COLLEAGUE, OURSELVES
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_events, by_trigger
from worker.db.session import transaction

WAYS = {"trigger": by_trigger, "events": by_events}


@pytest.fixture(params=WAYS)
def double(database, request) -> Iterator[ZendeskDouble]:
    """A double whose webhooks reach our web process, ten times each and in any order."""
    with serving(configured(zendesk_agent_id=str(OURSELVES)), database.app) as desk, zendesk() as running:
        running.webhooks.connect(*WAYS[request.param](f"{desk.url}/webhooks/zendesk", SECRET))
        running.webhooks.copies, running.webhooks.shuffled, running.webhooks.lanes = 10, True, 4
        yield running


def stored(database) -> list[tuple[str, str, str]]:
    # `body` joins what was unanswered; `original` is the message itself.
    wanted = "select t.external_id, m.author, m.original from messages m join tickets t on t.id = m.ticket_id"
    with transaction(database.app, see_all=True) as session:
        return sorted(tuple(row) for row in session.execute(text(wanted)))


def test_each_message_is_stored_once_however_often_and_in_what_order_it_comes(database, double):
    for number in (1, 2):
        double.open_ticket(number, f"First of {number}.", ccs=[COLLEAGUE])
        double.customer_writes(number, f"Second of {number}.")
        double.third_person_writes(number, f"Third of {number}.")
    double.webhooks.send_all()
    assert {status for _, status in double.webhooks.sent} == {202}
    assert len(double.webhooks.sent) == 60
    assert stored(database) == [
        (str(number), author, f"{which} of {number}.")
        for number in (1, 2)
        for author, which in (("customer", "First"), ("customer", "Second"), ("third_person", "Third"))
    ]


def test_what_we_write_is_never_stored_as_a_customers(database, double):
    double.open_ticket(1, "Help.")
    double.update(1, {"ticket": {"comment": {"body": "Ours."}}})
    double.webhooks.send_all()
    assert ("1", "customer", "Help.") in stored(database)
    assert not [row for row in stored(database) if row[1] == "customer" and row[2] == "Ours."]

"""A reply with steps and links, and a note with a draft: written to the double as HTML, told again as ours over HTTP."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import SECRET, configured
from tests.integration.helpdesks.zendesk.test_delivery import client
from tests.support.desk import serving
from tests.support.outbox import AT_ONCE
from tests.unit.worker.pipeline.builders import COMPANY
from tests.unit.worker.pipeline.writing.typical import HELD, SENT
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_events, by_trigger
from worker.db import outbox
from worker.db.session import transaction
from worker.delivery import Counts, deliver_due
from worker.helpdesks.protocol import Update
from worker.pipeline.render import updates

WAYS = {"trigger": by_trigger, "events": by_events}
REPLY = replace(updates(SENT, COMPANY)[0][1], cites_account=None)
NOTE = updates(HELD, COMPANY)[0][1]


@pytest.fixture(params=WAYS)
def double(database, request) -> Iterator[ZendeskDouble]:
    with serving(configured(zendesk_agent_id=str(OURSELVES)), database.app) as desk, zendesk() as running:
        running.webhooks.connect(*WAYS[request.param](f"{desk.url}/webhooks/zendesk", SECRET))
        yield running


def written(database, double: ZendeskDouble, update: Update) -> None:
    """Open a ticket in the double, and write an update to it as the product does."""
    double.open_ticket(1, "How do I reset a password?")
    double.webhooks.send_all()
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set state = 'decided'"))
        ticket = session.scalar(text("select id from tickets"))
        of_ticket = {"ticket_id": ticket, "ticket_version": 1, "account": None, "source": "zendesk", "external_id": "1"}
        outbox.add(session, **of_ticket, kind="result", payload=update.to_json())
    with client(double.url) as helpdesk:
        assert deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE) == Counts(sent=1)


def ours(database) -> list[tuple[str, bool]]:
    with transaction(database.app, see_all=True) as session:
        found = session.execute(text("select author, public from messages where ticket_version is null"))
        return [tuple(row) for row in found]


def test_a_reply_is_html_in_the_helpdesk_and_told_again_as_ours(database, double):
    written(database, double, REPLY)
    [comment] = double.ours(1)
    assert "<ol><li>Open Settings &gt; Users.</li>" in comment["html_body"]
    assert '<a href="https://help.x.example/login">Login &gt; Reset a password</a>' in comment["html_body"]
    assert "1." not in comment["body"] and "https" not in comment["body"]  # the helpdesk's own text of it
    double.webhooks.send_all()
    assert ours(database) == [("ourselves", True)]


def test_a_note_is_html_in_the_helpdesk_and_told_again_as_ours(database, double):
    written(database, double, NOTE)
    [comment] = double.ours(1)
    assert not comment["public"]
    assert comment["html_body"].startswith("<p><strong>Deskhand: held for a person, because ")
    assert "<blockquote><p>Hello,</p><ol>" in comment["html_body"]
    double.webhooks.send_all()
    assert {author for author, _ in ours(database)} == {"ourselves"}
    assert {public for _, public in ours(database)} == {False}
    assert len(ours(database)) == 1


def test_a_row_of_an_earlier_version_is_written_as_its_plain_text(database, double):
    stored = {name: value for name, value in REPLY.to_json().items() if name not in {"written", "for_people"}}
    written(database, double, Update.from_json(stored))
    [comment] = double.ours(1)
    assert "<p>1. Open Settings &gt; Users.<br>2. Select the user" in comment["html_body"]
    double.webhooks.send_all()
    assert ours(database) == [("ourselves", True)]

"""What the guide has people paste into a trigger, filled in as Zendesk does it."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from tests.support.paths import ROOT
from worker.cli.demo.zendesk_double.placeholders import BODY, COLLEAGUES_BODY, fill
from worker.domain import Author
from worker.helpdesks.zendesk.webhook import normalise

GUIDE = (ROOT / "docs/guides/webhooks.md").read_text(encoding="utf-8")
[TRIGGER] = re.findall(r"^```json\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
[COLLEAGUES] = re.findall(r"^```text\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ZENDESK_SAYS = {
    "ticket.id": "35436",
    "ticket.latest_public_comment.id": "54509304133531",
    "ticket.updated_at_with_timestamp": "2026-08-17T07:34:48Z",
    "ticket.title": "Reset",
    "ticket.latest_public_comment.value": "It never arrives.",
    "ticket.via": "Mail",
    "ticket.status": "Open",
    "ticket.requester.id": "20978392",
    "ticket.requester.email": "femke@brightloaf.example",
    "ticket.requester.name": "Femke",
    "current_user.id": "20978392",
}


def pasted(**said: str) -> Any:
    values = {**ZENDESK_SAYS, **{name.replace("__", "."): value for name, value in said.items()}}
    assert set(re.findall(r"{{(.*?)}}", TRIGGER)) == set(values)
    body = fill(TRIGGER, values)
    return normalise(json.loads(body), invocation_id=None, digest="d", own_agent_id="777", now=NOW)


def test_the_body_to_paste_into_a_trigger_is_what_the_webhook_reads() -> None:
    ticket = pasted()

    assert (ticket.external_id, ticket.version) == ("35436", "54509304133531")
    assert (ticket.subject, ticket.body, ticket.channel) == ("Reset", "It never arrives.", "Mail")
    assert (ticket.requester_email, ticket.requester_name) == ("femke@brightloaf.example", "Femke")
    assert ticket.occurred_at == datetime(2026, 8, 17, 7, 34, 48, tzinfo=UTC)
    assert ticket.author is Author.CUSTOMER
    assert not ticket.requester_verified


def test_by_the_same_body_our_own_comment_is_known_as_ours() -> None:
    assert pasted(current_user__id="777").author is Author.OURSELVES


def test_the_double_of_zendesk_has_the_same_bodies() -> None:
    assert TRIGGER == BODY
    assert COLLEAGUES == COLLEAGUES_BODY


def colleagues(**said: str) -> Any:
    values = {
        **ZENDESK_SAYS,
        "ticket.latest_comment.id": "9",
        "ticket.latest_comment.value": "Done.",
        "ticket.latest_comment.is_public": "true",
        "ticket.status": "Solved",
        **said,
    }
    return normalise(json.loads(fill(COLLEAGUES, values)), invocation_id=None, digest="d", own_agent_id="777", now=NOW)


def test_the_second_body_tells_what_colleagues_answered_and_that_a_ticket_was_solved() -> None:
    answer = colleagues()
    assert (answer.author, answer.public, answer.resolves, answer.is_asked) == (Author.AGENT, True, True, False)
    assert not colleagues(**{"ticket.latest_comment.is_public": "false"}).public
    assert not colleagues(**{"ticket.latest_comment.is_public": ""}).public

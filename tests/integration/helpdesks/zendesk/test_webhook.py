"""Zendesk's webhooks over real HTTP, into a real Postgres."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import AGENT, OLD_SECRET, configured, send, signed
from tests.support.desk import Desk, serving, standard_headers
from worker.db.session import transaction

BODY = b'{"type":"ticket.created","ticket_id":"1","data":{"id":"1","body":"How?"}}'


@pytest.fixture
def desk(database) -> Iterator[Desk]:
    with serving(configured(), database.app) as running:
        yield running


def rows(database, table: str) -> int:
    with transaction(database.app, see_all=True) as session:
        return session.scalars(text(f"select count(*) from {table}")).one()  # noqa: S608 - names of this file


def nothing_stored(database) -> bool:
    return rows(database, "inbox") == rows(database, "tickets") == 0


def test_events_and_triggers_are_taken(database, desk):
    created = {"type": "zen:event-type:ticket.created", "id": "e1", "time": "2025-01-08T10:12:07.672717030Z"}
    created["detail"] = {
        "id": "5158",
        "subject": "s",
        "description": "How?",
        "requester_id": "1",
        "submitter_id": "1",
    }
    assert send(desk, json.dumps(created).encode()).json()["status"] == "new"
    trigger = {"ticket_id": "77", "comment_id": "9", "subject": "s", "body": "And how here?", "author": {"id": "5"}}
    assert send(desk, json.dumps(trigger).encode(), OLD_SECRET).json()["status"] == "new"
    changed = {**created, "type": "zen:event-type:ticket.status_changed"}
    assert send(desk, json.dumps(changed).encode()).json() == {"ticket_id": None, "status": "ignored"}
    assert rows(database, "tickets") == 2


def test_what_we_wrote_ourselves_does_not_come_back_as_a_ticket(database, desk):
    ours = {"ticket_id": "77", "comment_id": "9", "body": "Our answer", "author": {"id": AGENT}}
    assert send(desk, json.dumps(ours).encode()).json() == {"ticket_id": None, "status": "stored"}
    assert rows(database, "tickets") == 0
    assert desk.rung == []


def test_bodies_that_cannot_be_read_are_refused_with_400(database, desk):
    for body in (b"", b"[" * 100_000, b'{"ticket_id":""}', b'{"type":"zen:event-type:ticket.created"}'):
        assert send(desk, body).status_code == 400
    assert nothing_stored(database)


@pytest.mark.parametrize("name", ["X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp"])
def test_a_missing_empty_or_doubled_header_is_refused_with_401(database, desk, name):
    good = signed(BODY)
    assert desk.post("/webhooks/zendesk", BODY, {**good, name: None}).status_code == 401
    assert desk.post("/webhooks/zendesk", BODY, {**good, name: ""}).status_code == 401
    doubled = [*good.items(), (name, good[name])]
    assert httpx.post(desk.url + "/webhooks/zendesk", content=BODY, headers=doubled).status_code == 401
    assert nothing_stored(database)


def test_a_wrong_an_old_and_another_endpoints_signature_are_refused_with_401(database, desk):
    old = signed(BODY, at=datetime.now(UTC) - timedelta(seconds=302))
    for headers in (old, signed(BODY, "not ours"), standard_headers(BODY)):
        assert desk.post("/webhooks/zendesk", BODY, headers).status_code == 401
    assert desk.post("/webhooks/standard", BODY, signed(BODY)).status_code == 401
    assert nothing_stored(database)


def test_without_a_secret_nothing_is_taken_and_what_to_set_is_said(database):
    with serving(configured(zendesk_secrets=()), database.app) as half:
        assert send(half, BODY, "").status_code == 401
        assert "DESKHAND_ZENDESK_SECRETS" in send(half, BODY).json()["error"]
        assert list(half.get("/readyz").json()["closed"]) == ["zendesk"]

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.errors import MalformedPayload
from worker.helpdesks.payload import MOST_DEPTH, parse
from worker.intake import webhooks

NOW = datetime(2025, 1, 8, 12, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"body").hexdigest()
OWN = "8447388099999"

# As Zendesk sends it, with the names of its documentation's test account.
CREATED = json.loads("""
{"account_id":22129848,"detail":{"actor_id":"8447388090494","assignee_id":"8447388090494","brand_id":"8447346621310",
"created_at":"2025-01-08T10:12:07Z","custom_status":"8447320465790","description":"ticket_info_desc_2294a6e9ece2",
"external_id":null,"form_id":"8646151517822","group_id":"8447320466430","id":"5158","is_public":true,
"organization_id":"8447346622462","priority":"LOW","requester_id":"8447388090494","status":"OPEN",
"subject":"ticketinfo_2294a6e9ece2","submitter_id":"8447388090494","tags":["ticket-info-test-tag"],"type":"TASK",
"updated_at":"2025-01-08T10:12:07Z","via":{"channel":"web_service"}},"event":{},
"id":"cbe4028c-7239-495d-b020-f22348516046","subject":"zen:ticket:5158","time":"2025-01-08T10:12:07.672717030Z",
"type":"zen:event-type:ticket.created","zendesk_event_version":"2022-11-06"}
""")
TRIGGER = {
    "ticket_id": "77",
    "comment_id": "901",
    "updated_at": "2025-01-08T10:12:07Z",
    "subject": "VAT",
    "body": "How do I change it?",
    "channel": "Mail",
    "requester": {"email": "Femke@Brightloaf.example", "name": "Femke", "verified": "true"},
    "author": {"id": "12", "is_staff": "false"},
    "is_public": "true",
}
STANDARD = {
    "type": "ticket.created",
    "timestamp": "2025-01-08T10:12:07Z",
    "data": {
        "id": 77,
        "version": "1",
        "subject": "VAT",
        "body": "How do I change it?",
        "requester": {"email": "femke@brightloaf.example", "name": "Femke", "verified": True},
        "channel": "email",
    },
}


def zendesk(payload, invocation_id="inv-1"):
    return webhooks.zendesk(payload, invocation_id=invocation_id, digest=DIGEST, own_agent_id=OWN, now=NOW)


def standard(**data):
    payload = {**STANDARD, "data": {**STANDARD["data"], **data}}
    return webhooks.standard(payload, message_id="msg_1", digest=DIGEST, now=NOW)


def event(kind, event, **detail):
    return {**CREATED, "type": f"zen:event-type:{kind}", "event": event, "detail": {**CREATED["detail"], **detail}}


def comment(**changes):
    said = {"id": "5", "body": "And now?", "is_public": True, "author": {"id": "3", "is_staff": False, "name": "Femke"}}
    return zendesk(event("ticket.comment_added", {"comment": {**said, **changes}}))


def test_zendesks_own_created_event_is_understood():
    incoming = zendesk(CREATED)
    assert (incoming.source, incoming.external_id, incoming.call_id) == ("zendesk", "5158", "inv-1")
    assert incoming.subject == "ticketinfo_2294a6e9ece2"
    assert incoming.body == "ticket_info_desc_2294a6e9ece2"
    assert incoming.channel == "web_service"
    assert incoming.occurred_at == datetime(2025, 1, 8, 10, 12, 7, 672717, UTC)
    assert incoming.requester_email is None
    assert not incoming.requester_verified
    assert not incoming.from_staff
    assert not incoming.automatic


def test_without_an_invocation_id_the_event_names_itself():
    assert zendesk(CREATED, None).call_id == CREATED["id"]
    assert zendesk(TRIGGER, None).call_id == f"sha256:{DIGEST}"


def test_null_fields_of_an_event_are_no_error():
    nothing = dict.fromkeys(CREATED["detail"]) | {"id": "5158"}
    incoming = zendesk({**CREATED, "detail": nothing, "time": None})
    assert incoming.body == incoming.subject == ""
    assert incoming.occurred_at == NOW


def test_the_trigger_form_is_understood():
    incoming = zendesk(TRIGGER)
    assert (incoming.external_id, incoming.version, incoming.channel) == ("77", "901", "Mail")
    assert incoming.requester_email == "femke@brightloaf.example"
    assert incoming.requester_verified
    assert not incoming.from_staff


def test_our_own_webhooks_are_understood():
    incoming = standard()
    assert (incoming.source, incoming.external_id, incoming.version) == ("standard", "77", "1")
    assert incoming.call_id == "msg_1"
    assert incoming.occurred_at == datetime(2025, 1, 8, 10, 12, 7, tzinfo=UTC)
    assert incoming.requester_verified
    assert incoming.raw["type"] == "ticket.created"


@pytest.mark.parametrize("kind", ["ticket.status_changed", "ticket.tags_changed", "user.group_membership_created"])
def test_an_event_in_which_nothing_was_said_is_passed_over(kind):
    assert zendesk(event(kind, {"previous": "open", "current": "solved"})) is None
    assert webhooks.standard({"type": "invoice.paid", "data": {}}, message_id="m", digest=DIGEST, now=NOW) is None


def test_what_agents_bots_and_we_ourselves_write_is_never_taken_for_a_customer():
    assert not comment().from_staff
    assert comment(author={"id": "3", "is_staff": True}).from_staff
    assert comment(is_public=False).from_staff
    assert comment(author={"id": OWN, "is_staff": False}).from_staff
    assert zendesk(event("ticket.created", {}, actor_id=OWN)).from_staff
    assert zendesk(event("ticket.created", {}, submitter_id="1", requester_id="2")).from_staff
    assert zendesk({**TRIGGER, "author": {"id": OWN}}).from_staff
    assert zendesk({**TRIGGER, "author": {"id": 12, "is_staff": "true"}}).from_staff
    assert zendesk({**TRIGGER, "is_public": "false"}).from_staff
    assert standard(author={"staff": True}).from_staff
    for actor in ({"type": "agent"}, {"type": "system"}, {"type": "bot"}, {"type": "end_user", "id": "zd:answerBot"}):
        said = {"actor": actor, "message": {"id": "m", "body": "hi"}}
        assert zendesk(event("messaging_ticket.message_added", said)).from_staff


@pytest.mark.parametrize("author", [None, {}, {"id": ""}, {"id": "{{ticket.latest_comment.author.id}}"}])
def test_a_trigger_that_does_not_say_who_wrote_is_refused_where_we_write_ourselves(author):
    unsaid = {**TRIGGER, "author": author}
    with pytest.raises(MalformedPayload, match=r"author\.id is missing"):
        zendesk(unsaid)
    taken = webhooks.zendesk(unsaid, invocation_id="i", digest=DIGEST, own_agent_id=None, now=NOW)
    assert taken is not None and not taken.from_staff


def test_a_chat_message_of_a_customer_is_understood():
    said = {"actor": {"type": "end_user", "id": "9", "name": "Femke"}, "message": {"id": "m1", "body": "hi there"}}
    incoming = zendesk(
        {**CREATED, "type": "zen:event-type:messaging_ticket.message_added", "detail": {"id": "9"}, "event": said}
    )
    assert (incoming.external_id, incoming.version, incoming.body, incoming.from_staff) == (
        "9",
        "m1",
        "hi there",
        False,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"headers": {"Auto-Submitted": "auto-replied"}},
        {"headers": {"X-Auto-Response-Suppress": "All"}},
        {"headers": {"Precedence": "bulk"}},
        {"headers": {"Return-Path": "<>"}},
        {"automatic": True},
        {"subject": "Automatic reply: [T-48402] We received your message"},
        {"subject": "Abwesenheitsnotiz: Rechnung"},
        {"subject": "Réponse automatique : facture"},
        {"subject": "Respuesta automática: factura"},
        {"subject": "Undeliverable: your ticket"},
        {"requester": {"email": "MAILER-DAEMON@mx.example"}},
        {"requester": {"email": "no-reply@shop.example"}},
    ],
)
def test_mail_that_a_machine_sent_is_marked(change):
    assert standard(**change).automatic


@pytest.mark.parametrize(
    "change",
    [
        {"headers": {"Auto-Submitted": "no"}},
        {"headers": None},
        {"subject": "How do I set up an automatic reply?"},
        {"subject": "Automation of work orders"},
        {"requester": {"email": "noreen.replyman@shop.example"}},
    ],
)
def test_mail_that_a_person_sent_is_not_marked(change):
    assert not standard(**change).automatic


def test_one_message_has_one_version_however_it_is_delivered_and_two_messages_have_two():
    assert standard(version=None, updated_at="2025-01-08T10:12:07Z").version == (
        standard(version=None, updated_at="2025-01-08T11:12:07+01:00").version
    )
    at = {"version": None, "updated_at": "2025-01-08T10:12:07Z"}
    assert standard(**at, body="one").version != standard(**at, body="two").version
    assert standard(version=None).version == f"sha256:{DIGEST}"
    unfilled = zendesk({**TRIGGER, "comment_id": "{{ticket.latest_comment.id}}"})
    assert "{{" not in unfilled.version
    assert zendesk({**TRIGGER, "comment_id": "", "updated_at": "January 8, 2025"}).version == f"sha256:{DIGEST}"


def test_a_message_from_the_future_does_not_make_the_next_one_old():
    assert standard(updated_at="9999-12-31T23:59:59Z").occurred_at == NOW
    assert standard(updated_at=(NOW - timedelta(days=3)).isoformat()).occurred_at == NOW - timedelta(days=3)


@pytest.mark.parametrize(
    "email", [None, "", "nobody", "a b@c", "a@b@c", ["x"], {"a": 1}, "x" * 400 + "@y.example", True]
)
def test_an_address_that_is_none_is_an_unknown_sender_and_no_error(email):
    incoming = standard(requester={"email": email, "name": 7, "verified": "yes"})
    assert incoming.requester_email is None
    assert not incoming.requester_verified


def test_a_name_that_advertises_is_not_repeated_in_a_greeting():
    for name in ("Win at https://bad.example", "buy@bad.example", "x" * 81, "", None):
        assert standard(requester={"name": name}).requester_name is None


@pytest.mark.parametrize("ticket_id", [None, "", " ", "a\nb", "x" * 201, True, [], {}, "{{ticket.id}}", "ü"])
def test_a_request_without_the_id_of_a_ticket_is_malformed(ticket_id):
    with pytest.raises(MalformedPayload):
        standard(id=ticket_id)
    with pytest.raises(MalformedPayload):
        zendesk({**TRIGGER, "ticket_id": ticket_id})
    with pytest.raises(MalformedPayload):
        zendesk(event("ticket.created", {}, id=ticket_id))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not json",
        b"[]",
        b'"x"',
        b"null",
        b"{",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b'{"a": "\xff\xfe"}',
        b'{"a": "\x00"}',
        b"\xef\xbb\xbf{}",
        b"\x1f\x8b\x08\x00zipped",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":' + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH + b"}",
    ],
)
def test_what_is_not_a_shallow_json_object_is_malformed(raw):
    with pytest.raises(MalformedPayload):
        parse(raw)


def test_the_deepest_allowed_nesting_and_brackets_in_strings_are_read():
    inside = MOST_DEPTH - 1
    assert parse(b'{"a":' + b"[" * inside + b"]" * inside + b"}")
    assert parse(b'{"a":"' + b"[{" * 1000 + b'\\"' + b"]" * 3 + b'"}')["a"].startswith("[{[{")


def test_nul_and_halves_of_characters_are_taken_out_and_the_ticket_is_kept():
    assert parse(rb'{"a\u0000": ["x\u0000y", {"z": "\ud800"}]}') == {"a": ["xy", {"z": ""}]}


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=8), v, max_size=3), max_leaves=6
)
NAMES = ["id", "subject", "body", "requester", "author", "headers", "version", "updated_at", "email", "comment", "ticket_id",
         "description", "via", "actor", "message", "channel", "name", "automatic", "event", "detail", "data", "time"]  # fmt: skip
objects = st.dictionaries(
    st.sampled_from(NAMES), values | st.dictionaries(st.sampled_from(NAMES), values, max_size=6), max_size=8
)


@settings(max_examples=300, deadline=None)
@given(
    objects,
    st.sampled_from(["ticket.created", "ticket.comment_added", "messaging_ticket.message_added", "ticket.updated"]),
)
def test_any_object_is_a_ticket_nothing_or_malformed(payload, kind):
    for read in (
        lambda: zendesk({**payload, "type": f"zen:event-type:{kind}"}),
        lambda: zendesk(payload),
        lambda: webhooks.standard({**payload, "type": kind}, message_id="m", digest=DIGEST, now=NOW),
    ):
        try:
            incoming = read()
        except MalformedPayload:
            continue
        assert incoming is None or incoming.external_id

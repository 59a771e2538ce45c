import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.worker.helpdesks.json_objects import objects
from worker.domain import Attachment, Author
from worker.errors import MalformedPayload
from worker.helpdesks.standard.webhook import normalise

NOW = datetime(2025, 1, 8, 12, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"body").hexdigest()
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


def standard(**data):
    payload = {**STANDARD, "data": {**STANDARD["data"], **data}}
    return normalise(payload, message_id="msg_1", digest=DIGEST, now=NOW)


def test_our_own_webhooks_are_understood():
    incoming = standard()
    assert (incoming.source, incoming.external_id, incoming.version) == ("standard", "77", "1")
    assert incoming.call_id == "msg_1"
    assert incoming.occurred_at == datetime(2025, 1, 8, 10, 12, 7, tzinfo=UTC)
    assert incoming.requester_verified
    assert incoming.raw["type"] == "ticket.created"


def test_a_solved_ticket_needs_nothing_but_its_id():
    payload = {"type": "ticket.solved", "data": {"id": "T-1"}}
    incoming = normalise(payload, message_id="m", digest=DIGEST, now=NOW)
    assert incoming.resolves and not incoming.is_asked and not incoming.says


def test_another_type_is_passed_over():
    assert normalise({"type": "invoice.paid", "data": {}}, message_id="m", digest=DIGEST, now=NOW) is None


def test_what_staff_writes_is_never_taken_for_a_customer():
    assert standard().author is Author.CUSTOMER
    assert standard(author={"staff": True}).author is Author.AGENT
    assert standard(author={"staff": True}, public=False).is_asked is False  # an internal note


@pytest.mark.parametrize(
    "author",
    [{"email": "omar@elsewhere.example"}, {"id": 4}, {"id": 4, "email": "femke@brightloaf.example"}],
)
def test_somebody_in_copy_is_a_third_person(author):
    incoming = standard(author=author, requester={**STANDARD["data"]["requester"], "id": 3})
    assert incoming.author is Author.THIRD_PERSON
    assert incoming.requester_email == "femke@brightloaf.example"


@pytest.mark.parametrize(
    "author",
    [
        None,
        {},
        {"staff": False},
        {"id": None, "email": None},
        {"id": "3"},
        {"id": 3, "email": "femke@private.example"},
        {"email": "Femke <Femke@Brightloaf.example>"},
        {"name": "Somebody", "email": "femke@brightloaf.example"},
    ],
)
def test_the_requester_is_the_customer(author):
    incoming = standard(author=author, requester={**STANDARD["data"]["requester"], "id": 3})
    assert (incoming.author, incoming.requester_verified) == (Author.CUSTOMER, True)
    assert incoming.author_email


@pytest.mark.parametrize(
    "author",
    [
        {"id": "777", "name": "Mallory"},
        {"id": "777"},
        {"name": "Somebody"},
        {"email": "x at y"},
        {"email": ""},
        {"id": "", "name": ""},
        {"id": "{{ticket.author.id}}"},
        {"mail": "x@y.example"},
        {"staff": False, "name": "Somebody"},
        {"email": ["femke@brightloaf.example"]},
        "x@y.example",
        "femke@brightloaf.example",
        ["x@y.example"],
        [],
        "",
        777,
        True,
    ],
)
@pytest.mark.parametrize("headers", [None, {"Auto-Submitted": "auto-replied"}])
def test_an_author_who_cannot_be_compared_opens_no_history(author, headers):
    incoming = standard(author=author, headers=headers)
    assert not incoming.requester_verified
    assert incoming.author is (Author.MACHINE if headers else Author.CUSTOMER)
    assert incoming.author_email is None or "brightloaf" not in incoming.author_email


@pytest.mark.parametrize("automatic", [{"headers": {"Auto-Submitted": "auto-replied"}}, {"automatic": "true"}])
@pytest.mark.parametrize("author", [{"id": 2}, {"email": "m@elsewhere.example"}])
def test_a_stranger_marked_as_a_machine_is_not_the_requester(author, automatic):
    requester = {**STANDARD["data"]["requester"], "id": 1}
    incoming = standard(requester=requester, author=author, **automatic)
    assert (incoming.author, incoming.requester_verified) == (Author.MACHINE, False)
    assert standard(requester=requester, author={"id": 1}, **automatic).requester_verified


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("Lena Ödegård <L@Z.example>", "l@z.example", "Lena Ödegård"),
        ("Lena @ Work <l@z.example>", "l@z.example", None),
        ("Meier, Lena <l@z.example>", "l@z.example", "Meier, Lena"),
        ('"Meier, Lena" <l@z.example>', "l@z.example", "Meier, Lena"),
        ("l@z.example (Lena)", "l@z.example", "Lena"),
        ("Lena <l@z.example> (by phone)", "l@z.example", "Lena"),
        ("(Lena) <l@z.example>", "l@z.example", "(Lena)"),
        ("mailto:l@z.example", "l@z.example", None),
        ("MAILTO:l@z.example?subject=x", "l@z.example", None),
        ("Lena <mailto:l@z.example>", "l@z.example", "Lena"),
        ("<l@z.example>", "l@z.example", None),
        (" < l@z.example > ", "l@z.example", None),
        ("l@z.example\u200b", "l@z.example", None),
        ("\ufeffl@z.example", "l@z.example", None),
        ("Lena <l@z.example\u200b>", "l@z.example", "Lena"),
        ("Lena\u202e <\u2066l@z.example\u2069>", "l@z.example", "Lena"),
        ("l@z.example\u00a0", "l@z.example", None),
        ("Lena: sales; <l@z.example>", "l@z.example", "Lena: sales;"),
        ("femke@bright.example <mallory@evil.example>", "mallory@evil.example", None),
        ('"femke@bright.example" <mallory@evil.example>', "mallory@evil.example", None),
        ("Femke <femke@bright.example> <mallory@evil.example>", None, None),
        ('"Femke <femke@bright.example>" <mallory@evil.example>', None, None),
        ("Femke <femke@bright.example> mallory@evil.example", None, None),
        ("mallory@evil.example <Femke", None, None),
        ("<<l@z.example>>", None, None),
        ("femke@bright.example, mallory@evil.example", None, None),
        ("femke@bright.example mallory@evil.example", None, None),
        ("mallory@evil.example (femke@bright.example)", "mallory@evil.example", None),
    ],
)
def test_an_address_may_have_a_name_beside_it_that_is_never_the_address(written, address, name):
    incoming = standard(requester={"email": written})
    assert incoming.requester_email == address
    if address:
        assert incoming.requester_name == name


def test_a_long_address_ends():
    for piece in ("<", ">", "(", ")", "a@b ", "mailto:", '"', "\u200b", "<a@b.example>"):
        standard(requester={"email": piece * (200_000 // len(piece))})


@pytest.mark.parametrize("said", [False, 0, "0", "no", "No ", "false", "FALSE", "off", "nein", 0.0])
def test_what_is_not_public_is_an_internal_note(said):
    assert not standard(public=said).public
    assert standard(author={"staff": said}).author is Author.CUSTOMER


@pytest.mark.parametrize("said", [True, 1, "1", "yes", "Yes", "true", "TRUE", "on", "ja", "oui"])
def test_who_is_staff_is_an_agent(said):
    assert standard(author={"staff": said}).author is Author.AGENT
    assert standard(author={"id": 7, "staff": said}).author is Author.AGENT
    assert standard(public=said).public


@pytest.mark.parametrize("said", [1, "yes", "1", "on", "sure", None, [True]])
def test_an_address_is_proven_only_by_true(said):
    assert not standard(requester={"email": "femke@brightloaf.example", "verified": said}).requester_verified


@pytest.mark.parametrize(
    "data",
    [
        {"title": "VAT", "description": "How do I change it?"},
        {"Subject": "VAT", "Body": "How?"},
        {"title": "VAT", "body": "How?"},
        {"subject": "VAT", "text": "How?"},
        {"subject": None, "body": None, "description": "How?"},
        {"subject": None, "body": "How?", "title": "VAT"},
        {"subject": "", "body": " ", "message": "How?"},
        {"subject": "VAT", "body": "", "ticketDescription": "How?"},
        {"subject": "VAT", "body-plain": "How?"},
        {"subject": "VAT", "latest_comment": "How?"},
        {"subject": "VAT", "comment": {"id": 4, "body": "How?"}},
        {"subject": "VAT", "body": {"html": "<p>How?</p>"}},
        {"subject": "VAT", "messages": None, "content": [{"type": "text", "text": "How?"}]},
        {"Betreff": "USt", "Nachricht": "Wie?"},
        {"subject": "TVA", "contenu": "Comment ?"},
        {"asunto": "IVA", "mensaje": "Hola"},
        {"topic": "VAT", "body": "How?"},
    ],
)
def test_misnamed_fields_are_told_from_an_empty_ticket(data):
    payload = {**STANDARD, "data": {"id": 77, **data}}
    with pytest.raises(MalformedPayload, match="needs the fields subject and body; it has"):
        normalise(payload, message_id="m", digest=DIGEST, now=NOW)


@pytest.mark.parametrize(
    "data",
    [
        {"subject": None, "body": ""},
        {"body": None},
        {"subject": "VAT", "body": ""},
        {"subject": "VAT"},
        {"body": "How?"},
        {},
        {"subject": "VAT", "description": None},
        {"subject": "VAT", "description": " "},
        {"subject": "VAT", "text": "{{ticket.description}}"},
        {"subject": None, "body": "How?", "topic": "Billing"},
        {"subject": "VAT", "comment_id": "x4", "message_type": "email", "request_id": "r", "title_color": "red"},
        {"subject": "VAT", "comment": {"id": "abc"}},
        {"subject": "VAT", "body": "How?", "title": "VAT", "description": "How?"},
    ],
)
def test_an_empty_ticket_is_taken(data):
    assert normalise({**STANDARD, "data": {"id": 77, **data}}, message_id="m", digest=DIGEST, now=NOW)


def test_attachments_are_listed_under_any_usual_name():
    (first, second, third, fourth) = standard(
        attachments=[
            {"file_name": "log.txt", "content_type": "text/plain", "size": 120, "content_url": "https://z.example/1"},
            {"name": "shot.PNG", "mime_type": "IMAGE/PNG", "byte_size": "9"},
            {"size": "large"},
            "x",
        ]
    ).attachments
    assert first == Attachment("log.txt", "text/plain", 120, "https://z.example/1")
    assert second == Attachment("shot.PNG", "image/png", 9)
    assert third == Attachment("(no name)")
    assert fourth == Attachment("x")


def test_a_picture_on_the_helpdesks_own_host_is_a_file():
    body = "Why?\n![](https://files.us.example/shot.png)\n![](https://news.example/pixel.png)"
    payload = {**STANDARD, "data": {**STANDARD["data"], "body": body}}
    named = normalise(payload, message_id="m", digest=DIGEST, now=NOW, hosts=("files.us.example",))
    assert [file.name for file in named.attachments] == ["shot.png"]
    assert standard(body=body).attachments == ()


@pytest.mark.parametrize(
    "change",
    [
        {"headers": {"Auto-Submitted": "auto-replied"}},
        {"headers": {"X-Auto-Response-Suppress": "All"}},
        {"headers": {"Precedence": "bulk"}},
        {"headers": {"Return-Path": "<>"}},
        {"headers": [{"name": "Auto-Submitted", "value": "auto-replied"}]},
        {"headers": [["Precedence", "junk"]]},
        {"headers": "Received: from a.example\r\n by b.example\r\nAuto-Submitted: auto-generated\r\n"},
        {"automatic": True},
        {"subject": "Automatic reply: [T-48402] We received your message", "body": "I am on annual leave."},
        {"subject": "Abwesenheitsnotiz: Rechnung", "body": "Ich bin bis Montag nicht erreichbar."},
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
        {"headers": {"X-Auto-Response-Suppress": "None"}},
        {"headers": "Precedence: list\nAuto-Submitted: no; x=y\n"},
        {"subject": "How do I set up an automatic reply?"},
        {"subject": "Undeliverable mails from your app: how to fix?"},
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


@settings(max_examples=300, deadline=None)
@given(objects, st.sampled_from(["ticket.created", "ticket.updated"]))
def test_any_object_is_a_ticket_nothing_or_malformed(payload, kind):
    try:
        incoming = normalise({**payload, "type": kind}, message_id="m", digest=DIGEST, now=NOW)
    except MalformedPayload:
        return
    assert incoming is None or incoming.external_id


@pytest.mark.parametrize(
    ("said", "silent"),
    [
        ({}, False),
        ({"status": "open"}, False),
        ({"status": "solved"}, True),
        ({"status": "Closed"}, True),
        ({"status": "resolved"}, True),
        ({"status": "erledigt"}, True),
        ({"status": 7}, False),
        ({"channel": "import"}, True),
        ({"channel": "data import"}, True),
        ({"channel": "email"}, False),
    ],
)
def test_only_imports_and_what_comes_solved_or_closed_are_silent(said, silent):
    assert standard(**said).silent is silent
    assert standard(**said).is_asked is (not silent)


def test_a_brand_is_named_by_its_id():
    assert standard(brand="outlet").brand == "outlet"
    assert standard(brand=302).brand == "302"
    assert standard().brand is standard(brand={}).brand is None

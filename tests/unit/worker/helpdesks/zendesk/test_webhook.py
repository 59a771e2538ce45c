import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.worker.helpdesks.json_objects import objects
from worker.domain import Author
from worker.errors import MalformedPayload
from worker.helpdesks.zendesk.webhook import normalise

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
    "requester": {"id": "12", "email": "Femke@Brightloaf.example", "name": "Femke", "verified": "true"},
    "author": {"id": "12", "is_staff": "false"},
    "is_public": "true",
}


def zendesk(payload, invocation_id="inv-1"):
    return normalise(payload, invocation_id=invocation_id, digest=DIGEST, own_agent_id=OWN, now=NOW)


def event(kind, event, **detail):
    return {**CREATED, "type": f"zen:event-type:{kind}", "event": event, "detail": {**CREATED["detail"], **detail}}


def comment(**changes):
    said = {"id": "5", "body": "And now?", "is_public": True, "author": {"id": "3", "is_staff": False, "name": "Femke"}}
    return zendesk(event("ticket.comment_added", {"comment": {**said, **changes}}, requester_id="3"))


def test_zendesks_own_created_event_is_understood():
    incoming = zendesk(CREATED)
    assert (incoming.source, incoming.external_id, incoming.call_id) == ("zendesk", "5158", "inv-1")
    assert incoming.subject == "ticketinfo_2294a6e9ece2"
    assert incoming.body == "ticket_info_desc_2294a6e9ece2"
    assert incoming.channel == "web_service"
    assert incoming.occurred_at == datetime(2025, 1, 8, 10, 12, 7, 672717, UTC)
    assert incoming.requester_email is None
    assert not incoming.requester_verified
    assert incoming.author is Author.CUSTOMER
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
    assert incoming.author is Author.CUSTOMER


@pytest.mark.parametrize("kind", ["ticket.subject_changed", "ticket.tags_changed", "user.group_membership_created"])
def test_an_event_in_which_nothing_was_said_is_passed_over(kind):
    assert zendesk(event(kind, {"previous": "new", "current": "open"})) is None


@pytest.mark.parametrize(
    ("actor", "author"),
    [("22", Author.AGENT), ("-1", Author.MACHINE), (None, Author.MACHINE), (OWN, Author.OURSELVES)],
)
def test_a_change_of_a_field_says_what_it_is_now_and_who_made_it(actor, author):
    now = {"group_id": "8", "priority": "HIGH", "status": "PENDING", "actor_id": actor}
    incoming = zendesk(event("ticket.group_assignment_changed", {"previous": "7", "current": "8"}, **now))
    assert incoming.fields == {"group": "8", "priority": "high", "status": "open"}
    assert (incoming.author, incoming.is_asked, incoming.says, incoming.resolves) == (author, False, False, False)


def test_a_trigger_says_the_fields_in_the_words_of_the_account():
    said = {"group": "Billing", "priority": "Dringend", "status": "Gelöst", "is_public": "true"}
    colleague = {"author": {"id": "22", "is_staff": "true"}}
    assert zendesk({**TRIGGER, **said, **colleague}).fields == {
        "group": "Billing",
        "priority": "dringend",
        "status": "solved",
    }


@pytest.mark.parametrize("status", ["solved", "SOLVED", "closed"])
def test_a_solved_ticket_is_an_event_that_says_nothing(status):
    incoming = zendesk(event("ticket.status_changed", {"previous": "open", "current": status}))
    assert incoming.resolves and not incoming.is_asked and not incoming.says
    assert (incoming.body, incoming.attachments) == ("", ())


def test_a_comment_of_a_colleague_that_solves_its_ticket_resolves_it_and_a_customers_does_not():
    assert zendesk({**TRIGGER, "status": "Solved", "author": {"id": "9", "is_staff": "true"}}).resolves
    assert not zendesk({**TRIGGER, "status": "Solved"}).resolves
    assert not zendesk({**TRIGGER, "status": "Open", "author": {"id": "9", "is_staff": "true"}}).resolves


def test_what_a_colleague_wrote_is_private_unless_the_trigger_says_otherwise():
    staff = {"author": {"id": "9", "is_staff": "true"}}
    silent = {name: value for name, value in TRIGGER.items() if name != "is_public"}
    assert not zendesk({**silent, **staff}).public
    assert not zendesk({**silent, **staff, "is_public": "{{ticket.latest_comment.is_public}}"}).public
    assert zendesk({**silent, **staff, "is_public": "true"}).public
    assert zendesk(silent).public


def test_what_agents_bots_and_we_ourselves_write_is_never_taken_for_a_customer():
    assert comment().author is Author.CUSTOMER
    assert comment(author={"id": "3", "is_staff": True}).author is Author.AGENT
    assert not comment(is_public=False).is_asked
    assert comment(author={"id": OWN, "is_staff": False}).author is Author.OURSELVES
    assert zendesk(event("ticket.created", {}, actor_id=OWN)).author is Author.OURSELVES
    assert zendesk({**TRIGGER, "author": {"id": OWN}}).author is Author.OURSELVES
    assert zendesk({**TRIGGER, "author": {"id": 12, "is_staff": "true"}}).author is Author.AGENT
    assert not zendesk({**TRIGGER, "is_public": "false"}).is_asked
    for actor in ({"type": "agent"}, {"type": "system"}, {"type": "bot"}, {"type": "end_user", "id": "zd:answerBot"}):
        said = {"actor": actor, "message": {"id": "m", "body": "hi"}}
        assert zendesk(event("messaging_ticket.message_added", said)).author is Author.AGENT


def test_what_an_agent_opens_for_a_customer_is_routed_and_what_an_agent_answers_is_kept():
    opened = zendesk(event("ticket.created", {}, submitter_id="1", requester_id="2"))
    assert (opened.author, opened.is_asked) == (Author.AGENT, True)
    by_form = zendesk({**TRIGGER, "author": {"id": 12, "is_staff": "true"}, "created": "true"})
    assert (by_form.author, by_form.is_asked) == (Author.AGENT, True)
    assert not zendesk({**TRIGGER, "author": {"id": 12, "is_staff": "true"}}).is_asked


def test_somebody_in_copy_is_a_third_person():
    by_event = comment(author={"id": "4", "is_staff": False, "name": "Omar"})
    assert (by_event.author, by_event.author_name, by_event.requester_name) == (Author.THIRD_PERSON, "Omar", None)
    by_form = zendesk({**TRIGGER, "requester": {**TRIGGER["requester"], "id": 3}, "author": {"id": 4}})
    assert (by_form.author, by_form.requester_verified) == (Author.THIRD_PERSON, False)


@pytest.mark.parametrize(("requester", "verified"), [({"id": "3"}, True), ({}, False), ({"id": ""}, False)])
def test_a_form_is_verified_only_where_it_says_that_the_requester_wrote(requester, verified):
    form = {**TRIGGER, "author": {"id": 3}}
    form["requester"] = {"email": "femke@brightloaf.example", "verified": "true", **requester}
    assert zendesk(form).requester_verified is verified


def test_flags_may_be_numbers_and_words():
    assert not comment(is_public=0).is_asked
    assert not comment(is_public="no").is_asked
    assert comment(author={"id": "4", "is_staff": 1}).author is Author.AGENT
    assert zendesk({**TRIGGER, "author": {"id": 4, "is_staff": "yes"}}).author is Author.AGENT
    assert not zendesk({**TRIGGER, "is_public": "0"}).is_asked


def test_a_stranger_marked_as_a_machine_is_not_the_requester():
    form = {**TRIGGER, "author": {"id": 4}, "headers": {"Auto-Submitted": "auto-replied"}}
    assert (zendesk(form).author, zendesk(form).requester_verified) == (Author.MACHINE, False)


def test_misnamed_fields_are_told_from_an_empty_ticket():
    with pytest.raises(MalformedPayload, match="needs the fields subject and body"):
        zendesk({"ticket_id": "40", "title": "VAT", "description": "How?", "author": {"id": 12}})
    assert zendesk({"ticket_id": "40", "subject": "VAT", "author": {"id": 12}}).body == ""


def test_the_files_of_a_comment_are_listed():
    files = [
        {"id": 1, "file_name": "shot.png", "content_type": "image/png", "size": 4, "content_url": "https://z.example/a"}
    ]
    (file,) = comment(attachments=files).attachments
    assert (file.name, file.type, file.size, file.url) == ("shot.png", "image/png", 4, "https://z.example/a")


@pytest.mark.parametrize("author", [None, {}, {"id": ""}, {"id": "{{ticket.latest_comment.author.id}}"}])
def test_a_trigger_that_does_not_say_who_wrote_is_refused_where_we_write_ourselves(author):
    unsaid = {**TRIGGER, "author": author}
    with pytest.raises(MalformedPayload, match=r"author\.id is missing"):
        zendesk(unsaid)
    taken = normalise(unsaid, invocation_id="i", digest=DIGEST, own_agent_id=None, now=NOW)
    assert taken is not None and taken.author is Author.CUSTOMER


def test_a_chat_message_of_a_customer_is_understood():
    said = {"actor": {"type": "end_user", "id": "9", "name": "Femke"}, "message": {"id": "m1", "body": "hi there"}}
    incoming = zendesk(
        {**CREATED, "type": "zen:event-type:messaging_ticket.message_added", "detail": {"id": "9"}, "event": said}
    )
    assert (incoming.external_id, incoming.version, incoming.body, incoming.author) == (
        "9",
        "m1",
        "hi there",
        Author.CUSTOMER,
    )


def test_a_message_without_an_id_of_its_own_is_named_by_its_body():
    unfilled = zendesk({**TRIGGER, "comment_id": "{{ticket.latest_comment.id}}"})
    assert "{{" not in unfilled.version
    assert zendesk({**TRIGGER, "comment_id": "", "updated_at": "January 8, 2025"}).version == f"sha256:{DIGEST}"


@pytest.mark.parametrize("ticket_id", [None, "", " ", "a\nb", "x" * 201, True, [], {}, "{{ticket.id}}", "ü"])
def test_a_request_without_the_id_of_a_ticket_is_malformed(ticket_id):
    with pytest.raises(MalformedPayload):
        zendesk({**TRIGGER, "ticket_id": ticket_id})
    with pytest.raises(MalformedPayload):
        zendesk(event("ticket.created", {}, id=ticket_id))


@settings(max_examples=300, deadline=None)
@given(objects, st.sampled_from(["ticket.created", "ticket.comment_added", "messaging_ticket.message_added", "other"]))
def test_any_object_is_a_ticket_nothing_or_malformed(payload, kind):
    for said in ({**payload, "type": f"zen:event-type:{kind}"}, payload):
        try:
            incoming = zendesk(said)
        except MalformedPayload:
            continue
        assert incoming is None or incoming.external_id


@pytest.mark.parametrize(
    ("change", "author"),
    [
        ({"headers": "Received: from a.example\r\n by b.example\r\nAuto-Submitted: auto-replied\r\n"}, Author.MACHINE),
        ({"headers": [{"name": "Precedence", "value": "bulk"}]}, Author.MACHINE),
        ({"subject": "Out of office: VAT", "body": "I am on annual leave until Monday."}, Author.MACHINE),
        ({"automatic": "true"}, Author.MACHINE),
        ({"headers": {"Auto-Submitted": "no; owner-email=x", "Precedence": "list"}}, Author.CUSTOMER),
        ({"headers": "{{ticket.headers}}", "subject": "Out of office"}, Author.CUSTOMER),
    ],
)
def test_a_machine_is_known_by_the_headers_that_a_trigger_passes_on_and_by_its_words(change, author):
    assert zendesk({**TRIGGER, **change}).author is author


def test_a_machine_is_known_in_an_event_by_its_words():
    said = {"description": "Ich bin bis Montag nicht im Büro.", "subject": "Abwesenheitsnotiz: Rechnung"}
    assert zendesk({**CREATED, "detail": {**CREATED["detail"], **said}}).automatic


@pytest.mark.parametrize("field", ["target_ticket_id", "target_id", "merged_into_id"])
def test_a_merge_names_the_ticket_and_its_target(field):
    merge = zendesk(event("ticket.merged", {field: "6000"}, status="CLOSED"))
    assert (merge.external_id, merge.target, merge.call_id) == ("5158", "6000", "inv-1")


@pytest.mark.parametrize(
    "said", [{}, {"target_ticket_id": None}, {"target_ticket_id": "5158"}, {"target_ticket_id": {}}]
)
def test_a_merge_without_a_target_says_nothing(said):
    assert zendesk(event("ticket.merged", said)) is None


@pytest.mark.parametrize(
    ("status", "channel", "silent"),
    [
        ("OPEN", "email", False),
        ("NEW", "web_service", False),
        ("PENDING", "web", False),
        ("HOLD", "web", False),
        ("SOLVED", "email", True),
        ("CLOSED", "email", True),
        ("closed", "email", True),
        ("NEW", "import", True),
        ("OPEN", "Import", True),
        ("OPEN", "important_mail", False),
        (None, None, False),
    ],
)
def test_only_imports_and_what_comes_solved_or_closed_are_silent(status, channel, silent):
    incoming = zendesk(event("ticket.created", {}, status=status, via={"channel": channel}))
    assert incoming.silent is silent
    assert incoming.is_asked is (not silent)


@pytest.mark.parametrize(
    ("status", "silent"),
    [
        ("Open", False), ("", False), ("New", False), ("Solved", True), ("Closed", True), ("Gelöst", True),
        ("Geschlossen", True), ("Résolu", True), ("Fermé", True), ("Clos", True), ("Resuelto", True), ("Cerrado", True),
        ("Re\u0301solu", True), (" solved ", True), ("Offen", False), ("Ouvert", False), ("Abierto", False),
        ("In Bearbeitung", False), ("{{ticket.status}}", False),
    ],
)  # fmt: skip
def test_a_form_says_the_status_in_the_language_of_the_account(status, silent):
    assert zendesk({**TRIGGER, "status": status}).silent is silent


def test_a_brand_is_named_by_its_id():
    assert zendesk(CREATED).brand == "8447346621310"
    assert zendesk({**TRIGGER, "brand_id": "301"}).brand == "301"
    assert zendesk({**TRIGGER, "brand_id": 301}).brand == "301"
    assert zendesk(TRIGGER).brand is None
    assert zendesk({**TRIGGER, "brand_id": "{{ticket.brand.id}}"}).brand is None

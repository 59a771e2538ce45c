"""What people do in the double. Each test names where Zendesk says so."""

from datetime import timedelta

import pytest

from worker.cli.demo.zendesk_double.merging import TAG
from worker.cli.demo.zendesk_double.people import (
    AGENT,
    COLLEAGUE,
    CUSTOMER,
    OURSELVES,
    PERSON,
    SECOND_PERSON,
    STRANGER,
    User,
)


@pytest.mark.parametrize(
    ("before", "after"), [("pending", "open"), ("hold", "open"), ("solved", "open"), ("new", "new")]
)
def test_a_customer_who_comes_back_opens_the_ticket_again(double, before, after):
    """Article "About ticket statuses": a reply of the requester sets the status to open; a new ticket stays new."""
    double.open_ticket(1, status=before)
    double.customer_writes(1, "No, that did not work.")
    assert double.tickets[1].status == after
    if before != after:
        assert double.changes(1, "status") == [(CUSTOMER, "open")]


def test_an_agents_note_opens_nothing(double):
    """Article "About ticket statuses": it is the requester's reply that reopens."""
    double.open_ticket(1, status="pending")
    double.agent_comments(1, public=False)
    assert double.tickets[1].status == "pending"


def test_an_answer_to_a_closed_ticket_is_a_follow_up(double, api):
    """Guide "Creating and updating tickets", follow-up ticket: a new ticket with the closed one's tags; `rel` follow_up."""
    double.open_ticket(1, tags=["vip"])
    double.agent_changes(1, status="closed")
    new = double.customer_writes(1, "It broke again.")
    assert (new.id, new.status, new.tags) == (2, "new", ["vip"])
    assert api.get("tickets/2")["ticket"]["via"]["source"] == {"from": {"ticket_id": 1}, "to": {}, "rel": "follow_up"}
    assert len(double.tickets[1].comments()) == 1


def test_who_is_in_copy_writes_in_public_and_anybody_else_in_private(double):
    """Article "Permissions of CCs and followers": a reply of somebody who is no CC becomes a private comment."""
    double.open_ticket(1, ccs=[COLLEAGUE])
    double.third_person_writes(1, "I have it too.")
    double.third_person_writes(1, "Buy my boat.", by=STRANGER)
    assert [(c["author_id"], c["public"]) for c in double.tickets[1].comments()[1:]] == [
        (COLLEAGUE, True),
        (STRANGER, False),
    ]


def test_a_customer_puts_somebody_in_copy(double):
    """Article "Using CCs, followers, and @mentions": people in copy of a mail become CCs."""
    double.open_ticket(1)
    double.customer_writes(1, "Adding my boss.", ccs=[STRANGER])
    assert double.tickets[1].email_cc_ids == [STRANGER]
    assert any(event["type"] == "EmailCcChange" for event in double.tickets[1].audits[-1]["events"])


def test_a_public_comment_is_mailed_to_requester_and_ccs_and_a_private_one_to_followers_only(double, api):
    """Ticket Audit events reference, notification events; default trigger "Notify requester and CCs of comment update"."""
    double.open_ticket(1, "Help", ccs=[COLLEAGUE, STRANGER], followers=[SECOND_PERSON], age=timedelta(hours=2))
    api.put(1, comment={"body": "to all"})
    api.put(1, comment={"body": "among us", "public": False})
    assert double.mailed(CUSTOMER) == ["to all"]
    assert double.mailed(STRANGER) == ["Help", "to all"]
    assert double.mailed(SECOND_PERSON) == ["Help", "to all", "among us"]


def test_an_assignee_is_told_what_the_customer_says(double):
    """Default trigger "Notify assignee of comment update"."""
    double.open_ticket(1, assignee=PERSON)
    double.customer_writes(1, "Still there?")
    assert "Still there?" in double.mailed(PERSON)


def test_an_agent_opens_a_ticket_for_a_customer(double, api):
    """Tickets API: `submitter_id` is who made the ticket, `requester_id` who it is for."""
    double.open_ticket(1, "Called about the import.", by=PERSON, requester=CUSTOMER)
    shown = api.get("tickets/1")["ticket"]
    assert (shown["submitter_id"], shown["requester_id"], shown["organization_id"]) == (PERSON, CUSTOMER, 501)


def test_agents_change_fields_under_short_names_and_what_a_ticket_has_not_is_a_mistake(double):
    double.open_ticket(1)
    double.agent_changes(1, priority="urgent", assignee=PERSON, status="hold", brand=302, requester=COLLEAGUE)
    ticket = double.tickets[1]
    assert (ticket.priority, ticket.assignee_id, ticket.status, ticket.brand_id) == ("urgent", PERSON, "hold", 302)
    assert ticket.requester_id == COLLEAGUE
    with pytest.raises(TypeError, match="colour"):
        double.agent_changes(1, colour="red")
    with pytest.raises(ValueError, match="assignee"):
        double.agent_changes(1, assignee=CUSTOMER)


def test_a_change_to_the_same_value_is_none_and_a_reply_can_carry_changes(double):
    """Ticket Audit events reference: an event is a change of a value."""
    double.open_ticket(1, priority="low")
    double.agent_changes(1, priority="low")
    assert len(double.tickets[1].audits) == 1
    double.agent_comments(1, "Done.", status="solved", by=SECOND_PERSON)
    assert {e["type"] for e in double.tickets[1].audits[-1]["events"]} >= {"Comment", "Change", "NotificationWithCcs"}
    assert double.changes(1, "status") == [(SECOND_PERSON, "solved")]


def test_a_new_agent_can_be_added_and_uses_the_api(double, api):
    double.add_user(User(44, "Mo", "mo@deskhand.example", AGENT, group_ids=(8,)))
    double.open_ticket(1, assignee=44)
    assert double.tickets[1].group_id == 8


# ---- merges


def test_a_merge_closes_the_source_with_a_comment_and_a_tag_and_tells_of_it_in_the_target(double, api):
    """Article "Merging tickets": the source is closed and tagged closed_by_merge; both get a comment, private by default."""
    double.open_ticket(1, "First.", subject="One")
    double.open_ticket(2, "Second.", subject="Two")
    double.merge(2, into=1)
    source, target = double.tickets[2], double.tickets[1]
    assert (source.status, source.tags) == ("closed", [TAG])
    assert 'merged into request #1 "One"' in source.comments()[-1]["body"]
    assert 'Request #2 "Two" was closed and merged' in target.comments()[-1]["body"]
    assert "Second." in target.comments()[-1]["body"]
    assert [t.comments()[-1]["public"] for t in (source, target)] == [False, False]
    assert double.changes(2, "status") == [(PERSON, "closed")]
    via = api.get("tickets/2/audits")["audits"][-1]["via"]["source"]
    assert (via["rel"], via["from"]["ticket_id"]) == ("merge", 1)
    assert api.put(2, comment={"body": "x"}).status_code == 422


def test_a_merge_puts_the_other_requester_and_their_ccs_in_copy(double):
    """Article "Merging tickets": the requester of a merged ticket is added to the target as CC."""
    double.open_ticket(1)
    double.open_ticket(2, by=STRANGER, ccs=[COLLEAGUE])
    double.merge(2, into=1, public=True)
    assert double.tickets[1].email_cc_ids == [STRANGER, COLLEAGUE]
    assert double.tickets[1].comments()[-1]["public"]


def test_a_merge_by_the_api_is_a_job(double, api):
    """Tickets API, Merge Tickets into Target Ticket: `ids`, comments, a `job_status`."""
    for number in (1, 2, 3):
        double.open_ticket(number)
    body = {
        "ids": [2, 3],
        "target_comment": "Same thing.",
        "source_comment": "See 1.",
        "source_comment_is_public": True,
    }
    answer = api.client.post("/api/v2/tickets/1/merge.json", json=body)
    job = answer.json()["job_status"]
    assert (answer.status_code, job["status"]) == (200, "queued")
    assert api.get(f"job_statuses/{job['id']}")["job_status"]["status"] == "completed"
    assert [c["body"] for c in double.tickets[1].comments()[1:]] == ["Same thing.", "Same thing."]
    assert double.tickets[3].comments()[-1]["public"]
    assert double.tickets[3].audits[-1]["author_id"] == OURSELVES


@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_ticket_takes_no_part_in_a_merge(double, closed):
    """Article "Merging tickets": both tickets must be less than closed."""
    double.open_ticket(1)
    double.open_ticket(2)
    double.agent_changes(closed, status="closed")
    with pytest.raises(ValueError, match="closed"):
        double.merge(2, into=1)

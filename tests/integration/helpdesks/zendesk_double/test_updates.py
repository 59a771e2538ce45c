"""What an update through the API does in the double. Each test names where Zendesk says so."""

from datetime import timedelta

import pytest

from worker.cli.demo.zendesk_double.people import CUSTOMER, OURSELVES, PERSON, SECOND_PERSON

STAMPED = {"safe_update": True}


def details(answer) -> dict:
    assert answer.status_code == 422
    return answer.json()["details"]


def test_safe_update_refuses_an_outdated_stamp_and_takes_the_same_second(double, api):
    """Guide "Creating and updating tickets", section on collisions: 409 and `UpdateConflict`; stamps are whole seconds."""
    double.open_ticket(1)
    stamp = api.get("tickets/1")["ticket"]["updated_at"]
    assert len(stamp) == len("2026-11-29T12:00:00Z")
    double.agent_comments(1, public=False)
    refused = api.put(1, comment={"body": "x"}, **STAMPED, updated_stamp=stamp)
    assert (refused.status_code, refused.json()["error"]) == (409, "UpdateConflict")
    now = api.get("tickets/1")["ticket"]["updated_at"]
    for _ in range(2):
        assert double.update(1, {"ticket": {"priority": "low", **STAMPED, "updated_stamp": now}})[0] == 200
    assert double.changes(1, "priority") == [(OURSELVES, "low")]


def test_safe_update_needs_a_stamp(double, api):
    """Tickets API: `updated_stamp` is given together with `safe_update`."""
    double.open_ticket(1)
    assert "updated_stamp" in details(api.put(1, priority="low", safe_update=True))


def test_a_closed_ticket_refuses_every_update(double, api):
    """Article "About ticket statuses": a closed ticket can be reopened by nobody; the API answers 422."""
    double.open_ticket(1)
    double.agent_changes(1, status="closed")
    assert "status" in details(api.put(1, comment={"body": "x"}))
    assert len(double.tickets[1].comments()) == 1


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("priority", "emergency", "priority"),
        ("status", "done", "status"),
        ("group_id", 12345, "group"),
        ("brand_id", 12345, "brand"),
        ("requester_id", 12345, "requester"),
        ("assignee_id", CUSTOMER, "assignee"),
        ("custom_fields", {"7": "x"}, "custom_fields"),
        ("tags", "vip", "tags"),
        ("email_ccs", [{"user_id": 12345}], "email_ccs"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_and_nothing_is_changed(double, api, field, value, named):
    """Tickets API: values are validated, 422 `RecordInvalid` names the field; custom fields are a list of objects."""
    double.open_ticket(1)
    assert named in details(api.put(1, comment={"body": "x"}, **{field: value}))
    assert len(double.tickets[1].audits) == 1


def test_tags_replace_and_additional_tags_are_not_for_one_ticket(double, api):
    """Tickets API: `tags` sets the list; `additional_tags` and `remove_tags` belong to update_many."""
    double.open_ticket(1, tags=["vip", "emea"])
    api.put(1, tags=["Deskhand Held", "vip"], additional_tags=["lost"])
    assert double.tickets[1].tags == ["deskhand", "held", "vip"]


def test_custom_fields_change_one_by_one_and_show_in_the_ticket(double, api):
    """Tickets API: `custom_fields` is a list of id and value; fields that are not named stay."""
    double.open_ticket(1)
    api.put(1, custom_fields=[{"id": 31, "value": "billing"}])
    api.put(1, custom_fields=[{"id": 32, "value": True}])
    shown = api.get("tickets/1")["ticket"]["custom_fields"]
    assert shown == [{"id": 31, "value": "billing"}, {"id": 32, "value": True}]


def test_a_drop_down_field_and_the_tag_of_its_option_agree(double, api):
    """Article "Adding custom fields to your tickets": the tag of the option is a tag of the ticket; without it the field is
    empty. What an update that sets both does is not verified."""
    double.account.dropdowns[31] = ("low", "high")
    double.open_ticket(1, tags=["vip"], custom_fields={31: "low"})
    opened = double.tickets[1].audits[0]["events"]
    assert [event["value"] for event in opened if event.get("field_name") == "31"] == ["low"]
    assert double.tickets[1].tags == ["vip", "low"]
    api.put(1, custom_fields=[{"id": 31, "value": "high"}])
    assert (double.tickets[1].tags, double.changes(1, "31")) == (["vip", "high"], [(OURSELVES, "high")])
    api.put(1, custom_fields=[{"id": 31, "value": "low"}], tags=["vip", "low"])
    assert (double.tickets[1].tags, double.tickets[1].custom_fields) == (["vip", "low"], {31: "low"})
    api.put(1, tags=["vip"])
    assert double.tickets[1].custom_fields == {31: None}


def test_metadata_is_kept_with_the_audit_of_its_update_and_without_a_change_nowhere(double, api):
    """Guide "Creating and updating tickets", section on metadata: it becomes `audit.metadata.custom`, up to 1 kB."""
    double.open_ticket(1, priority="low")
    api.put(1, priority="low", metadata={"deskhand": "m"})
    assert not double.effects()
    audit = api.put(1, priority="high", metadata={"deskhand": "m"}).json()["audit"]
    assert audit["metadata"]["custom"] == {"deskhand": "m"}
    assert double.effects() == {"m": 1}
    assert "metadata" in details(api.put(1, priority="low", metadata={"deskhand": "m" * 1100}))


def test_a_comment_is_public_unless_it_says_otherwise_and_may_have_another_author(double, api):
    """Ticket Comments API: `public` is true by default; `html_body` is taken before `body`; agents set `author_id`."""
    double.open_ticket(1)
    api.put(1, comment={"body": "one"})
    api.put(1, comment={"body": "no", "html_body": "<p>two &amp; more</p>", "public": False, "author_id": PERSON})
    _, one, two = double.tickets[1].comments()
    assert (one["author_id"], one["public"], one["body"]) == (OURSELVES, True, "one")
    assert (two["author_id"], two["public"], two["body"]) == (PERSON, False, "two & more")
    assert two["html_body"] == "<p>two &amp; more</p>"


def test_a_ticket_holds_five_thousand_comments(double, api):
    """Ticket Comments API: a ticket with 5,000 comments takes no more, 422."""
    double.open_ticket(1)
    first = double.tickets[1].audits[0]
    first["events"] += [dict(first["events"][0]) for _ in range(4999)]
    assert "comment" in details(api.put(1, comment={"body": "x"}))


def test_an_assigned_ticket_is_not_new_and_gets_a_group_of_its_assignee(double, api):
    """Articles "About ticket statuses" (assigned means open) and "Assigning tickets" (the agent's default group)."""
    double.open_ticket(1)
    assert double.tickets[1].status == "new"
    api.put(1, assignee_id=PERSON)
    assert (double.tickets[1].status, double.tickets[1].group_id) == ("open", 7)


def test_an_assignee_who_is_not_in_the_new_group_is_taken_off(double, api):
    """Article "Assigning tickets": a ticket that moves to another group loses an assignee who does not belong to it."""
    double.open_ticket(1, assignee=SECOND_PERSON, group=99)
    api.put(1, group_id=7)
    assert double.tickets[1].assignee_id is None
    assert double.changes(1, "assignee_id") == [(OURSELVES, None)]


def test_a_solved_ticket_is_its_solvers(double, api):
    """Article "About ticket statuses": a solved ticket has an assignee, by default the agent who solved it."""
    double.open_ticket(1)
    double.agent_changes(1, status="solved")
    assert double.tickets[1].assignee_id == PERSON


def test_ccs_and_followers_are_added_and_taken_off_one_by_one(double, api):
    """Guide "Creating and updating tickets", sections on email CCs and followers: actions put and delete; only staff follow."""
    double.open_ticket(1)
    api.put(1, email_ccs=[{"user_email": "new@elsewhere.example", "action": "put"}], followers=[{"user_id": CUSTOMER}])
    (new,) = double.tickets[1].email_cc_ids
    assert double.account.users[new].verified is False
    assert double.tickets[1].follower_ids == []
    api.put(1, email_ccs=[{"user_id": new, "action": "delete"}], followers=[{"user_id": PERSON}])
    shown = api.get("tickets/1")["ticket"]
    assert (shown["email_cc_ids"], shown["follower_ids"], shown["collaborator_ids"]) == ([], [PERSON], [PERSON])


def test_an_update_counts_for_the_second_it_was_made_in(double, api):
    """Tickets API: `updated_at` is the time of the last update."""
    double.open_ticket(1, age=timedelta(hours=1))
    before = api.get("tickets/1")["ticket"]["updated_at"]
    api.put(1, priority="low")
    assert api.get("tickets/1")["ticket"]["updated_at"] > before


@pytest.mark.parametrize(("number", "body", "status"), [(2, {"ticket": {}}, 404), (1, {}, 400), (1, [], 400)])
def test_an_unknown_ticket_and_a_body_without_ticket_are_refused(double, api, number, body, status):
    """Tickets API: the fields are wrapped in `ticket`; 404 `RecordNotFound`."""
    double.open_ticket(1)
    assert double.update(number, body)[0] == status

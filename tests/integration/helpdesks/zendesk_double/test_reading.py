"""What the double shows. Each test names where Zendesk says so."""

from urllib.parse import urlsplit

import httpx
import pytest

from tests.integration.helpdesks.zendesk_double.conftest import Api
from worker.cli.demo.zendesk_double.attachments import File
from worker.cli.demo.zendesk_double.people import COLLEAGUE, CUSTOMER, EMAIL, OURSELVES, PERSON, STRANGER


def events(api, number: int = 1) -> list[dict]:
    return [event for audit in api.get(f"tickets/{number}/audits")["audits"] for event in audit["events"]]


def test_the_first_audit_has_a_create_event_for_each_field(double, api):
    """Ticket Audit events reference, Create event: one for each property of a new ticket; ids are text."""
    double.open_ticket(1, priority="high", tags=["vip"])
    created = {e["field_name"]: e["value"] for e in events(api) if e["type"] == "Create"}
    assert created["requester_id"] == str(CUSTOMER)
    assert (created["priority"], created["status"], created["tags"]) == ("high", "new", ["vip"])
    assert created["assignee_id"] is None


def test_a_change_event_has_the_value_and_the_previous_one_and_the_audit_its_author(double, api):
    """Ticket Audit events reference, Change event: `field_name`, `value`, `previous_value`."""
    double.open_ticket(1, group=7, priority="low", tags=["vip"])
    double.agent_changes(1, group=99, priority="urgent", tags=["vip", "escalated"], custom_fields={31: "billing"})
    audit = api.get("tickets/1/audits")["audits"][-1]
    assert audit["author_id"] == PERSON
    shown = {e["field_name"]: (e["previous_value"], e["value"]) for e in audit["events"] if e["type"] == "Change"}
    assert shown == {
        "group_id": ("7", "99"),
        "priority": ("low", "urgent"),
        "tags": (["vip"], ["vip", "escalated"]),
        "31": (None, "billing"),
    }


def test_what_a_trigger_changes_stands_in_the_persons_audit_with_a_via_of_its_own(double, api):
    """Via object reference: `"channel": "rule"`, `"rel": "trigger"`; an event has its own via if it differs."""
    double.open_ticket(1, priority="low")
    double.rule = lambda ticket, author: {"priority": "urgent"} if author == OURSELVES else {}
    api.put(1, comment={"body": "x"})
    audit = api.get("tickets/1/audits")["audits"][-1]
    (change,) = (e for e in audit["events"] if e["type"] == "Change" and e["field_name"] == "priority")
    assert (audit["author_id"], change["via"]["source"]["rel"]) == (OURSELVES, "trigger")
    assert double.changes(1, "priority") == [(-1, "urgent")]


def test_an_automation_has_an_audit_without_a_person(double, api):
    """Via object reference: `"rel": "automation"`; author -1 is the system."""
    double.open_ticket(1, assignee=PERSON)
    double.automation_changes(1, status="closed")
    audit = api.get("tickets/1/audits")["audits"][-1]
    assert (audit["author_id"], audit["via"]["source"]["rel"]) == (-1, "automation")


def test_audits_come_oldest_first_by_cursor_with_the_users_of_the_page_only(double, api):
    """Ticket Audits API and "Using cursor pagination": `page[size]`, `page[after]`, `meta`, `include=users`."""
    double.open_ticket(1)
    double.agent_comments(1, public=False)
    double.customer_writes(1)
    seen, query = [], {"page[size]": "2", "include": "users"}
    page = api.get("tickets/1/audits", **query)
    assert [u["role"] for u in page["users"]] == ["end-user", "agent"]
    assert page["meta"]["has_more"]
    seen += page["audits"]
    page = api.get("tickets/1/audits", **query, **{"page[after]": page["meta"]["after_cursor"]})
    assert [u["id"] for u in page["users"]] == [CUSTOMER]
    assert not page["meta"]["has_more"]
    assert [a["author_id"] for a in seen + page["audits"]] == [CUSTOMER, PERSON, CUSTOMER]


def test_the_link_to_the_next_page_leads_elsewhere_so_that_following_it_shows(double, api):
    """A property of the double: no client may send its credentials where an answer says."""
    double.open_ticket(1)
    double.customer_writes(1)
    link = api.get("tickets/1/audits", **{"page[size]": "1"})["links"]["next"]
    assert urlsplit(link).hostname != urlsplit(double.url).hostname


def test_comments_are_listed_with_author_and_time_public_and_private_both_ways_round(double, api):
    """Ticket Comments API: `public`, `author_id`, `created_at`, `audit_id`; `sort_order=desc`; `include=users`."""
    double.open_ticket(1, "one")
    double.agent_comments(1, "two", public=False)
    page = api.get("tickets/1/comments", include="users", **{"page[size]": "10"})
    shown = [(c["author_id"], c["plain_body"], c["public"]) for c in page["comments"]]
    assert shown == [(CUSTOMER, "one", True), (PERSON, "two", False)]
    assert [u["role"] for u in page["users"]] == ["end-user", "agent"]
    assert all(c["created_at"] and c["audit_id"] and "custom" in c["metadata"] for c in page["comments"])
    assert api.get("tickets/1/comments", sort_order="desc")["comments"][0]["body"] == "two"


def test_without_a_cursor_pages_have_numbers_and_a_count(double, api):
    """ "Using offset pagination": `per_page`, `page`, `count`, `next_page`."""
    double.open_ticket(1)
    double.customer_writes(1)
    first = api.get("tickets/1/comments", per_page="1")
    assert (len(first["comments"]), first["count"]) == (1, 2)
    assert first["next_page"].startswith(double.url)
    assert api.get("tickets/1/comments", per_page="1", page="2")["next_page"] is None


def test_a_ticket_is_shown_with_people_brand_and_channel_but_without_comments(double, api):
    """Tickets API, JSON format: comments are not in it; `email_cc_ids`, `follower_ids`, `brand_id`, `via`."""
    double.open_ticket(1, "Help", ccs=[COLLEAGUE], brand=302, channel="web", followers=[PERSON])
    shown = api.get("tickets/1", include="users")
    ticket = shown["ticket"]
    assert (ticket["requester_id"], ticket["submitter_id"], ticket["organization_id"]) == (CUSTOMER, CUSTOMER, 501)
    assert (ticket["email_cc_ids"], ticket["follower_ids"]) == ([COLLEAGUE], [PERSON])
    assert (ticket["brand_id"], ticket["via"]["channel"], ticket["description"]) == (302, "web", "Help")
    assert (ticket["status"], ticket["is_public"], "comments" in ticket) == ("new", True, False)
    assert {u["id"] for u in shown["users"]} == {CUSTOMER, COLLEAGUE, PERSON}


def test_users_have_a_role_an_organisation_and_an_address_that_is_proven_or_not(double, api):
    """Users API: `role` is end-user, agent or admin; `verified`; identities have `verified` too; users/me."""
    assert api.get("users/me")["user"]["id"] == OURSELVES
    assert api.get(f"users/{STRANGER}")["user"]["verified"] is False
    assert api.get(f"users/{STRANGER}/identities")["identities"][0]["verified"] is False
    many = api.get("users/show_many", ids=f"{CUSTOMER},{PERSON},{OURSELVES},4")["users"]
    assert [(u["id"], u["role"]) for u in many] == [(CUSTOMER, "end-user"), (PERSON, "agent"), (OURSELVES, "admin")]
    assert many[0]["organization_id"] == 501


def test_groups_brands_and_organisations_are_listed(double, api):
    """Groups, Brands and Organizations API."""
    assert {g["id"] for g in api.get("groups")["groups"]} == {7, 8, 99}
    assert [b["name"] for b in api.get("brands")["brands"]] == ["Deskhand", "Deskhand Outlet"]
    assert len(api.get("organizations")["organizations"]) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("2", [2]),
        ("type:ticket status<solved", [1, 2]),
        ("type:ticket status:solved", [3]),
        ("tags:vip", [2]),
        ("requester:omar@brightloaf.example", [2]),
        ("assignee:ines@deskhand.example", [3]),
        ("assignee:none", [1, 2]),
        ("updated>2020-01-01", [1, 2, 3]),
        ("updated<2020-01-01", []),
        ("printer", [1]),
        ("type:user", []),
        ("color:red", []),
    ],
)
def test_tickets_are_searched_by_number_field_and_word(double, api, query, found):
    """Search API and "Searching with the Zendesk API": `property:value`, `<`, `>`, words, a ticket's number."""
    double.open_ticket(1, "My printer burns.")
    double.open_ticket(2, by=COLLEAGUE, tags=["vip"])
    double.open_ticket(3)
    double.agent_changes(3, status="solved")
    answer = api.get("search", query=query)
    assert [(t["id"], t["result_type"]) for t in answer["results"]] == [(n, "ticket") for n in found]
    assert answer["count"] == len(found)


def test_many_tickets_are_shown_at_once(double, api):
    """Tickets API, Show Multiple Tickets: unknown ids are left out."""
    double.open_ticket(1)
    double.open_ticket(2)
    assert [t["id"] for t in api.get("tickets/show_many", ids="2,1,77")["tickets"]] == [2, 1]


def test_an_attachment_is_on_another_host_needs_no_login_and_credentials_that_arrive_are_noted(double, api):
    """Attachments API: the file of `content_url` may be hosted elsewhere, do not send Zendesk's credentials there."""
    double.open_ticket(1, files=[File("über.png", content=b"png")])
    (shown,) = api.get("tickets/1/comments")["comments"][0]["attachments"]
    assert (shown["file_name"], shown["content_type"], shown["size"]) == ("über.png", "image/png", 3)
    assert urlsplit(shown["content_url"]).hostname != urlsplit(double.url).hostname
    there = shown["content_url"].replace("localhost", "127.0.0.1")  # a machine may not know the name
    assert httpx.get(there).content == b"png"
    assert double.leaked == []
    httpx.get(there, auth=(EMAIL, "x"))
    assert len(double.leaked) == 1


@pytest.mark.parametrize("path", ["tickets/7", "tickets/7/audits", "tickets/x", "users/7", "nothing", "job_statuses/1"])
def test_what_is_not_there_is_not_found(double, api, path):
    """Introduction to the API: 404 `RecordNotFound`."""
    assert api.client.get(f"/api/v2/{path}.json").status_code == 404


def test_a_deleted_ticket_is_not_found(double, api):
    """Tickets API, Delete Ticket: it is no longer shown."""
    double.open_ticket(1)
    double.delete(1)
    assert api.client.get("/api/v2/tickets/1.json").status_code == 404


def test_wrong_credentials_are_refused(double):
    """Introduction to the API, Security and authentication: `{email}/token:{token}`, 401 otherwise."""
    double.open_ticket(1)
    for refused in (Api(double, token="old"), Api(double, "femke@brightloaf.example")):
        assert refused.client.get("/api/v2/tickets/1.json").status_code == 401
    assert Api(double, "ines@deskhand.example").get("users/me")["user"]["id"] == PERSON

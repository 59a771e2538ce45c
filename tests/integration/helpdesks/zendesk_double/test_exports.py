"""What the double's incremental export shows. Each test names where Zendesk says so."""

from datetime import timedelta

from tests.integration.helpdesks.zendesk_double.conftest import Api
from worker.cli.demo.zendesk_double.people import CUSTOMER, PERSON

OLD = timedelta(days=1)


def export(api: Api, **query: str) -> dict:
    return api.get("incremental/tickets/cursor", **query)


def test_tickets_come_by_their_last_change_with_a_cursor_to_the_next_page(double, api):
    """Incremental Exports, cursor based: `start_time`, `cursor`, `after_cursor`, `end_of_stream`, `per_page`."""
    for number in (1, 2, 3):
        double.open_ticket(number, age=OLD - timedelta(hours=number))
    double.agent_changes(1, priority="high", age=timedelta(minutes=1))
    first = export(api, start_time="0", per_page="2", include="users")
    assert ([t["id"] for t in first["tickets"]], first["end_of_stream"]) == ([2, 3], False)
    assert CUSTOMER in {user["id"] for user in first["users"]}
    second = export(api, cursor=first["after_cursor"], per_page="2")
    assert ([t["id"] for t in second["tickets"]], second["end_of_stream"]) == ([1], True)
    assert export(api, cursor=second["after_cursor"])["tickets"] == []
    double.agent_changes(2, priority="low")
    assert [t["id"] for t in export(api, cursor=second["after_cursor"])["tickets"]] == [2]


def test_a_start_time_leaves_out_what_changed_before(double, api):
    double.open_ticket(1, age=timedelta(days=9))
    double.open_ticket(2, age=OLD)
    start = str(int(double.account.second(timedelta(days=2)).timestamp()))
    assert [t["id"] for t in export(api, start_time=start)["tickets"]] == [2]


def test_deleted_tickets_stay_in_the_export_and_scrubbed_ones_without_their_words(double, api):
    """Guide "Using the Incremental Export API": deleted tickets are exported with the status "deleted"."""
    double.open_ticket(1, "My words", age=OLD)
    double.open_ticket(2, "My words", age=OLD)
    double.delete(1)
    double.delete(2, scrubbed=True)
    shown = {t["id"]: t for t in export(api, start_time="0")["tickets"]}
    assert {t["status"] for t in shown.values()} == {"deleted"}
    assert (shown[1]["description"], shown[2]["description"], shown[2]["subject"]) == ("My words", "", "SCRUBBED")


def test_what_changed_just_now_is_left_out_where_a_test_wants_it(double, api):
    """Guide "Using the Incremental Export API": what changed within the last minute is excluded."""
    double.account.fresh = timedelta(minutes=1)
    double.open_ticket(1, age=timedelta())
    double.open_ticket(2, age=OLD)
    assert [t["id"] for t in export(api, start_time="0")["tickets"]] == [2]


def test_ten_exports_a_minute_are_allowed_to_administrators(double, api):
    """Incremental Exports: 10 requests per minute; allowed for admins."""
    double.limits.exports = 10
    assert [api.client.get("/api/v2/incremental/tickets/cursor.json?start_time=0").status_code for _ in range(11)] == [
        *[200] * 10,
        429,
    ]
    agent = Api(double, double.account.users[PERSON].email)
    assert agent.client.get("/api/v2/groups.json").status_code == 200
    double.limits.exports = None
    assert agent.client.get("/api/v2/incremental/tickets/cursor.json?start_time=0").status_code == 403
    agent.client.close()


def test_a_cursor_that_is_none_is_refused(double, api):
    for query in ({"cursor": "???"}, {}):
        assert api.client.get("/api/v2/incremental/tickets/cursor.json", params=query).status_code == 400


def test_a_search_counts_and_ticket_fields_have_titles(double, api):
    """Search API, Show Results Count; Ticket Fields API."""
    double.open_ticket(1)
    double.account.fields[31] = "Product"
    assert api.get("search/count", query="type:ticket updated>2020-01-01")["count"] == 1
    assert api.get("ticket_fields")["ticket_fields"] == [{"id": 31, "title": "Product"}]

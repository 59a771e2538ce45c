"""How the double fails, and how it limits its clients."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.integration.helpdesks.zendesk_double.conftest import Api
from worker.cli.demo.zendesk_double.faults import Fault


@pytest.mark.parametrize(
    ("fault", "happens"), [(Fault.DROP, True), (Fault.LOST, False), (Fault.LATE, True), (Fault.SLOW, False)]
)
def test_an_answer_is_lost_after_the_write_or_without_it(double, fault, happens):
    double.open_ticket(1)
    double.fault = lambda method, number: fault if method == "PUT" else None
    double.slow_seconds = 1.0
    impatient = Api(double)
    with pytest.raises(httpx.HTTPError):
        impatient.client.put("/api/v2/tickets/1.json", json={"ticket": {"priority": "high"}}, timeout=0.5)
    assert (double.tickets[1].priority == "high") is happens
    double.wait_until_idle()
    assert double.tickets[1].priority == (None if fault is Fault.LOST else "high")


@pytest.mark.parametrize(
    ("fault", "status", "happens"),
    [
        (Fault.ERROR_BEFORE, 500, False),
        (Fault.ERROR_AFTER, 502, True),
        (Fault.BUSY, 429, False),
        (Fault.MAINTENANCE, 503, False),
        (Fault.COLLISION, 409, False),
        (Fault.GARBAGE, 200, False),
    ],
)
def test_an_error_says_whether_the_write_happened(double, api, fault, status, happens):
    double.open_ticket(1)
    double.fault = lambda method, number: fault
    answer = api.put(1, priority="high")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) is (fault in {Fault.BUSY, Fault.MAINTENANCE})
    assert (double.tickets[1].priority == "high") is happens
    assert double.requests == [("PUT", "/api/v2/tickets/1.json", status)]


def test_after_so_many_requests_a_minute_the_account_must_wait(double, api):
    """Article "Managing API usage in your account": 429 with Retry-After; X-Rate-Limit and X-Rate-Limit-Remaining."""
    at = [datetime(2026, 11, 29, tzinfo=UTC)]
    double.account.now = lambda: at[0]
    double.open_ticket(1)
    double.limits.requests = 2
    first = api.client.get("/api/v2/tickets/1.json")
    assert (first.headers["X-Rate-Limit"], first.headers["X-Rate-Limit-Remaining"]) == ("2", "1")
    api.get("tickets/1")
    refused = api.put(1, priority="low")
    assert (refused.status_code, refused.headers["X-Rate-Limit-Remaining"]) == (429, "0")
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    at[0] += timedelta(seconds=61)
    assert api.put(1, priority="low").status_code == 200


def test_one_ticket_is_updated_so_often_in_ten_minutes_and_the_account_so_often_in_one(double, api):
    """Article "Managing API usage in your account", Update Ticket: 30 per ticket and user in 10 minutes, 100 per minute."""
    double.open_ticket(1)
    double.open_ticket(2)
    double.limits.updates_per_ticket, double.limits.updates = 1, 2
    assert [api.put(n, priority="low").status_code for n in (1, 1, 2, 2)] == [200, 429, 429, 429]
    assert api.client.get("/api/v2/tickets/1.json").status_code == 200

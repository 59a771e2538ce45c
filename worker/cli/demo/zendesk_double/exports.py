"""This module answers the double's incremental export of tickets, by cursor.

A cursor names a time and a ticket, and what comes after it is shown, oldest change first; the order of two changes within a
second is not verified. Deleted tickets stay in the export (guide "Using the Incremental Export API", deleted tickets). What
changed within the last minute is left out there; here it is shown, unless a test sets `fresh`.
"""

import base64
import binascii

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.pages import Query, with_users
from worker.cli.demo.zendesk_double.people import ADMIN
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, shown_ticket

Answer = tuple[int, Json]
MOST = 1000
FORBIDDEN: Answer = (403, {"error": "Forbidden", "description": "You do not have access to this page"})


def export(account: Account, query: Query, user: int, most: int) -> Answer:
    """Return a page of tickets. Administrators alone may export."""
    if account.users[user].role != ADMIN:
        return FORBIDDEN
    cursor, start = query.get("cursor", [""])[0], query.get("start_time", [""])[0]
    place = _place(cursor) if cursor else (int(start), 0) if start.isdecimal() else None
    if place is None:
        return 400, {"error": "InvalidValue", "description": "Invalid cursor or start_time"}
    size = query.get("per_page", [""])[0]
    size_ = max(min(int(size) if size.isdecimal() else MOST, MOST, most), 1)
    until = account.second(account.fresh).timestamp()
    changed = [one for one in (*account.tickets.values(), *account.deleted.values()) if _at(one)[0] <= until]
    after = sorted((one for one in changed if _at(one) > place), key=_at)
    shown = after[:size_]
    following = _cursor(*_at(shown[-1])) if shown else _cursor(*place)
    rows = [shown_ticket(one, account.url) for one in shown]
    if account.repeats and shown:  # the first of a page stands in the one before as well
        before = sorted((one for one in changed if _at(one) <= place), key=_at)[-1:]
        rows = [shown_ticket(one, account.url) for one in before] + rows
    answer: Json = {
        "tickets": rows,
        "after_cursor": following,
        "after_url": "https://elsewhere.example.com/never-followed",
        "before_cursor": None,
        "before_url": None,
        "end_of_stream": len(after) <= size_,
    }
    people = [one for ticket in shown for one in (ticket.requester_id, ticket.submitter_id, ticket.assignee_id)]
    return 200, with_users(account, answer, people, query)


def _at(ticket: Ticket) -> tuple[int, int]:
    return int(ticket.updated_at.timestamp()), ticket.id


def _cursor(at: int, number: int) -> str:
    return base64.b64encode(f"{at}.0||{number}|".encode()).decode()


def _place(cursor: str) -> tuple[int, int] | None:
    try:
        at, _, number = base64.b64decode(cursor, validate=True).decode().rstrip("|").partition(".0||")
        return int(at), int(number)
    except (binascii.Error, ValueError):
        return None

"""This module searches the double's tickets, `GET /api/v2/search.json?query=…`: what a client of a helpdesk asks for."""

from collections.abc import Callable

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.tickets import STATUSES, Ticket, stamp

Test = Callable[[Ticket], bool]


def search(account: Account, query: str) -> list[Ticket]:
    """Return the tickets that meet every word of a query: a number is a ticket's id, `status:open`, `status<solved`,
    `tags:x`, `requester:address`, `assignee:address`, `updated>2026-11-01`, and other words stand in subject or
    description (Search API). `type:ticket` is understood; other types find nothing."""
    tests = [_test(account, word) for word in query.split()]
    return [ticket for _, ticket in sorted(account.tickets.items()) if all(test(ticket) for test in tests)]


def _test(account: Account, word: str) -> Test:
    at = min((place for mark in ":<>" if (place := word.find(mark)) > 0), default=0)
    if not at:
        return lambda ticket: word == str(ticket.id) or word.lower() in _words(ticket)
    name, mark, value = word[:at], word[at], word[at + 1 :].strip('"')
    match name:
        case "type":
            return lambda _: value == "ticket"
        case "status":
            return lambda ticket: (
                value in STATUSES and _compare(STATUSES.index(ticket.status), mark, STATUSES.index(value))
            )
        case "tags":
            return lambda ticket: value in ticket.tags
        case "requester":
            return lambda ticket: _is(account, ticket.requester_id, value)
        case "assignee":
            return lambda ticket: _is(account, ticket.assignee_id, value)
        case "updated":
            return lambda ticket: _compare(stamp(ticket.updated_at)[: len(value)], mark, value)
        case _:
            return lambda _: False


def _compare(one: int | str, mark: str, other: int | str) -> bool:
    if mark == ":":
        return one == other
    pair = (one, other) if mark == "<" else (other, one)
    return bool(pair[0] < pair[1])  # type: ignore[operator]


def _is(account: Account, user: int | None, value: str) -> bool:
    if user is None:
        return value == "none"
    return value.lower() in {str(user), account.users[user].email}


def _words(ticket: Ticket) -> str:
    said = ticket.comments()
    return f"{ticket.subject}\n{said[0]['body'] if said else ''}".lower()

"""This module answers the requests of the double's API: which address shows or changes what."""

import json

from worker.cli.demo.zendesk_double import merging
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.exports import export
from worker.cli.demo.zendesk_double.pages import Query, page, with_users
from worker.cli.demo.zendesk_double.people import shown_identities, shown_named, shown_user
from worker.cli.demo.zendesk_double.search import search
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, shown_ticket
from worker.cli.demo.zendesk_double.updates import NOT_FOUND, Answer, update

LISTS = ("groups", "brands", "organizations", "macros")


def ticket_of(path: str) -> int:
    """Return the number of the ticket in a path, 0 if there is none."""
    parts = _parts(path)
    return int(parts[1]) if parts[:1] == ["tickets"] and len(parts) > 1 and parts[1].isdecimal() else 0


def is_export(path: str) -> bool:
    return _parts(path)[:1] == ["incremental"]


def answer(account: Account, method: str, path: str, query: Query, body: bytes, user: int, most: int) -> Answer:
    """Answer a request of a user who has been recognised. `most`: rows on a page."""
    parts = _parts(path)
    try:
        said = json.loads(body) if body else None
    except ValueError:
        return 400, {"error": "InvalidJSON", "description": "The request body is not JSON"}
    with account.lock:
        if method == "GET":
            return _shown(account, parts, query, user, path, most)
        if not account.is_staff(user):
            return 403, {"error": "Forbidden", "description": "You do not have access to this page"}
        match method, parts:
            case "PUT", ["tickets", number] if number.isdecimal():
                return update(account, int(number), said, user)
            case "POST", ["tickets", number, "merge"] if number.isdecimal() and isinstance(said, dict):
                return _merged(account, int(number), said, user)
    return NOT_FOUND


def _merged(account: Account, number: int, said: Json, user: int) -> Answer:
    return merging.merge(
        account,
        said.get("ids", []),
        number,
        user,
        source_comment=said.get("source_comment"),
        target_comment=said.get("target_comment"),
        public=(bool(said.get("source_comment_is_public")), bool(said.get("target_comment_is_public"))),
    )


def _shown(account: Account, parts: list[str], query: Query, user: int, path: str, most: int) -> Answer:
    match parts:
        case ["tickets", "show_many"]:
            found = [account.tickets[i] for i in _ids(query) if i in account.tickets]
            return 200, _tickets(account, found, query)
        case ["tickets", number, *rest] if number.isdecimal() and int(number) in account.tickets:
            return _ticket(account, account.tickets[int(number)], rest, query, path, most)
        case ["users", "me"]:
            return 200, {"user": shown_user(account.users[user])}
        case ["users", "show_many"]:
            return 200, {"users": [shown_user(account.users[i]) for i in _ids(query) if i in account.users]}
        case ["users", number] if number.isdecimal() and int(number) in account.users:
            return 200, {"user": shown_user(account.users[int(number)])}
        case ["users", number, "identities"] if number.isdecimal() and int(number) in account.users:
            return 200, {"identities": shown_identities(account.users[int(number)])}
        case ["incremental", "tickets", "cursor"]:
            return export(account, query, user, most)
        case ["search", "count"]:
            return 200, {"count": len(search(account, " ".join(query.get("query", []))))}
        case ["ticket_fields"]:
            titled = [{"id": number, "title": title} for number, title in sorted(account.fields.items())]
            return 200, page(account, "ticket_fields", titled, query, path=path, most=most)[1]
        case ["search"]:
            found = search(account, " ".join(query.get("query", [])))
            results = [{**shown_ticket(ticket, account.url), "result_type": "ticket"} for ticket in found]
            return 200, page(account, "results", results, query, path=path, most=most)[1]
        case [name] if name in LISTS and (name != "macros" or account.is_staff(user)):
            return 200, page(account, name, _listed(account, name, query), query, path=path, most=most)[1]
        case ["job_statuses", name] if name in account.jobs:
            return 200, {"job_status": account.jobs[name]}
    return NOT_FOUND


def _listed(account: Account, name: str, query: Query) -> list[Json]:
    if name != "macros":
        return [shown_named(thing) for thing in getattr(account, name).values()]
    asked = query.get("active", [""])[0]
    return [macro for macro in account.macros if asked in {"", str(macro["active"]).lower()}]


def _ticket(account: Account, ticket: Ticket, rest: list[str], query: Query, path: str, most: int) -> Answer:
    match rest:
        case []:
            people = [ticket.requester_id, ticket.submitter_id, ticket.assignee_id, *ticket.email_cc_ids]
            shown = {"ticket": shown_ticket(ticket, account.url)}
            return 200, with_users(account, shown, [*people, *ticket.follower_ids], query)
        case ["audits"]:  # the oldest first; Zendesk offers no other order
            rows, shown = page(account, "audits", ticket.audits, query, path=path, most=most)
            return 200, with_users(account, shown, [_author(row) for row in rows], query)
        case ["comments"]:
            rows = _comments(ticket)
            if query.get("sort_order") == ["desc"] or query.get("sort") == ["-created_at"]:
                rows.reverse()
            rows, shown = page(account, "comments", rows, query, path=path, most=most)
            return 200, with_users(account, shown, [_author(row) for row in rows], query)
        case ["email_ccs" | "followers" as name]:
            ids = ticket.email_cc_ids if name == "email_ccs" else ticket.follower_ids
            return 200, {"users": [shown_user(account.users[i]) for i in ids]}
    return NOT_FOUND


def _comments(ticket: Ticket) -> list[Json]:
    """Return comments as the list of comments shows them: with the time, the way and the metadata of their audit."""
    return [
        {**event, "audit_id": audit["id"], **{name: audit[name] for name in ("created_at", "via", "metadata")}}
        for audit in ticket.audits
        for event in audit["events"]
        if event["type"] == "Comment"
    ]


def _tickets(account: Account, found: list[Ticket], query: Query) -> Json:
    shown: Json = {"tickets": [shown_ticket(ticket, account.url) for ticket in found], "count": len(found)}
    return with_users(account, shown, [ticket.requester_id for ticket in found], query)


def _ids(query: Query) -> list[int]:
    return [int(one) for one in ",".join(query.get("ids", [])).split(",") if one.isdecimal()]


def _author(row: Json) -> int:
    return int(row["author_id"])


def _parts(path: str) -> list[str]:
    """Return the parts of a path below `/api/v2`; none for another path."""
    parts = path.removesuffix(".json").strip("/").split("/")
    return parts[2:] if parts[:2] == ["api", "v2"] else []

"""This module makes the double's single-ticket update, `PUT /api/v2/tickets/{id}.json`."""

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from worker.cli.demo.zendesk_double import audits
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.changes import _Invalid, by_rule, require_valid, set_fields
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, shown_ticket

Answer = tuple[int, Json]
MOST_COMMENTS = 5000  # of one ticket (Ticket Comments API)
MOST_METADATA = 1024  # bytes of `metadata` (guide "Creating and updating tickets")
NOT_FOUND: Answer = (404, {"error": "RecordNotFound", "description": "Not found"})
CONFLICT: Answer = (409, {
    "error": "UpdateConflict",
    "description": "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data "
    "and try again.",
})  # fmt: skip


def update(account: Account, number: int, body: Any, author: int) -> Answer:
    """Update a ticket as the user `author`, whole or not at all. An update that changes nothing makes no audit, so its
    metadata is not kept either."""
    ticket, wanted = account.tickets.get(number), body.get("ticket") if isinstance(body, dict) else None
    if ticket is None:
        return NOT_FOUND
    if not isinstance(wanted, dict):
        return 400, {"error": "InvalidAttribute", "description": "ticket is missing"}
    try:
        if _is_outdated(ticket, wanted):
            return CONFLICT
        if ticket.status == "closed":
            raise _Invalid("status", "closed prevents ticket update")
        require_valid(account, wanted)
        event = _comment(account, ticket, wanted.get("comment"), author)
        metadata = wanted.get("metadata") or {}
        if len(json.dumps(metadata).encode()) > MOST_METADATA:
            raise _Invalid("metadata", "is too large")
    except _Invalid as error:
        return 422, invalid(error.field, error.why)
    events = ([event] if event else []) + set_fields(account, ticket, wanted, author)
    if event:
        events += audits.notified(account, ticket, event["author_id"], event["public"], event["body"])
    if events:
        events += by_rule(account, ticket, author)
        audits.record(account, ticket, author, events, via=audits.API, custom=metadata)
    return 200, {"ticket": shown_ticket(ticket, account.url), "audit": ticket.audits[-1]}


def _is_outdated(ticket: Ticket, wanted: Mapping[str, Any]) -> bool:
    """Return whether `safe_update` forbids the update. Stamps are whole seconds: two writes within the second of the stamp
    both pass. Raises `_Invalid` without a stamp that can be read."""
    if not wanted.get("safe_update"):
        return False
    try:
        return ticket.updated_at > datetime.fromisoformat(wanted["updated_stamp"])
    except (KeyError, TypeError, ValueError) as error:
        raise _Invalid("updated_stamp", "is required with safe_update") from error


def _comment(account: Account, ticket: Ticket, wanted: object, author: int) -> Json | None:
    """Return the Comment event of an update. It is public unless it says otherwise; HTML is taken before text; another
    author may be named. Raises `_Invalid` if a ticket has too many."""
    if not isinstance(wanted, Mapping):
        return None
    markup = wanted.get("html_body")
    text = plain(markup) if markup else str(wanted.get("body") or "")
    if not text.strip():
        return None
    if len(ticket.comments()) >= MOST_COMMENTS:
        raise _Invalid("comment", "too many comments")
    writer = wanted.get("author_id", author)
    if writer not in account.users:
        raise _Invalid("author", "is invalid")
    return audits.comment(writer, text, public=wanted.get("public", True), markup=markup)


def plain(markup: str) -> str:
    """Return the text of simple HTML, as Zendesk keeps it beside the HTML: items of a list have stars, links no address. How
    Zendesk writes these is not documented, so nothing may depend on it."""
    lines = re.sub(r"</p>|</[ou]l>|</blockquote>", "\n\n", re.sub(r"<br ?/?>|</li>", "\n", markup))
    text = html.unescape(re.sub(r"<[^<>]{1,2000}>", "", lines.replace("<li>", "* ")))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def invalid(field: str, why: str) -> Json:
    """Return Zendesk's form of a refusal."""
    return {
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": {field: [{"description": f"{field}: {why}"}]},
    }

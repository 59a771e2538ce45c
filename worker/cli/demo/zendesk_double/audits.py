"""This module writes the double's audits: one per update, with an event for each thing that it changed.

A Change event carries `field_name`, `value` and `previous_value`; ids are text in it, tags are a list, a custom field is
named by its id. An event that a rule caused has a `via` of its own, and stands in the audit of the person whose update
set the rule off (Ticket Audit events reference).
"""

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, stamp

WEB: Json = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}
API: Json = {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}}
MAIL: Json = {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}}


def rule_via(title: str, rel: str = "trigger") -> Json:
    return {"channel": "rule", "source": {"from": {"id": 360001, "title": title}, "to": {}, "rel": rel}}


def record(
    account: Account,
    ticket: Ticket,
    author: int,
    events: Sequence[Json],
    *,
    via: Json,
    custom: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Json:
    """Write an audit and tell the watchers. Without events there is nothing to write: call it only with some. `custom` is
    kept in the audit's metadata and cannot be changed afterwards."""
    at = at or account.second()
    ticket.updated_at = max(ticket.updated_at, at)
    audit = {
        "id": account.new_id(),
        "ticket_id": ticket.id,
        "author_id": author,
        "created_at": stamp(at),
        "metadata": {"system": {}, "custom": dict(custom or {})},
        "via": via,
        "events": [{"id": account.new_id(), **event} for event in events],
    }
    ticket.audits.append(audit)
    for watcher in account.watchers:
        watcher(account, ticket, audit)
    return audit


def comment(author: int, text: str, *, public: bool, files: Sequence[Json] = (), markup: str | None = None) -> Json:
    """Return a Comment event. `markup`: the HTML that was written instead of text."""
    return {
        "type": "Comment",
        "author_id": author,
        "body": text,
        "plain_body": text,
        "html_body": markup if markup is not None else f"<p>{html.escape(text)}</p>",
        "public": public,
        "attachments": list(files),
    }


def created(field_name: str, value: object) -> Json:
    return {"type": "Create", "field_name": field_name, "value": as_text(value)}


def changed(field_name: str, value: object, previous: object) -> Json:
    return {
        "type": "Change",
        "field_name": field_name,
        "value": as_text(value),
        "previous_value": as_text(previous),
    }


def as_text(value: object) -> object:
    """Return a value as an audit shows it: numbers are text there."""
    if isinstance(value, list):
        return list(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def notified(account: Account, ticket: Ticket, author: int, public: bool, text: str) -> list[Json]:
    """Return the events of the mails that a comment causes: the requester and those in CC get a public one, the assignee
    what an end user wrote, followers everything (default triggers "Notify requester and CCs of comment update",
    "Notify assignee of comment update"; article "Using CCs, followers, and @mentions")."""
    events: list[Json] = []
    readers = [user for user in (ticket.requester_id, *ticket.email_cc_ids) if user != author]
    if public and readers:
        title = "Notify requester and CCs of comment update"
        events.append(_mail("NotificationWithCcs", readers, text, title))
    if ticket.assignee_id not in {None, author} and not account.is_staff(author):
        events.append(_mail("Notification", [ticket.assignee_id], text, "Notify assignee of comment update"))
    if followers := [user for user in ticket.follower_ids if user != author]:
        events.append(_mail("FollowerNotificationEvent", followers, text, "Follower notification"))
    return events


def _mail(kind: str, recipients: Sequence[int | None], text: str, title: str) -> Json:
    return {"type": kind, "recipients": list(recipients), "subject": "", "body": text, "via": rule_via(title)}

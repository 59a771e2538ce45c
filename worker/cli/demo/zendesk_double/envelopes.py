"""This module writes the fixed bodies of Zendesk's event subscriptions: one event for each thing that an update changed
(reference "Ticket events"). Ids are text in them, status and priority are in capitals, times have nine digits behind the
second, and people are named by id only."""

from typing import Any
from uuid import uuid4

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.merging import merged_into
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, stamp

# This maps what is changed to the event's name. Each event says {"current", "previous"}.
_CHANGED = {
    "status": "status_changed",
    "priority": "priority_changed",
    "type": "type_changed",
    "subject": "subject_changed",
    "assignee_id": "agent_assignment_changed",
    "group_id": "group_assignment_changed",
    "brand_id": "brand_changed",
    "requester_id": "requester_changed",
    "organization_id": "organization_changed",
}
_CAPITALS = {"status", "priority", "type"}


def envelopes(account: Account, ticket: Ticket, audit: Json) -> list[Json]:
    """Return the events of an audit. Those of one audit share a sequence; their order is not promised."""
    said: list[tuple[str, Json]] = []
    if audit is ticket.audits[0]:
        said.append(("created", {}))
    else:
        for event in audit["events"]:
            said += _said(account, event)
        target = merged_into(audit)
        if target is not None:
            said.append(("merged", {"target_ticket_id": str(target)}))  # the field's name is not verified
    sequence = uuid4().hex.upper()
    return [
        _envelope(ticket, audit, kind, {**event, "meta": {"sequence": {"id": sequence, "position": place}}})
        for place, (kind, event) in enumerate(said, start=1)
    ]


def _said(account: Account, event: Json) -> list[tuple[str, Json]]:
    match event:
        case {"type": "Comment"}:
            return [("comment_added", {"comment": _comment(account, event)})]
        case {"type": "Change", "field_name": "tags"}:
            now, before = event["value"], event["previous_value"]
            added = {"tags": [tag for tag in now if tag not in before]}
            return [("tags_changed", {"added": added, "removed": {"tags": [tag for tag in before if tag not in now]}})]
        case {"type": "Change", "field_name": name} if name in _CHANGED:
            values = {"current": event["value"], "previous": event["previous_value"]}
            if name in _CAPITALS:
                values = {key: value and str(value).upper() for key, value in values.items()}
            return [(_CHANGED[name], values)]
        case {"type": "Change", "field_name": name}:
            field = {"id": name, "current": event["value"], "previous": event["previous_value"]}
            return [("custom_field_changed", field)]
        case {"type": "EmailCcChange"}:
            return [("email_ccs_changed", {})]
        case {"type": "FollowerChange"}:
            return [("followers_changed", {})]
    return []


def _comment(account: Account, event: Json) -> Json:
    author = account.users[event["author_id"]]
    return {
        "id": str(event["id"]),
        "body": event["body"],
        "html_body": event["html_body"],
        "is_public": event["public"],
        "author": {"id": str(author.id), "name": author.name, "is_staff": author.is_staff},
        "attachments": event["attachments"],
    }


def _envelope(ticket: Ticket, audit: Json, kind: str, event: Json) -> Json:
    return {
        "account_id": 22129848,
        "detail": _detail(ticket, audit),
        "event": event,
        "id": str(uuid4()),
        "subject": f"zen:ticket:{ticket.id}",
        "time": audit["created_at"].replace("Z", ".672717030Z"),
        "type": f"zen:event-type:ticket.{kind}",
        "zendesk_event_version": "2022-11-06",
    }


def _detail(ticket: Ticket, audit: Json) -> Json:
    comments = ticket.comments()
    ids: dict[str, Any] = {
        "actor_id": audit["author_id"],
        "assignee_id": ticket.assignee_id,
        "brand_id": ticket.brand_id,
        "group_id": ticket.group_id,
        "id": ticket.id,
        "organization_id": ticket.organization_id,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
    }
    return {
        **{name: None if value is None else str(value) for name, value in ids.items()},
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "custom_status": None,
        "description": comments[0]["body"] if comments else "",
        "external_id": None,
        "form_id": None,
        "is_public": ticket.is_public,
        "priority": ticket.priority and ticket.priority.upper(),
        "status": ticket.status.upper(),
        "subject": ticket.subject,
        "tags": list(ticket.tags),
        "type": ticket.type and ticket.type.upper(),
        "via": {"channel": ticket.channel},
    }

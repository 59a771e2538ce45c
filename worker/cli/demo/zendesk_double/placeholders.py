"""This module fills in the body that an admin pastes into a trigger, as Zendesk does: an unknown placeholder becomes an
empty text, and what is filled in is escaped for JSON (article "Zendesk Support placeholders reference")."""

import json
import re
from collections.abc import Mapping

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.tickets import Json, Ticket, stamp

_PLACEHOLDER = re.compile(r"{{([^{}]{0,100})}}")
_VIA = {"email": "Mail", "web": "Web form", "api": "Web service", "chat": "Chat"}

# The guide (docs/guides/webhooks.md) gives people this to paste; a test compares the two.
BODY = """{
  "ticket_id": "{{ticket.id}}",
  "comment_id": "{{ticket.latest_public_comment.id}}",
  "updated_at": "{{ticket.updated_at_with_timestamp}}",
  "subject": "{{ticket.title}}",
  "body": "{{ticket.latest_public_comment.value}}",
  "channel": "{{ticket.via}}",
  "status": "{{ticket.status}}",
  "requester": {"id": "{{ticket.requester.id}}", "email": "{{ticket.requester.email}}", "name": "{{ticket.requester.name}}"},
  "author": {"id": "{{current_user.id}}"}
}
"""
# The same for a second trigger, which fires for people with a proven address only.
PROVEN_BODY = BODY.replace(
    '"name": "{{ticket.requester.name}}"', '"name": "{{ticket.requester.name}}", "verified": "true"'
)

# A trigger that fires when an agent updates a ticket: what colleagues say. The guide has it too.
COLLEAGUES_BODY = """{
  "ticket_id": "{{ticket.id}}",
  "comment_id": "{{ticket.latest_comment.id}}",
  "updated_at": "{{ticket.updated_at_with_timestamp}}",
  "subject": "{{ticket.title}}",
  "body": "{{ticket.latest_comment.value}}",
  "is_public": "{{ticket.latest_comment.is_public}}",
  "status": "{{ticket.status}}",
  "group": "{{ticket.group.name}}",
  "priority": "{{ticket.priority}}",
  "requester": {"id": "{{ticket.requester.id}}"},
  "author": {"id": "{{current_user.id}}", "is_staff": "true"}
}
"""


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its placeholders filled in."""
    return _PLACEHOLDER.sub(lambda match: json.dumps(values.get(match[1].strip(), ""))[1:-1], template)


def values(account: Account, ticket: Ticket, audit: Json) -> dict[str, str]:
    """Return what the placeholders say at the time of an audit."""
    comments = ticket.comments()
    public = [comment for comment in comments if comment["public"]]
    requester = account.users[ticket.requester_id]
    actor = account.users.get(audit["author_id"])
    group = account.groups.get(ticket.group_id or 0)
    brand = account.brands.get(ticket.brand_id or 0)
    assignee = account.users.get(ticket.assignee_id or 0)
    said = {
        "ticket.id": ticket.id,
        "ticket.title": ticket.subject,
        "ticket.status": ticket.status.capitalize(),
        "ticket.priority": (ticket.priority or "").capitalize(),
        "ticket.via": _VIA.get(ticket.channel, ticket.channel),
        "ticket.tags": " ".join(ticket.tags),
        "ticket.created_at_with_timestamp": stamp(ticket.created_at),
        "ticket.updated_at_with_timestamp": stamp(ticket.updated_at),
        "ticket.group.name": group.name if group else "",
        "ticket.brand.name": brand.name if brand else "",
        "ticket.assignee.email": assignee.email if assignee else "",
        "ticket.requester.id": requester.id,
        "ticket.requester.email": requester.email,
        "ticket.requester.name": requester.name,
        "current_user.id": audit["author_id"],
        "current_user.email": actor.email if actor else "",
        "current_user.name": actor.name if actor else "",
    }
    for name, some in (("latest_public_comment", public), ("latest_comment", comments)):
        if some:
            last = some[-1]
            said |= {f"ticket.{name}.id": last["id"], f"ticket.{name}.value": last["body"]}
            said[f"ticket.{name}.is_public"] = str(last["public"]).lower()
    return {name: str(value) for name, value in said.items()}

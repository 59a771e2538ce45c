"""This module holds a ticket of the double, and what the API shows of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")
# What a Change event of an audit can name, beside the ids of custom fields.
FIELDS = (
    "status priority type subject group_id assignee_id brand_id requester_id submitter_id organization_id tags"
).split()


@dataclass
class Ticket:
    """A ticket is its fields as they are now and the audits of how they came to be so."""

    id: int
    requester_id: int
    created_at: datetime
    updated_at: datetime
    subject: str = "Question"
    submitter_id: int = 0
    status: str = "new"
    priority: str | None = None
    type: str | None = None
    group_id: int | None = None
    assignee_id: int | None = None
    brand_id: int | None = None
    organization_id: int | None = None
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[int, Any] = field(default_factory=dict)
    email_cc_ids: list[int] = field(default_factory=list)
    follower_ids: list[int] = field(default_factory=list)
    channel: str = "email"
    followup_source_id: int | None = None
    audits: list[Json] = field(default_factory=list)

    def comments(self) -> list[Json]:
        return [event for audit in self.audits for event in audit["events"] if event["type"] == "Comment"]

    @property
    def is_public(self) -> bool:
        return any(comment["public"] for comment in self.comments())


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def shown_ticket(ticket: Ticket, url: str) -> Json:
    """Return a ticket as `GET /api/v2/tickets/{id}` shows it. Its comments are not in it."""
    comments = ticket.comments()
    custom = [{"id": number, "value": value} for number, value in sorted(ticket.custom_fields.items())]
    return {
        "id": ticket.id,
        "url": f"{url}/api/v2/tickets/{ticket.id}.json",
        "via": via(ticket),
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": comments[0]["body"] if comments else "",
        "status": ticket.status,
        "priority": ticket.priority,
        "type": ticket.type,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id,
        "organization_id": ticket.organization_id,
        "group_id": ticket.group_id,
        "brand_id": ticket.brand_id,
        "collaborator_ids": sorted({*ticket.email_cc_ids, *ticket.follower_ids}),
        "email_cc_ids": list(ticket.email_cc_ids),
        "follower_ids": list(ticket.follower_ids),
        "tags": list(ticket.tags),
        "custom_fields": custom,
        "fields": custom,
        "is_public": ticket.is_public,
        "followup_ids": [],
        "external_id": None,
        "from_messaging_channel": False,
    }


def via(ticket: Ticket) -> Json:
    """Return how a ticket came. A follow-up names the closed ticket it follows."""
    source: Json = {"from": {}, "to": {}, "rel": None}
    if ticket.followup_source_id is not None:
        source = {"from": {"ticket_id": ticket.followup_source_id}, "to": {}, "rel": "follow_up"}
    return {"channel": ticket.channel, "source": source}

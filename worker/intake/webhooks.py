"""What a webhook says, as an `IncomingTicket`: Zendesk's event subscription, Zendesk's trigger form, Standard Webhooks.

    raw bytes ▶ (signatures) ▶ payload.parse ▶ zendesk | standard ▶ IncomingTicket, or None: nothing was said to us

`digest` is the SHA-256 of the body; it names what has no id of its own. Raises `MalformedPayload` where even the ticket
cannot be told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from worker.domain import IncomingTicket
from worker.errors import MalformedPayload
from worker.helpdesks import payload as fields
from worker.mail.automatic import is_automatic

_EVENT = "zen:event-type:"
_STANDARD_TYPES = frozenset({"ticket.created", "ticket.updated"})
_NOT_A_CUSTOMER = frozenset({"agent", "admin", "system", "bot"})


def zendesk(
    payload: Mapping[str, Any], *, invocation_id: str | None, digest: str, own_agent_id: str | None, now: datetime
) -> IncomingTicket | None:
    """`own_agent_id`: what this agent wrote is ours, and answering it would be answering ourselves."""
    kind = payload.get("type")
    if isinstance(kind, str) and kind.startswith(_EVENT):
        event_id = fields.identifier(payload.get("id"))
        call_id = _call_id(invocation_id or event_id, digest)
        return _event(payload, kind.removeprefix(_EVENT), call_id, digest, own_agent_id, now)
    return _trigger(payload, _call_id(invocation_id, digest), digest, own_agent_id, now)


def standard(payload: Mapping[str, Any], *, message_id: str, digest: str, now: datetime) -> IncomingTicket | None:
    """`{"type": "ticket.created" | "ticket.updated", "timestamp"?, "data": {"id", "version"?, "updated_at"?, "subject",
    "body", "requester": {"email", "name", "verified"}, "author"?: {"staff"}, "channel", "headers"?, "automatic"?}}`.
    The body is what this message says, not the whole ticket; the version names the message."""
    if payload.get("type") not in _STANDARD_TYPES:
        return None
    data = payload.get("data")
    if not isinstance(data, Mapping):
        raise MalformedPayload("data is not an object")
    requester, body = fields.mapping(data, "requester"), fields.text(data.get("body"))
    subject, email = fields.text(data.get("subject")), fields.email(requester.get("email"))
    return IncomingTicket(
        source="standard",
        call_id=_call_id(message_id, digest),
        external_id=fields.required_identifier(data.get("id"), "data.id"),
        version=fields.version(digest, body, data.get("version"), data.get("updated_at")),
        occurred_at=fields.moment(now, data.get("updated_at"), payload.get("timestamp"), data.get("created_at")),
        subject=subject,
        body=body,
        requester_email=email,
        requester_name=fields.name(requester.get("name")),
        requester_verified=fields.is_true(requester.get("verified")),
        channel=fields.name(data.get("channel")) or "api",
        from_staff=fields.is_true(fields.mapping(data, "author").get("staff")),
        automatic=_is_automatic(data, subject, email),
        raw=payload,
    )


def _event(
    payload: Mapping[str, Any], kind: str, call_id: str, digest: str, own_agent_id: str | None, now: datetime
) -> IncomingTicket | None:
    """Zendesk's fixed envelope. It names people by id only: whoever wants the customer's history used sends the trigger
    form."""
    detail, event = fields.mapping(payload, "detail"), fields.mapping(payload, "event")
    comment = fields.mapping(event, "comment")
    author = fields.mapping(comment, "author") or fields.mapping(event, "actor")
    people = {fields.identifier(author.get("id"))}
    updated_at = detail.get("updated_at")
    if kind == "ticket.created":
        body, message_id = fields.text(detail.get("description")), None
        submitter, requester = detail.get("submitter_id"), detail.get("requester_id")
        people |= {fields.identifier(submitter), fields.identifier(detail.get("actor_id"))}
        # Opened by an agent, for a customer on the phone or to reach one: the words are the agent's.
        by_staff = bool(submitter and requester and submitter != requester) or fields.is_false(detail.get("is_public"))
    elif kind == "ticket.comment_added":
        body = fields.text(comment.get("body")) or fields.text(comment.get("html_body"))
        message_id = comment.get("id")
        by_staff = fields.is_true(author.get("is_staff")) or fields.is_false(comment.get("is_public"))
    elif kind.endswith("ticket.message_added"):
        message = fields.mapping(event, "message")
        body, message_id = fields.text(message.get("body")), message.get("id")
        is_bot = fields.text(author.get("id")).startswith("zd:")
        by_staff = is_bot or fields.text(author.get("type")).lower() in _NOT_A_CUSTOMER
    else:
        return None  # a status, a tag, a user: nothing was said
    subject = fields.text(detail.get("subject"))
    return IncomingTicket(
        source="zendesk",
        call_id=call_id,
        external_id=fields.required_identifier(detail.get("id"), "detail.id"),
        version=fields.version(digest, body, message_id, updated_at, payload.get("time")),
        occurred_at=fields.moment(now, payload.get("time"), updated_at),
        subject=subject,
        body=body,
        requester_email=None,
        requester_name=fields.name(author.get("name")),
        requester_verified=False,
        channel=fields.name(fields.mapping(detail, "via").get("channel")) or "zendesk",
        from_staff=by_staff or (own_agent_id is not None and own_agent_id in people),
        automatic=_is_automatic({}, subject, None),
        raw=payload,
    )


def _trigger(
    payload: Mapping[str, Any], call_id: str, digest: str, own_agent_id: str | None, now: datetime
) -> IncomingTicket:
    """What our guide has people paste into a Zendesk trigger: `{"ticket_id", "comment_id"?, "updated_at"
    (ticket.updated_at_with_timestamp), "subject", "body", "channel", "requester": {"email", "name", "verified"?},
    "author": {"id" (current_user.id), "is_staff"?}, "is_public"?, "headers"?}`. Raises `MalformedPayload` without the
    author's id where we write to Zendesk ourselves."""
    requester, author = fields.mapping(payload, "requester"), fields.mapping(payload, "author")
    subject, body = fields.text(payload.get("subject")), fields.text(payload.get("body"))
    email, author_id = fields.email(requester.get("email")), fields.identifier(author.get("id"))
    if own_agent_id is not None and author_id is None:
        # Whoever sets up the trigger sees this at the first ticket; a loop of replies to ourselves shows much later.
        raise MalformedPayload(
            "author.id is missing: without it our own replies cannot be told from the customer's words"
        )
    by_ourselves = own_agent_id is not None and own_agent_id == author_id
    return IncomingTicket(
        source="zendesk",
        call_id=call_id,
        external_id=fields.required_identifier(payload.get("ticket_id"), "ticket_id"),
        version=fields.version(digest, body, payload.get("comment_id"), payload.get("updated_at")),
        occurred_at=fields.moment(now, payload.get("updated_at")),
        subject=subject,
        body=body,
        requester_email=email,
        requester_name=fields.name(requester.get("name")),
        requester_verified=fields.is_true(requester.get("verified")),
        channel=fields.name(payload.get("channel")) or "zendesk",
        from_staff=by_ourselves or fields.is_true(author.get("is_staff")) or fields.is_false(payload.get("is_public")),
        automatic=_is_automatic(payload, subject, email),
        raw=payload,
    )


def _call_id(given: str | None, digest: str) -> str:
    return f"sha256:{digest}" if given is None else fields.required_identifier(given, "the delivery id")


def _is_automatic(data: Mapping[str, Any], subject: str, email: str | None) -> bool:
    headers = {str(n).lower(): fields.text(v).strip().lower() for n, v in fields.mapping(data, "headers").items()}
    return fields.is_true(data.get("automatic")) or is_automatic(headers, subject, email)

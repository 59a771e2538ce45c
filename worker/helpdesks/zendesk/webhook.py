"""This module reads Zendesk's webhooks: the signature, the event subscription, and the form that our guide gives people
to paste into a trigger."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from worker.domain import Author
from worker.errors import MalformedPayload, SignatureError
from worker.helpdesks import payload as fields
from worker.helpdesks import webhook_signatures
from worker.helpdesks.attachments import attachments, with_inline
from worker.helpdesks.misnamed import require_words
from worker.helpdesks.people import is_somebody_else, writer
from worker.helpdesks.rfc3339 import parse_rfc3339
from worker.helpdesks.vendor import Call, FileHosts
from worker.helpdesks.zendesk.settings import ZendeskSettings
from worker.incoming import IncomingMerge, IncomingTicket

SIGNATURE, TIMESTAMP = "X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp"
INVOCATION = "X-Zendesk-Webhook-Invocation-Id"
_EVENT = "zen:event-type:"
_NOT_A_CUSTOMER = frozenset({"agent", "admin", "system", "bot"})
_OF_FIELDS = frozenset({"ticket.status_changed", "ticket.group_assignment_changed", "ticket.priority_changed"})


class ZendeskWebhook:
    def __init__(self, settings: ZendeskSettings) -> None:
        self._secrets = [secret.get_secret_value() for secret in settings.zendesk_secrets]
        self._tolerance = settings.webhook_tolerance_seconds
        self._agent_id = settings.zendesk_agent_id
        self._hosts = FileHosts(own=settings.zendesk_url).names

    @property
    def closed(self) -> str | None:
        return None if self._secrets else "no signing secret is configured: set DESKHAND_ZENDESK_SECRETS"

    def read(self, call: Call) -> IncomingTicket | IncomingMerge | None:
        timestamp, signature = call.header(TIMESTAMP), call.header(SIGNATURE)
        verify(self._secrets, timestamp, call.body, signature, now=call.now, tolerance=self._tolerance)
        return normalise(
            fields.parse(call.body),
            invocation_id=call.header(INVOCATION) if call.headers(INVOCATION) else None,
            digest=call.digest,
            own_agent_id=self._agent_id,
            now=call.now,
            hosts=self._hosts,
        )


def verify(
    secrets: Sequence[str], timestamp: str, body: bytes, signature: str, *, now: datetime, tolerance: float
) -> None:
    """Check the signature of a call. Raises `SignatureError`. `secrets`: all in use, two during a rotation; `tolerance`
    is in seconds."""
    webhook_signatures.require_header(timestamp, TIMESTAMP)
    webhook_signatures.require_header(signature, SIGNATURE)
    try:
        expected = [sign(secret, timestamp, body) for secret in secrets]
    except ValueError as error:
        raise SignatureError("a configured secret cannot be used") from error
    webhook_signatures.require_match(expected, [signature])
    try:
        sent_at = parse_rfc3339(timestamp)
    except ValueError as error:
        raise SignatureError("the signed timestamp is not RFC 3339") from error
    webhook_signatures.require_recent(sent_at, now, tolerance)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature. The secret is used as it is written, although it looks like base64. Raises `ValueError` if
    it is empty: an empty secret would accept what anybody signs."""
    if not secret:
        raise ValueError("a Zendesk signing secret is empty")
    return webhook_signatures.base64_hmac(secret.encode("utf-8", "surrogateescape"), timestamp.encode("ascii") + body)


def normalise(
    payload: Mapping[str, Any],
    *,
    invocation_id: str | None,
    digest: str,
    own_agent_id: str | None,
    now: datetime,
    hosts: Collection[str] = (),
) -> IncomingTicket | IncomingMerge | None:
    """Return the ticket of an event or of a trigger, or a merge; None for an event without
    either. `own_agent_id`: what this
    agent wrote is ours, and answering it would be answering ourselves. `hosts`: those of the files. Raises
    `MalformedPayload`."""
    kind = payload.get("type")
    if isinstance(kind, str) and kind.startswith(_EVENT):
        event_id = fields.identifier(payload.get("id"))
        call_id = fields.call_id(invocation_id or event_id, digest)
        if kind == f"{_EVENT}ticket.merged":
            return _merge(payload, call_id)
        ticket = _event(payload, kind.removeprefix(_EVENT), call_id, digest, own_agent_id, now)
    else:
        ticket = _trigger(payload, fields.call_id(invocation_id, digest), digest, own_agent_id, now)
    return ticket and replace(ticket, attachments=with_inline(ticket.body, ticket.attachments, hosts))


def _event(
    payload: Mapping[str, Any], kind: str, call_id: str, digest: str, own_agent_id: str | None, now: datetime
) -> IncomingTicket | None:
    """Read Zendesk's fixed envelope. It names people by id only: if the customer's history is to be used, the trigger
    form must be sent."""
    detail, event = fields.mapping(payload, "detail"), fields.mapping(payload, "event")
    comment = fields.mapping(event, "comment")
    author = fields.mapping(comment, "author") or fields.mapping(event, "actor")
    requester = {"id": detail.get("requester_id")}
    updated_at, public, staff, opens = detail.get("updated_at"), True, False, False
    says, is_system = kind not in _OF_FIELDS, False
    status = event.get("current") if kind == "ticket.status_changed" else detail.get("status")
    said_of_ticket = fields.of_ticket(detail.get("group_id"), detail.get("priority"), status)
    solved = fields.is_done(status) and (says or kind == "ticket.status_changed")
    if kind == "ticket.created":
        body, message_id = fields.text(detail.get("description")), None
        author = {"id": detail.get("submitter_id") or detail.get("actor_id"), **author}
        # Opened by an agent, for a customer on the phone or to contact one: the words are the agent's.
        opens = staff = is_somebody_else(requester, {"id": detail.get("submitter_id")})
        public, said = not fields.is_false(detail.get("is_public")), detail
    elif kind == "ticket.comment_added":
        body = fields.text(comment.get("body")) or fields.text(comment.get("html_body"))
        message_id, said = comment.get("id"), comment
        staff, public = fields.is_true(author.get("is_staff")), not fields.is_false(comment.get("is_public"))
    elif kind.endswith("ticket.message_added"):
        message = fields.mapping(event, "message")
        body, message_id, said = fields.text(message.get("body")), message.get("id"), message
        is_bot = fields.text(author.get("id")).startswith("zd:")
        staff = is_bot or fields.text(author.get("type")).lower() in _NOT_A_CUSTOMER
    elif not says and said_of_ticket:
        body, message_id, said = "solved" if solved else f"{kind} {event.get('current')}", None, {}
        author = {"id": detail.get("actor_id")}
        is_system = fields.text(detail.get("actor_id")).startswith("-") or detail.get("actor_id") is None
        staff = not is_system and is_somebody_else(requester, author)  # nobody outside can change a field
    else:
        return None  # another status, a tag, a user: nothing was said
    subject = fields.text(detail.get("subject"))
    people = {fields.identifier(author.get("id")), fields.identifier(detail.get("actor_id"))}
    written_by = writer(
        requester,
        author,
        automatic=is_system or fields.automatic({}, subject, None, body if says else ""),
        staff=staff,
        ourselves=own_agent_id is not None and own_agent_id in people,
    )
    return IncomingTicket(
        source="zendesk",
        call_id=call_id,
        external_id=fields.required_identifier(detail.get("id"), "detail.id"),
        version=fields.version(digest, body, message_id, updated_at, payload.get("time")),
        occurred_at=fields.moment(now, payload.get("time"), updated_at),
        subject=subject,
        body=body if says else "",
        requester_email=None,
        requester_name=None if written_by.kind is Author.THIRD_PERSON else fields.name(author.get("name")),
        requester_verified=False,
        channel=fields.name(fields.mapping(detail, "via").get("channel")) or "zendesk",
        author=written_by.kind,
        author_name=written_by.name,
        public=public,
        opens=opens,
        attachments=attachments(said.get("attachments")),
        brand=fields.identifier(detail.get("brand_id")),
        silent=fields.is_silent(fields.mapping(detail, "via").get("channel"), detail.get("status")),
        solved=solved,
        says=says,
        fields=said_of_ticket,
        raw=payload,
    )


def _merge(payload: Mapping[str, Any], call_id: str) -> IncomingMerge | None:
    """Read the event of a ticket that was closed by a merge. The name of the field with the target is not documented; where
    it has another one, the target is read with the ticket."""
    event = fields.mapping(payload, "event")
    external_id = fields.required_identifier(fields.mapping(payload, "detail").get("id"), "detail.id")
    named = (fields.identifier(event.get(name)) for name in ("target_ticket_id", "target_id", "merged_into_id"))
    target = next((found for found in named if found is not None), None)
    if target is None or target == external_id:
        return None
    return IncomingMerge("zendesk", call_id, external_id, target, raw=payload)


def _trigger(
    payload: Mapping[str, Any], call_id: str, digest: str, own_agent_id: str | None, now: datetime
) -> IncomingTicket:
    """Read what our guide gives people to paste into a Zendesk trigger: `{"ticket_id", "comment_id"?, "updated_at"
    (ticket.updated_at_with_timestamp), "subject", "body", "channel", "requester": {"id", "email", "name", "verified"?},
    "author": {"id" (current_user.id), "is_staff"?, "email"?, "name"?}, "is_public"?, "created"?, "headers"?,
    "attachments"?, "status"?, "group"?, "priority"?, "brand_id"?}`. Raises `MalformedPayload` if the author's
    id is missing while we write to Zendesk ourselves."""
    require_words(payload, "the ticket")
    requester, author = fields.mapping(payload, "requester"), fields.mapping(payload, "author")
    subject, body = fields.text(payload.get("subject")), fields.text(payload.get("body"))
    email, author_id = fields.email(requester.get("email")), fields.identifier(author.get("id"))
    if own_agent_id is not None and author_id is None:
        # Whoever sets up the trigger sees this with the first ticket; a loop of replies to ourselves shows much later.
        raise MalformedPayload(
            "author.id is missing: without it our own replies cannot be told from the customer's words"
        )
    opens = fields.is_true(payload.get("created"))
    written_by = writer(
        requester,
        payload.get("author"),
        automatic=fields.automatic(payload, subject, fields.email(author.get("email")) or email, body),
        staff=fields.is_true(author.get("is_staff")),
        ourselves=own_agent_id is not None and own_agent_id == author_id,
    )
    # Without both ids a stranger in CC cannot be told from the requester.
    by_id = author_id is not None and author_id == fields.identifier(requester.get("id"))
    return IncomingTicket(
        source="zendesk",
        call_id=call_id,
        external_id=fields.required_identifier(payload.get("ticket_id"), "ticket_id"),
        version=fields.version(digest, body, payload.get("comment_id"), payload.get("updated_at")),
        occurred_at=fields.moment(now, payload.get("updated_at")),
        subject=subject,
        body=body,
        requester_email=email,
        requester_name=fields.name_of(requester),
        requester_verified=by_id and written_by.is_requester and fields.is_proven(requester.get("verified")),
        channel=fields.name(payload.get("channel")) or "zendesk",
        author=written_by.kind,
        author_email=written_by.email,
        author_name=written_by.name,
        public=_is_public(payload, written_by.kind, opens=opens),
        opens=opens,
        attachments=attachments(payload.get("attachments")),
        brand=fields.identifier(payload.get("brand_id")),
        silent=fields.is_silent(payload.get("channel"), payload.get("status")),
        solved=fields.is_done(payload.get("status")),
        fields=fields.of_ticket(payload.get("group"), payload.get("priority"), payload.get("status")),
        raw=payload,
    )


def _is_public(payload: Mapping[str, Any], author: Author, *, opens: bool) -> bool:
    """Return whether the customer reads a message. What a colleague wrote is a private note unless the trigger says
    otherwise, because the words of a note may never be repeated; what they open a ticket with is not."""
    said = payload.get("is_public")
    is_ours = author in {Author.AGENT, Author.OURSELVES} and not opens
    return fields.is_true(said) if is_ours else not fields.is_false(said)

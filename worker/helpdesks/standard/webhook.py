"""This module reads webhooks that are signed as in the Standard Webhooks specification, with the body of our guide."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from worker.errors import MalformedPayload, NotReady, SignatureError
from worker.helpdesks import payload as fields
from worker.helpdesks import webhook_signatures
from worker.helpdesks.attachments import attachments, with_inline
from worker.helpdesks.misnamed import require_words
from worker.helpdesks.people import writer
from worker.helpdesks.standard.settings import StandardSettings, key_of, problems
from worker.helpdesks.vendor import Call, FileHosts
from worker.incoming import IncomingTicket

_UNIX_SECONDS = re.compile(r"\d{1,11}", re.ASCII)
_MOST_SIGNATURES = 32  # a rotation has two
_SOLVED = "ticket.solved"
_TYPES = frozenset({"ticket.created", "ticket.updated", _SOLVED})


class StandardWebhook:
    """This webhook reads calls of any system. Raises `NotReady` for a secret that cannot be used."""

    def __init__(self, settings: StandardSettings) -> None:
        for problem in problems(settings):
            raise NotReady(problem)
        self._secrets = [secret.get_secret_value() for secret in settings.standard_secrets]
        self._tolerance = settings.webhook_tolerance_seconds
        self._hosts = FileHosts(listed=settings.standard_file_hosts).names

    @property
    def closed(self) -> str | None:
        return None if self._secrets else "no secret is configured: set DESKHAND_STANDARD_SECRETS"

    def read(self, call: Call) -> IncomingTicket | None:
        message_id, timestamp = call.header("webhook-id"), call.header("webhook-timestamp")
        signature = call.header("webhook-signature")
        verify(self._secrets, message_id, timestamp, call.body, signature, now=call.now, tolerance=self._tolerance)
        payload = fields.parse(call.body)
        return normalise(payload, message_id=message_id, digest=call.digest, now=call.now, hosts=self._hosts)


def verify(
    secrets: Sequence[str],
    message_id: str,
    timestamp: str,
    body: bytes,
    signature: str,
    *,
    now: datetime,
    tolerance: float,
) -> None:
    """Check the signature of a call. Raises `SignatureError`. Signatures of versions other than v1 are ignored.
    `tolerance` is in seconds."""
    for value, name in ((message_id, "webhook-id"), (timestamp, "webhook-timestamp"), (signature, "webhook-signature")):
        webhook_signatures.require_header(value, name)
    parts = (element.partition(",") for element in signature.split(" ")[:_MOST_SIGNATURES])
    given = [encoded for version, _, encoded in parts if version == "v1" and encoded]
    try:
        expected = [sign(secret, message_id, timestamp, body) for secret in secrets]
    except ValueError as error:
        raise SignatureError("a configured secret cannot be used") from error
    webhook_signatures.require_match(expected, given)
    if not _UNIX_SECONDS.fullmatch(timestamp):
        raise SignatureError("webhook-timestamp is not a number of seconds")
    try:
        sent_at = datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureError("webhook-timestamp is out of range") from error
    webhook_signatures.require_recent(sent_at, now, tolerance)


def sign(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """Return the signature without the "v1,". Raises `ValueError` where the secret cannot be used."""
    return webhook_signatures.base64_hmac(key_of(secret), f"{message_id}.{timestamp}.".encode("ascii") + body)


def normalise(
    payload: Mapping[str, Any], *, message_id: str, digest: str, now: datetime, hosts: Collection[str] = ()
) -> IncomingTicket | None:
    """Return the ticket of `{"type": "ticket.created" | "ticket.updated" | "ticket.solved", "timestamp"?, "data": {"id",
    "version"?, "updated_at"?, "subject", "body", "requester": {"id"?, "email", "name", "verified"}, "author"?: {"id"?,
    "email"?, "name"?, "staff"}, "public"?, "channel", "headers"?, "automatic"?, "attachments"?: [{"name", "type", "size",
    "url"}], "status"?, "group"?, "priority"?, "brand"?}}`; None for another type. The body is what this message says, not
    the whole ticket; the version names the message. A solved ticket needs nothing but its id. `hosts`: those of the files. Raises
    `MalformedPayload`."""
    if payload.get("type") not in _TYPES:
        return None
    data = payload.get("data")
    if not isinstance(data, Mapping):
        raise MalformedPayload("data is not an object")
    says = payload["type"] != _SOLVED
    if says:
        require_words(data, "data")
    requester, body = fields.mapping(data, "requester"), fields.text(data.get("body"))
    subject, email = fields.text(data.get("subject")), fields.email(requester.get("email"))
    author = fields.mapping(data, "author")
    written_by = writer(
        requester,
        data.get("author"),
        automatic=fields.automatic(data, subject, fields.email(author.get("email")) or email, body),
        staff=fields.is_true(author.get("staff")),
    )
    return IncomingTicket(
        source="standard",
        call_id=fields.call_id(message_id, digest),
        external_id=fields.required_identifier(data.get("id"), "data.id"),
        version=fields.version(digest, body if says else _SOLVED, data.get("version"), data.get("updated_at")),
        occurred_at=fields.moment(now, data.get("updated_at"), payload.get("timestamp"), data.get("created_at")),
        subject=subject,
        body=body if says else "",
        requester_email=email,
        requester_name=fields.name_of(requester),
        requester_verified=written_by.is_requester and fields.is_proven(requester.get("verified")),
        channel=fields.name(data.get("channel")) or "api",
        author=written_by.kind,
        author_email=written_by.email,
        author_name=written_by.name,
        public=not fields.is_false(data.get("public")),
        opens=payload["type"] == "ticket.created",
        attachments=with_inline(body, attachments(data.get("attachments")), hosts) if says else (),
        brand=fields.identifier(data.get("brand")),
        silent=fields.is_silent(data.get("channel"), data.get("status")),
        solved=not says or fields.is_done(data.get("status")),
        says=says,
        fields=fields.of_ticket(data.get("group"), data.get("priority"), data.get("status") if says else "solved"),
        raw=payload,
    )

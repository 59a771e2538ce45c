"""This module writes to Zendesk Support: one PUT per update, made under the ticket's optimistic lock.

Where the marker is stored. A comment is made by `PUT /api/v2/tickets/{id}.json`, which takes no idempotency key, so the
effect key must be readable afterwards. It goes into `ticket.metadata`, which Zendesk stores with the audit of that very
update (`audit.metadata.custom`, up to 1 kB) and returns in the ticket's audits. The other places are worse: text in the
comment would be read by the customer; a tag can be removed by an agent and affects triggers and views; a custom field
holds one value, so the next version overwrites it, and somebody must create it first. Audits cannot be edited.

Why a write cannot happen twice. `safe_update` with `updated_stamp` refuses a write if the ticket changed after the
stamp, and a second try uses the stamp of the first: if the first write arrived after all, the second is refused with
409, and the marker is found. Stamps are whole seconds, so two writes within the second of the stamp itself would both
pass; therefore every try begins with a read, and `worker.delivery` waits before it tries again.

Why nobody is overlooked in the second of the stamp. A person who takes the ticket just after our read, in the second in
which it was last changed, would leave the same stamp. So a ticket that was changed in this very second, by Zendesk's own
clock, is read again when the second is over; whatever happens then has a later stamp and refuses our write.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskRejected, HelpdeskUnsure
from worker.helpdesks.protocol import Update
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.snapshot import Recipient, Snapshot, Status
from worker.helpdesks.zendesk import history
from worker.helpdesks.zendesk.answers import failure, json_of
from worker.helpdesks.zendesk.payload import payload
from worker.helpdesks.zendesk.settings import ZendeskSettings

SOURCE = "zendesk"
UPDATES_PER_MINUTE = 100  # per account; reads count only against the plan's far higher total
AUDIT_PAGES = 60  # of 100 audits; a ticket holds 5,000 comments at most
STAMP = timedelta(seconds=1)  # in which two changes may have the same stamp
READS = 3  # of a ticket that is being changed
BEING_CHANGED_RETRY_SECONDS = 5.0
# Raised by httpx before a byte of the request was sent: certainly nothing happened.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True)
class Zendesk:
    client: httpx.Client  # holds the base URL and the credentials
    groups: Mapping[str, int]  # queue -> Zendesk group
    bucket: TokenBucket  # one per process
    agent_id: str | None = None  # the user id of the agent that we write as
    pause: Callable[[float], None] = time.sleep

    @classmethod
    def from_settings(cls, settings: ZendeskSettings, *, timeout: httpx.Timeout | None = None) -> "Zendesk":
        token = settings.zendesk_token.get_secret_value() if settings.zendesk_token else ""
        client = httpx.Client(
            base_url=settings.zendesk_url or "",
            auth=httpx.BasicAuth(f"{settings.zendesk_email}/token", token),
            timeout=timeout or httpx.Timeout(15.0, connect=5.0),
            follow_redirects=False,  # the credentials go to the configured address only
        )
        bucket = TokenBucket(UPDATES_PER_MINUTE)
        return cls(client, settings.zendesk_groups, bucket, agent_id=settings.zendesk_agent_id)

    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        path = _path(source, external_id)
        try:
            return self._snapshot(path, marker)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise HelpdeskBusy(f"Zendesk answered with something that is not a ticket ({error})") from error

    def _snapshot(self, path: str, marker: str) -> Snapshot:
        for _ in range(READS):
            # The ticket is read first and its audits second: a write of ours between the two is then seen as marked. In
            # the other order it would be missed, and its stamp used for the next try, which would be a duplicate.
            data, now = self._get(f"{path}.json", {"include": "users"})
            read = self._read(path, marker, data)
            wait = 0.0 if read.has_marker or read.status is Status.CLOSED else _rest_of_second(read.stamp, now)
            if not wait:
                return read
            self.pause(wait)
        raise HelpdeskBusy("the ticket is being changed at this moment", retry_after=BEING_CHANGED_RETRY_SECONDS)

    def _read(self, path: str, marker: str, data: Mapping[str, Any]) -> Snapshot:
        ticket = data["ticket"]
        said = history.read(
            self._audits(path),
            marker=marker,
            requester=ticket.get("requester_id"),
            own_agent=self.agent_id,
            subject=str(ticket.get("subject") or ""),
        )
        status = str(ticket.get("status", "")).lower()
        return Snapshot(
            stamp=str(ticket["updated_at"]),
            has_marker=said.marked,
            status=Status(status) if status in {Status.SOLVED, Status.CLOSED} else Status.OPEN,
            merged=said.merged,
            merged_into=said.merged_into,
            assignee=_text(ticket.get("assignee_id")),
            group=_text(ticket.get("group_id")),
            priority=_text(ticket.get("priority")),
            brand=_text(ticket.get("brand_id")),
            tags=tuple(ticket.get("tags") or ()),
            fields=_custom_fields(ticket),
            recipients=self._recipients(ticket, data.get("users") or ()),
            comments=tuple(said.comments),
            changes=tuple(said.changes),
        )

    def _recipients(self, ticket: Mapping[str, Any], users: Iterable[Mapping[str, Any]]) -> tuple[Recipient, ...]:
        """Return who outside the company would read a public comment: the requester and everybody in copy. Somebody of
        whom Zendesk says nothing may be anybody."""
        copied = [one for name in ("email_cc_ids", "collaborator_ids") for one in ticket.get(name) or ()]
        readers = list(dict.fromkeys([ticket.get("requester_id"), *copied]))
        known = {user["id"]: user for user in users}
        if missing := [str(reader) for reader in readers if reader not in known]:
            try:
                answer, _ = self._get("/api/v2/users/show_many.json", {"ids": ",".join(missing)})
            except HelpdeskRejected:
                answer = {}  # the agent may not list users
            known |= {user["id"]: user for user in answer.get("users") or ()}
        people = [known.get(reader, {}) for reader in readers]
        return tuple(Recipient(_text(one.get("email"))) for one in people if one.get("role") not in {"agent", "admin"})

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        path = _path(source, external_id)
        body = payload(update, snapshot, self.groups)
        self.bucket.take()
        try:
            response = self.client.put(f"{path}.json", json=body)
        except _NOT_SENT as error:
            raise HelpdeskBusy(f"no connection to Zendesk ({type(error).__name__})") from error
        except httpx.RequestError as error:
            raise HelpdeskUnsure(f"Zendesk did not answer ({type(error).__name__})") from error
        if not response.is_success:
            raise failure(response)
        if "ticket" not in json_of(response):
            raise HelpdeskUnsure(f"Zendesk answered {response.status_code} with something that is not a ticket")

    def _audits(self, path: str) -> Iterator[tuple[dict[str, Any], dict[Any, str]]]:
        """Yield each audit with the roles of the people on its page, oldest first; Zendesk offers no other order."""
        query = {"page[size]": "100", "include": "users"}
        for _ in range(AUDIT_PAGES):
            page, _ = self._get(f"{path}/audits.json", query)
            roles = {user["id"]: user.get("role", "") for user in page.get("users", ())}
            for audit in page["audits"]:
                yield audit, roles
            meta = page.get("meta", {})
            if not meta.get("has_more"):
                return
            query["page[after]"] = meta["after_cursor"]  # the link beside it could name another host
        raise HelpdeskRejected("the ticket has too many audits to look for our own")

    def _get(self, path: str, query: Mapping[str, str]) -> tuple[dict[str, Any], datetime | None]:
        """Return what is there, and the time by Zendesk's clock."""
        try:
            response = self.client.get(path, params=query)
        except httpx.RequestError as error:
            raise HelpdeskBusy(f"Zendesk cannot be read ({type(error).__name__})") from error
        if not response.is_success:
            error_ = failure(response)
            # Nothing is unsure about a read, and nothing conflicts with it.
            raise HelpdeskBusy(str(error_)) if isinstance(error_, HelpdeskUnsure | HelpdeskConflict) else error_
        if not (data := json_of(response)):
            raise HelpdeskBusy("Zendesk answered with something that is not JSON")
        return data, _time_of(response)


def _path(source: str, external_id: str) -> str:
    # A ticket from another source has a number of its own, which in Zendesk may be a stranger's ticket.
    if source != SOURCE or not (external_id.isascii() and external_id.isdigit()):
        raise HelpdeskRejected(f"a ticket from {source} cannot be found in Zendesk")
    return f"/api/v2/tickets/{external_id}"


def _custom_fields(ticket: Mapping[str, Any]) -> dict[str, str]:
    custom = ticket.get("custom_fields") or ()
    return {str(one["id"]): one["value"] for one in custom if isinstance(one.get("value"), str)}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _time_of(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers.get("date", ""))
    except (TypeError, ValueError):
        return None


def _rest_of_second(stamp: str, now: datetime | None) -> float:
    """Return how long another change may still get this stamp; 0 where that is over. A stamp of the future, or one that is
    no time, says nothing about it."""
    try:
        age = (now or datetime.now(UTC)) - datetime.fromisoformat(stamp)
    except (TypeError, ValueError):
        return 0.0
    # Both times may be cut to whole seconds, and Zendesk's servers may differ by one.
    return (STAMP - age).total_seconds() + 0.1 if -STAMP <= age < STAMP else 0.0

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

Tags are read and sent back as a whole: on a single ticket `additional_tags` is ignored (it is an option of
update_many) and `tags` replaces all. The lock prevents the loss of a tag that an agent adds meanwhile.
"""

import html
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskError, HelpdeskRejected, HelpdeskUnsure
from worker.helpdesks.protocol import Snapshot, Update
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.zendesk.settings import ZendeskSettings

SOURCE = "zendesk"
MARKER = "deskhand"  # key in the audit's metadata
UPDATES_PER_MINUTE = 100  # per account; reads count only against the plan's far higher total
AUDIT_PAGES = 60  # of 100 audits; a ticket holds 5,000 comments at most
DEFAULT_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 3600.0
MISCONFIGURED_RETRY_SECONDS = 300.0
# Raised by httpx before a byte of the request was sent: certainly nothing happened.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True)
class Zendesk:
    client: httpx.Client  # holds the base URL and the credentials
    groups: Mapping[str, int]  # queue -> Zendesk group
    bucket: TokenBucket  # one per process

    @classmethod
    def from_settings(cls, settings: ZendeskSettings, *, timeout: httpx.Timeout | None = None) -> "Zendesk":
        token = settings.zendesk_token.get_secret_value() if settings.zendesk_token else ""
        client = httpx.Client(
            base_url=settings.zendesk_url or "",
            auth=httpx.BasicAuth(f"{settings.zendesk_email}/token", token),
            timeout=timeout or httpx.Timeout(15.0, connect=5.0),
            follow_redirects=False,  # the credentials go to the configured address only
        )
        return cls(client=client, groups=settings.zendesk_groups, bucket=TokenBucket(UPDATES_PER_MINUTE))

    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        path = _path(source, external_id)
        try:
            return self._snapshot(path, marker)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise HelpdeskBusy(f"Zendesk answered with something that is not a ticket ({error})") from error

    def _snapshot(self, path: str, marker: str) -> Snapshot:
        # The ticket is read first and its audits second: a write of ours between the two is then seen as marked. In the
        # other order it would be missed, and its stamp used for the next try, which would be a duplicate.
        ticket = self._get(f"{path}.json", {})["ticket"]
        stamp, marked, customer, answer = str(ticket["updated_at"]), False, "", ""
        for audit, roles in self._audits(path):
            ours = _marker_of(audit)
            marked = marked or ours == marker
            at = str(audit["created_at"])
            for comment in _comments(audit):
                author = comment.get("author_id", audit.get("author_id"))
                if roles.get(author) == "end-user" or author == ticket.get("requester_id"):
                    customer = max(customer, at)
                elif comment.get("public") and not ours:
                    answer = max(answer, at)
        answered_at = datetime.fromisoformat(answer) if answer else None
        return Snapshot(stamp, marked, tuple(ticket.get("tags") or ()), customer, answer, answered_at)

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
        if "ticket" not in _json(response):
            raise HelpdeskUnsure(f"Zendesk answered {response.status_code} with something that is not a ticket")

    def _audits(self, path: str) -> Iterator[tuple[dict[str, Any], dict[Any, str]]]:
        """Yield each audit with the roles of the people on its page, oldest first; Zendesk offers no other order."""
        query = {"page[size]": "100", "include": "users"}
        for _ in range(AUDIT_PAGES):
            page = self._get(f"{path}/audits.json", query)
            roles = {user["id"]: user.get("role", "") for user in page.get("users", ())}
            for audit in page["audits"]:
                yield audit, roles
            meta = page.get("meta", {})
            if not meta.get("has_more"):
                return
            query["page[after]"] = meta["after_cursor"]  # the link beside it could name another host
        raise HelpdeskRejected("the ticket has too many audits to look for our own")

    def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        try:
            response = self.client.get(path, params=query)
        except httpx.RequestError as error:
            raise HelpdeskBusy(f"Zendesk cannot be read ({type(error).__name__})") from error
        if not response.is_success:
            error_ = failure(response)
            # Nothing is unsure about a read, and nothing conflicts with it.
            raise HelpdeskBusy(str(error_)) if isinstance(error_, HelpdeskUnsure | HelpdeskConflict) else error_
        if not (data := _json(response)):
            raise HelpdeskBusy("Zendesk answered with something that is not JSON")
        return data


def payload(update: Update, snapshot: Snapshot, groups: Mapping[str, int]) -> dict[str, Any]:
    """Return the body of the request for an update. Raises `HelpdeskRejected` for an empty comment: Zendesk makes no
    audit of an update that changes nothing, so the marker could not be read back."""
    if not update.comment.strip():
        raise HelpdeskRejected("the update says nothing")
    tags = list(snapshot.tags)
    wanted = list(update.tags)
    ticket: dict[str, Any] = {
        "comment": {"html_body": html_body(update.comment), "public": update.public},
        "metadata": {MARKER: update.marker},
        "safe_update": True,
        "updated_stamp": snapshot.stamp,
    }
    if update.priority:
        ticket["priority"] = update.priority
    if update.queue and update.queue in groups:
        ticket["group_id"] = groups[update.queue]
    elif update.queue:
        wanted.append(f"deskhand_queue_{update.queue}")  # no group is configured: a trigger can route by the tag
    if wanted:
        ticket["tags"] = list(dict.fromkeys([*tags, *(_tag(tag) for tag in wanted)]))
    return {"ticket": ticket}


def html_body(text: str) -> str:
    """Return plain text as HTML that looks the same. Braces become entities, because Zendesk would fill in
    `{{placeholders}}` that a customer wrote and a reply repeats."""
    safe = html.escape(text.replace("\r\n", "\n").strip()).replace("{", "&#123;").replace("}", "&#125;")
    paragraphs = re.split(r"\n{2,}", safe)
    return "".join("<p>" + paragraph.replace("\n", "<br>") + "</p>" for paragraph in paragraphs)


def failure(response: httpx.Response) -> HelpdeskError:
    """Return what an answer other than success means for another try."""
    status = response.status_code
    said = f"Zendesk answered {status}{_code(response)}"
    if status == 429 or (status == 503 and "retry-after" in response.headers):
        return HelpdeskBusy(said, retry_after(response.headers.get("retry-after"), now=datetime.now(UTC)))
    if status >= 500 or status == 408:
        return HelpdeskUnsure(said)
    if status == 409:
        return HelpdeskConflict(said)
    if status == 401 or status < 400:
        # A rotated token or a moved subdomain: it must not fail a whole outbox for ever.
        return HelpdeskBusy(
            f"{said}: check DESKHAND_ZENDESK_URL, _EMAIL and _TOKEN", retry_after=MISCONFIGURED_RETRY_SECONDS
        )
    return HelpdeskRejected(said)


def retry_after(header: str | None, *, now: datetime) -> float:
    """Return the seconds to wait, from either form of the header; an absurd one must not delay a delivery for a week."""
    try:
        seconds = float(header or "")
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header or "") - now).total_seconds()
        except (TypeError, ValueError):
            return DEFAULT_RETRY_SECONDS
    return min(max(seconds, 0.0), LONGEST_RETRY_SECONDS) if math.isfinite(seconds) else DEFAULT_RETRY_SECONDS


def _path(source: str, external_id: str) -> str:
    # A ticket from another source has a number of its own, which in Zendesk may be a stranger's ticket.
    if source != SOURCE or not (external_id.isascii() and external_id.isdigit()):
        raise HelpdeskRejected(f"a ticket from {source} cannot be found in Zendesk")
    return f"/api/v2/tickets/{external_id}"


def _tag(tag: str) -> str:
    """Return a tag that Zendesk keeps as it is: Zendesk splits tags at spaces and makes them lower case."""
    return re.sub(r"[^\w/-]+", "_", tag.lower())


def _marker_of(audit: Mapping[str, Any]) -> str | None:
    custom = (audit.get("metadata") or {}).get("custom") or {}
    return custom.get(MARKER)


def _comments(audit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the events of type Comment, VoiceComment and similar."""
    return [event for event in audit.get("events", ()) if str(event.get("type", "")).endswith("Comment")]


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        data = response.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _code(response: httpx.Response) -> str:
    """Return Zendesk's error code and the fields it names, never its description, because that may quote the ticket."""
    data = _json(response)
    code = data.get("error")
    details = data.get("details")
    if not isinstance(code, str):
        return ""
    fields = ", ".join(sorted(details)) if isinstance(details, dict) else ""
    return f" {code[:60]}" + (f" ({fields[:120]})" if fields else "")

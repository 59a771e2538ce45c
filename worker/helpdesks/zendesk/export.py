"""This module reads a whole Zendesk, page by page: the incremental export of tickets, and the audits of each ticket.

What is asked, and how often:

    GET /api/v2/incremental/tickets/cursor.json   up to 1,000 tickets; at most 10 requests per minute (Incremental Exports)
    GET /api/v2/tickets/{id}/audits.json          one request per ticket of up to 100 updates; archived tickets too
    GET /api/v2/users/show_many.json              up to 100 people whom no page has named yet
    GET /api/v2/groups.json, brands, ticket_fields, search/count   once per import

The audits have all comments, and beside them what the list of comments lacks: the first group and priority, who took the
ticket and whether it was opened again. So one request per ticket is enough, where comments and metrics would be two.

A request that fails for a while (429, 503, other 5xx, a timeout, a cut connection) is made again; how long is waited is
said. A link in an answer is never followed, because it could name another host.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from worker.errors import HelpdeskBusy, HelpdeskForbidden, HelpdeskRejected, HelpdeskUnsure, NotReady
from worker.helpdesks.zendesk.answers import failure, json_of
from worker.helpdesks.zendesk.client import Zendesk
from worker.helpdesks.zendesk.settings import ZendeskSettings

EXPORTS_PER_MINUTE = 10
MOST_PER_PAGE = 1000
MOST_IDS = 100  # in one request for people
TRIES = 8  # of one request: with the waits below some three minutes of an outage
LONGEST_WAIT = 60.0  # between two tries, unless Zendesk names a longer one
KEPT_FREE = 0.1  # of the account's requests per minute, for everything else that asks there
_PAGES = 600  # of one ticket's audits or of one list; more is a loop
_SIDE = "users"


@dataclass(frozen=True)
class Page:
    """A page is one answer of the incremental export."""

    tickets: list[dict[str, Any]]
    users: list[dict[str, Any]]
    after: str | None  # the cursor of the next page; None where Zendesk gives none
    end: bool


@dataclass
class Export:
    """An export asks one Zendesk. `tell` hears why it waits. `asked` counts the requests."""

    client: httpx.Client
    tell: Callable[[str], None] = lambda _: None
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    clock: Callable[[], float] = time.monotonic
    per_page: int = MOST_PER_PAGE
    asked: int = 0
    _exports: deque[float] = field(default_factory=lambda: deque(maxlen=EXPORTS_PER_MINUTE))

    @classmethod
    def from_settings(cls, settings: ZendeskSettings, tell: Callable[[str], None]) -> "Export":
        needed = {
            "DESKHAND_ZENDESK_URL": settings.zendesk_url,
            "DESKHAND_ZENDESK_EMAIL": settings.zendesk_email,
            "DESKHAND_ZENDESK_TOKEN": settings.zendesk_token,
        }
        if missing := [name for name, value in needed.items() if not value]:
            raise NotReady(f"set {', '.join(missing)}: whose Zendesk is read, and as whom (docs/guides/history.md)")
        timeout = httpx.Timeout(60.0, connect=10.0)  # a page of 1,000 tickets takes its time
        return cls(Zendesk.from_settings(settings, timeout=timeout).client, tell)

    def page(self, *, since: datetime | None = None, cursor: str | None = None) -> Page:
        """Return the page after a cursor, or the first one of what changed since a time. Zendesk leaves out what changed within
        the last minute. Raises `HelpdeskRejected` for a cursor that it does not know any more."""
        self._pace()
        query = {"per_page": str(self.per_page), "include": _SIDE}
        start = since or datetime.fromtimestamp(0, UTC)
        query |= {"cursor": cursor} if cursor else {"start_time": str(max(int(start.timestamp()), 0))}
        try:
            data = self.get("/api/v2/incremental/tickets/cursor.json", query)
        except HelpdeskForbidden as error:
            raise NotReady(f"{error}: the export of tickets needs the API token of an administrator") from error
        tickets, after = data.get("tickets"), data.get("after_cursor")
        if not isinstance(tickets, list):
            raise HelpdeskRejected("Zendesk answered an export with something that has no tickets")
        end = bool(data.get("end_of_stream"))
        if not end and (after is None or (after == cursor and not tickets)):
            raise HelpdeskRejected("Zendesk's export leads nowhere: it has no further page, and not come to its end")
        return Page(tickets, data.get("users") or [], after, end)

    def audits(self, ticket_id: str) -> Iterator[dict[str, Any]]:
        """Yield each page of a ticket's audits, oldest first. Raises `HelpdeskRejected` for a ticket that is not shown."""
        return self._pages(f"/api/v2/tickets/{ticket_id}/audits.json", {"include": _SIDE})

    def users(self, ids: list[str]) -> Iterator[dict[str, Any]]:
        """Yield people; those who are deleted for good are not shown."""
        for first in range(0, len(ids), MOST_IDS):
            query = {"ids": ",".join(ids[first : first + MOST_IDS])}
            yield from self.get("/api/v2/users/show_many.json", query).get("users") or ()

    def names(self, what: str, name: str = "name") -> dict[str, str]:
        """Return the names of all groups, brands or ticket fields, by id; none where the token may not list them."""
        try:
            pages = list(self._pages(f"/api/v2/{what}.json", {}))
        except HelpdeskRejected:
            self.tell(f"Zendesk does not list {what.replace('_', ' ')}: their ids stand in place of their names")
            return {}
        return {str(one["id"]): str(one.get(name) or one["id"]) for page in pages for one in page.get(what) or ()}

    def count(self, since: datetime | None) -> int | None:
        """Return about how many tickets changed since a time; None where Zendesk does not say."""
        words = "type:ticket" + (f" updated>{since:%Y-%m-%dT%H:%M:%SZ}" if since else "")
        try:
            found = self.get("/api/v2/search/count.json", {"query": words}).get("count")
        except HelpdeskRejected:
            return None
        return found if isinstance(found, int) else None

    def get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """Return an answer; what fails for a while is asked again. Raises `HelpdeskRejected`, or `HelpdeskBusy` in the end."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(path, query)
            except HelpdeskBusy as error:
                if attempt == TRIES:
                    raise
                self.tell(f"{error}: waiting {error.retry_after:.0f} s")
                self.sleep(error.retry_after)
            except HelpdeskUnsure as error:  # nothing is unsure about a read
                if attempt == TRIES:
                    raise HelpdeskBusy(str(error)) from error
                wait = min(2.0**attempt, LONGEST_WAIT)
                self.tell(f"{error}: trying again in {wait:.0f} s")
                self.sleep(wait)
        raise AssertionError

    def _once(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        self.asked += 1
        try:
            response = self.client.get(path, params=query)
        except httpx.RequestError as error:
            raise HelpdeskUnsure(f"Zendesk did not answer ({type(error).__name__})") from error
        if response.status_code == 401 or response.status_code < 200 or response.is_redirect:
            raise NotReady(f"Zendesk answered {response.status_code}: check DESKHAND_ZENDESK_URL, _EMAIL and _TOKEN")
        if response.status_code == 403:
            raise HelpdeskForbidden(f"Zendesk answered 403 to {path}")
        if not response.is_success:
            raise failure(response)
        if not (data := json_of(response)):
            raise HelpdeskUnsure("Zendesk answered with something that is not JSON")
        self._leave_some(response)
        return data

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        asked = {**query, "page[size]": "100"}
        for _ in range(_PAGES):
            data = self.get(path, asked)
            yield data
            meta = data.get("meta") or {}
            if not meta.get("has_more") or not meta.get("after_cursor"):
                return
            asked["page[after]"] = meta["after_cursor"]
        raise HelpdeskRejected(f"{path} has too many pages")

    def _pace(self) -> None:
        """Wait until another export may be asked for: a refused one would count as well."""
        now = self.clock()
        if len(self._exports) == EXPORTS_PER_MINUTE and (wait := self._exports[0] + 60.0 - now) > 0:
            self.tell(f"{EXPORTS_PER_MINUTE} pages per minute are allowed: waiting {wait:.0f} s")
            self.sleep(wait)
        self._exports.append(self.clock())

    def _leave_some(self, response: httpx.Response) -> None:
        """Wait where few of this minute's requests are left: webhooks and people's other programs need them too."""
        most, left = (_number(response.headers.get(name)) for name in ("x-rate-limit", "x-rate-limit-remaining"))
        if most and left is not None and left < most * KEPT_FREE:
            wait = min(_number(response.headers.get("ratelimit-reset")) or 10, 60)
            self.tell(f"{left} of {most} requests of this minute are left to others: waiting {wait} s")
            self.sleep(wait)


def _number(header: str | None) -> int | None:
    return int(header) if header and header.isascii() and header.isdecimal() and len(header) < 10 else None

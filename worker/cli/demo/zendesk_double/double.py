"""This module holds the double itself: an account, the people in it, its faults, and what was seen of it."""

import base64
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from worker.cli.demo.zendesk_double.account import Account, Rule
from worker.cli.demo.zendesk_double.actions import Actions
from worker.cli.demo.zendesk_double.faults import Fault, Limits
from worker.cli.demo.zendesk_double.people import AGENT, OURSELVES, PERSON, TOKEN, User
from worker.cli.demo.zendesk_double.tickets import Json, Ticket
from worker.cli.demo.zendesk_double.updates import Answer, update
from worker.cli.demo.zendesk_double.webhooks import Webhooks


class ZendeskDouble(Actions):
    """The double is one Zendesk. Effects are counted here, never in our own tables: a row that says "sent" proves nothing.

    `fault` is asked before each request with its method and the ticket's number (0: another address); `before_put` happens
    just before a write. `requests` are those served, with the status of the answer; 0 means that none was given. `leaked`
    are requests that brought credentials to the host of the attachments.
    """

    def __init__(self) -> None:
        super().__init__(Account())
        self.webhooks = Webhooks()
        self.account.watchers.append(self.webhooks.changed)
        self.limits = Limits()
        self.fault: Callable[[str, int], Fault | None] = lambda _method, _ticket: None
        self.before_put: Callable[[int], None] = lambda _ticket: None
        self.requests: list[tuple[str, str, int]] = []
        self.leaked: list[str] = []
        self.retry_after = "0"
        self.slow_seconds = 0.6
        self.most_per_page = 100
        self.in_progress = 0
        self.credentials = {basic(self.account.users[user].email): user for user in (OURSELVES, PERSON)}

    @property
    def url(self) -> str:
        return self.account.url

    @property
    def tickets(self) -> dict[int, Ticket]:
        return self.account.tickets

    @property
    def rule(self) -> Rule:
        return self.account.rule

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.account.rule = rule

    def update(self, number: int, body: Any, *, by: int = OURSELVES) -> Answer:
        """Make an update as the API does, without HTTP."""
        with self.account.lock:
            return update(self.account, number, body, by)

    def add_user(self, user: User) -> None:
        self.account.users[user.id] = user
        if user.role == AGENT:
            self.credentials[basic(user.email)] = user.id

    def effects(self) -> Counter[str]:
        """Return how often each of our markers was applied."""
        with self.account.lock:
            return Counter(
                audit["metadata"]["custom"]["deskhand"]
                for ticket in self.tickets.values()
                for audit in ticket.audits
                if "deskhand" in audit["metadata"]["custom"]
            )

    def ours(self, number: int) -> list[Json]:
        """Return our comments on a ticket."""
        return [c for c in self.tickets[number].comments() if c["author_id"] == OURSELVES]

    def mailed(self, user: int) -> list[str]:
        """Return the comments that somebody was sent by mail, over all tickets."""
        with self.account.lock:
            return [
                event["body"]
                for _, ticket in sorted(self.tickets.items())
                for audit in ticket.audits
                for event in audit["events"]
                if user in event.get("recipients", ())
            ]

    def changes(self, number: int, field: str) -> list[tuple[int, object]]:
        """Return who changed a field to what, in order; a rule's change counts as the system's (-1)."""
        return [
            (-1 if event.get("via", audit["via"])["channel"] == "rule" else audit["author_id"], event["value"])
            for audit in self.tickets[number].audits
            for event in audit["events"]
            if event["type"] == "Change" and event["field_name"] == field
        ]

    def wait_until_idle(self, seconds: float = 30) -> None:
        """Wait until what clients gave up waiting for has been applied or refused."""
        deadline = time.monotonic() + seconds
        while self.in_progress:
            if time.monotonic() > deadline:
                raise TimeoutError("the double is still busy")
            time.sleep(0.05)


def basic(email: str, token: str = TOKEN) -> str:
    """Return the header of somebody who logs in with an API token."""
    return "Basic " + base64.b64encode(f"{email}/token:{token}".encode()).decode()

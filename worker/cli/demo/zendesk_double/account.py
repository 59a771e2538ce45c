"""This module holds the double's account: its tickets, its people, its files, and who is told of a change."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from worker.cli.demo.zendesk_double.people import BRANDS, GROUPS, ORGANIZATIONS, Named, User, everybody
from worker.cli.demo.zendesk_double.tickets import Json, Ticket

Rule = Callable[[Ticket, int], Mapping[str, Any]]


def _no_rule(_ticket: Ticket, _author: int) -> Mapping[str, Any]:
    return {}


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Account:
    """An account is everything that one Zendesk knows. `rule` is a trigger of the company: what it returns is changed with
    every update, in the audit of that update. `watchers` are told of each audit."""

    tickets: dict[int, Ticket] = field(default_factory=dict)
    deleted: dict[int, Ticket] = field(default_factory=dict)  # as the incremental export still shows them
    fresh: timedelta = timedelta()  # changes that are younger stand in no export yet
    repeats: bool = False  # each page of an export begins with the last ticket of the one before
    fields: dict[int, str] = field(default_factory=dict)  # titles of custom fields
    users: dict[int, User] = field(default_factory=everybody)
    groups: dict[int, Named] = field(default_factory=lambda: dict(GROUPS))
    brands: dict[int, Named] = field(default_factory=lambda: dict(BRANDS))
    organizations: dict[int, Named] = field(default_factory=lambda: dict(ORGANIZATIONS))
    macros: list[Json] = field(default_factory=list)
    dropdowns: dict[int, tuple[str, ...]] = field(
        default_factory=dict
    )  # id of a custom field -> the tags of its options
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # token -> media type, content
    jobs: dict[str, Json] = field(default_factory=dict)
    rule: Rule = _no_rule
    watchers: list[Callable[["Account", Ticket, Json], None]] = field(default_factory=list)
    now: Callable[[], datetime] = _utc
    url: str = ""
    files_url: str = ""  # another host's name: credentials must not go there
    lock: threading.RLock = field(default_factory=threading.RLock)
    ids: "count[int]" = field(default_factory=lambda: count(54509304133531))

    def new_id(self) -> int:
        return next(self.ids)

    def second(self, age: timedelta = timedelta()) -> datetime:
        """Return the time `age` ago. Zendesk's times are whole seconds."""
        return (self.now() - age).replace(microsecond=0)

    def add_macro(self, title: str, *actions: tuple[str, Any], **about: Any) -> Json:
        """Add a macro with its actions, each a field and a value."""
        done = [{"field": name, "value": value} for name, value in actions]
        shown = {"id": self.new_id(), "title": title, "active": True, "actions": done, "restriction": None}
        self.macros.append({**shown, "updated_at": "2026-11-02T10:00:00Z", **about})
        return self.macros[-1]

    def is_staff(self, user_id: int) -> bool:
        return user_id in self.users and self.users[user_id].is_staff

    def user_with(self, email: str) -> User:
        """Return the user with an address; an unknown one becomes an end user without a proven address."""
        for user in self.users.values():
            if user.email == email.lower():
                return user
        new = User(self.new_id(), email.partition("@")[0], email.lower(), verified=False)
        self.users[new.id] = new
        return new

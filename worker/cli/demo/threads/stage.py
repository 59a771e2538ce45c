"""This module sets the stage: the people, brands, webhooks and faults of the local Zendesk, and the settings of Deskhand
there."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from worker.cli.demo.threads.scripts import FIRST, Script, Scripts, Step
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import EMAIL, OURSELVES, STRANGER, TOKEN, Named, User
from worker.cli.demo.zendesk_double.subscriptions import by_events, by_trigger, of_brand, of_colleagues
from worker.cli.demo.zendesk_double.tickets import Ticket

BURST_SECONDS = 4
GROUPS = {"billing": 7, "sales": 7, "access": 8, "mobile": 8, "security": 99}  # of the local Zendesk, by queue
COPIES = 2  # of each webhook: Zendesk says that it may send one twice


@dataclass
class Stage:
    """A stage is a local Zendesk and the database of the Deskhand that works on it. `base`: the numbers of its tickets are
    above it; the database may know those of an earlier run. `seconds`: the longest wait for one decision."""

    double: ZendeskDouble
    database: Engine
    base: int = 0
    seconds: float = 300.0
    stopped: threading.Event = field(default_factory=threading.Event)
    _later: dict[int, list[Callable[[], object]]] = field(default_factory=dict)
    _faults: dict[int, Fault] = field(default_factory=dict)

    def connect(self, url: str, secret: str, scripts: Scripts) -> None:
        """Put the people and brands of the scripts into Zendesk, connect its webhooks as our guide says, and let them run."""
        double, hook = self.double, f"{url}/webhooks/zendesk"
        for script in scripts.threads:
            self._introduce(script)
        brands = {int(table["id"]): name for name, table in scripts.brands.items()}
        double.account.brands = {number: Named(number, name.capitalize()) for number, name in brands.items()}
        asked = by_trigger(hook, secret)
        double.webhooks.connect(*(of_brand(one, number) for number in brands for one in asked))
        double.webhooks.connect(of_colleagues(hook, secret), *by_events(hook, secret, "merged"))
        double.webhooks.copies, double.retry_after = COPIES, "1"
        double.fault, double.before_put = self._fault, self._before_write
        double.webhooks.start()

    def open(self, script: Script, step: Step, brand: int) -> Ticket:
        """Let the customer of a script open a ticket."""
        double = self.double
        with double.account.lock:
            number = max([self.base, *double.tickets]) + 1
            if script.fault is not None and step.ticket == FIRST:
                self._faults[number] = script.fault
            return double.open_ticket(
                number,
                step.words,
                subject=step.subject,
                by=double.account.user_with(script.customer_email).id,
                age=timedelta(days=step.days_ago),
                ccs=[STRANGER] if step.copy else [],
                brand=brand,
            )

    def before_write(self, number: int, act: Callable[[], object]) -> None:
        """Let something happen just before the next write to a ticket."""
        self._later.setdefault(number, []).append(act)

    def is_still_to_come(self, number: int) -> bool:
        return bool(self._later.get(number))

    def _introduce(self, script: Script) -> None:
        account = self.double.account
        if all(user.email != script.customer_email for user in account.users.values()):
            self.double.add_user(User(account.new_id(), script.customer_name, script.customer_email))

    def _fault(self, method: str, number: int) -> Fault | None:
        return self._faults.pop(number, None) if method == "PUT" else None

    def _before_write(self, number: int) -> None:
        for act in self._later.pop(number, ()):
            act()


def zendesk_variables(url: str, secret: str, company: Path, *, min_reply: float, burst: float) -> dict[str, str]:
    """Return the settings of the processes that work on the local Zendesk at `url`."""
    return {
        "DESKHAND_HELPDESK": "zendesk",
        "DESKHAND_ZENDESK_URL": url,
        "DESKHAND_ZENDESK_EMAIL": EMAIL,
        "DESKHAND_ZENDESK_TOKEN": TOKEN,
        "DESKHAND_ZENDESK_AGENT_ID": str(OURSELVES),
        "DESKHAND_ZENDESK_GROUPS": json.dumps(GROUPS),
        "DESKHAND_ZENDESK_SECRETS": json.dumps([secret]),
        "DESKHAND_COMPANY": str(company),
        "DESKHAND_REPLY_MODE": "send",
        "DESKHAND_MIN_REPLY": str(min_reply),
        "DESKHAND_BURST_SECONDS": str(burst),
        "DESKHAND_SWEEP_SECONDS": "2",
    }


def with_brands(company: str, brands: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a company file with brands added. Their values are texts, numbers, flags and lists, which JSON writes as TOML
    does."""
    return company + "".join(f"\n[brands.{name}]\n{_lines(table.items())}" for name, table in brands.items())


def _lines(entries: Sequence[tuple[str, Any]] | Any) -> str:
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in entries)

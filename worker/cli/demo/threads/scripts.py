"""This module reads the scripts of the threads. `demo/threads.toml` has them, and explains its keys."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from worker.cli.demo.zendesk_double.faults import Fault
from worker.errors import Refused

DOES: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"writes"}),
    "stranger": frozenset({"writes"}),
    "agent": frozenset("writes notes takes solves closes sets merges approves".split()),
    "deskhand": frozenset({"decides"}),
}
WITH_WORDS = frozenset({"writes", "notes", "approves"})
NOW, BEFORE_WRITE = "now", "before_write"
FIRST = "first"


@dataclass(frozen=True)
class Step:
    """A step is what one of them does. Of `deskhand` it is a wait, with what is expected then."""

    who: str
    does: str
    words: str = ""
    subject: str = "Question"
    ticket: str = FIRST  # its name in the script
    follows: str = ""  # a closed ticket that the customer writes to
    into: str = ""  # the target of a merge
    days_ago: float = 0.0
    brand: str = ""
    copy: bool = False  # the stranger is in CC
    fields: Mapping[str, Any] = field(default_factory=dict)
    when: str = NOW
    expect: tuple[str, ...] = ()  # outcome/reason, * for any; empty: the model decides
    quiet: bool = False
    silent: bool = False
    messages: int | None = None
    sources: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        return " or ".join(self.expect) or "the model decides"

    def allows(self, outcome: str, reason: str) -> bool:
        return not self.expect or any(fnmatchcase(f"{outcome}/{reason}", pattern) for pattern in self.expect)


@dataclass(frozen=True)
class Script:
    """A script is one thread: what it shows, whose it is, and its steps."""

    name: str
    shows: str
    customer: str  # Name <address>, a contact of an account
    steps: tuple[Step, ...]
    fault: Fault | None = None

    @property
    def customer_name(self) -> str:
        return parseaddr(self.customer)[0]

    @property
    def customer_email(self) -> str:
        return parseaddr(self.customer)[1].lower()


@dataclass(frozen=True)
class Scripts:
    threads: tuple[Script, ...]
    brands: Mapping[str, Mapping[str, Any]]  # as in a company file

    @property
    def decisions(self) -> int:
        """Return how many decisions the scripts wait for."""
        return sum(step.who == "deskhand" for script in self.threads for step in script.steps)

    def brand_id(self, name: str) -> int:
        return int(self.brands[name]["id"])


def load(path: Path) -> Scripts:
    """Read the scripts. Raises `Refused`, which names the thread and what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path} is not TOML: {error}") from error
    brands = data.get("brands", {})
    return Scripts(tuple(_script(path, table, brands) for table in data.get("thread", ())), brands)


def _script(path: Path, table: Mapping[str, Any], brands: Mapping[str, Any]) -> Script:
    where = f"{path}, thread {table.get('name')!r}"
    try:
        steps = tuple(_step(step) for step in table["steps"])
        fault = Fault[table["fault"]] if "fault" in table else None
        script = Script(table["name"], table["shows"], table["customer"], steps, fault)
    except (KeyError, TypeError) as error:
        raise Refused(f"{where}: {error}") from error
    opened: set[str] = set()
    for number, step in enumerate(steps, 1):
        if why := _wrong(step, opened, brands):
            raise Refused(f"{where}, step {number}: {why}")
        opened.add(step.ticket)
    if "@" not in script.customer_email:
        raise Refused(f"{where}: the customer is no “Name <address>”")
    return script


def _step(table: Mapping[str, Any]) -> Step:
    known = {each.name for each in fields(Step)}
    if strange := sorted(set(table) - known):
        raise TypeError(f"a step has no {', '.join(strange)}")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}
    return Step(**values)


def _wrong(step: Step, opened: set[str], brands: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a step; None if nothing is. `opened`: the tickets of the steps before."""
    opens = step.who == "customer"
    wrong = {
        f"{step.who} cannot do {step.does!r}": step.does not in DOES.get(step.who, ()),
        "the words are missing": step.does in WITH_WORDS and not step.words.strip(),
        f"the ticket {step.ticket!r} was not opened": not opens and step.ticket not in opened,
        f"the ticket {step.follows!r} was not opened": bool(step.follows) and step.follows not in opened,
        f"a merge needs another ticket as `into`, not {step.into!r}": step.does == "merges"
        and (step.into not in opened or step.into == step.ticket),
        f"the brand {step.brand!r} is not in [brands]": bool(step.brand) and step.brand not in brands,
        f"`when` is {NOW!r} or {BEFORE_WRITE!r}": step.when not in {NOW, BEFORE_WRITE},
        "only an agent does something before a write": step.when == BEFORE_WRITE and step.who != "agent",
    }
    return next((why for why, holds in wrong.items() if holds), None)

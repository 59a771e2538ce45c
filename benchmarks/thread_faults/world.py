"""This module lets customers and agents work in the double, at random moments and in the second of our own requests."""

import heapq
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from benchmarks.thread_faults import script
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import PERSON, SECOND_PERSON, STRANGER, User
from worker.cli.demo.zendesk_double.tickets import Ticket

NOW = timedelta()
MOST_DEEDS = 4  # of people in one ticket, so that something is left to do
AT_WRITE, AT_READ, AT_RANDOM = 0.3, 0.04, 0.35  # chances that a person is there
STRANGER_WRITES = "stranger writes"
FIRST_CUSTOMER = 100_000
FAULTS = (Fault.DROP, Fault.ERROR_AFTER, Fault.BUSY, Fault.LOST, Fault.ERROR_BEFORE, Fault.SLOW, Fault.COLLISION)
FAULTY_WRITES, FAULTY_READS = 0.1, 0.01


def customer(number: int) -> User:
    """Return the customer who opens a ticket: each has their own, because there is a cap of replies per sender."""
    return User(FIRST_CUSTOMER + number, f"Customer {number}", f"c{number}@brightloaf.example")


@dataclass
class World:
    """A world is the people of a run. `deeds` counts what they did, by what they were there for."""

    double: ZendeskDouble
    dice: random.Random
    faulty: bool = True
    others: bool = True  # whether automatic messages come too, and people write who are not in copy
    deeds: Counter[str] = field(default_factory=Counter)
    _by_ticket: Counter[int] = field(default_factory=Counter)
    _plans: list[tuple[float, int, Callable[[], object]]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.double.before_put = lambda number: self._perhaps(number, AT_WRITE, "at our write")
        self.double.fault = self._fault
        self.double.retry_after = "1"
        self.double.slow_seconds = 4.0

    def live(self, tickets: int, rate: float, has_room: Callable[[float], bool]) -> None:
        """Let so many customers open tickets, and everybody do what they mean to do. `has_room`: whether another ticket may
        come, when this share of them is there."""
        opened, at = 0, time.monotonic()
        while opened < tickets or self._plans:
            if opened < tickets and time.monotonic() >= at:
                if has_room(opened / tickets):
                    self._open(opened)
                    opened += 1
                at = time.monotonic() + 1 / rate
            self._do_what_is_due()
            time.sleep(0.002)

    def _do_what_is_due(self) -> None:
        while self._plans and self._plans[0][0] <= time.monotonic():
            heapq.heappop(self._plans)[2]()

    def _later(self, seconds: float, what: Callable[[], object]) -> None:
        heapq.heappush(self._plans, (time.monotonic() + seconds, next(self._order), what))

    def _open(self, number: int) -> None:
        with self._lock, self.double.account.lock:
            who = customer(number)
            self.double.add_user(who)
            own = max(self.double.tickets, default=0) + 1
            first, second = self.dice.sample(script.TOPICS, 2)
            self.double.open_ticket(own, first.question, subject="Question", by=who.id, age=NOW)
        after = 0.0
        for what in self._story(own, second):
            after += self.dice.choice((0.0, 0.4, 1.0, 3.0, 6.0)) + self.dice.random()
            self._later(after, what)
        while self.dice.random() < AT_RANDOM:
            self._later(self.dice.uniform(0, 9), lambda: self._perhaps(own, 1.0, "at a random moment"))

    def _story(self, number: int, other: script.Topic) -> Sequence[Callable[[], object]]:
        """Return what else happens in a ticket from outside, in order."""

        def writes(words: str) -> Callable[[], object]:
            return lambda: self._customer_writes(number, words)

        stranger = lambda: self._write(number, lambda: self.double.third_person_writes(number, "Me too.", by=STRANGER))  # noqa: E731
        dice = self.dice
        further, rejection, thanks = (
            writes(dice.choice(words)) for words in (script.FURTHER, script.REJECTIONS, script.THANKS)
        )
        away, question = writes(script.AWAY), writes(f"Another question: {other.question}")
        stories: Sequence[Sequence[Callable[[], object]]] = (
            (),
            (further,),
            (rejection,),
            (thanks,),
            (question,),
            (away,),
            (rejection, thanks),
            (further, away),
            (away, question),
            (question, thanks),
            (thanks, question),
            (stranger,),
            (further, question, thanks),
            (away, rejection),
        )
        if not self.others:
            stories = [story for story in stories if away not in story and stranger not in story]
        return dice.choice(stories)

    def _customer_writes(self, number: int, words: str) -> None:
        with self._lock:
            self.double.customer_writes(number, words)

    def _write(self, number: int, what: Callable[[], object]) -> None:
        with self._lock, self.double.account.lock:
            if self.double.tickets[number].status != "closed":
                what()

    def _perhaps(self, number: int, chance: float, when: str) -> None:
        """Let a person do something in a ticket, if they are there."""
        with self._lock, self.double.account.lock:
            ticket = self.double.tickets.get(number)
            if ticket is None or ticket.status == "closed" or self._by_ticket[number] >= MOST_DEEDS:
                return
            if self.dice.random() < chance:
                self._by_ticket[number] += 1
                name = self.dice.choice([one for one in DEEDS if self.others or one != STRANGER_WRITES])
                if DEEDS[name](self, ticket) is not False:
                    self.deeds[f"{name} {when}"] += 1

    def _fault(self, method: str, number: int) -> Fault | None:
        if method == "GET":
            self._perhaps(number, AT_READ, "at our read")
        with self._lock:
            chance, fault = self.dice.random(), self.dice.choice(FAULTS)
        if not self.faulty:
            return None
        if method == "GET":
            return Fault.BUSY if chance < FAULTY_READS else None
        return fault if chance < FAULTY_WRITES else None

    def merge(self, ticket: Ticket) -> object:
        """Merge a ticket into another one that is open, mostly a new one."""
        others = [
            other.id for other in self.double.tickets.values() if other.status != "closed" and other is not ticket
        ]
        return bool(others) and self.double.merge(ticket.id, into=self.dice.choice(others[-30:]))


def _take_off(world: World, ticket: Ticket) -> object:
    tags = [tag for tag in ticket.tags if not tag.startswith("deskhand_") or world.dice.random() < 0.5]
    return world.double.agent_changes(ticket.id, tags=tags)


def _set(**fields: object) -> Callable[[World, Ticket], object]:
    return lambda world, ticket: world.double.agent_changes(ticket.id, **fields)


DEEDS: dict[str, Callable[[World, Ticket], object]] = {
    "takes": _set(assignee=PERSON),
    "takes for another group": _set(assignee=SECOND_PERSON),
    "gives back": _set(assignee=None),
    "notes": lambda w, t: w.double.agent_comments(t.id, "I look into it.", public=False),
    "answers": lambda w, t: w.double.agent_comments(t.id, "Please send us a picture.", public=True),
    "sets the priority": lambda w, t: w.double.agent_changes(t.id, priority=w.dice.choice(("low", "high", "urgent"))),
    "sets the group": lambda w, t: w.double.agent_changes(t.id, group=w.dice.choice((7, 99))),
    "tags": lambda w, t: w.double.agent_changes(t.id, tags=[*t.tags, f"vip{w.dice.randrange(9)}"]),
    "takes tags off": _take_off,
    "solves": _set(status="solved"),
    "closes": lambda w, t: w.dice.random() < 0.5 and w.double.agent_changes(t.id, status="closed"),
    "merges": World.merge,
    "customer writes": lambda w, t: w.double.customer_writes(
        t.id, w.dice.choice((*script.FURTHER, *script.REJECTIONS))
    ),
    STRANGER_WRITES: lambda w, t: (
        w.dice.random() < 0.3 and w.double.third_person_writes(t.id, "I have the same problem.", by=STRANGER)
    ),
}

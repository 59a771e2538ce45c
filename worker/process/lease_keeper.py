"""This module keeps the leases of the tickets that a worker has claimed and not yet settled. It does so in a thread of
its own, while the model runs and no transaction is open."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from worker.db import tickets as queue
from worker.domain import Ticket
from worker.logs import get_logger

log = get_logger(__name__)
STUCK_SECONDS = 600.0  # a round that settles nothing for this long never will


def _nothing() -> None: ...


class Keeper:
    """A keeper renews the leases that its worker holds. `stuck` is called when nothing was settled for `stuck_seconds`:
    if the leases of a hung model were kept, no healthy worker could take its tickets."""

    def __init__(
        self,
        database: Engine,
        holder: str,
        lease_seconds: float,
        *,
        stuck: Callable[[], None] = _nothing,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        self.holder = holder
        self.stopping = threading.Event()  # finish the ticket at hand, give the rest back
        self._database = database
        self._lease_seconds = lease_seconds
        self._stuck = stuck
        self._stuck_seconds = stuck_seconds
        self._lock = threading.Lock()
        self._held: dict[int, Ticket] = {}
        self._progress = time.monotonic()

    @contextmanager
    def holding(self, tickets: Sequence[Ticket]) -> Iterator[None]:
        """Keep the leases of `tickets` during the block. What is not settled at its end stays held, for `give_back`."""
        with self._lock:
            self._held.update((ticket.id, ticket) for ticket in tickets)
            self._progress = time.monotonic()
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=(ended,), name="heartbeat", daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()

    def settled(self, ticket: Ticket) -> None:
        with self._lock:
            self._held.pop(ticket.id, None)
            self._progress = time.monotonic()

    def goes_on(self) -> None:
        """Say that the round is alive, although no ticket is settled yet: its files are being read."""
        with self._lock:
            self._progress = time.monotonic()

    def give_back(self) -> int:
        """Give back everything still held, at once and uncounted, because the tickets are not at fault."""
        with self._lock:
            held = list(self._held.values())
            self._held.clear()
        if not held:
            return 0
        returned = queue.give_back(self._database, held)
        log.info("tickets given back", tickets=[ticket.id for ticket in held], returned=returned)
        return returned

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._lease_seconds / 4):
            with self._lock:
                held, quiet = list(self._held.values()), time.monotonic() - self._progress
            if quiet > self._stuck_seconds:
                log.critical("a round hangs", seconds=round(quiet), tickets=[ticket.id for ticket in held])
                self._stuck()
                return
            if not held:
                continue
            try:
                kept = queue.heartbeat(self._database, held, self._lease_seconds)
            except SQLAlchemyError as error:  # the next beat is early enough
                log.warning("heartbeat failed", error=type(error).__name__)
                continue
            if lost := {ticket.id for ticket in held} - set(kept):
                log.warning("leases lost", tickets=sorted(lost))

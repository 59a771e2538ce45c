"""This module carries each effect from the outbox to the helpdesk, once.

    claim ▶ hold ▶ read ▶ keep the stamp ▶ write ▶ settle

The rules over what was read, and what is left of an update then, are in `worker.delivery_rules`.

Each step but `read` and `write` is a short transaction of its own; none is open during a request to the helpdesk. A
crash at any step leaves a row that is claimed again when its lease is over, and every try begins with a read: if our
marker is there, the effect happened and the row is settled. If it is not, the write is made under the stamp that was
kept for the first try. If an earlier write is still on its way, whichever of the two arrives first makes the other
fail. A new stamp is taken only after a 409 that was not ours; by then everything under the old stamp is refused for
ever.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from worker import delivery_rules as rules
from worker.db import contacts, messages, outbox, reported_fields
from worker.db.outbox import Claim, Standing
from worker.db.session import transaction
from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskRejected, HelpdeskUnsure, where
from worker.helpdesks.protocol import Helpdesk, Snapshot, Update
from worker.logs import get_logger
from worker.states import WROTE_AGAIN

MAX_ATTEMPTS = 8  # writes; after them the helpdesk is read once more, then a person takes over
TROUBLES = 2  # in a row: one may be due to the ticket, two are due to the helpdesk
CALL_COMES_WITHIN = timedelta(minutes=10)  # of a message; a helpdesk that could not reach us has given up then
MOST_MOVES = 5  # of one row, through tickets that were merged one after the other

log = get_logger(__name__)


class Result(StrEnum):
    SENT = "sent"
    SUPERSEDED = "superseded"
    FAILED = "failed"
    UNSURE = "unsure"
    WAITING = "waiting"  # put back, to be tried again
    LOST = "lost"  # the lease was over: another worker settles it


@dataclass(frozen=True)
class Counts:
    """Counts say what became of the deliveries that were tried together."""

    sent: int = 0
    superseded: int = 0
    failed: int = 0
    unsure: int = 0
    waiting: int = 0
    lost: int = 0

    @property
    def claimed(self) -> int:
        return self.sent + self.superseded + self.failed + self.unsure + self.waiting + self.lost


@dataclass(frozen=True)
class Schedule:
    """A schedule holds times in seconds. The defaults spread eight attempts over 70 minutes, so that an hour of trouble
    at the helpdesk does not turn the whole outbox over to people."""

    lease: float = 120.0  # more than the slowest try: two reads and two writes
    first_delay: float = 2.0  # not less in production, because a helpdesk's stamps may be whole seconds
    factor: float = 4.0
    longest_delay: float = 1800.0
    pause: float = 30.0  # for the rest of a batch when the helpdesk is in trouble

    def delay(self, attempts: int) -> float:
        return float(min(self.first_delay * self.factor ** (attempts - 1), self.longest_delay))


def _nothing(point: str) -> None:
    """Do nothing. A test passes a function that makes the process die here."""


def deliver_due(
    database: Engine,
    helpdesk: Helpdesk,
    limit: int,
    *,
    schedule: Schedule = Schedule(),
    reached: Callable[[str], None] = _nothing,
) -> Counts:
    """Try up to `limit` due deliveries. `reached` is called after each step."""
    with transaction(database, see_all=True) as session:
        claims = outbox.claim(session, limit=limit, lease_seconds=schedule.lease)
    reached("claimed")
    results: Counter[str] = Counter()
    troubles = 0
    for number, claim in enumerate(claims):
        result = _Try(database, helpdesk, schedule, reached, claim).run()
        results[result] += 1
        troubles = troubles + 1 if result in {Result.UNSURE, Result.WAITING} else 0
        if troubles >= TROUBLES:
            results[Result.WAITING] += _give_back(database, claims[number + 1 :], schedule)
            break
    return Counts(**results)


def _give_back(database: Engine, rest: list[Claim], schedule: Schedule) -> int:
    """Put the rest of a batch back: more requests would prolong the helpdesk's trouble, and would waste attempts."""
    with transaction(database, see_all=True) as session:
        for claim in rest:
            outbox.put_back(session, claim, None, delay=schedule.pause, counted=False)
    return len(rest)


@dataclass(frozen=True)
class _Try:
    database: Engine
    helpdesk: Helpdesk
    schedule: Schedule
    reached: Callable[[str], None]
    claim: Claim

    def run(self) -> Result:
        claim = self.claim
        try:
            result = self._deliver(Update.from_json(claim.payload))
        except HelpdeskBusy as error:
            why, delay = str(error), error.retry_after
            result = self._settle(Result.WAITING, lambda s: outbox.put_back(s, claim, why, delay=delay, counted=False))
        except HelpdeskConflict as error:
            why, delay = str(error), self.schedule.delay(claim.attempts)
            result = self._settle(Result.WAITING, lambda s: outbox.put_back(s, claim, why, delay=delay, counted=True))
        except HelpdeskUnsure as error:
            result = self._unsure(str(error))
        except (HelpdeskRejected, ValueError) as error:
            result = self._failed(str(error))
        except Exception as error:  # an error of ours must not block the rows behind this one
            log.error("delivery raised", delivery=claim.id, ticket=claim.ticket_id, where=where(error))
            why = f"a {type(error).__name__}"
            result = self._failed(f"given up: {why}") if claim.attempts > MAX_ATTEMPTS else self._unsure(why)
        log.info("delivery", delivery=claim.id, ticket=claim.ticket_id, attempt=claim.attempts, result=str(result))
        return result

    def _deliver(self, update: Update, moves: int = 0) -> Result:
        claim = self.claim
        with transaction(self.database, see_all=True) as session:
            standing = outbox.hold(session, claim, lease_seconds=self.schedule.lease)
        self.reached("held")
        if standing is Standing.LOST:
            return Result.LOST
        if standing is Standing.STALE and claim.stamp is None:  # no write was ever made: nothing to look for
            return self._superseded(WROTE_AGAIN)
        snapshot = self._read(update)
        stamp = claim.stamp or snapshot.stamp
        if ended := self._ended(update, snapshot, stamp, standing, moves):
            return ended
        try:
            try:
                return self._write(update, replace(snapshot, stamp=stamp))
            except HelpdeskConflict:
                # The ticket was changed first: by an earlier write of ours, by the customer, or by a person or a rule.
                snapshot = self._read(update)
                if ended := self._ended(update, snapshot, stamp, standing, moves):
                    return ended
                if snapshot.stamp == stamp:
                    raise
                return self._write(update, snapshot)
        except HelpdeskRejected:
            # It may have been closed between our read and our write, which is no failure.
            if ended := self._ended(update, self._read(update), stamp, standing, moves):
                return ended
            raise

    def _ended(self, update: Update, snapshot: Snapshot, stamp: str, standing: Standing, moves: int) -> Result | None:
        """Return the result if what was read leaves nothing to write here; None otherwise. Our own marker is checked
        first: what was sent was sent, whatever happened since."""
        claim = self.claim
        if snapshot.has_marker:
            return self._settle(Result.SENT, lambda s: outbox.mark_sent(s, claim))
        if standing is Standing.STALE:
            return self._superseded(WROTE_AGAIN)
        if why := rules.over(update, snapshot, stamp=stamp, asked_at=claim.asked_at):
            target = rules.target(update, snapshot, claim.external_id, claim.merged_into)
            if target is None or moves == MOST_MOVES:
                return self._superseded(why)
            return self._move(update, target, moves)
        if claim.attempts > MAX_ATTEMPTS:
            last = claim.last_error or "the worker died in each"
            return self._failed(f"given up after {MAX_ATTEMPTS} attempts: {last}")
        return None

    def _move(self, update: Update, target: str, moves: int) -> Result:
        """Deliver to the ticket into which this one was merged. Nothing can reach a merged ticket any more, so what an
        earlier try sent there was refused."""
        there = rules.moved(update, self.claim.external_id)
        with transaction(self.database, see_all=True) as session:
            kept = outbox.move(session, self.claim, target, there.to_json())
        self.reached("moved")
        if not kept:
            return Result.LOST
        claim = replace(self.claim, external_id=target, payload=there.to_json(), stamp=None)
        return replace(self, claim=claim)._deliver(there, moves + 1)

    def _write(self, wanted: Update, snapshot: Snapshot) -> Result:
        """Write what others have left of an update. The stamp is kept first, which also proves that the lease still stands,
        and with it what is written. A newer message whose call is on its way makes a new version, which answers both."""
        claim = self.claim
        with transaction(self.database, see_all=True) as session:
            allowed = contacts.verified(session, wanted.cites_account) if wanted.cites_account else frozenset()
            heard = messages.heard(session, claim.ticket_id, claim.ticket_version) if wanted.public else ()
        wrote = rules.unheard(wanted, snapshot, asked_at=claim.asked_at, heard=heard)
        if wrote is not None and datetime.now(UTC) - wrote < CALL_COMES_WITHIN:
            return self._superseded(WROTE_AGAIN)
        update = rules.fitted(wanted, snapshot, asked_at=claim.asked_at, contacts=allowed, unheard=wrote is not None)
        with transaction(self.database, see_all=True) as session:
            kept = outbox.keep_stamp(session, claim, snapshot.stamp, update.to_json())
            if wanted.withheld != rules.MERGED:  # the fields of another ticket say nothing about this one
                for field, value, author, at in rules.set_by_others(snapshot):
                    reported_fields.add(session, claim.ticket_id, {field: value}, author, at)
        self.reached("stamped")
        if not kept:
            return Result.LOST
        self.helpdesk.apply(claim.source, claim.external_id, update, snapshot)
        self.reached("written")
        said = replace(claim, payload=update.to_json())
        return self._settle(Result.SENT, lambda s: outbox.mark_sent(s, said))

    def _read(self, update: Update) -> Snapshot:
        snapshot = self.helpdesk.read(self.claim.source, self.claim.external_id, update.marker)
        self.reached("read")
        return snapshot

    def _unsure(self, why: str) -> Result:
        delay = self.schedule.delay(self.claim.attempts)
        return self._settle(Result.UNSURE, lambda s: outbox.mark_unsure(s, self.claim, why, delay=delay))

    def _superseded(self, why: str) -> Result:
        return self._settle(Result.SUPERSEDED, lambda s: outbox.mark_superseded(s, self.claim, why))

    def _failed(self, why: str) -> Result:
        return self._settle(Result.FAILED, lambda s: outbox.mark_failed(s, self.claim, why))

    def _settle(self, result: Result, mark: Callable[[Session], bool]) -> Result:
        with transaction(self.database, see_all=True) as session:
            settled = mark(session)
        self.reached("settled")
        return result if settled else Result.LOST

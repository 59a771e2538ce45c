"""This module chooses the past tickets of a replay: those of a time that something is learned from, at most so many of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from worker.company import Company
from worker.db import past_tickets
from worker.db.session import transaction
from worker.errors import Refused
from worker.history import preparing
from worker.history.example import Example
from worker.history.preparing import Prepared, Step
from worker.history.solved import SOURCE
from worker.past import PastTicket

IMPORTS = "imports"
SEED = 7


@dataclass(frozen=True)
class Past:
    """A past ticket is replayed with what was learned from it."""

    row: int
    ticket: PastTicket
    example: Example

    @property
    def at(self) -> datetime | None:
        """Return when it was asked."""
        return self.example.at or self.ticket.created_at or self.ticket.solved_at


@dataclass(frozen=True)
class Choice:
    """A choice is what is replayed, and how much was left out."""

    chosen: tuple[Past, ...]
    prepared: Prepared
    found: int  # of the time, before the limit
    undated: int  # tickets without a date, which no time has


def choose(
    owner: Engine, company: Company, *, since: datetime | None, limit: int, source: str | None, step: Step
) -> Choice:
    """Return the tickets to replay, oldest first. More than `limit` are drawn with a fixed seed, so that the same command
    replays the same tickets. `source`: "imports", "deskhand" or the name of one import. Raises `Refused`."""
    prepared = preparing.read_labels(owner, company, step)
    with transaction(owner) as session:
        known = [
            Past(row, ticket, prepared.examples[row])
            for row, ticket in past_tickets.read(session)
            if row in prepared.examples and _is_of(ticket, source)
        ]
    if source is not None and not known:
        raise Refused(f"there are no past tickets of {source!r}: it is imports, deskhand, or the name of an import")
    undated = sum(one.at is None for one in known)
    of_time = [one for one in known if since is None or (one.at is not None and one.at >= since)]
    drawn = random.Random(SEED).sample(of_time, limit) if len(of_time) > limit else of_time
    return Choice(tuple(_in_order(drawn)), prepared, len(of_time), undated)


def _is_of(ticket: PastTicket, source: str | None) -> bool:
    if source == IMPORTS:
        return ticket.source != SOURCE
    return source is None or ticket.source == source


def _in_order(chosen: Sequence[Past]) -> Iterator[Past]:
    return iter(sorted(chosen, key=lambda one: (one.at.isoformat() if one.at else "", one.row)))

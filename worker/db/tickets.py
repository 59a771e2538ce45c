"""This module is the queue of record: a ticket is claimed under a lease, kept by heartbeats, and settled under a token.

    claim ▶ (heartbeat …) ▶ commit | give_back          `worker.db.sweep` finds what nobody settled

Attempts are counted at the claim, so that a ticket that kills its worker is counted too. Every later change names the
fencing token of its claim: a worker that slept past its lease changes nothing. All times are the database's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from worker.db import decisions, outbox, reply_cap, threads
from worker.db.session import transaction
from worker.domain import Author, Decision, Run, Ticket
from worker.errors import Refused
from worker.states import Outcome

_READY = """
    select id, attempts from tickets
    where not_before <= now() and attempts < :max_attempts
      and (state = 'queued' or (state = 'running' and lease_until < now()))
    order by urgency, received_at, id
    limit :limit
    for update skip locked
"""
_TAKE = """
    update tickets
    set state = 'running', attempts = attempts + 1, lease_token = lease_token + 1, lease_owner = :holder,
        lease_until = now() + make_interval(secs => :lease)
    where id = any(:ids)
"""
# A row may wait once more after a try, and nobody knows what became of the try.
_MAY_HAVE_ARRIVED = """
    x.payload->>'public' = 'true'
    and (x.state in ('sending', 'unsure', 'sent') or (x.state = 'pending' and x.stamp is not null))
"""
# A contact may have lost its verification since the webhook came: then its account's history is not used.
_READ = f"""
    select t.id, t.version, t.lease_token, t.external_id, t.source, t.account, a.plan, a.tier, t.requester_email,
           t.requester_name, (t.verified and coalesce(c.verified, false)) as verified, t.subject,
           '' as body, t.language, t.automatic, t.received_at, t.author, t.resolved_at, (
               select count(*) from decisions d
               join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version
               where d.ticket_id = t.id and d.outcome = 'ask' and {_MAY_HAVE_ARRIVED}
           ) as asked, t.brand, t.channel
    from tickets t
    left join accounts a on a.id = t.account
    left join contacts c on c.email = lower(t.requester_email) and c.account = t.account
    where t.id = any(:ids)
    order by t.urgency, t.received_at, t.id
"""  # noqa: S608 - our own constant
_BEAT = """
    update tickets set lease_until = now() + make_interval(secs => :lease)
    from unnest(cast(:ids as bigint[]), cast(:tokens as bigint[])) as mine (id, token)
    where tickets.id = mine.id and tickets.lease_token = mine.token and tickets.state = 'running'
    returning tickets.id
"""
# Skips a row that is being committed this moment: waiting for it would block a worker that was told to stop.
_GIVE_BACK = """
    update tickets
    set state = 'queued', attempts = attempts - :uncounted, lease_owner = null, lease_until = null,
        not_before = now() + make_interval(secs => :delay), quarantine_reason = coalesce(:failure, quarantine_reason)
    where id in (
        select t.id from tickets t
        join unnest(cast(:ids as bigint[]), cast(:tokens as bigint[])) as mine (id, token)
          on t.id = mine.id and t.lease_token = mine.token and t.state = 'running'
        for update of t skip locked
    )
    returning id
"""
_DECIDE = """
    update tickets
    set state = 'decided', finished_at = now(), lease_owner = null, lease_until = null, quarantine_reason = null
    where id = :id and lease_token = :token and version = :version and state = 'running'
    returning id
"""
_REPLIED = f"""
    select 1 from deliveries x join tickets t on t.id = x.ticket_id and t.version = x.ticket_version
    where t.id = :id and {_MAY_HAVE_ARRIVED}
"""  # noqa: S608 - our own constant
_REQUEUE = """
    update tickets
    set state = 'queued', version = version + 1, attempts = 0, queued_at = now(), not_before = now(), rung_at = null,
        finished_at = null, quarantine_reason = null
    where id = :id and state in ('decided', 'quarantined')
    returning id
"""


class Effect(Protocol):
    """An effect is what a delivery carries: a `worker.helpdesks.protocol.Update`, which rows need not know."""

    def to_json(self) -> dict[str, Any]: ...


Effects = Sequence[tuple[str, Effect]]  # with the kind of each


@dataclass(frozen=True)
class Cap:
    """A cap says how many public replies may be sent, and what the helpdesk is told of a run that is held because of it."""

    limits: reply_cap.Limits
    effects: Callable[[Run], Effects]


def claim(database: Engine, holder: str, limit: int, lease_seconds: float, max_attempts: int) -> list[Ticket]:
    """Claim up to `limit` fresh tickets, or a single one that was tried before: whatever ended its last run must not
    end the run of other tickets, nor use up their attempts."""
    with transaction(database, see_all=True) as session:
        ready = session.execute(text(_READY), {"limit": limit, "max_attempts": max_attempts}).all()
        if not ready:
            return []
        suspect = ready[0].attempts > 0
        ids = [ready[0].id] if suspect else [row.id for row in ready if row.attempts == 0]
        session.execute(text(_TAKE), {"ids": ids, "holder": holder, "lease": lease_seconds})
        rows = [dict(row._mapping) for row in session.execute(text(_READ), {"ids": ids})]
        resolved = {row["id"]: row.pop("resolved_at") for row in rows}
        tickets = [Ticket(**{**row, "author": Author(row["author"])}) for row in rows]
        return threads.add_threads(session, tickets, resolved)


def as_decided(session: Session, ticket_id: int, version: int, at: datetime) -> Ticket:
    """Return a ticket as it was when this version of it was decided. Its account's plan, and whether the contact is verified,
    are those of today."""
    [row] = session.execute(text(_READ), {"ids": [ticket_id]}).mappings()
    values = {name: value for name, value in row.items() if name != "resolved_at"}
    ticket = Ticket(**{**values, "author": Author(values["author"]), "version": version})
    return threads.add_as_decided(session, ticket, row["resolved_at"], at)


def heartbeat(database: Engine, tickets: Sequence[Ticket], lease_seconds: float) -> list[int]:
    """Renew the leases. Return the ids that are still ours; the results of the others will not be stored."""
    with transaction(database, see_all=True) as session:
        return list(session.scalars(text(_BEAT), {**_tokens(tickets), "lease": lease_seconds}))


def give_back(
    database: Engine,
    tickets: Sequence[Ticket],
    *,
    attempted: bool = False,
    delay_seconds: float = 0.0,
    failure: str | None = None,
) -> int:
    """Return to the queue what is still ours. `attempted=False`: nothing was tried, so the claim is not counted.
    `failure`: kept in the row until the ticket is decided, so that a quarantine can say what went wrong last."""
    options = {"uncounted": 0 if attempted else 1, "delay": delay_seconds, "failure": failure}
    with transaction(database, see_all=True) as session:
        return len(session.scalars(text(_GIVE_BACK), {**_tokens(tickets), **options}).all())


def waiting_longer(database: Engine, tickets: Sequence[Ticket], seconds: float) -> set[int]:
    """Return the ids of the tickets that were queued, in their present version, more than `seconds` ago."""
    statement = "select id from tickets where id = any(:ids) and queued_at <= now() - make_interval(secs => :seconds)"
    with transaction(database, see_all=True) as session:
        return set(session.scalars(text(statement), {"ids": [t.id for t in tickets], "seconds": seconds}))


def let_go(database: Engine, holder: str) -> int:
    """End the leases of `holder`, which is known to be dead, so that its successor need not wait for them. The attempts
    stay counted. If it was not dead after all, its token is old as soon as another one claims."""
    with transaction(database, see_all=True) as session:
        statement = (
            "update tickets set lease_until = now() where state = 'running' and lease_owner = :holder returning id"
        )
        return len(session.scalars(text(statement), {"holder": holder}).all())


def commit(database: Engine, run: Run, worker: str, effects: Effects, cap: Cap | None = None) -> bool:
    """Store decision, reply, citations and deliveries in one transaction, under the fencing token. Return False if the
    lease was lost or the customer wrote again; then nothing was stored. A run with a public reply beyond the cap is stored
    as held, with what the cap's `effects` make of it; `cap=None`: there is none."""
    ticket = run.ticket
    mine = {"id": ticket.id, "token": ticket.lease_token, "version": ticket.version}
    with transaction(database, see_all=True) as session:
        if session.scalar(text(_DECIDE), mine) is None:
            return False
        made = [(kind, effect.to_json()) for kind, effect in effects]
        if cap is not None and any(payload["public"] for _, payload in made):
            why = reply_cap.reached(session, ticket, cap.limits)
            if why is not None:
                run = replace(run, decision=Decision(Outcome.HOLD, reply_cap.REASON, why))
                made = [(kind, effect.to_json()) for kind, effect in cap.effects(run)]
        decisions.add(session, run, worker)
        for kind, payload in made:
            outbox.add(
                session,
                ticket_id=ticket.id,
                ticket_version=ticket.version,
                account=ticket.account,
                source=ticket.source,
                external_id=ticket.external_id,
                kind=kind,
                payload=payload,
            )
    return True


def requeue(database: Engine, ticket_id: int, *, again: bool = False) -> bool:
    """Queue a finished ticket once more, as a new version: its decision and what was delivered stay on record, and what
    is still to be delivered becomes stale. Return False if there is no such ticket or it is not finished. Raises
    `Refused` if the customer has, or may have, a reply, unless `again`: a new version may send a second one."""
    with transaction(database, see_all=True) as session:
        if not again and session.scalar(text(_REPLIED), {"id": ticket_id}):
            raise Refused(
                f"ticket {ticket_id} was answered: with --again it is handled once more, and may be answered twice"
            )
        return session.scalar(text(_REQUEUE), {"id": ticket_id}) is not None


def _tokens(tickets: Sequence[Ticket]) -> dict[str, list[int]]:
    return {"ids": [t.id for t in tickets], "tokens": [t.lease_token for t in tickets]}

"""This module reads decisions with what people did after them: what a diagnosis needs. It changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from worker.db import tickets
from worker.domain import Ticket

# A decision is followed by what people did until the next one, or until the customer wrote something that it does not know.
_NEXT = """
    left join lateral (
        select least(
            (select min(n.created_at) from decisions n where n.ticket_id = d.ticket_id and n.ticket_version > d.ticket_version),
            (select min(c.occurred_at) from messages c where c.ticket_id = d.ticket_id and c.ticket_version > d.ticket_version)
        ) as at
    ) next on true
"""
_ANSWER = """
    m.ticket_id = d.ticket_id and m.author = 'agent' and m.public and m.ticket_version is null
    and m.occurred_at >= d.created_at and (next.at is null or m.occurred_at < next.at)
"""
_CORRECTED = text(
    f"""
    select d.id from decisions d
    left join outcomes o on o.decision_id = d.id
    left join replies r on r.decision_id = d.id
    left join runs u on u.id = d.run_id
    {_NEXT}
    where d.created_at >= :since and d.run_id is not null
      and (o.queue_after is not null or o.priority_after is not null
           or (coalesce(o.fate, '') <> 'used'
               and (exists (select from messages m where {_ANSWER}) or u.failures <> '{{}}'
                    or jsonb_array_length(coalesce(r.check_findings->'findings', '[]')) > 0)))
    order by d.created_at desc, d.id desc limit :limit
    """  # noqa: S608 - our own constants
)
_NEWEST = text("select id from decisions where ticket_id = :ticket order by ticket_version desc limit 1")
_DECISION = text(
    f"""
    select d.id, d.ticket_id, d.ticket_version, d.created_at, d.outcome, d.reason, d.made_by, d.queue, d.priority, d.escalate,
           coalesce(u.passages->'found', '[]') as found, coalesce(u.failures, '{{}}') as failures,
           r.id as reply_id, coalesce(r.text, '') as reply, coalesce(r.language, '') as language,
           coalesce(r.check_findings->'findings', '[]') as findings, next.at as until,
           o.fate, o.queue_after, o.priority_after, o.answer
    from decisions d
    left join runs u on u.id = d.run_id
    left join replies r on r.decision_id = d.id
    left join outcomes o on o.decision_id = d.id
    {_NEXT}
    where d.id = :id
    """  # noqa: S608 - our own constants
)
_CITATIONS = text("select sentence, ref, quote from citations where reply_id = :reply order by position")
_MESSAGES = text(
    """
    select author, author_name, author_email, public, original, occurred_at from messages
    where ticket_id = :ticket and ticket_version is null and author in ('agent', 'ourselves') and occurred_at >= :since
      and (cast(:until as timestamptz) is null or occurred_at < :until) order by occurred_at, id
    """
)
_GROUPS = text(
    """
    select field, value, author, occurred_at from reported_fields
    where ticket_id = :ticket and (cast(:until as timestamptz) is null or occurred_at < :until) order by occurred_at, id
    """
)


@dataclass(frozen=True)
class Corrected:
    """A corrected decision has its ticket as it was, its own row, and what people wrote and reported after it."""

    ticket: Ticket
    decision: Mapping[str, Any]
    citations: tuple[Mapping[str, Any], ...]
    messages: tuple[Mapping[str, Any], ...]  # of colleagues and of ourselves, public and private
    reported: tuple[Mapping[str, Any], ...]  # fields of the ticket, in the helpdesk's words


def corrected(session: Session, since: datetime, limit: int) -> list[int]:
    """Return the decisions since a time that people corrected, or that the check found something in: the newest `limit` of them,
    the oldest first."""
    return list(session.scalars(_CORRECTED, {"since": since, "limit": limit}))[::-1]


def newest(session: Session, ticket_id: int) -> int | None:
    """Return the newest decision of a ticket; None where there is none."""
    found: int | None = session.scalar(_NEWEST, {"ticket": ticket_id})
    return found


def read(session: Session, decision_id: int) -> Corrected:
    decision = _rows(session, _DECISION, {"id": decision_id})[0]
    told = {"ticket": decision["ticket_id"], "since": decision["created_at"], "until": decision["until"]}
    ticket = tickets.as_decided(session, decision["ticket_id"], decision["ticket_version"], decision["created_at"])
    return Corrected(
        ticket,
        decision,
        _rows(session, _CITATIONS, {"reply": decision["reply_id"]}),
        _rows(session, _MESSAGES, told),
        _rows(session, _GROUPS, told),
    )


def _rows(session: Session, statement: TextClause, told: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(dict(row._mapping) for row in session.execute(statement, told))

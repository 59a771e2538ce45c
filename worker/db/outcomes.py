"""This module reads what is needed to judge the outcomes of decisions, and stores them. The application role does both.

An outcome is judged again while its week is not over, and whenever the helpdesk reported anything of its ticket since.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.history_tables import OutcomeRow

_DUE = text(
    """
    select d.ticket_id
    from decisions d
    join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version and x.state = 'sent'
    left join outcomes o on o.decision_id = d.id
    where d.ticket_id > :after and (
        o.decision_id is null
        or o.seen_at < x.sent_at + interval '8 days'
        or exists (select from messages m where m.ticket_id = d.ticket_id and m.received_at > o.seen_at)
        or exists (select from reported_fields f where f.ticket_id = d.ticket_id and f.received_at > o.seen_at)
    )
    group by d.ticket_id order by d.ticket_id limit :limit
    """
)
_TOLD = text(
    """
    select d.id, d.ticket_id, d.account, d.outcome, d.reason, coalesce(r.text, '') as reply, coalesce(r.action, '') as action,
           coalesce(r.language, '') as language, x.payload, x.stamp, x.sent_at,
           array(select c.quote from citations c where c.reply_id = r.id order by c.position) as quotes,
           (select max(m.occurred_at) from messages m where m.ticket_id = d.ticket_id
               and m.ticket_version <= d.ticket_version) as asked_at
    from decisions d
    join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version and x.state = 'sent'
    left join replies r on r.decision_id = d.id
    where d.ticket_id = any(:ids) order by d.ticket_id, d.id
    """
)
_WORDS = text(
    """
    select ticket_id, author, public, occurred_at, case when public then original else '' end as original,
           case when public then body else '' end as body
    from messages where ticket_id = any(:ids) and author <> 'ourselves' order by ticket_id, occurred_at, id
    """
)
_REPORTS = text(
    """
    select ticket_id, field, value, author, occurred_at from reported_fields
    where ticket_id = any(:ids) order by ticket_id, occurred_at, id
    """
)
_TICKETS = text("select id, resolved_at from tickets where id = any(:ids) for key share")
_STORED = text(
    """
    select d.id as decision_id, t.id as ticket_id, t.source, t.external_id, t.subject, d.outcome, d.reason, d.made_by, d.queue,
           d.priority, d.created_at, r.adapter_ids, x.payload->>'public' = 'true' as public, x.payload->>'queue' as wrote_queue,
           x.payload->>'priority' as wrote_priority, x.sent_at, rep.id is not null and rep.text <> '' as replied,
           o.fate, o.similarity, o.carried, o.answered_at, o.queue_after, o.priority_after, o.reopened_at,
           o.corrected_at, o.solved_at
    from outcomes o
    join decisions d on d.id = o.decision_id
    join tickets t on t.id = d.ticket_id
    join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version and x.state = 'sent'
    left join runs r on r.id = d.run_id
    left join replies rep on rep.decision_id = d.id and rep.action <> 'hand_over'
    where cast(:since as timestamptz) is null or x.sent_at >= :since
    order by d.id
    """
)


def due(session: Session, after: int, limit: int) -> list[int]:
    """Return the next tickets with an outcome to judge, by their ids above `after`."""
    return list(session.scalars(_DUE, {"after": after, "limit": limit}))


def rows(session: Session, ids: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """Yield what is known of tickets, as (kind, row): "ticket", "told", "word" or "report". Each ticket is held until the
    transaction ends, so that none is erased meanwhile."""
    kinds = {"ticket": _TICKETS, "told": _TOLD, "word": _WORDS, "report": _REPORTS}
    for kind, statement in kinds.items():
        for row in session.execute(statement, {"ids": list(ids)}):
            yield kind, row


def save(session: Session, judged: Sequence[Mapping[str, Any]], seen_at: datetime) -> None:
    """Store outcomes in place of earlier ones. `seen_at`: when what they were judged by was read, by the database's clock."""
    for values in judged:
        added = insert(OutcomeRow).values({**values, "seen_at": seen_at})
        changed = {name: added.excluded[name] for name in (*values, "seen_at") if name != "decision_id"}
        session.execute(added.on_conflict_do_update(index_elements=["decision_id"], set_=changed))


def stored(session: Session, since: datetime | None) -> list[dict[str, Any]]:
    """Return the outcomes of decisions that the helpdesk was told of since a time, each with its decision."""
    return [dict(row) for row in session.execute(_STORED, {"since": since}).mappings()]

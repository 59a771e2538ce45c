"""This module reads the tickets that came by webhook and were solved by people, for the owner: what was said in them, and what
became of them. What we said ourselves is not read: it teaches nothing until a person said it too."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_BATCH = 200
_SOLVED = text(
    """
    select id, source, external_id, subject, requester_email, requester_name, account, language, channel, brand, received_at,
           resolved_at
    from tickets t
    where t.id > :after and t.resolved_at is not null and t.merged_into is null and t.state = 'decided'
      and exists (select from messages m where m.ticket_id = t.id and m.author = 'agent' and m.public and m.body <> '')
    order by t.id limit :limit
    """
)
_MESSAGES = text(
    """
    select ticket_id, author, author_email, author_name, public, version, original, body, occurred_at
    from messages where ticket_id = any(:ids) and author <> 'ourselves' order by ticket_id, occurred_at, id
    """
)
_REPORTS = text(
    """
    select ticket_id, field, value, author, occurred_at from reported_fields
    where ticket_id = any(:ids) order by ticket_id, occurred_at, id
    """
)
_DECISIONS = text(
    """
    select d.ticket_id, d.id, d.created_at, x.payload->>'queue' as queue, x.payload->>'priority' as priority, o.fate,
           o.queue_after, o.priority_after, o.reopened_at, array(
               select c.ref from citations c join replies r on r.id = c.reply_id where r.decision_id = d.id order by c.position
           ) as refs
    from decisions d
    join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version and x.state = 'sent'
    left join outcomes o on o.decision_id = d.id
    where d.ticket_id = any(:ids) order by d.ticket_id, d.id
    """
)


def read(session: Session) -> Iterator[tuple[Any, dict[str, list[Any]]]]:
    """Yield each solved ticket that an agent answered in public, with its rows: "messages", "reports", "decisions"."""
    after = 0
    while True:
        tickets = session.execute(_SOLVED, {"after": after, "limit": _BATCH}).all()
        if not tickets:
            return
        ids = [ticket.id for ticket in tickets]
        rows = {name: _by_ticket(session, statement, ids) for name, statement in _STATEMENTS.items()}
        for ticket in tickets:
            yield ticket, {name: own[ticket.id] for name, own in rows.items()}
        after = ids[-1]


_STATEMENTS = {"messages": _MESSAGES, "reports": _REPORTS, "decisions": _DECISIONS}


def _by_ticket(session: Session, statement: Any, ids: Sequence[int]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in session.execute(statement, {"ids": list(ids)}):
        found[row.ticket_id].append(row)
    return found

"""This module limits how many public replies one ticket and one sender get in an hour and in a day.

It is the last guard against two machines that answer each other, whatever the detection of automatic mail says. It is
asked while a run is committed, under a lock per sender, so that runs that end at the same moment cannot pass it together.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from worker.domain import Ticket

REASON = "reply_cap"

# Senders without an address are one sender for each helpdesk: nobody can tell them apart.
_SENDER = "coalesce(lower(nullif(t.requester_email, '')), 'unknown in ' || t.source)"
_LOCK = f"""
    select pg_advisory_xact_lock(hashtextextended('reply cap ' || {_SENDER}, 0)) from tickets t where t.id = :id
"""  # noqa: S608 - our own constant
# Also replies that are on their way, and those that may have arrived. One that waited for the helpdesk counts from when it
# was sent. What failed or was superseded reached nobody.
_COUNT = f"""
    with replies as (
        select t.id as ticket_id, greatest(d.created_at, coalesce(d.sent_at, d.created_at)) as at
        from tickets t join deliveries d on d.ticket_id = t.id
        where {_SENDER} = (select {_SENDER} from tickets t where t.id = :id)
          and d.payload->>'public' = 'true' and d.state in ('pending', 'sending', 'unsure', 'sent')
    )
    select count(*) filter (where ticket_id = :id and at > now() - interval '1 hour') as ticket_hour,
           count(*) filter (where ticket_id = :id) as ticket_day,
           count(*) filter (where at > now() - interval '1 hour') as sender_hour,
           count(*) as sender_day
    from replies where at > now() - interval '1 day'
"""  # noqa: S608 - our own constant


@dataclass(frozen=True)
class Limits:
    """Limits are the most public replies that Deskhand sends."""

    ticket_hour: int = 3
    ticket_day: int = 6
    sender_hour: int = 5
    sender_day: int = 15


def reached(session: Session, ticket: Ticket, limits: Limits) -> str | None:
    """Return which limit one more public reply would pass, in words for a person; None if it would pass none. Holds the
    sender's lock until the transaction ends."""
    session.execute(text(_LOCK), {"id": ticket.id})  # the row of the ticket is locked before, and no second one ever is
    # A statement of its own: it sees what those committed who had the lock before.
    sent = session.execute(text(_COUNT), {"id": ticket.id}).one()
    for count, limit, whom, span in (
        (sent.ticket_hour, limits.ticket_hour, "ticket", "hour"),
        (sent.ticket_day, limits.ticket_day, "ticket", "day"),
        (sent.sender_hour, limits.sender_hour, "sender", "hour"),
        (sent.sender_day, limits.sender_day, "sender", "day"),
    ):
        if count >= limit:
            setting = f"DESKHAND_REPLIES_PER_{whom}_{span}".upper()
            replies = "1 reply" if count == 1 else f"{count} replies"
            return f"this {whom} got {replies} within the last {span}, and {setting} allows {limit}"
    return None

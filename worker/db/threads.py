"""This module reads the threads of claimed tickets, and tells the turn in each: what is asked now.

The turn is every asking message since the newest version that anybody was told about. A decision that was superseded
before it was delivered told nobody anything, so what it was about is asked still. What a colleague answered in public is
not asked any more once the customer wrote again, and a machine's message never joins a person's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from knowledge.languages.guess import guess
from worker.db.messages import joined_files
from worker.domain import Attachment, Author, Fate, Handled, Message, Thread, Ticket
from worker.mail.view import MOST_CHARACTERS, written
from worker.states import WROTE_AGAIN, DeliveryState, Outcome
from worker.thread import MOST_CHARACTERS as MOST_BEFORE
from worker.thread import MOST_MESSAGES

_MOST_READ = 200  # messages of a ticket; of its decisions, a tenth
_QUOTE_CHARACTERS = 30  # a shorter text that stands in another one need not be a quote of it

_LEAST_TRUSTED = (Author.THIRD_PERSON, Author.AGENT, Author.CUSTOMER, Author.MACHINE)

_MESSAGES = """
    select id, ticket_id, ticket_version, author, public, subject, case when public then body else '' end as body, attachments,
           verified_account, old, late, occurred_at
    from (
        select *, row_number() over (partition by ticket_id order by occurred_at desc, id desc) as place
        from messages where ticket_id = any(:ids)
    ) newest
    where place <= :limit
    order by ticket_id, date_trunc('second', occurred_at), received_at, id
"""
_HANDLED = """
    select d.ticket_id, d.ticket_version, d.created_at, d.outcome, d.reason, coalesce(r.text, '') as reply, r.action,
           array(select c.ref from citations c where c.reply_id = r.id order by c.position) as refs,
           v.state, v.stamp, v.last_error, v.payload->>'public' = 'true' as public
    from (
        select *, row_number() over (partition by ticket_id order by ticket_version desc) as place
        from decisions where ticket_id = any(:ids)
    ) d
    left join replies r on r.decision_id = d.id
    left join lateral (
        select state, stamp, last_error, payload from deliveries v
        where v.ticket_id = d.ticket_id and v.ticket_version = d.ticket_version order by v.id desc limit 1
    ) v on true
    where d.place <= :limit
    order by d.ticket_id, d.ticket_version
"""

# People read these decisions as notes. A reply may have become a note when it was delivered.
_OF_NOTES = {Outcome.HAND_OVER: Fate.HANDED_OVER, Outcome.NOTHING_TO_DO: Fate.NOTHING_TO_DO}


@dataclass(frozen=True)
class _Past:
    """A past is an earlier decision, and whether anybody was told of it."""

    handled: Handled
    told: bool


def add_threads(session: Session, tickets: Sequence[Ticket], resolved: Mapping[int, datetime | None]) -> list[Ticket]:
    """Return the tickets with their threads, each with what its turn says. `resolved`: when each was last resolved."""
    ids = [ticket.id for ticket in tickets]
    messages = _by_ticket(session.execute(text(_MESSAGES), {"ids": ids, "limit": _MOST_READ}).all())
    handled = _by_ticket(session.execute(text(_HANDLED), {"ids": ids, "limit": _MOST_READ // 10}).all())
    return [
        _with_thread(one, messages.get(one.id, []), [_past(row) for row in handled.get(one.id, [])], resolved[one.id])
        for one in tickets
    ]


def add_as_decided(session: Session, ticket: Ticket, resolved_at: datetime | None, at: datetime) -> Ticket:
    """Return a ticket as its version was read when it was decided `at`: without what came later."""
    ids = {"ids": [ticket.id]}
    rows = session.execute(text(_MESSAGES), {**ids, "limit": _MOST_READ}).all()
    known = [row for row in rows if _was_known(row, ticket.version, at)]
    past = [_past(row) for row in session.execute(text(_HANDLED), {**ids, "limit": _MOST_READ // 10})]
    before = [one for one in past if one.handled.version < ticket.version]
    return _with_thread(ticket, known, before, resolved_at if resolved_at and resolved_at <= at else None)


def _was_known(row: Row[Any], version: int, at: datetime) -> bool:
    return bool(row.occurred_at <= at if row.ticket_version is None else row.ticket_version <= version)


def overview(session: Session, ticket_id: int) -> tuple[list[int], list[Handled]]:
    """Return the versions of a ticket that its newest one answers together, and all decisions, for people."""
    ids = {"ids": [ticket_id]}
    rows = session.execute(text(_MESSAGES), {**ids, "limit": _MOST_READ}).all()
    past = [_past(row) for row in session.execute(text(_HANDLED), {**ids, "limit": _MOST_READ // 10})]
    return [row.ticket_version for row in _turn(rows, past)], [one.handled for one in past]


def _by_ticket(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    return {ticket_id: list(group) for ticket_id, group in groupby(rows, key=lambda row: row.ticket_id)}


def _with_thread(
    ticket: Ticket, rows: Sequence[Row[Any]], past: Sequence[_Past], resolved_at: datetime | None
) -> Ticket:
    turn = _turn(rows, past)
    if not turn:
        return ticket
    asked = {row.id for row in turn}
    before = [row for row in rows[: rows.index(turn[-1])] if row.id not in asked]
    after = rows[rows.index(turn[-1]) + 1 :]
    ended = [row for row in before if resolved_at is not None and row.occurred_at <= resolved_at]
    recent = [row for row in before if row not in ended]
    versions = [row.ticket_version for row in (*recent, *turn) if row.ticket_version is not None]
    handled = [one.handled for one in past if one.handled.version >= min(versions)]
    resolved = [one.handled for one in past if one.handled not in handled and one.handled.may_have_arrived]
    told = [one for one in map(_message, ended) if one.is_told]
    thread = Thread(
        turn=tuple(map(_message, turn)),
        before=_bounded([_message(row) for row in recent]),
        after=_bounded([_message(row) for row in after]),
        handled=tuple(handled),
        opens=not any(row.ticket_version is not None and row.author != Author.MACHINE for row in before),
        resolved_reply=bool(resolved or told),
        resolved_said=(*(one.text for one in _bounded(told)), *(one.reply for one in resolved)),
    )
    return replace(ticket, thread=thread, **_of_turn(ticket, turn))


def _turn(rows: Sequence[Row[Any]], past: Sequence[_Past]) -> list[Row[Any]]:
    """Return the rows of the messages that are asked now, oldest first. A version that was put back by hand has none of its
    own, so it asks what the one before asked."""
    asked = [row for row in rows if row.ticket_version is not None]
    newest = max((row.ticket_version for row in asked), default=0)
    told = max((one.handled.version for one in past if one.told and one.handled.version < newest), default=0)
    turn = [row for row in asked if row.ticket_version > told]
    people = [row for row in turn if row.author != Author.MACHINE] or turn
    if not people:
        return []
    answers = [n for n, row in enumerate(rows[: rows.index(people[-1])]) if _is_colleagues_answer(row)]
    return [row for row in people if not answers or rows.index(row) > answers[-1]]


def _is_colleagues_answer(row: Row[Any]) -> bool:
    return row.author == Author.AGENT and row.public and row.ticket_version is None


def _past(row: Row[Any]) -> _Past:
    """Return an earlier decision. Without a delivery it counts as told."""
    public = bool(row.public)
    if row.state == DeliveryState.SUPERSEDED:
        fate, told = Fate.SUPERSEDED, row.last_error != WROTE_AGAIN
    elif row.state == DeliveryState.FAILED:
        fate, told = Fate.FAILED, False
    elif row.state in {DeliveryState.SENDING, DeliveryState.UNSURE}:
        fate, told = Fate.UNSURE, public
    elif row.state == DeliveryState.PENDING:
        # A try was made under the stamp, and what became of it is not known; without one the newer version stops it.
        fate, told = (Fate.UNSURE, public) if row.stamp is not None else (Fate.SUPERSEDED, False)
    else:
        fate, told = Fate.DELIVERED, True
    if fate is Fate.DELIVERED and not public:
        fate = _OF_NOTES.get(row.outcome, Fate.HELD)
    handled = Handled(
        version=row.ticket_version,
        at=row.created_at,
        outcome=row.outcome,
        reason=row.reason,
        fate=fate,
        public=public,
        reply=row.reply,
        asks=row.action == "ask",
        refs=tuple(row.refs),
    )
    return _Past(handled, told)


def _message(row: Row[Any]) -> Message:
    return Message(Author(row.author), row.occurred_at, written(row.body), row.public, row.ticket_version)


def _bounded(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Return the newest messages, oldest first. The oldest of them may be cut."""
    kept: list[Message] = []
    room = MOST_BEFORE
    for message in reversed(messages[-MOST_MESSAGES:]):
        if room <= 0:
            break
        kept.append(replace(message, text=message.text[:room]))
        room -= len(message.text)
    return tuple(reversed(kept))


def _of_turn(ticket: Ticket, turn: Sequence[Row[Any]]) -> dict[str, Any]:
    """Return what the turn says of its ticket. The history of an account is used only if all who ask here are verified
    contacts of it."""
    subject = next((row.subject for row in reversed(turn) if row.subject), ticket.subject)
    body = joined([row.body for row in turn])
    authors = {Author(row.author) for row in turn}
    return {
        "subject": subject,
        "body": body,
        "language": ticket.language if len(turn) == 1 else guess(f"{subject}\n{written(body)}") or ticket.language,
        "author": min(authors, key=_LEAST_TRUSTED.index),
        "automatic": authors == {Author.MACHINE},
        "verified": ticket.verified and all(row.verified_account == ticket.account for row in turn),
        "attachments": _files(turn),
        "old": any(row.old for row in turn),
        "late": any(row.late for row in turn),
    }


def _files(turn: Sequence[Row[Any]]) -> tuple[Attachment, ...]:
    files: list[dict[str, Any]] = []
    for row in turn:
        files = joined_files(files, row.attachments)
    return tuple(Attachment(**one) for one in files)


def joined(bodies: Sequence[str]) -> str:
    """Return the words of several messages as one text, oldest first; what repeats another is left out. Of a text that
    would be too long, the beginning of the earlier part is kept, and all of the newest message."""
    whole = ""
    for body in bodies:
        if _repeats(whole, body):
            whole = body
        elif not _repeats(body, whole):
            whole = f"{whole[: max(0, MOST_CHARACTERS - len(body) - 2)]}\n\n{body}".strip()
    return whole


def _repeats(part: str, whole: str) -> bool:
    """Return whether a message is a part of another. A few words may be so by chance."""
    return part == whole or not part or (len(part) >= _QUOTE_CHARACTERS and part in whole)

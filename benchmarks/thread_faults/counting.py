"""This module counts what was lost, done twice, overwritten or said too late, in the double's audits and in our tables."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.thread_faults import history
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.tickets import Ticket
from worker.db.session import transaction

KINDS = ("lost", "twice", "overwritten", "spoken over")
CROSSED = "crossed"  # a second answer, because we had not heard yet of a message that was there before the first
_TICKETS = """
    select t.external_id, t.state, t.version, d.outcome, d.reason, v.effect_key, v.state as delivery, v.last_error,
           v.external_id as target, v.attempts
    from tickets t
    left join decisions d on d.ticket_id = t.id and d.ticket_version = t.version
    left join deliveries v on v.ticket_id = t.id and v.ticket_version = t.version
"""
_MESSAGES = "select external_id, version from messages where author in ('customer', 'third_person', 'machine')"
_RUNS = "select count(*) from (select 1 from runs group by ticket_id, ticket_version having count(*) > 1) x"
_STATES = "select state, count(*) from deliveries group by state"
_STEPS = """
    select d.ticket_version, d.outcome, d.reason, v.state, v.external_id, v.payload->>'public', v.stamp, v.last_error, v.sent_at,
           left(v.effect_key, 6)
    from tickets t join decisions d on d.ticket_id = t.id left join deliveries v on v.ticket_id = t.id
         and v.ticket_version = d.ticket_version
    where t.external_id = :number order by 1
"""
_SAME_MOMENT = timedelta(seconds=2)
_OUTCOMES = "select outcome, count(*) from decisions group by outcome"


@dataclass
class Count:
    """A count says how often each kind of fault was seen, of how many cases, and in which tickets."""

    faults: Counter[str] = field(default_factory=Counter)
    of: dict[str, int] = field(default_factory=dict)
    where: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[str] = field(default_factory=Counter)
    stories: dict[str, list[str]] = field(default_factory=dict)  # of tickets with a fault

    def add(self, kind: str, detail: str, number: object, times: int = 1) -> None:
        if times:
            self.faults[kind] += times
            self.where[f"{kind}: {detail}"].append(str(number))


def count(double: ZendeskDouble, database: Engine) -> Count:
    """Count when everything is settled."""
    found = Count()
    staff = {user.id for user in double.account.users.values() if user.is_staff} - {OURSELVES}
    effects = double.effects()
    histories = {number: history.read(ticket, staff) for number, ticket in double.tickets.items()}
    for number, one in histories.items():
        for name, times in one.wrong.items():
            kind, _, detail = name.partition(": ")
            found.add(kind, detail or "public words", number, times)
    for marker, times in effects.items():
        found.add("twice", "an update", marker, times - 1)
    with transaction(database, see_all=True) as session:
        rows = {row.external_id: dict(row._mapping) for row in session.execute(text(_TICKETS))}
        messages = Counter((row.external_id, row.version) for row in session.execute(text(_MESSAGES)))
        found.add("twice", "a run", "?", session.scalar(text(_RUNS)) or 0)
        found.seen.update({f"deliveries {row.state}": row.count for row in session.execute(text(_STATES))})
        found.seen.update({f"decisions {row.outcome}": row.count for row in session.execute(text(_OUTCOMES))})
    asked = 0
    for number, ticket in double.tickets.items():
        for comment in public_from_outside(double, ticket):
            asked += 1
            times = messages[str(number), str(comment)]
            found.add("lost", "a message", number, times == 0)
            found.add("twice", "a message", number, max(times - 1, 0))
        if (why := _untold(rows.get(str(number)), double, effects)) is not None:
            found.add("lost", why, number)
        elif histories[number].last_told < histories[number].last_outside and _is_open(ticket):
            found.add("lost", "nothing was said after the last message", number)
    all_of = list(histories.values())
    found.of = {
        "lost": len(double.tickets),
        "twice": sum(one.writes for one in all_of),
        "overwritten": sum(one.after_fields for one in all_of),
        "spoken over": sum(one.after_people for one in all_of),
        CROSSED: sum(one.public for one in all_of),
    }
    with transaction(database, see_all=True) as session:
        for number in {int(one) for numbers in found.where.values() for one in numbers if one.isdecimal()}:
            steps = session.execute(text(_STEPS), {"number": str(number)})
            found.stories[str(number)] = [*history.story(double.tickets[number]), *(str(tuple(row)) for row in steps)]
    found.seen.update({"messages": asked, "public replies": sum(one.public for one in all_of)})
    return found


def _untold(row: Mapping[str, Any] | None, double: ZendeskDouble, effects: Mapping[str, int]) -> str | None:
    """Return why nobody was told of the newest version of a ticket; None if somebody was, or nobody had to be."""
    if row is None:
        return "the ticket"
    if row["state"] not in {"decided", "quarantined"} or row["delivery"] is None:
        return f"{row['state']}, without a delivery"
    if row["delivery"] == "sent":
        return None if effects.get(row["effect_key"]) else "sent, but not in the helpdesk"
    if row["delivery"] != "superseded":
        return f"the delivery is {row['delivery']}: {row['last_error']}"
    ticket = double.tickets[int(row["target"])]
    if "wrote again" in row["last_error"]:
        return "superseded by a message that made no new version"
    if "answered" in row["last_error"]:
        return (
            None if any(c["public"] and c["author_id"] != OURSELVES for c in ticket.comments()[1:]) else "not answered"
        )
    return "not closed" if _is_open(ticket) else None


def _is_open(ticket: Ticket) -> bool:
    return ticket.status != "closed"


def public_from_outside(double: ZendeskDouble, ticket: Ticket) -> list[int]:
    """Return the messages of people outside. The same words twice in two seconds are one message."""
    found: list[int] = []
    said: dict[tuple[int, str], datetime] = {}
    all_said = [(audit["created_at"], one) for audit in ticket.audits for one in history.comments(audit)]
    for at_text, comment in all_said:
        if comment["public"] and not double.account.is_staff(comment["author_id"]):
            at, words = datetime.fromisoformat(at_text), (comment["author_id"], comment["body"])
            if words not in said or at - said[words] > _SAME_MOMENT:
                found.append(comment["id"])
            said[words] = at
    return found

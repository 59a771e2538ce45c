"""This module counts what may never happen, over everything that the helpdesk keeps of its tickets.

twice         one effect of ours was applied again, or the same words were said twice in public
overwritten   a field that a person set last, or a tag that a person added, was changed by us
intruded      we said something in public on a ticket that a person had taken, noted on, answered, solved or closed
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.tickets import Json, Ticket


@dataclass(frozen=True)
class Broken:
    """These are the breaches of each rule, in words."""

    twice: tuple[str, ...]
    overwritten: tuple[str, ...]
    intruded: tuple[str, ...]


def broken(tickets: Iterable[Ticket], staff: frozenset[int]) -> Broken:
    """Return what was broken. `staff`: the people of the company, without ourselves."""
    known = list(tickets)
    return Broken(
        twice=tuple(what for ticket in known for what in _twice(ticket)),
        overwritten=tuple(what for ticket in known for what in _overwritten(ticket, staff)),
        intruded=tuple(what for ticket in known for what in _intruded(ticket, staff)),
    )


def _twice(ticket: Ticket) -> Iterator[str]:
    ours = [audit for audit in ticket.audits if audit["author_id"] == OURSELVES]
    markers = Counter(audit["metadata"]["custom"].get("deskhand") for audit in ours)
    markers.pop(None, None)
    said = Counter(event["body"] for audit in ours for event in _comments(audit) if event["public"])
    for marker, times in markers.items():
        if times > 1:
            yield f"ticket {ticket.id}: the effect {marker} happened {times} times"
    for words, times in said.items():
        if times > 1:
            yield f"ticket {ticket.id}: said {times} times in public: {words[:60]}"


def _overwritten(ticket: Ticket, staff: frozenset[int]) -> Iterator[str]:
    theirs: dict[str, Any] = {}  # field -> what a person set it to, if nobody else did since
    tags: set[str] = set()  # that a person added
    for audit in ticket.audits:
        for event in audit["events"]:
            if event["type"] not in {"Change", "Create"}:
                continue
            name, value, by_rule = event["field_name"], event["value"], "via" in event
            before = set(event.get("previous_value") or ()) if name == "tags" else set()
            if audit["author_id"] in staff and not by_rule:
                theirs[name] = value
                if name == "tags":
                    tags = (tags | (set(value or ()) - before)) - (before - set(value or ()))
            elif audit["author_id"] == OURSELVES and not by_rule:
                if name == "tags" and (gone := tags & (before - set(value))):
                    yield f"ticket {ticket.id}: the tags {', '.join(sorted(gone))} of a person were taken off"
                elif name != "tags" and name in theirs:
                    yield f"ticket {ticket.id}: {name} was {theirs[name]} by a person, and we made it {value}"
            else:
                theirs.pop(name, None)


def _intruded(ticket: Ticket, staff: frozenset[int]) -> Iterator[str]:
    why: dict[str, str] = {}
    for audit in ticket.audits:
        comments, by_staff = _comments(audit), audit["author_id"] in staff
        if audit["author_id"] == OURSELVES:
            if why and any(comment["public"] for comment in comments):
                yield f"ticket {ticket.id}: a public comment although a person {' and '.join(why.values())}"
            continue
        if not by_staff and any(comment["public"] for comment in comments):
            why.pop("noted", None)  # the customer writes on, so it is another turn
            why.pop("answered", None)
        for comment in comments if by_staff else ():
            why |= {"answered": "answered it"} if comment["public"] else {"noted": "noted on it"}
        for event in audit["events"]:
            if event["type"] == "Change" and event["field_name"] == "assignee_id":
                why.pop("taken", None)
                why |= {"taken": "took it"} if event["value"] in {str(user) for user in staff} else {}
            if event["type"] == "Change" and event["field_name"] == "status":
                why.pop("over", None)
                why |= {"over": f"set it to {event['value']}"} if event["value"] in {"solved", "closed"} else {}


def _comments(audit: Json) -> list[Json]:
    return [event for event in audit["events"] if event["type"] == "Comment"]

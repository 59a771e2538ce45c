"""This module reads in the audits of one ticket of the double what we did there after others, against rules of its own.

It knows nothing of our tables, nor of the product's rules: what happened is what the helpdesk keeps.
"""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from benchmarks.thread_faults.script import AWAY
from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.tickets import Json, Ticket

FIELDS = frozenset({"status", "priority", "group_id", "assignee_id"})
OUR_TAGS = "deskhand"


@dataclass
class History:
    """A history holds what was wrong in a ticket, and how often something could have been."""

    wrong: Counter[str] = field(default_factory=Counter)
    writes: int = 0  # of ours
    after_fields: int = 0  # of these, after a person had set a field or a tag
    after_people: int = 0  # of these, when a person had taken, noted on, answered, solved or closed it
    public: int = 0
    last_outside: int = -1  # number of the audit with the last public message from outside
    last_told: int = -1  # of the audit with the last words of ours or of an agent to the customer, or a note of ours


def read(ticket: Ticket, staff: Set[int]) -> History:
    """Read the audits of a ticket. `staff`: the users who are agents, without ourselves."""
    found = History()
    state = _State()
    for number, audit in enumerate(ticket.audits):
        if is_ours(audit):
            _read_ours(audit, state, found)
            found.last_told = number
        elif audit["author_id"] in staff:
            state.by_person(audit)
            if any(comment["public"] for comment in comments(audit)):
                found.last_told = number
        elif any(comment["body"] != AWAY for comment in comments(audit)):  # an automatic message asks nothing
            state.spoken = state.answered = False
            if any(comment["public"] for comment in comments(audit)):
                found.last_outside = number
        state.follow(audit)
    return found


def is_ours(audit: Json) -> bool:
    return audit["author_id"] == OURSELVES and "deskhand" in audit["metadata"]["custom"]


def comments(audit: Json) -> list[Json]:
    return [event for event in audit["events"] if event["type"] == "Comment"]


@dataclass
class _State:
    """A state is what people have done in a ticket so far."""

    taken: bool = False
    spoken: bool = False  # a person noted or answered since the last message from outside
    answered: bool = False  # we did so in public
    status: str = "new"
    fields: set[str] = field(default_factory=set)  # that a person set
    tags: dict[str, bool] = field(default_factory=dict)  # that a person added (True) or took off (False)

    def by_person(self, audit: Json) -> None:
        self.spoken = self.spoken or bool(comments(audit))
        for name, event in _changes(audit).items():
            if name == "assignee_id":
                self.taken = event["value"] is not None
            if name in FIELDS:
                self.fields.add(name)
            if name == "tags":
                self.tags |= dict.fromkeys(_added(event), True) | dict.fromkeys(_removed(event), False)

    def follow(self, audit: Json) -> None:
        if "status" in (changes := _changes(audit)):
            self.status = changes["status"]["value"]

    @property
    def is_a_persons(self) -> bool:
        return self.taken or self.spoken or self.status in {"solved", "closed"}


def _read_ours(audit: Json, state: _State, found: History) -> None:
    found.writes += 1
    found.after_fields += bool(state.fields or state.tags)
    found.after_people += state.is_a_persons
    changes = _changes(audit)
    for name in FIELDS & state.fields & changes.keys():
        found.wrong[f"overwritten: {name}"] += 1
    if "tags" in changes:
        lost = [tag for tag in _removed(changes["tags"]) if state.tags.get(tag) or not tag.startswith(OUR_TAGS)]
        back = [tag for tag in _added(changes["tags"]) if state.tags.get(tag) is False]
        found.wrong["overwritten: tags"] += bool(lost or back)
    if any(comment["public"] for comment in comments(audit)):
        found.public += 1
        found.wrong["spoken over"] += state.is_a_persons
        found.wrong["crossed"] += state.answered
        state.answered = True


def _changes(audit: Json) -> Mapping[str, Json]:
    return {event["field_name"]: event for event in audit["events"] if event["type"] == "Change"}


def _added(event: Json) -> list[str]:
    return [tag for tag in event["value"] if tag not in event["previous_value"]]


def _removed(event: Json) -> list[str]:
    return [tag for tag in event["previous_value"] if tag not in event["value"]]


def story(ticket: Ticket) -> list[str]:
    """Return the audits of a ticket as lines for people."""
    return [
        f"{audit['created_at']} {audit['author_id']} {audit['metadata']['custom'].get('deskhand', '')[:6]} "
        + "; ".join(filter(None, map(_shown, audit["events"])))
        for audit in ticket.audits
    ]


def _shown(event: Json) -> str:
    if event["type"] == "Comment":
        return f"{'says' if event['public'] else 'notes'} {' '.join(event['body'].split())[:90]!r}"
    return f"{event['field_name']} = {event['value']}" if event["type"] == "Change" else ""

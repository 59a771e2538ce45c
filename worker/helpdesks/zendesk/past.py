"""This module makes a past ticket of what Zendesk's export and a ticket's audits say: what was said, and what people did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from worker.helpdesks.zendesk.history import Hand
from worker.past import PastMessage, PastTicket

DELETED, SCRUBBED = "deleted", "SCRUBBED"
_DONE = frozenset({"solved", "closed"})


@dataclass
class People:
    """People are the users that some answer has named so far, by id."""

    users: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def meet(self, users: Iterable[Mapping[str, Any]]) -> None:
        for user in users:
            known = ("id", "name", "email", "role")
            self.users[str(user["id"])] = {name: user.get(name) for name in known}

    def unknown(self, ids: Iterable[object]) -> list[str]:
        """Return which of some people nobody has named, each once. Machines have negative ids."""
        named = dict.fromkeys(str(one) for one in ids if one is not None)
        return [one for one in named if one not in self.users and one.isdecimal()]

    def get(self, id_: object, what: str) -> str | None:
        said = self.users.get(str(id_), {}).get(what)
        return str(said) if said else None

    def roles(self, ids: Iterable[object]) -> dict[Any, str]:
        """Return the roles of some people by their ids, as numbers."""
        return {id_: self.get(id_, "role") or "" for id_ in ids}


@dataclass(frozen=True)
class Names:
    """Names are what the ids of groups, brands and ticket fields are called."""

    groups: Mapping[str, str] = field(default_factory=dict)
    brands: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def group(self, id_: object) -> str | None:
        return None if id_ is None or id_ == "" else self.groups.get(str(id_), str(id_))


def is_gone(ticket: Mapping[str, Any]) -> bool:
    """Return whether a ticket of the export was deleted; of one that was deleted for good, Zendesk keeps an empty shell."""
    emptied = (ticket.get("raw_subject") or ticket.get("subject")) == SCRUBBED and len(
        ticket.get("description") or ""
    ) < 10
    return ticket.get("status") == DELETED or emptied


def named_in(ticket: Mapping[str, Any], audits: Iterable[Mapping[str, Any]]) -> Iterator[object]:
    """Yield the ids of the people whose names or roles a past ticket needs."""
    yield from (ticket.get("requester_id"), ticket.get("assignee_id"))
    for audit in audits:
        yield audit.get("author_id")
        yield from (event.get("author_id") for event in audit.get("events") or ())


def past_ticket(
    source: str,
    ticket: Mapping[str, Any],
    audits: list[Mapping[str, Any]],
    people: People,
    names: Names,
    own_agent: str | None,
) -> PastTicket:
    """Return a past ticket. Raises `KeyError`, `TypeError` or `ValueError` for what is none."""
    requester = ticket.get("requester_id")
    roles = people.roles(set(named_in(ticket, audits)))
    told, messages = _Told(), []
    for audit in audits:
        told.read(audit)
        hand = Hand(audit, roles, requester, own_agent)
        messages += [_message(audit, one, hand, people) for one in audit.get("events") or () if _is_comment(one)]
    return PastTicket(
        source=source,
        external_id=str(ticket["id"]),
        subject=str(ticket.get("raw_subject") or ticket.get("subject") or ""),
        messages=tuple(sorted(messages, key=lambda one: one.at or _stamp(str(ticket["created_at"])))),
        requester_email=people.get(requester, "email"),
        requester_name=people.get(requester, "name"),
        channel=str((ticket.get("via") or {}).get("channel") or ""),
        brand=names.brands.get(str(ticket.get("brand_id")), _text(ticket.get("brand_id"))),
        status=str(ticket.get("status") or ""),
        tags=tuple(str(tag) for tag in ticket.get("tags") or ()),
        group_first=names.group(told.first.get("group_id")) or names.group(ticket.get("group_id")),
        group_last=names.group(ticket.get("group_id")),
        priority_first=told.first.get("priority") or _text(ticket.get("priority")),
        priority_last=_text(ticket.get("priority")),
        assignee=people.get(ticket.get("assignee_id"), "name") or _text(ticket.get("assignee_id")),
        reopened=told.reopened,
        fields=dict(_fields(ticket, names)),
        created_at=_stamp(str(ticket["created_at"])),
        solved_at=told.solved_at,
        updated_at=_stamp(str(ticket["updated_at"])),
    )


@dataclass
class _Told:
    """This holds what the audits tell of group, priority and status; oldest first."""

    first: dict[str, str] = field(default_factory=dict)
    reopened: int = 0
    solved_at: datetime | None = None

    def read(self, audit: Mapping[str, Any]) -> None:
        for event in audit.get("events") or ():
            name, value = str(event.get("field_name")), event.get("value")
            if event.get("type") not in {"Create", "Change"}:
                continue
            if name in {"group_id", "priority"} and value:
                self.first.setdefault(name, str(value))
            if name == "status":
                self._status(str(value), str(event.get("previous_value")), str(audit["created_at"]))

    def _status(self, now: str, before: str, at: str) -> None:
        if now in _DONE and before not in _DONE:
            self.solved_at = _stamp(at)
        elif now not in _DONE and before in _DONE:
            self.reopened += 1
            self.solved_at = None


def _message(audit: Mapping[str, Any], event: Mapping[str, Any], hand: Hand, people: People) -> PastMessage:
    author = event.get("author_id", audit.get("author_id"))
    return PastMessage(
        author=hand.comment(event),
        text=str(event.get("html_body") or event.get("body") or ""),
        at=_stamp(str(audit["created_at"])),
        public=bool(event.get("public", True)),
        id=str(event.get("id") or ""),
        author_name=people.get(author, "name"),
        author_email=people.get(author, "email"),
    )


def _is_comment(event: Mapping[str, Any]) -> bool:
    return str(event.get("type", "")).endswith("Comment")  # also VoiceComment and similar


def _fields(ticket: Mapping[str, Any], names: Names) -> Iterator[tuple[str, str]]:
    """Yield the values of select fields by the field's id, as a webhook has them, and by its title."""
    for one in ticket.get("custom_fields") or ():
        value = one.get("value")
        if value is None or value == "" or isinstance(value, list | dict):
            continue
        id_ = str(one.get("id"))
        yield id_, str(value)
        if (title := names.fields.get(id_, id_)) != id_:
            yield title, str(value)


def _stamp(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)

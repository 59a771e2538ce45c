"""This module reads the messages of a past ticket: a row of a file, or an object of a list within a row."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from worker.history.files import contents, json_rows
from worker.history.files.column_names import Role, likeness
from worker.history.files.guessing import text_of
from worker.history.files.mapping import FileMapping
from worker.history.files.message_values import author_of, is_public
from worker.past import PastMessage
from worker.thread import Author

# The roles that the names of an object's entries can have, and those that mean the same within a message.
_WITHIN = {
    Role.CREATED: Role.AT,
    Role.REQUESTER_EMAIL: Role.AUTHOR_EMAIL,
    Role.REQUESTER_NAME: Role.AUTHOR_NAME,
    Role.ID: Role.MESSAGE_ID,
    Role.ANSWER: Role.BODY,
    Role.CHANNEL: Role.AUTHOR,
}
_OF_ONE = (
    Role.BODY,
    Role.AUTHOR,
    Role.AUTHOR_EMAIL,
    Role.AUTHOR_NAME,
    Role.PUBLIC,
    Role.PRIVATE,
    Role.AT,
    Role.MESSAGE_ID,
)


class Said(NamedTuple):
    """This is a message, and whether the file says who wrote it. Where it does not, the whole ticket tells it."""

    message: PastMessage
    has_author: bool


@dataclass
class Reading:
    """A reading knows which column is what of a message."""

    mapping: FileMapping

    def __post_init__(self) -> None:
        self._columns = {role: name for name, role in self.mapping.columns.items()}
        self._keys: dict[str, Role | None] = {}

    def message(self, row: Mapping[str, Any]) -> Said:
        """Return the message of a row. Raises `ValueError` for a time that is none."""
        said = {role: text_of(row.get(self._columns[role])).strip() for role in _OF_ONE if role in self._columns}
        if Role.AT not in said and Role.CREATED in self._columns:
            said[Role.AT] = text_of(row.get(self._columns[Role.CREATED])).strip()
        return self._made(said, self.mapping.authors, self.mapping.visible)

    def nested(self, value: Any) -> Iterator[Said]:
        """Yield the messages of a list of objects or texts. Raises `ValueError` for what is no list."""
        if isinstance(value, str) and value.strip():
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise ValueError("its messages are no list") from None
        for item in value or ():
            if isinstance(item, str):
                yield self._made({Role.BODY: item}, {}, {})
            elif isinstance(item, dict):
                yield self._made(self._entries(item), {}, {})

    def _entries(self, item: Mapping[str, Any]) -> dict[Role, str]:
        said: dict[Role, str] = {}
        for name, value in json_rows.flat(item).items():
            role = self._role(name)
            if role is not None and role not in said and value not in (None, ""):
                said[role] = text_of(value).strip()
        return said

    def _role(self, name: str) -> Role | None:
        if name not in self._keys:
            found = {_WITHIN.get(role, role): score for role, score in likeness(name).items()}
            fits = {role: score for role, score in found.items() if role in _OF_ONE and score > 0.5}
            self._keys[name] = max(fits, key=lambda role: fits[role]) if fits else None
        return self._keys[name]

    def _made(
        self, said: Mapping[Role, str], authors: Mapping[str, str | None], visible: Mapping[str, bool | None]
    ) -> Said:
        at = None
        if written := said.get(Role.AT, ""):
            at = contents.date_in(written, months_first=self.mapping.month_first)
            if at is None:
                raise ValueError(f"{contents.shown(written)} is no date of a message")
        who = said.get(Role.AUTHOR, "")
        kind = authors.get(who) if who in authors else author_of(who)
        mail = contents.email_in(said.get(Role.AUTHOR_EMAIL, "")) or contents.email_in(who)
        name = said.get(Role.AUTHOR_NAME) or (who if kind is None and not contents.is_email(who) else None)
        message = PastMessage(
            author=Author(kind) if kind else Author.AGENT,
            text=said.get(Role.BODY, ""),
            at=at,
            public=_public(said, visible),
            id=said.get(Role.MESSAGE_ID, ""),
            author_name=name or None,
            author_email=mail,
        )
        return Said(message, kind is not None)


def with_authors(said: Sequence[Said], requester: str | None) -> list[PastMessage]:
    """Return messages of which each has an author: where none is named, who wrote first is the customer, also below what an
    agent or a machine began with, and whoever else writes is an agent. `requester`: the address of who asked, if known."""
    asks = contents.email_in(requester or "")
    is_told = any(one.author is Author.CUSTOMER for one, has_author in said if has_author)
    begins = 0 if is_told else next((n for n, one in enumerate(said) if not one.has_author), 0)
    first = said[begins].message if said else None
    told = []
    for number, (one, has_author) in enumerate(said):
        if has_author:
            told.append(one)
            continue
        same = _is_same(one, asks, first) if number != begins else asks is None or one.author_email in {None, asks}
        told.append(replace(one, author=Author.CUSTOMER if same else Author.AGENT))
    return told


def _is_same(one: PastMessage, asks: str | None, first: PastMessage | None) -> bool:
    """Return whether a message is of whoever asked: by the address, else by the name."""
    if one.author_email and (asks or (first and first.author_email)):
        return one.author_email == (asks or (first.author_email if first else None))
    return bool(one.author_name and first and one.author_name == first.author_name)


def _public(said: Mapping[Role, str], visible: Mapping[str, bool | None]) -> bool:
    """Return whether the customer saw a message; a word that nobody knows means no."""
    for role in (Role.PUBLIC, Role.PRIVATE):
        if value := said.get(role, ""):
            known = visible.get(value) if value in visible else is_public(value, flipped=role is Role.PRIVATE)
            return bool(known)
    return True

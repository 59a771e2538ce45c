"""This module says who wrote a message, from the people that a webhook names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from worker.domain import Author
from worker.helpdesks import payload as fields

_ROLES = frozenset({"staff", "is_staff", "type"})  # they say what somebody is, and name nobody


@dataclass(frozen=True)
class Writer:
    """A writer is the person or machine that wrote a message; what a helpdesk does not say is None."""

    kind: Author
    email: str | None
    name: str | None
    is_requester: bool  # nobody else is named, or an id or an address is the requester's


def writer(
    requester: Mapping[str, Any],
    given: object,
    *,
    automatic: bool,
    staff: bool = False,
    ourselves: bool = False,
) -> Writer:
    """Return the writer of a message. Both people may have an `id`, an `email` and a `name`; `given` is the author as the
    webhook has it. Somebody else than the requester is a third person: ids decide, and addresses where an id is missing.
    An author who cannot be compared may be anybody, and so is not the requester."""
    author = fields.as_mapping(given)
    email, name = fields.email(author.get("email")), fields.name_of(author)
    if ourselves or staff:
        return Writer(Author.OURSELVES if ourselves else Author.AGENT, email, name, is_requester=False)
    same = _is_same(requester, author)
    is_requester = same is True or not _is_named(given)
    if is_requester:
        email, name = email or fields.email(requester.get("email")), name or fields.name_of(requester)
    if automatic:
        return Writer(Author.MACHINE, email, name, is_requester)
    return Writer(Author.THIRD_PERSON if same is False else Author.CUSTOMER, email, name, is_requester)


def is_somebody_else(requester: Mapping[str, Any], author: Mapping[str, Any]) -> bool:
    """Return whether the author is known not to be the requester."""
    return _is_same(requester, author) is False


def _is_same(requester: Mapping[str, Any], author: Mapping[str, Any]) -> bool | None:
    for read, name in ((fields.identifier, "id"), (fields.email, "email")):
        asks, writes = read(requester.get(name)), read(author.get(name))
        if asks is not None and writes is not None:
            return asks == writes
    return None


def _is_named(given: object) -> bool:
    """Return whether a webhook says anything about who wrote. A placeholder that stayed empty does: it was meant to."""
    if isinstance(given, Mapping):
        return any(value is not None for name, value in given.items() if name not in _ROLES)
    return given is not None

"""This module says who wrote a message, from the people that a webhook names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from worker.domain import Author
from worker.helpdesks import payload as fields


@dataclass(frozen=True)
class Writer:
    """A writer is the person or machine that wrote a message; what a helpdesk does not say is None."""

    kind: Author
    email: str | None
    name: str | None


def writer(
    requester: Mapping[str, Any],
    author: Mapping[str, Any],
    *,
    automatic: bool,
    staff: bool = False,
    ourselves: bool = False,
) -> Writer:
    """Return the writer of a message. Both people may have an `id`, an `email` and a `name`. Somebody else than the
    requester is a third person: ids decide, and addresses where an id is missing."""
    email, name = fields.email(author.get("email")), fields.name_of(author)
    if ourselves:
        return Writer(Author.OURSELVES, email, name)
    if staff:
        return Writer(Author.AGENT, email, name)
    other = is_somebody_else(requester, author)
    if not other:
        email, name = email or fields.email(requester.get("email")), name or fields.name_of(requester)
    if automatic:
        return Writer(Author.MACHINE, email, name)
    return Writer(Author.THIRD_PERSON if other else Author.CUSTOMER, email, name)


def is_somebody_else(requester: Mapping[str, Any], author: Mapping[str, Any]) -> bool:
    """Return whether the author is known not to be the requester."""
    for read, name in ((fields.identifier, "id"), (fields.email, "email")):
        asks, writes = read(requester.get(name)), read(author.get(name))
        if asks is not None and writes is not None:
            return asks != writes
    return False

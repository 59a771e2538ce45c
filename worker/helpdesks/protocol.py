"""This module defines what Deskhand asks of a helpdesk: to read a ticket's state, and to change it once.

A vendor's client (`client.py` in its folder) implements `Helpdesk`. It knows nothing of the outbox: `worker.delivery`
decides what to try again and when, and it can only do so if a client raises the right member of the HelpdeskError
family (worker/errors.py).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

_NO_LONGER_SAID = frozenset({"status"})  # rows that an earlier version stored still have them


@dataclass(frozen=True)
class Update:
    """An update is everything that one run says about one ticket. It is one request, so that it happens whole or not at all."""

    marker: str  # the effect key; it travels with the update and can be read back
    public: bool  # True: the customer reads the comment; False: an internal note
    comment: str  # plain text
    priority: str | None = None  # low, normal, high, urgent; None leaves it
    queue: str | None = None  # the company's own name of it; None leaves it
    tags: tuple[str, ...] = ()  # added to the ticket's own, never instead of them

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"tags": list(self.tags)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Update":
        """Read a stored update. Raises `ValueError`: a row that this version cannot read goes to a person."""
        known = {name: value for name, value in data.items() if name not in _NO_LONGER_SAID}
        try:
            update = cls(**{**known, "tags": tuple(data.get("tags", ()))})
        except TypeError as error:
            raise ValueError(f"not an update: {error}") from error
        texts = (update.marker, update.comment, *update.tags)
        choices = (update.priority, update.queue)
        if (
            not isinstance(update.public, bool)
            or not all(isinstance(text, str) for text in texts)
            or not all(choice is None or isinstance(choice, str) for choice in choices)
        ):
            raise ValueError("not an update: a field has the wrong type")
        return update


@dataclass(frozen=True)
class Snapshot:
    """A snapshot is a ticket as the helpdesk has it now. Stamps are opaque, but those of one ticket compare as text: a
    later one is greater."""

    stamp: str  # the helpdesk's own version of the ticket; a write made under an older one is refused
    has_marker: bool  # our update is already there
    tags: tuple[str, ...] = ()
    customer_stamp: str = ""  # of the customer's last message
    answer_stamp: str = ""  # of the last public answer that is not ours
    answered_at: datetime | None = None  # when that was

    def customer_wrote_since(self, stamp: str) -> bool:
        return self.customer_stamp > stamp

    def was_answered_since(self, asked_at: datetime) -> bool:
        """Return whether somebody else answered after the message at `asked_at`, or after the customer's last one: the
        only time that we know of a message may be that of its webhook."""
        if self.answered_at is None:
            return False
        return self.answered_at > asked_at or "" < self.customer_stamp < self.answer_stamp


class Helpdesk(Protocol):
    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        """Read a ticket. This changes nothing, so a failed read raises HelpdeskBusy and never HelpdeskUnsure."""

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        """Make the update if the ticket's stamp is still `snapshot.stamp`; raise HelpdeskConflict if it is not."""

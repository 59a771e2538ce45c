"""This module defines what Deskhand asks of a helpdesk: to read a ticket's state, and to change it once.

A vendor's client (`client.py` in its folder) implements `Helpdesk`. It knows nothing of the outbox: `worker.delivery`
decides what to try again and when, and it can only do so if a client raises the right member of the HelpdeskError
family (worker/errors.py).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from worker.helpdesks.snapshot import TAG, Snapshot
from worker.rendering import blocks, plain
from worker.rendering.blocks import Document

__all__ = ["Helpdesk", "Snapshot", "Update", "tags_of"]

_DOCUMENTS = ("written", "for_people")
_NO_LONGER_SAID = frozenset({"status"})  # rows that an earlier version stored still have them


@dataclass(frozen=True)
class Update:
    """An update is everything that one run says about one ticket. It is one request, so that it happens whole or not at all."""

    marker: str  # the effect key; it travels with the update and can be read back
    public: bool  # True: the customer reads the comment; False: an internal note
    comment: str  # as plain text, for channels that show nothing else
    priority: str | None = None  # low, normal, high, urgent; None leaves it
    queue: str | None = None  # the company's own name of it; None leaves it
    tags: tuple[str, ...] = ()  # they replace our own older ones, never those of others
    choices: tuple[tuple[str, ...], ...] = ()  # per select field that one of `tags` is of: all tags that it may have
    fields: Mapping[str, str] = field(default_factory=dict)  # id of a custom field -> value
    cites_account: str | None = None  # the account whose own passages the comment cites
    brand: str | None = None  # whose signature it has; "": the ticket did not say; None: the company has no brands
    withheld: str | None = None  # why a reply that was to be public is a note
    written: Document = ()  # the comment as blocks, for channels that show more; () in rows of an earlier version
    for_people: Document = ()  # what an agent reads below a reply that becomes a note

    def to_json(self) -> dict[str, Any]:
        lists = {"tags": list(self.tags), "choices": [list(tags) for tags in self.choices]}
        documents = {name: blocks.as_json(getattr(self, name)) for name in _DOCUMENTS}
        return asdict(replace(self, written=(), for_people=())) | lists | documents

    @property
    def document(self) -> Document:
        """Return the comment as blocks."""
        return self.written or blocks.paragraphs(self.comment)

    def saying(self, document: Document) -> "Update":
        """Return the update with another comment."""
        return replace(self, comment=plain.text(document), written=document)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return those of the tags that are values of select fields."""
        return tuple(tag for tag in self.tags if any(tag in tags for tags in self.choices))

    def without_choice(self, among: tuple[str, ...]) -> "Update":
        """Return the update without the select field that is one of the tags `among`."""
        tags = tuple(tag for tag in self.tags if tag not in among)
        return replace(self, tags=tags, choices=tuple(one for one in self.choices if one != among))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Update":
        """Read a stored update. Raises `ValueError`: a row that this version cannot read goes to a person."""
        known = {name: value for name, value in data.items() if name not in _NO_LONGER_SAID}
        try:
            of_fields = tuple(map(tuple, data.get("choices", ())))
            documents = {name: blocks.from_json(data.get(name, ())) for name in _DOCUMENTS}
            update = cls(**{**known, "tags": tuple(data.get("tags", ())), "choices": of_fields, **documents})
        except TypeError as error:
            raise ValueError(f"not an update: {error}") from error
        if not isinstance(update.fields, Mapping):
            raise ValueError("not an update: fields have the wrong type")
        of_choices = (tag for tags in update.choices for tag in tags)
        texts = (update.marker, update.comment, *update.tags, *of_choices, *update.fields, *update.fields.values())
        choices = (update.priority, update.queue, update.cites_account, update.brand, update.withheld)
        if (
            not isinstance(update.public, bool)
            or not all(isinstance(text, str) for text in texts)
            or not all(choice is None or isinstance(choice, str) for choice in choices)
        ):
            raise ValueError("not an update: a field has the wrong type")
        return update


class Helpdesk(Protocol):
    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        """Read a ticket. This changes nothing, so a failed read raises HelpdeskBusy and never HelpdeskUnsure."""

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        """Make the update if the ticket's stamp is still `snapshot.stamp`; raise HelpdeskConflict if it is not."""


def tags_of(outcome: str, reason: str) -> tuple[str, ...]:
    """Return our tags for a decision."""
    return (TAG, f"{TAG}_{outcome}", f"{TAG}_reason_{reason}")

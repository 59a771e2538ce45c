"""This module holds a select field that the company declares beside queue and priority: `[fields.NAME]`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST_OPTIONS, MOST_OPTIONS = 2, 40
HEAD = "field."  # what the head of a field is called: this and the field's name
TAKEN = frozenset({"queue", "priority", "escalate", "reason", "answer"})  # what triage decides for every company


class Write(StrEnum):
    """A value is written back in one of these ways."""

    TAG = "tag"
    CUSTOM_FIELD = "custom_field"


@dataclass(frozen=True)
class Field:
    """A field has one of several values. A model chooses it, and it is written back as a tag or into a custom field."""

    name: str
    options: Mapping[str, str]  # value -> what it means
    description: str = ""
    write: Write = Write.TAG
    prefix: str = ""  # of the tag: prefix and value
    id: str | None = None  # of the custom field in the helpdesk

    @property
    def head(self) -> str:
        """Return the name of the head that chooses a value, and of its probability in a decision."""
        return f"{HEAD}{self.name}"

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags that a ticket may get from this field; none for a custom field."""
        return tuple(map(self.tag, self.options)) if self.write is Write.TAG else ()

    def tag(self, value: str) -> str:
        return f"{self.prefix}{value}"

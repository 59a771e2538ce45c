"""This module holds a ticket as the helpdesk has it now: what is in it, who said something, and who changed what.

A vendor's client fills it (`client.py` in its folder); the rules over it are in `worker.delivery_rules`. People are told
apart as everywhere: an agent is a person of the company, "ourselves" is Deskhand, and a machine is a rule of the helpdesk.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from worker.domain import Author

TAG = "deskhand"
OUR_TAGS = TAG + "_"  # what our tags but the first one begin with
_STAFF = frozenset({Author.AGENT})
_PEOPLE = frozenset({Author.AGENT, Author.CUSTOMER, Author.THIRD_PERSON})
_SAME_MOMENT = timedelta(seconds=2)  # by which the times of a message without a name may differ


class Field(StrEnum):
    """A field is what an update of ours may change, or what tells us to be silent."""

    STATUS = "status"
    ASSIGNEE = "assignee"
    GROUP = "group"
    PRIORITY = "priority"
    TAGS = "tags"
    CUSTOM = "custom"  # a custom field of the company; its id tells which


class Status(StrEnum):
    OPEN = "open"  # also new, pending and on hold: somebody may still say something
    SOLVED = "solved"
    CLOSED = "closed"  # nothing can be written any more


@dataclass(frozen=True)
class Comment:
    """A comment says that somebody wrote, not what. Its stamp compares with those of its ticket."""

    author: Author
    public: bool
    at: datetime
    stamp: str
    name: str = ""  # as the helpdesk's call about it has it
    asks: bool = True  # False: an automatic message, or words that were just said, once more


@dataclass(frozen=True)
class Change:
    """A change says who changed a field. `added` and `removed` are of tags only, `id` is of custom fields only."""

    field: Field
    author: Author
    at: datetime
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    at_creation: bool = False  # the ticket was opened with it
    id: str | None = None


@dataclass(frozen=True)
class Recipient:
    """A recipient is somebody outside the company who would read a public comment. None: the address is not known."""

    email: str | None


@dataclass(frozen=True)
class Snapshot:
    """A snapshot is a ticket as the helpdesk has it now. Stamps are opaque, but those of one ticket compare as text: a
    later one is greater. Comments and changes are in order, the oldest first."""

    stamp: str  # the helpdesk's own version of the ticket; a write made under an older one is refused
    has_marker: bool  # our update is already there
    status: Status = Status.OPEN
    merged: bool = False  # closed because it was merged into another ticket
    merged_into: str | None = None  # that one, where it is known
    assignee: str | None = None
    group: str | None = None
    priority: str | None = None
    brand: str | None = None  # its id; None: the helpdesk has no brands
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(
        default_factory=dict
    )  # id of a custom field -> value, of those that have one text
    recipients: tuple[Recipient, ...] = ()
    comments: tuple[Comment, ...] = ()
    changes: tuple[Change, ...] = ()

    def newest(self, *, public: bool) -> Comment | None:
        """Return the newest public comment, or the newest private one."""
        return next((comment for comment in reversed(self.comments) if comment.public is public), None)

    def customer_wrote_since(self, stamp: str) -> bool:
        return any(comment.stamp > stamp for comment in self.comments if _asks(comment))

    def was_answered_since(self, asked_at: datetime) -> bool:
        """Return whether somebody else answered in public since the message at `asked_at`."""
        return any(comment.public for comment in self._of_others_since(asked_at))

    def was_noted_on_since(self, asked_at: datetime) -> bool:
        """Return whether a person of the company wrote a private note since the message at `asked_at`."""
        notes = self._of_others_since(asked_at)
        return any(comment.author is Author.AGENT and not comment.public for comment in notes)

    def unheard_since(self, asked_at: datetime, heard: Sequence[tuple[str, datetime]]) -> datetime | None:
        """Return when the first message was written that is not older than the one at `asked_at`, and whose call has not
        come; None if there is none. `heard`: names and times of those that came. Where a name is no comment's, its time is
        compared."""
        names = {comment.name for comment in self.comments}
        nameless = [at for name, at in heard if name not in names or not name]
        known = {name for name, _ in heard if name}
        for comment in self.comments:
            newer = _asks(comment) and comment.at >= asked_at
            if newer and comment.name not in known and all(abs(comment.at - at) > _SAME_MOMENT for at in nameless):
                return comment.at
        return None

    def _of_others_since(self, asked_at: datetime) -> Iterator[Comment]:
        """Yield what neither customers nor we wrote after the message at `asked_at`, or after the customer's last one until
        then: the only time that we know of a message may be that of its webhook. Of two in the same second the order
        decides."""
        last = max((place for place, c in enumerate(self.comments) if _asks(c) and c.at <= asked_at), default=-1)
        for place, comment in enumerate(self.comments):
            others = comment.author in {Author.AGENT, Author.MACHINE}
            if others and (comment.at > asked_at or (place > last >= 0)):
                yield comment

    def is_kept(self, field: Field) -> bool:
        """Return whether others decide about a field: a person set it since the ticket began, or since we last set it
        ourselves, whichever is later; or we set it, and anybody else has changed it since, even a rule."""
        return _is_kept(list(self._of(field)), _STAFF)

    def is_field_kept(self, field_id: str) -> bool:
        """Return whether others decide about a custom field, as `is_kept` says it. What a customer chose in a form is a
        person's choice too."""
        return _is_kept([change for change in self._of(Field.CUSTOM) if change.id == field_id], _PEOPLE)

    def is_choice_kept(self, tags: Collection[str]) -> bool:
        """Return whether others decide about a select field that is one of some tags. Nothing tells whose a tag is that
        the ticket was opened with, so it is not ours."""
        changes = [c for c in self._of(Field.TAGS) if not {*tags}.isdisjoint({*c.added, *c.removed})]
        ours = self.our_choices(tags)
        return _is_kept(changes, _PEOPLE) or any(tag in tags and tag not in ours for tag in self.tags)

    def our_choices(self, tags: Collection[str]) -> tuple[str, ...]:
        """Return which of some tags we left on the ticket."""
        ours: set[str] = set()
        for change in self._of(Field.TAGS):
            ours = ours | {*change.added} if change.author is Author.OURSELVES else ours - {*change.added}
        return tuple(tag for tag in self.tags if tag in tags and tag in ours)

    @property
    def is_taken(self) -> bool:
        """Return whether the ticket is assigned, and it was a person who assigned it last."""
        last = next(reversed(list(self._of(Field.ASSIGNEE))), None)
        return self.assignee is not None and last is not None and last.author is Author.AGENT

    @property
    def old_tags(self) -> tuple[str, ...]:
        """Return the tags that we left on the ticket, or on the one that it continues. A tag is not ours if anybody else
        added it, whatever it is called."""
        of_others: set[str] = set()
        for change in self._of(Field.TAGS):
            if change.author is Author.OURSELVES:
                of_others -= {*change.added}
            elif not change.at_creation:
                of_others |= {*change.added}
        return tuple(tag for tag in self.tags if tag.startswith(OUR_TAGS) and tag not in of_others)

    @property
    def refused_tags(self) -> frozenset[str]:
        """Return the tags that a person took off, and that nobody has added again."""
        refused: set[str] = set()
        for change in self._of(Field.TAGS):
            refused -= {*change.added}
            if change.author is Author.AGENT:
                refused |= {*change.removed}
        return frozenset(refused)

    def _of(self, field: Field) -> Iterator[Change]:
        return (change for change in self.changes if change.field is field)


def _is_kept(changes: Sequence[Change], people: Collection[Author]) -> bool:
    """Return whether one of `people` made one of the changes since our last one, or anybody at all did if there is one."""
    ours = max((place for place, c in enumerate(changes) if c.author is Author.OURSELVES), default=None)
    since = changes[0 if ours is None else ours + 1 :]
    return any(change.author in people for change in since) or (ours is not None and bool(since))


def _asks(comment: Comment) -> bool:
    """Return whether a comment may be a message that we answer. The mail of somebody who is not in copy becomes a private
    comment, which makes no new version of the ticket, so it stops nothing. An automatic message does not either."""
    return comment.public and comment.asks and comment.author in {Author.CUSTOMER, Author.THIRD_PERSON}

"""This module says what may still be written to a ticket that others have worked on meanwhile. Its functions are pure.

closed or merged                           nothing; what waits for a merged ticket moves to its target as a note
the customer wrote, somebody answered      nothing
a person took it, noted on it, solved it   a note in place of the reply, with the draft
the customer wrote, and no call told us    the same
a reader who may not see the account       the same
a brand other than the reply's             the same
a field that others decide about           the rest of the update
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from worker.domain import Author
from worker.helpdesks.protocol import Update, tags_of
from worker.helpdesks.snapshot import Field, Snapshot, Status
from worker.rendering.blocks import Heading, Paragraph, Quote, Span, line, paragraph
from worker.states import WROTE_AGAIN, Outcome

MERGED = "merged"


class Withheld(StrEnum):
    """This is why a reply is not said in public. It is also the reason in the ticket's tags."""

    TAKEN = "taken"
    NOTED_ON = "noted_on"
    SOLVED = "solved_meanwhile"
    UNHEARD = "not_heard_of"
    RECIPIENTS = "recipients"
    BRAND = "other_brand"


_WORDS = {
    Withheld.TAKEN: "a person took the ticket before the reply could be sent",
    Withheld.NOTED_ON: "a person wrote a note before the reply could be sent",
    Withheld.SOLVED: "the ticket was solved before the reply could be sent",
    Withheld.UNHEARD: "the customer wrote again, and the helpdesk made no call about it",
    Withheld.RECIPIENTS: "the reply cites the account's own records, and somebody who would receive it is not a verified "
    "contact of that account",
    Withheld.BRAND: "the ticket belongs to another brand than the one that the reply was written for",
}


def over(update: Update, snapshot: Snapshot, *, stamp: str, asked_at: datetime) -> str | None:
    """Return why nothing is written any more; None if something is. `stamp`: of the first try, since when the customer
    may have written; `asked_at`: when the customer wrote what this answers."""
    if update.withheld != MERGED and snapshot.customer_wrote_since(stamp):  # in its target, others ask something else
        return WROTE_AGAIN
    if snapshot.status is Status.CLOSED:
        return "the ticket was merged into another one" if snapshot.merged else "the ticket was closed"
    if update.public and snapshot.was_answered_since(asked_at):
        # A note for people is still useful then; a second public answer is not.
        return "somebody answered first"
    return None


def set_by_others(snapshot: Snapshot) -> Iterator[tuple[str, str, Author, datetime]]:
    """Yield group and priority as they are, each with who set it last and when, where that was not us."""
    for field, value in ((Field.GROUP, snapshot.group), (Field.PRIORITY, snapshot.priority)):
        last = next((change for change in reversed(snapshot.changes) if change.field is field), None)
        if value and last is not None and last.author is not Author.OURSELVES and not last.at_creation:
            yield str(field), value, last.author, last.at


def unheard(
    update: Update, snapshot: Snapshot, *, asked_at: datetime, heard: Sequence[tuple[str, datetime]]
) -> datetime | None:
    """Return when the customer wrote a newer message than a public reply answers, of which we have not heard; None if there
    is none, or if people read the reply as a note anyway. `heard`: names and times of the messages that we know."""
    if not update.public or _left_to_people(snapshot, asked_at) is not None:
        return None
    return snapshot.unheard_since(asked_at, heard)


def fitted(
    update: Update, snapshot: Snapshot, *, asked_at: datetime, contacts: Set[str], unheard: bool = False
) -> Update:
    """Return the update as it may be written now. `contacts`: the addresses of the verified contacts of the account that
    it cites, in lower case; `unheard`: whether a newer message is there whose call never came."""
    why = withheld(update, snapshot, asked_at=asked_at, contacts=contacts)
    if unheard and why is None and update.public:
        why = Withheld.UNHEARD
    return left_alone(update if why is None else as_note(update, why), snapshot)


def withheld(update: Update, snapshot: Snapshot, *, asked_at: datetime, contacts: Set[str]) -> Withheld | None:
    """Return why an update may not be public; None if it may be, or is a note anyway."""
    if not update.public:
        return None
    if why := _left_to_people(snapshot, asked_at):
        return why
    if update.cites_account is not None and not _may_all_read(snapshot, contacts):
        return Withheld.RECIPIENTS
    if update.brand is not None and snapshot.brand is not None and update.brand != snapshot.brand:
        return Withheld.BRAND
    return None


def _left_to_people(snapshot: Snapshot, asked_at: datetime) -> Withheld | None:
    if snapshot.is_taken:
        return Withheld.TAKEN
    if snapshot.was_noted_on_since(asked_at):
        return Withheld.NOTED_ON
    return Withheld.SOLVED if snapshot.status is Status.SOLVED else None


def as_note(update: Update, why: Withheld) -> Update:
    """Return a reply as the note that a person reads in its place."""
    head = Paragraph(
        (line(Span("Deskhand: held for a person. The reply was not sent.", strong=True)), line(_said(why)))
    )
    tags = (*tags_of(Outcome.HOLD, why), *update.chosen)
    note = update.saying((head, Heading("Draft"), Quote(update.document), *update.for_people))
    return replace(note, public=False, tags=tags, withheld=str(why), for_people=())


def _said(why: Withheld) -> str:
    words = _WORDS[why]
    return f"{words[0].upper()}{words[1:]}. (Reason: {why}.)"


def left_alone(update: Update, snapshot: Snapshot) -> Update:
    """Return the update without the fields that others decide about. Helpdesks take a ticket from its assignee when it
    leaves their group, so the group of a ticket that a person took stays; of a solved one, all fields do."""
    solved = snapshot.status is Status.SOLVED
    if solved or snapshot.is_taken or snapshot.is_kept(Field.GROUP):
        update = replace(update, queue=None)
    if solved or snapshot.is_kept(Field.PRIORITY):
        update = replace(update, priority=None)
    for tags in update.choices:
        if solved or snapshot.is_choice_kept(tags):
            update = update.without_choice(tags)
    fields = {one: value for one, value in update.fields.items() if not (solved or snapshot.is_field_kept(one))}
    return replace(update, fields=fields)


def target(update: Update, snapshot: Snapshot, external_id: str, announced: str | None) -> str | None:
    """Return the ticket that a closed one was merged into; None if it was not, or into which is not known. `announced`: the
    target that an event named for the ticket of the update."""
    if snapshot.status is not Status.CLOSED:
        return None
    known = snapshot.merged_into or (announced if update.withheld != MERGED else None)
    return known if known != external_id else None


def moved(update: Update, source: str) -> Update:
    """Return what is said, to people only, in the ticket into which `source` was merged. It has fields and tags of its
    own."""
    if update.withheld == MERGED:
        return update
    said = f"Deskhand: ticket {source} was merged into this one, before this could be said there."
    return replace(
        update.saying((paragraph(said), *update.document)),
        public=False,
        priority=None,
        queue=None,
        tags=(),
        choices=(),
        fields={},
        withheld=MERGED,
    )


def _may_all_read(snapshot: Snapshot, contacts: Set[str]) -> bool:
    addresses = [(reader.email or "").strip().lower() for reader in snapshot.recipients]
    return all(address in contacts for address in addresses)

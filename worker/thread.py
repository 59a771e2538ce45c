"""This module holds the thread of a ticket: what was said in it, by whom, and what we decided before.

    earlier messages ▸ our earlier decisions and what became of them ▸ the turn: what is asked now

It begins at the last resolution. The words of a private note are not in it: nothing that reads a thread can repeat them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from worker.states import Outcome

MOST_MESSAGES = 20  # of a thread, before the turn
MOST_CHARACTERS = 8_000  # of all of them together


class Author(StrEnum):
    """An author is the kind of person or machine that wrote a message."""

    CUSTOMER = "customer"  # the requester of the ticket
    THIRD_PERSON = "third_person"  # anybody else outside the company, for instance in CC
    AGENT = "agent"
    OURSELVES = "ourselves"
    MACHINE = "machine"


class Fate(StrEnum):
    """A fate is what became of an earlier decision of ours."""

    DELIVERED = "delivered"  # the customer has the reply
    UNSURE = "unsure"  # it is on its way, or may have arrived
    HELD = "held"  # a person has the draft
    HANDED_OVER = "handed_over"
    NOTHING_TO_DO = "nothing_to_do"
    SUPERSEDED = "superseded"  # the customer wrote again before anybody was told
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """A message is what somebody said in a ticket, in their own new words."""

    author: Author
    at: datetime
    text: str  # "" for a private note: its words are for people only
    public: bool = True
    version: int | None = None  # of the ticket, which this message made; None: it asked nothing

    @property
    def is_told(self) -> bool:
        """Return whether we or a colleague told the customer this."""
        return self.public and self.version is None and self.author in {Author.AGENT, Author.OURSELVES}


@dataclass(frozen=True)
class Handled:
    """A handled version of a ticket is an earlier decision of ours."""

    version: int
    at: datetime
    outcome: str
    reason: str
    fate: Fate
    public: bool = False  # the customer was to read it
    reply: str = ""  # sentences, without greeting and sources; also of a draft
    asks: bool = False  # the reply asks the customer something
    refs: tuple[str, ...] = ()  # of the passages that it cites

    @property
    def may_have_arrived(self) -> bool:
        """Return whether the customer has, or may have, the reply."""
        return self.public and bool(self.reply) and self.fate in {Fate.DELIVERED, Fate.UNSURE, Fate.FAILED}

    @property
    def is_question(self) -> bool:
        """Return whether it asked the customer something, so that what comes next is the answer."""
        return self.asks or self.outcome == Outcome.ASK


@dataclass(frozen=True)
class Thread:
    """A thread is a ticket since it was last resolved, oldest first."""

    turn: tuple[Message, ...] = ()  # all that is asked now
    before: tuple[Message, ...] = ()
    after: tuple[Message, ...] = ()  # what came while the turn waited, or was decided before an older message came
    handled: tuple[Handled, ...] = ()
    opens: bool = False  # the turn has the first message of the ticket
    resolved_reply: bool = False  # we or a colleague answered before the last resolution, or with it
    resolved_said: tuple[str, ...] = ()  # what the customer was told by then

    @property
    def messages(self) -> tuple[Message, ...]:
        """Return all messages in the order in which they were written."""
        return tuple(sorted((*self.before, *self.turn, *self.after), key=lambda message: message.at))

    @property
    def answers(self) -> tuple[Handled, ...]:
        """Return our replies that the customer may have read before writing the turn."""
        newest = max((message.version or 0 for message in self.turn), default=0)
        return tuple(one for one in self.handled if one.may_have_arrived and one.version < newest)

    @property
    def agents_answers(self) -> tuple[Message, ...]:
        """Return what colleagues answered before the turn was written."""
        return tuple(one for one in self.before if one.author is Author.AGENT and one.is_told)

    @property
    def left_open(self) -> Handled | None:
        """Return the decision that left what was asked before to a person; None if somebody answered in public since."""
        newest = max((message.version or 0 for message in self.turn), default=0)
        for one in reversed(self.handled):
            if one.may_have_arrived and one.version < newest:
                return None
            if one.fate in {Fate.HELD, Fate.HANDED_OVER} and one.version < newest:
                return None if self._was_told_since(one.version) else one
        return None

    def _was_told_since(self, version: int) -> bool:
        """Return whether the customer was told anything after they wrote what a version asked."""
        asked = [n for n, one in enumerate(self.before) if one.version is not None and one.version <= version]
        since = self.before[asked[-1] + 1 if asked else 0 :]
        return any(one.is_told for one in (*since, *self.after))

    @property
    def refers_back(self) -> bool:
        """Return whether people said something before the turn, which "this" and "the second one" in it may mean."""
        people = (one for one in self.before if one.author is not Author.MACHINE)
        return self.resolved_reply or any(one.text for one in people)

    @property
    def asked_back(self) -> str:
        """Return what the customer had asked when our last reply asked something in turn: it is still to be answered. "" if
        our last reply was an answer."""
        last = self.answers[-1] if self.answers else None
        if last is None or not last.is_question:
            return ""
        before = max((one.version for one in self.answers[:-1] if not one.is_question), default=0)
        people = (one for one in self.before if one.author is not Author.MACHINE)
        return "\n\n".join(
            one.text for one in people if one.version is not None and before < one.version <= last.version
        )

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what people asked before the turn, the newest first."""
        asked = (one for one in reversed(self.before) if one.version is not None and one.author is not Author.MACHINE)
        return tuple(one.text for one in asked if one.text)

    def said(self) -> Iterator[str]:
        """Yield every text that the customer was told, or may have been told, by us and by colleagues."""
        yield from (one.text for one in (*self.before, *self.after) if one.is_told)
        yield from (one.reply for one in self.handled if one.may_have_arrived)
        yield from self.resolved_said

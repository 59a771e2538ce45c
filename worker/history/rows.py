"""This module makes the row of an example, as a file of handled tickets has it (`knowledge.handled_tickets`): nothing of a person
is in it.

The row has further columns, which training ignores: `copies` (how many tickets said the same), `carried` (the share of the
answer's sentences that some passage carries), `at` (the day), `rules` (what made the label) and `kind` (of edge ticket).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from knowledge.handled_tickets import NO_REPLY
from knowledge.passages import section_of
from models.skills.reply import Action
from worker.history.example import Example

NO_ACCOUNT = None  # whose ticket it was stands in no file
_PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")
UNKNOWN = "unknown"  # in place of an address, where none is known


class Thread(Protocol):
    """A thread redacts the texts of one ticket alike."""

    def redact(self, text: str, language: str | None = None) -> str: ...


class Redactor(Protocol):
    def thread(self) -> Thread: ...


Residue = Callable[[str, str | None], Collection[object]]
"""It finds what is not redacted in a text of a language."""


class LeftOut(StrEnum):
    """These are the reasons why an example is in no file."""

    NO_QUEUE = "its group is no queue of the company"
    NO_PRIORITY = "its priority is not known"
    NO_WORDS = "nothing is left of its words"
    NOT_REDACTED = "something of a person is left in it"
    NOT_CARRIED = "too little of its answer is carried by passages"


class Unanswered(StrEnum):
    """These are the reasons why a row has no answer, so that it teaches triage only."""

    NOT_ANSWERED = "nobody answered in public"
    OURS = "we answered, in words that no person changed"
    ACCOUNT = "the answer shows an account's passage"
    NO_PASSAGE = "no passage carries any of the answer"


@dataclass(frozen=True)
class Made:
    """A row that may be written, or why it is none."""

    example: Example
    row: Mapping[str, Any] | None
    left_out: LeftOut | None = None
    unanswered: Unanswered | None = None


def make_row(
    example: Example,
    redactor: Redactor,
    residue: Residue,
    private: Collection[str],
    *,
    least_carried: float = 0.0,
) -> Made:
    """Make the row of an example. `private`: the sources whose passages each belong to one account; `least_carried`: the
    share of an answer that passages must carry."""
    if example.queue is None:
        return Made(example, None, LeftOut.NO_QUEUE)
    if example.priority is None:
        return Made(example, None, LeftOut.NO_PRIORITY)
    example = _without_named(example, residue)
    action, unanswered = _action(example, private)
    if action == Action.ANSWER and example.carried < least_carried:
        return Made(example, None, LeftOut.NOT_CARRIED)
    said = example.sentences if action in {Action.ANSWER, Action.ASK} else ()
    thread, language = redactor.thread(), example.language
    subject, body = thread.redact(example.subject, language), thread.redact(example.body, language)
    sentences = [thread.redact(sentence.text, language) for sentence in said]
    requester = _requester(example, thread)
    if not any(map(str.isalnum, body)):
        return Made(example, None, LeftOut.NO_WORDS)
    if any(residue(text, language) for text in (subject, body, *sentences)):
        return Made(example, None, LeftOut.NOT_REDACTED)
    public = [ref for ref in example.passages if not _is_private(ref, private)]
    row = {
        "id": row_id(example),
        "subject": subject,
        "body": body,
        "language": language,
        "account": NO_ACCOUNT,
        "requester": requester,
        "queue": example.queue,
        "priority": example.priority,
        "escalate": example.escalate,
        "reason": example.reasons[0] if example.escalate and example.reasons else None,
        "reasons": list(example.reasons) if example.escalate else [],
        "passages": [] if unanswered is Unanswered.OURS else list(dict.fromkeys(map(section_of, public))),
        "reply": {"action": str(action), "sentences": [text for text in sentences if text.strip()]},
        "fields": dict(example.fields),
        "copies": 1,
        "carried": round(example.carried, 3) if said else None,
        "at": example.at.date().isoformat() if example.at else None,
        "rules": list(example.rules),
    }
    return Made(example, row, unanswered=unanswered)


def _without_named(example: Example, residue: Residue) -> Example:
    """Return an example without what a file gave as references and that names somebody: nothing redacts a reference."""
    return replace(example, by_hand=tuple(ref for ref in example.by_hand if not residue(ref, example.language)))


def _requester(example: Example, thread: Thread) -> str:
    """Return the placeholder of a customer's address. What is not known for an address, or only in part, is in no file."""
    redacted = thread.redact(example.requester_email, example.language) if example.requester_email else ""
    return redacted if _PLACEHOLDER.fullmatch(redacted) else UNKNOWN


def row_id(example: Example) -> str:
    """Return the id of an example's row, by which an erasure finds it."""
    return f"{example.source}:{example.external_id}"


def _action(example: Example, private: Collection[str]) -> tuple[str, Unanswered | None]:
    """Return what the row says of the reply, and why it says nothing."""
    if example.escalate:
        return Action.HAND_OVER, None
    if not example.sentences:
        return NO_REPLY, Unanswered.NOT_ANSWERED
    if example.is_ours:
        return NO_REPLY, Unanswered.OURS
    if any(_is_private(ref, private) for ref in example.passages):
        return NO_REPLY, Unanswered.ACCOUNT
    if example.passages:
        return Action.ANSWER, None
    if any("?" in sentence.text for sentence in example.sentences):
        return Action.ASK, None
    return NO_REPLY, Unanswered.NO_PASSAGE


def _is_private(ref: str, private: Collection[str]) -> bool:
    return ref.partition("/")[0] in private

"""Threads for the pipeline's tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.unit.worker.pipeline.builders import ticket
from worker.domain import Author, Fate, Handled, Message, Thread, Ticket

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = "How do I get our list of work orders out as a spreadsheet?"
ANSWERED = "Open the list and click Export in the upper right corner."


def follow_up(words: str, **changes: Any) -> Ticket:
    """A ticket whose question was answered by us in public, and whose customer writes again."""
    return ticket(version=2, subject="", body=words, thread=thread(words), **changes)


def thread(words: str, **changes: Any) -> Thread:
    given: dict[str, Any] = {
        "turn": (Message(Author.CUSTOMER, AT + 2 * HOUR, words, version=2),),
        "before": (
            Message(Author.CUSTOMER, AT, ASKED, version=1),
            Message(Author.OURSELVES, AT + HOUR, f"Hello,\n\n{ANSWERED}\n\nKind regards\nFerrowick Support"),
        ),
        "handled": (ours(),),
    }
    return Thread(**{**given, **changes})


def ours(**changes: Any) -> Handled:
    given: dict[str, Any] = {
        "version": 1, "at": AT + HOUR, "outcome": "send", "reason": "grounded", "fate": Fate.DELIVERED, "public": True,
        "reply": ANSWERED, "refs": ("docs/export.md#Export a list",),
    }  # fmt: skip
    return Handled(**{**given, **changes})

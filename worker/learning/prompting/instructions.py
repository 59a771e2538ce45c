"""This module has the instructions from which one is chosen: some that are written here per skill, or a person's own."""

from collections.abc import Mapping
from pathlib import Path

from models.skills import reply, triage
from worker.errors import Refused

_MOST = 8  # of a person's own
WRITTEN: Mapping[str, tuple[str, ...]] = {
    triage.NAME: (
        "Route each support ticket: choose its queue and its priority, and whether a person must take it, for which reason.",
        "You sort the tickets of a support team. Read what the customer wants to have done, not the words they use, and choose "
        "the one queue whose description fits best. Most tickets are of normal priority, and most need no person: escalate only "
        "where one of the reasons plainly holds.",
        "Decide like the agents of the examples. First find the queue, then how urgent it is for the customer's work, then "
        "whether one of the reasons to escalate holds; in doubt about a reason, escalate.",
    ),
    reply.NAME: (
        reply.INSTRUCTION,
        "You draft the reply of a support agent. Use only what the passages say and repeat their sentences nearly word for word, "
        "in the customer's language. Say nothing that they do not say. If they do not answer the question, hand over.",
        "Find the sentences of the passages that answer what the customer asks, and reply with these alone, in as few as the "
        "question needs and in the customer's language. Where none answers it, hand over; where the ticket leaves open what is "
        "meant, ask.",
    ),
}


def read(path: Path) -> tuple[str, ...]:
    """Return the instructions of a file, which are divided by empty lines. Raises `Refused`."""
    try:
        parts = path.read_text(encoding="utf-8").split("\n\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from error
    known = tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
    if not known:
        raise Refused(f"{path} has no instruction: write one, or several with an empty line between them")
    if len(known) > _MOST:
        raise Refused(f"{path} has {len(known)} instructions: {_MOST} can be tried")
    return known

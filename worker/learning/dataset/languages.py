"""This module finds texts that are in another language than their row says. A text too short to tell is in none."""

from collections.abc import Iterator

from knowledge.languages.guess import OTHER, guess
from knowledge.languages.registry import LANGUAGES
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.row import Row


def findings(row: Row) -> Iterator[Finding]:
    texts = {"body": row.ticket.body or row.ticket.subject, "reply": " ".join(row.ticket.sentences)}
    for field, text in texts.items():
        found = guess(text)
        if found is None or found == row.ticket.language or (found == OTHER and row.ticket.language not in LANGUAGES):
            continue
        name = "none of our languages" if found == OTHER else found
        why = f"language is {row.ticket.language}, but the {field} looks like {name}"
        yield Finding(row, Kind.LANGUAGE, field, row.ticket.language, "" if found == OTHER else found, why)

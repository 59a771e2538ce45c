"""This module holds what is stored of a message's words."""

from dataclasses import dataclass
from typing import Any

from knowledge.languages.guess import guess
from knowledge.postgres import scrub
from worker.incoming import IncomingTicket
from worker.mail.pictures import inline_pictures
from worker.mail.reading import read
from worker.mail.segments import lengths
from worker.mail.view import written


@dataclass(frozen=True)
class Words:
    """These words are what is stored of a message."""

    subject: str
    body: str
    whole: str  # all that a reader sees
    original: str
    segments: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    old: bool

    @property
    def language(self) -> str | None:
        """Return the language of the writer's own words, as `guess` does."""
        return guess(f"{self.subject}\n{written(self.body)}")


def words_of(incoming: IncomingTicket, *, old: bool) -> Words:
    """Read a message. This is the slow part of storing one, so it is done before the transaction."""
    original = scrub(incoming.body)
    reading = read(incoming.subject, original)
    files = (*incoming.attachments, *inline_pictures(original, incoming.attachments))
    attachments = [file.to_json() for file in files]
    return Words(reading.subject, reading.body, reading.text, original, lengths(reading.segments), attachments, old)

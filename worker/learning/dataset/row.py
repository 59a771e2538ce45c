"""A row is one line of a file of handled tickets, with its words as they are compared with those of other rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.handled_tickets import HandledTicket, load_rows
from worker.mail.asked.lexicon import lexicon
from worker.mail.lexicon import tokens
from worker.mail.reading import read
from worker.mail.segments import Kind
from worker.mail.subject import without_marks

FIELDS = ("queue", "priority", "escalate", "reason")
NONE = "none"  # a ticket that no person had to take has no reason
_ENOUGH_WORDS = 8  # a body of so many is compared without its subject
_MOST_GREETING = 4  # words of the line "Hello Anna,"


@dataclass(frozen=True)
class Row:
    file: Path
    line: int
    ticket: HandledTicket

    def label(self, field: str) -> str:
        """Return a label as the file writes it: "true" or "false" for `escalate`, "none" for no reason."""
        value = getattr(self.ticket, field)
        return str(value).lower() if isinstance(value, bool) else value or NONE

    @property
    def place(self) -> str:
        return f"{self.ticket.id} ({self.file}, line {self.line})"

    @cached_property
    def words(self) -> str:
        """Return the customer's own words for a comparison: in small letters and one blank apart, without marks, greeting,
        signature and quoted messages. A short text has its subject before it."""
        message = read(self.ticket.subject, self.ticket.body)
        own = "\n".join(block.text for block in message.blocks if block.kind is Kind.NEW)
        body = _without_greeting(own) or tokens(self.ticket.body)
        subject = [] if len(body) >= _ENOUGH_WORDS else tokens(without_marks(message.subject))
        return " ".join([*subject, *body]) or " ".join(self.ticket.text.split())


def load(paths: Iterable[Path]) -> list[Row]:
    """Return the rows of the files, in order; labels that the company does not have are findings. Raises `DataError` with all
    lines that cannot be read, and for a file without tickets; raises OSError if a file cannot be opened."""
    return [Row(one.file, one.line, one.ticket) for one in load_rows(paths)]


def _without_greeting(text: str) -> list[str]:
    """Return the words of a text. A greeting is left out where more stands below it: a short first line that ends with a
    comma or an exclamation mark, and begins with a small word or one that tells nothing."""
    first, _, rest = text.strip().partition("\n")
    opening, below = tokens(first), tokens(rest)
    ends = first.rstrip().endswith((",", "!"))
    is_greeting = ends and 0 < len(opening) <= _MOST_GREETING and opening[0] in lexicon(None).empty
    return below if is_greeting and below else [*opening, *below]

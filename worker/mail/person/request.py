"""This module says whether a customer asks for a person, which counts above every model and threshold."""

from dataclasses import dataclass

from worker.mail.person import rule, signal
from worker.mail.person.clauses import clauses
from worker.mail.view import MOST_CHARACTERS

_MOST_QUOTED = 120  # characters


@dataclass(frozen=True)
class Request:
    """A request is what the customer wrote, and what found it."""

    quote: str  # without addresses, because a note that quotes one would pass on a stranger's link
    by_rule: bool
    by_signal: bool

    @property
    def found_by(self) -> tuple[str, ...]:
        return ("rule",) * self.by_rule + ("learned signal",) * self.by_signal


def find_request(text: str) -> Request | None:
    """Return the request for a person in what a customer wrote, None if there is none."""
    said = list(clauses(text[:MOST_CHARACTERS]))
    by_rule, by_signal = rule.find(said), signal.load().find(said)
    clause = by_rule or by_signal
    if clause is None:
        return None
    quote = " ".join("…" if _is_address(word) else word for word in clause.text.split())
    short = quote if len(quote) <= _MOST_QUOTED else f"{quote[:_MOST_QUOTED]}…"
    return Request(short, by_rule is not None, by_signal is not None)


def _is_address(word: str) -> bool:
    return "://" in word or "@" in word or word.lower().startswith("www.")

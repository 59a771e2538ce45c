"""This module says whether a customer asks for a person, which counts above every model and threshold."""

from dataclasses import dataclass

from worker.mail.clauses import PERSON, clauses
from worker.mail.person import rule, signal
from worker.mail.quoting import quoted
from worker.mail.view import MOST_CHARACTERS


@dataclass(frozen=True)
class Request:
    """A request is what the customer wrote, and what found it."""

    quote: str
    by_rule: bool
    by_signal: bool

    @property
    def found_by(self) -> tuple[str, ...]:
        return ("rule",) * self.by_rule + ("learned signal",) * self.by_signal


def find_request(text: str) -> Request | None:
    """Return the request for a person in what a customer wrote, None if there is none."""
    said = list(clauses(text[:MOST_CHARACTERS], PERSON))
    by_rule, by_signal = rule.find(said), signal.load().find(said)
    clause = by_rule or by_signal
    if clause is None:
        return None
    return Request(quoted(clause.text), by_rule is not None, by_signal is not None)

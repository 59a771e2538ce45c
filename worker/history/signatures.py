"""This module learns how agents end their answers, from the answers themselves.

An agent's signature repeats below texts that differ; a saved reply repeats as a whole. So a line is a signature's where it ends
a good part of an agent's answers, and what stands above it varies.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from worker.mail.reading import read
from worker.mail.segments import Kind
from worker.past import PastMessage, PastTicket
from worker.thread import Author

_DEEP = 12  # lines from the end
_FEWEST, _FEWEST_OF_ALL = 3, 8  # different texts above the line, of one agent and of all
_SHARE, _SHARE_OF_ALL = 0.4, 0.25  # of their different answers
_MOST_CHARACTERS = 20_000

Who = str | None


@dataclass(frozen=True)
class Signatures:
    """These are the lines that end answers, per agent and of all agents."""

    of: dict[Who, frozenset[str]] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    def without(self, lines: Sequence[str], who: Who) -> list[str]:
        """Return the lines of an answer up to its signature."""
        known = self.of.get(who, frozenset()) | self.common
        end = len(lines)
        while end and (not lines[end - 1].strip() or plain(lines[end - 1]) in known):
            end -= 1
        return list(lines[:end])


def learn(tickets: Iterable[PastTicket]) -> Signatures:
    """Learn the signatures of all agents who answered in public."""
    per: dict[Who, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    answers: dict[Who, set[int]] = defaultdict(set)
    for ticket in tickets:
        for message in ticket.messages:
            if message.public and message.author is Author.AGENT:
                _count(lines_of(message), per[who(message)], answers[who(message)])
    of = {agent: _repeated(lines, len(answers[agent]), _FEWEST, _SHARE) for agent, lines in per.items()}
    everybody: dict[str, set[int]] = defaultdict(set)
    for lines in per.values():
        for line, above in lines.items():
            everybody[line] |= above
    total = len(set[int]().union(*answers.values()))
    return Signatures(of, _repeated(everybody, total, _FEWEST_OF_ALL, _SHARE_OF_ALL))


def who(message: PastMessage) -> Who:
    """Return what tells one agent from another; None where the helpdesk does not say who it was."""
    return (message.author_email or message.author_name or "").strip().casefold() or None


def lines_of(message: PastMessage) -> list[str]:
    """Return the lines of an agent's own words in a message."""
    blocks = read("", message.text[:_MOST_CHARACTERS]).blocks
    lines = (line for block in blocks if block.kind is Kind.NEW for line in block.text.split("\n"))
    return [line for line in lines if not line.lstrip().startswith(">")]  # a quoted question between two answers


def plain(line: str) -> str:
    return " ".join(line.casefold().split())


def _count(lines: Sequence[str], known: dict[str, set[int]], answers: set[int]) -> None:
    said = [plain(line) for line in lines if line.strip()]
    body = said[1:] if len(said) > 1 else said  # a greeting has the customer's name, also above a saved reply
    answers.add(hash(tuple(body[:1] if len(body) == 1 else body[:-1])))
    for place in range(max(1, len(body) - _DEEP), len(body)):
        known[body[place]].add(hash(tuple(body[:place])))


def _repeated(lines: dict[str, set[int]], answers: int, fewest: int, share: float) -> frozenset[str]:
    return frozenset(line for line, above in lines.items() if len(above) >= max(fewest, share * answers))

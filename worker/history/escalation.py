"""This module labels a past ticket: whether a person had to take it, and why, by what people did with it.

The company's rules say it (`[[history.escalation]]`). Each label names the rule that made it, and the rules stand in the order
of the file: the first one that applies gives the reason.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from worker.company import Company, HistoryRules
from worker.company.history import ANY_MENTION, ANY_VALUE, DEFAULTS, NO_QUEUE, EscalationRule
from worker.history.files.contents import truth
from worker.history.labels import queue_of, same
from worker.history.words import words
from worker.mail.lexicon import tokens
from worker.mail.reading import read
from worker.mail.view import written
from worker.past import PastTicket
from worker.thread import Author

_MENTION = re.compile(r"(?<![\w.+-])@(?=[^\W\d])(?!\w{1,40}/)")  # neither "@5pm" nor the package "@types/node"
# The first word of a value that says that there is none, in our languages and as programs write it.
_NOTHING = frozenset(
    """
no not none null nil nan na false n never denied rejected declined kein keine keiner nicht nie abgelehnt non aucun aucune pas
rien jamais refuse refusee ningun ninguno ninguna sin nada rechazado rechazada
""".split()
)
_LONGEST_NOTE = 20_000  # characters that are read


class Label(NamedTuple):
    reason: str
    rule: str  # its name


def labels_of(ticket: PastTicket, rules: HistoryRules, company: Company) -> tuple[Label, ...]:
    """Return why a person had to take a ticket, once per reason, with the rules that say so; nothing if none applies."""
    found: dict[str, Label] = {}
    for rule in applying(ticket, rules, company):
        found.setdefault(rule.reason, Label(rule.reason, rule.name))
    return tuple(found.values())


def applying(ticket: PastTicket, rules: HistoryRules, company: Company) -> Iterator[EscalationRule]:
    """Yield the rules that apply to a ticket, in their order."""
    for rule in rules.escalation:
        if rule in DEFAULTS and rule.reason not in company.escalation:
            continue  # this company hands nothing over for this reason
        conditions = [holds(rule, ticket, rules, company) for given, holds in _CONDITIONS if given(rule)]
        if conditions and all(conditions):
            yield rule


def moved(ticket: PastTicket, names: Collection[str], rules: HistoryRules, company: Company) -> bool:
    """Return whether a ticket ended in one of these groups, and did not begin there."""
    last, first = ticket.group_last, ticket.group_first
    if not last or (first and same(first, last)):
        return False
    if NO_QUEUE in names:
        # Where nothing says which group is a queue, every group would be none.
        began = queue_of(first, rules, company.queues) is not None
        if began and queue_of(last, rules, company.queues) is None:
            return True
    return _one_of(last, names)


def _noted(ticket: PastTicket, wanted: Sequence[str]) -> bool:
    """Return whether a private note of an agent has one of these words or names."""
    for message in ticket.messages:
        if message.public or message.author is not Author.AGENT:
            continue
        said = written(read("", message.text[:_LONGEST_NOTE]).body)
        if any(_mentions(said, one) if one.startswith("@") else _has(said, one) for one in wanted):
            return True
    return False


def _mentions(said: str, wanted: str) -> bool:
    """Return whether a note names somebody behind an @, which is no part of an address."""
    marks = [mark.end() for mark in _MENTION.finditer(said)]
    if wanted == ANY_MENTION:
        return bool(marks)
    name = " ".join(wanted[1:].split()).casefold()
    for at in marks:
        rest = " ".join(said[at : at + len(name) + 8].split()).casefold()
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
            return True
    return False


def _answered(ticket: PastTicket, wanted: Sequence[str]) -> bool:
    told = (m for m in ticket.messages if m.public and m.author is Author.AGENT)
    return any(_has(written(read("", m.text[:_LONGEST_NOTE]).body), one) for m in told for one in wanted)


def _has(said: str, phrase: str) -> bool:
    """Return whether a text has a phrase, in whole words."""
    wanted = " ".join(tokens(phrase))
    return bool(wanted) and f" {wanted} " in f" {' '.join(tokens(said))} "


def _columns(ticket: PastTicket, wanted: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    """Return whether each of these columns has one of its values."""
    for column, values in wanted:
        said = next((value for name, value in ticket.fields.items() if words(name) == words(column)), "")
        if not ((ANY_VALUE in values and _says_something(said)) or _one_of(said, values)):
            return False
    return True


def _says_something(value: str) -> bool:
    """Return whether a value is not "no", "not applicable", an amount of nothing ("$0.00") or the like."""
    told = words(value)
    if not told or told[0] in _NOTHING or value.strip().casefold() == "n/a" or truth(value) is False:
        return False
    digits = [sign for sign in value if sign.isdigit()]
    return not digits or any(sign != "0" for sign in digits)


def _refunded(rule: EscalationRule, ticket: PastTicket) -> bool:
    """Return whether the columns of a rule hold; of a default rule, any of them."""
    if rule in DEFAULTS:
        return any(_columns(ticket, [one]) for one in rule.fields)
    return _columns(ticket, rule.fields)


def _one_of(name: str | None, names: Collection[str]) -> bool:
    return name is not None and any(same(name, one) for one in names)


_CONDITIONS: tuple[
    tuple[Callable[[EscalationRule], object], Callable[[EscalationRule, PastTicket, HistoryRules, Company], bool]], ...
] = (
    (lambda rule: rule.moved_to, lambda rule, t, rules, company: moved(t, rule.moved_to, rules, company)),
    (lambda rule: rule.group, lambda rule, t, *_: _one_of(t.group_last, rule.group)),
    (lambda rule: rule.tags, lambda rule, t, *_: any(_one_of(tag, rule.tags) for tag in t.tags)),
    (lambda rule: rule.note, lambda rule, t, *_: _noted(t, rule.note)),
    (lambda rule: rule.answer, lambda rule, t, *_: _answered(t, rule.answer)),
    (lambda rule: rule.fields, lambda rule, t, *_: _refunded(rule, t)),
    (lambda rule: rule.assignee, lambda rule, t, *_: _one_of(t.assignee, rule.assignee)),
    (lambda rule: rule.reopened, lambda rule, t, *_: rule.reopened is not None and t.reopened >= rule.reopened),
)
"""Each condition of a rule: whether it is given, and whether it holds."""

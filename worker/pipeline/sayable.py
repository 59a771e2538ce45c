"""This module says which statements a reply to a ticket may consist of: those of the passages it is shown, in the
customer's language, without repeats and without any that contradict another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from knowledge.statements import Statement, StatementKind
from worker.domain import Passage, Ticket
from worker.pipeline import retrieve
from worker.pipeline.contradiction import Said, without_contradictions

_WORD = re.compile(r"[^\W_]+")
# Past tickets alone have this field: agents summed these up for each other, and another contact may have asked.
_OUTCOME = "outcome"
_GOES_ON = re.compile(r"[.,]?[^\W_]")  # a word or a number: "5" in "5.5"


def sayable(ticket: Ticket, passages: Sequence[Passage]) -> list[Said]:
    """Return the statements with their passages, in the order of the search and of each passage. Where the customer's
    language cannot be told, it is that of the first statement; in one that we do not answer in, nothing is said."""
    told = [
        (language_of(statement, passage), (statement, passage))
        for passage in retrieve.shown(passages)
        if passage.account is None or (passage.account == ticket.history_account and _OUTCOME not in passage.fields)
        for statement in passage.statements
        if _WORD.search(statement.text)
    ]
    spoken = ticket.language or next((language for language, _ in told if language in LANGUAGES), None)
    own = [said for language, said in told if spoken in LANGUAGES and language in {None, spoken}]
    unique: dict[str, Said] = {}
    for passage, group in groupby(own, lambda said: said[1]):
        for statement in _without_wordings([statement for statement, _ in group]):
            unique.setdefault(key(statement.text), (statement, passage))
    return without_contradictions(list(unique.values()))


def _without_wordings(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the statements of a passage without an agent's wording of what others of them say word for word, and each
    sentence of the passage in one wording only: a reply would say the same twice."""
    literal, worded = {one.own for one in statements if one.own == one.source}, set[str]()
    for one in statements:
        if one.own != one.source and one.kind is StatementKind.SENTENCE and not one.lead:
            left = one.source
            for said in literal:
                left = left.replace(said, "")
            if not left.strip() or one.source in worded:
                continue
            worded.add(one.source)
        yield one


def language_of(statement: Statement, passage: Passage) -> str | None:
    """Return the language of a statement; None where nothing tells, as of a name with a number."""
    return statement.language or passage.language or guess(statement.text)


def repeats(statement: str, others: Iterable[str]) -> bool:
    """Return whether another statement begins with all that this one says, and goes on."""
    own = key(statement)
    return any(
        other.startswith(own) and _GOES_ON.match(other, len(own)) is None for other in map(key, others) if other != own
    )


def key(text: str) -> str:
    """Return what two statements that say the same have in common."""
    return " ".join(text.split()).casefold().rstrip(" .!;:")

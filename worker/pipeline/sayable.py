"""This module says which statements a reply to a ticket may consist of: those of the passages it is shown, in the
customer's language, without repeats and without any that contradict another."""

import re
from collections.abc import Iterable, Sequence

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from knowledge.sentences import sentences
from knowledge.statements import Statement
from worker.domain import Passage, Ticket
from worker.pipeline import retrieve
from worker.pipeline.contradiction import Said, without_contradictions

_WORD = re.compile(r"[^\W_]+")


def sayable(ticket: Ticket, passages: Sequence[Passage]) -> list[Said]:
    """Return the statements with their passages, in the order of the search and of each passage. Where the customer's
    language cannot be told, it is that of the first statement; in one that we do not answer in, nothing is said."""
    told = [
        (language_of(statement, passage), (statement, passage))
        for passage in retrieve.shown(passages)
        if passage.account is None or passage.account == ticket.history_account
        for statement in statements_of(passage)
        if _WORD.search(statement.text)
    ]
    spoken = ticket.language or next((language for language, _ in told if language in LANGUAGES), None)
    unique: dict[str, Said] = {}
    for language, said in told:
        if spoken in LANGUAGES and language in {None, spoken}:
            unique.setdefault(key(said[0].text), said)
    return without_contradictions(list(unique.values()))


def statements_of(passage: Passage) -> tuple[Statement, ...]:
    """Return what a reply may say of a passage; its sentences, where the index was made before it had statements."""
    lines = passage.text.split("\n")
    return passage.statements or tuple(Statement(said, said) for line in lines for said in sentences(line))


def language_of(statement: Statement, passage: Passage) -> str | None:
    """Return the language of a statement; None where nothing tells, as of a name with a number."""
    return statement.language or passage.language or guess(statement.text)


def repeats(statement: str, others: Iterable[str]) -> bool:
    """Return whether another statement begins with all that this one says, and goes on."""
    own = key(statement)
    return any(other != own and other.startswith(own) for other in map(key, others))


def key(text: str) -> str:
    """Return what two statements that say the same have in common."""
    return " ".join(text.split()).casefold().rstrip(" .!;:")

"""This module prepares a passage for the comparison: its sentences and its title as terms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from knowledge.sentences import sentences
from worker.domain import Passage
from worker.pipeline.check.terms import Term, terms

_LONGEST_ENDING = 2
_MOST_TERMS = 160  # of a sentence; what comes later supports nothing
KNOWN_ISSUE = "known_issue"
_OF_THE_WHOLE = ("rows.affects", "states.fixed", "states.unfixed")


@dataclass(frozen=True)
class Evidence:
    """Evidence is what a passage says, sentence by sentence."""

    passage: Passage
    said: tuple[tuple[Term, ...], ...]
    title: tuple[Term, ...]


def evidence(passage: Passage, names: Collection[str]) -> Evidence:
    """Return a passage as evidence. Its statements count too: a row has one per language."""
    language = passage.language or guess(passage.shown)
    language = language if language in LANGUAGES else None
    said = [terms(part, language, names) for line in passage.text.split("\n") for part in sentences(line)]
    seen = {passage.text, *(part for line in passage.text.split("\n") for part in sentences(line))}
    for statement in passage.statements:
        if statement.text not in seen:
            said += [terms(part, statement.language or language, names) for part in sentences(statement.text)]
    title = terms(passage.title, language, names)
    headings: tuple[tuple[Term, ...], ...] = ()
    if passage.kind == KNOWN_ISSUE:  # what it affects and whether it is fixed holds for each of its sentences
        headings = (title,)  # it says something, others only name a topic
        title = (*title, *(term for one in said if one and one[0].means(*_OF_THE_WHOLE) for term in one))
        title += terms(passage.fields.get("state", ""), None)
    return Evidence(passage, tuple(one[:_MOST_TERMS] for one in (*said, *headings) if one), title)


def same(one: Term, other: Term) -> bool:
    """Return whether two terms say the same."""
    if one.meanings and other.meanings:
        return bool(one.meanings & other.meanings)
    if one.meanings or other.meanings:  # "Planner" is no "plan"
        return one.value == other.value and abs(len(one.said) - len(other.said)) <= _LONGEST_ENDING
    return one.value == other.value


def places(term: Term, said: Sequence[Term]) -> list[int]:
    """Return where a sentence says what a term says."""
    return [place for place, other in enumerate(said) if same(term, other)]

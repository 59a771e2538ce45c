"""This module makes statements of running text: its sentences, each with what it needs from before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.sentences import whole_sentences
from knowledge.statements.base import MAX_CHARACTERS, Statement, ended, led
from knowledge.statements.leaning import (
    is_of_the_page,
    is_question,
    is_step,
    leans,
    names_place,
    needs_heading,
    without_speaker,
)

_CLAUSE_END = re.compile(r"(?<=[;；])\s*|\s+[–—]\s+|(?<=:)\s+")  # noqa: RUF001
_LETTER = re.compile(r"[^\W\d_]")
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Around:
    """This is what stands around the text of a passage."""

    heading: str  # the last one above it
    text: str  # the whole passage
    language: str | None


def prose(text: str, around: Around, *, lead: str = "", before: str = "") -> Iterator[Statement]:
    """Yield the statements of a paragraph. Its first sentence is said after `lead`, if there is one. `before`: what was
    said last, with all that it needed itself.

    Not said alone are a question (the sentence that answers it may carry it), a sentence about the page itself, and one
    that is too long and has no clauses.
    """
    for sentence in whole_sentences(text):
        own = _BREAK.sub(" ", sentence)
        if not _LETTER.search(own) or is_of_the_page(own, around.language):
            continue
        first, lead = lead, ""
        if is_question(own) or is_question(before):
            own = without_speaker(own, around.language)
        if is_question(own):
            before = own
            continue
        if own.endswith(":"):  # what it introduces stands in no list or table: in code, or nowhere
            continue
        made = [_said(part, source, first or _needed(part, before, around)) for part, source in _parts(own, sentence)]
        for statement in filter(None, made):
            yield statement
            before = statement.text


def last_question(text: str, around: Around) -> str:
    """Return the question that a paragraph ends with, or ""."""
    if not is_question(text):
        return ""
    *_, last = whole_sentences(text)
    return without_speaker(_BREAK.sub(" ", last), around.language)


def _said(own: str, source: str, lead: str) -> Statement | None:
    """Return the statement with its lead. None: it is too long, and without its lead it could say the opposite."""
    made = led(lead, ended(own), source)
    return made if len(made.text) <= MAX_CHARACTERS else None


def _needed(sentence: str, before: str, around: Around) -> str:
    """Return what a sentence needs to be understood: the one before it, its heading, or nothing."""
    if leans(sentence, around.language):
        return before or around.heading
    if is_step(sentence, around.language):
        return before if names_place(before) or is_step(before, around.language) else around.heading
    return around.heading if needs_heading(sentence, around.heading, around.text, around.language) else ""


def _parts(own: str, source: str) -> Iterator[tuple[str, str]]:
    """Yield the sentence with its source, or its clauses where it is too long to be said."""
    if len(own) <= MAX_CHARACTERS:
        yield own, source
        return
    for clause in _CLAUSE_END.split(source):
        said = _BREAK.sub(" ", clause).strip()
        if said and len(said) <= MAX_CHARACTERS and not said.endswith(":"):
            yield said[:1].upper() + said[1:], clause.strip()

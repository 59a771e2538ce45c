"""This module cuts a text into clauses and says which groups of words of a vocabulary each of them uses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from knowledge.languages.base import PersonWords
from knowledge.languages.leaning_words.base import LeaningWords
from knowledge.languages.registry import LANGUAGES
from worker.mail.lexicon import Groups, Lexicon, fold, lexicon_of, tokens

NUMBER = "number"  # a group of every language: digits as of a phone
_WITH = frozenset(
    {"humans", "staff", "chiefs", "someone", "machines", "voice", "calls", "phones", "addressing", "asking"}
)
_NONE: Groups = frozenset()
_WORD = re.compile(r"\w+")  # E_NO_CONTACT is one word
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|[;\n\r]")
_CLAUSE_END = re.compile(r"[,()\[\]–—]|:(?=\s|$)|\s-\s")  # noqa: RUF001 - dashes that people type
_PHONE_DIGITS = 6
_WINDOW = 18  # words: somebody who writes no commas says several things in one sentence
_STEP = 9


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary is a field of every language that holds groups of words."""

    field: str
    kind: type[Any]  # of the field: a dataclass of groups, one of which is `joining`
    together: Callable[[Groups], Groups] = lambda groups: groups  # what the groups of a clause mean together

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.kind) if field.name != "joining")


def _with_topic(groups: Groups) -> Groups:
    """Return the groups of a clause. "I want to talk about the renewal" names what, and nobody to talk with."""
    is_topic = {"talking", "about"} <= groups and groups.isdisjoint(_WITH)
    return groups | {"topics"} if is_topic else groups


PERSON = Vocabulary("person", PersonWords, _with_topic)
LEANING = Vocabulary("leaning_words", LeaningWords)


@dataclass(frozen=True)
class Clause:
    """A clause is a part of a sentence, with what its words mean in each language."""

    text: str  # as its writer wrote it
    words: int
    groups: tuple[Groups, ...]  # per language of the registry
    only: tuple[Groups, ...]  # the same, empty unless every word of the clause belongs to a group


@dataclass(frozen=True)
class _Words:
    lexicon: Lexicon
    joining: frozenset[str]  # a clause that begins with one stays with the clause before


def clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, a long one in overlapping windows."""
    known = _words_of(vocabulary)
    for sentence in _split(_SENTENCE_END, text):
        for clause in _joined(sentence, known):
            spans = [match.span() for match in _WORD.finditer(clause)]
            words = [fold(clause[start:end]) for start, end in spans]
            marked = [each.lexicon.mark(words) for each in known]
            for start in range(0, max(1, len(spans) - _STEP), _STEP) if len(spans) > _WINDOW else (0,):
                window = slice(start, start + _WINDOW)
                if spans[window]:
                    shown = clause[spans[window][0][0] : spans[window][-1][1]]
                    yield _clause(shown, words[window], [marks[window] for marks in marked], vocabulary)


def _split(end: re.Pattern[str], text: str) -> Iterator[str]:
    return (part for part in end.split(text) if part.strip())


def _joined(sentence: str, known: tuple[_Words, ...]) -> Iterator[str]:
    """Yield the clauses of a sentence. One that begins with "that" or "who" stays with the one before."""
    held = ""
    for part in _split(_CLAUSE_END, sentence):
        first = tokens(part[:40])[:1]
        if held and first and any(first[0] in each.joining for each in known):
            held = f"{held}, {part.strip()}"
            continue
        if held:
            yield held
        held = part.strip()
    if held:
        yield held


def _clause(text: str, words: list[str], marked: list[list[set[str]]], vocabulary: Vocabulary) -> Clause:
    has_number = sum(len(word) for word in words if word.isdigit()) >= _PHONE_DIGITS
    numbers: Groups = frozenset({NUMBER} if has_number else ())
    groups = tuple(vocabulary.together(numbers.union(*marks)) for marks in marked)
    only = tuple(whole if all(marks) else _NONE for whole, marks in zip(groups, marked, strict=True))
    return Clause(text, len(words), groups, only)


@cache
def _words_of(vocabulary: Vocabulary) -> tuple[_Words, ...]:
    """Return the words of a vocabulary in each language of the registry."""
    own = [getattr(language, vocabulary.field) for language in LANGUAGES.values()]
    return tuple(
        _Words(
            lexicon_of({group: getattr(words, group) for group in vocabulary.groups}),
            frozenset(map(fold, words.joining)),
        )
        for words in own
    )

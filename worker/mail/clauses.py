"""This module cuts a text into clauses and says which groups of words of a vocabulary each of them uses.

Words and phrases are looked up, and nothing is matched by a pattern that could go back, so the time grows with the
length of the text whatever its writer chooses.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from knowledge.languages.base import PersonWords, Words
from knowledge.languages.leaning_words.base import LeaningWords
from knowledge.languages.registry import LANGUAGES

Groups = frozenset[str]  # names of fields of a vocabulary

NUMBER = "number"  # a group of every language: digits as of a phone
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 3, 16  # characters before a "*"
_NONE: Groups = frozenset()
_WORD = re.compile(r"\w+")  # E_NO_CONTACT is one word
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|[;\n\r]")
_CLAUSE_END = re.compile(r"[,()\[\]–—]|:(?=\s|$)|\s-\s")  # noqa: RUF001 - dashes that people type
_UMLAUT = re.compile(r"([aou])e")
_PHONE_DIGITS = 6
_WINDOW = 18  # words: somebody who writes no commas says several things in one sentence
_STEP = 9


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary is a field of every language that holds groups of words."""

    field: str
    kind: type[Any]  # of the field: a dataclass of groups, one of which is `joining`

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.kind) if field.name != "joining")


PERSON = Vocabulary("person", PersonWords)
LEANING = Vocabulary("leaning_words", LeaningWords)


@dataclass(frozen=True)
class Clause:
    """A clause is a part of a sentence, with what its words mean in each language."""

    text: str  # as its writer wrote it
    words: int
    groups: tuple[Groups, ...]  # per language of the registry
    only: tuple[Groups, ...]  # the same, empty unless every word of the clause belongs to a group


@dataclass(frozen=True)
class _Lexicon:
    phrases: Mapping[str, list[tuple[list[str], Groups]]]  # by the first word
    beginnings: Mapping[str, Groups]
    joining: frozenset[str]


def clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, a long one in overlapping windows."""
    lexicons = _lexicons(vocabulary)
    for sentence in _split(_SENTENCE_END, text):
        for clause in _joined(sentence, lexicons):
            spans = [match.span() for match in _WORD.finditer(clause)]
            words = [fold(clause[start:end]) for start, end in spans]
            marked = [_mark(words, lexicon) for lexicon in lexicons]
            for start in range(0, max(1, len(spans) - _STEP), _STEP) if len(spans) > _WINDOW else (0,):
                window = slice(start, start + _WINDOW)
                if spans[window]:
                    shown = clause[spans[window][0][0] : spans[window][-1][1]]
                    yield _clause(shown, words[window], [marks[window] for marks in marked])


def fold(text: str) -> str:
    """Return a text in lower case without accents; "ü" and "ue" become the same, because people type both."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _UMLAUT.sub(r"\1", lowered)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def _split(end: re.Pattern[str], text: str) -> Iterator[str]:
    return (part for part in end.split(text) if part.strip())


def _joined(sentence: str, lexicons: tuple[_Lexicon, ...]) -> Iterator[str]:
    """Yield the clauses of a sentence. One that begins with "that" or "who" stays with the one before."""
    held = ""
    for part in _split(_CLAUSE_END, sentence):
        first = tokens(part[:40])[:1]
        if held and first and any(first[0] in lexicon.joining for lexicon in lexicons):
            held = f"{held}, {part.strip()}"
            continue
        if held:
            yield held
        held = part.strip()
    if held:
        yield held


def _clause(text: str, words: list[str], marked: list[list[set[str]]]) -> Clause:
    has_number = sum(len(word) for word in words if word.isdigit()) >= _PHONE_DIGITS
    groups = tuple(frozenset[str]({NUMBER} if has_number else ()).union(*marks) for marks in marked)
    only = tuple(whole if all(marks) else _NONE for whole, marks in zip(groups, marked, strict=True))
    return Clause(text, len(words), groups, only)


def _mark(found: list[str], lexicon: _Lexicon) -> list[set[str]]:
    """Return the groups of each word, by itself and as a part of phrases."""
    marks: list[set[str]] = [set() for _ in found]
    for start, word in enumerate(found):
        for phrase, groups in lexicon.phrases.get(word, ()):
            if found[start : start + len(phrase)] == phrase:
                for place in range(start, start + len(phrase)):
                    marks[place] |= groups
        for length in range(_SHORTEST_BEGINNING, min(len(word), _LONGEST_BEGINNING) + 1):
            marks[start] |= lexicon.beginnings.get(word[:length], _NONE)
    return marks


@cache
def _lexicons(vocabulary: Vocabulary) -> tuple[_Lexicon, ...]:
    return tuple(_lexicon(getattr(language, vocabulary.field), vocabulary.groups) for language in LANGUAGES.values())


def _lexicon(words: Any, groups_of_words: tuple[str, ...]) -> _Lexicon:
    phrases: dict[tuple[str, ...], set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for group in groups_of_words:
        entries: Words = getattr(words, group)
        for entry in entries:
            parts = tokens(entry.replace("_", " "))
            if entry.endswith("*"):
                beginnings.setdefault(parts[-1], set()).add(group)
            else:
                phrases.setdefault(tuple(parts), set()).add(group)
    by_first: dict[str, list[tuple[list[str], Groups]]] = {}
    for phrase, groups in phrases.items():
        by_first.setdefault(phrase[0], []).append((list(phrase), frozenset(groups)))
    return _Lexicon(
        by_first,
        {key: frozenset(value) for key, value in beginnings.items()},
        frozenset(fold(word) for word in words.joining),
    )

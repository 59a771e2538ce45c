"""This module says which groups of `ThreadWords` the words of a text belong to.

Words and phrases are looked up, and nothing is matched by a pattern that could go back, so the time grows with the
length of the text whatever its writer chooses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from knowledge.languages.base import ThreadWords, Words
from knowledge.languages.registry import LANGUAGES
from worker.mail.clauses import fold, tokens

MOST_READ = 4_000  # characters of a message
_NOT = re.compile(r"n['\u2019]t\b")
_PART_END = re.compile(r"[.!?\u2026](?=\s|$)|[;\n\r]")
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 2, 16


@dataclass(frozen=True)
class Word:
    """A word is one of a text, with the groups that it belongs to, by itself and as a part of phrases."""

    text: str  # folded
    written: str
    groups: frozenset[str]


@dataclass(frozen=True)
class _Lexicon:
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]  # by the first word
    beginnings: Mapping[str, frozenset[str]]


def parts(text: str, language: str) -> Iterator[list[Word]]:
    """Yield the sentences and lines of a text as words."""
    for part in _PART_END.split(_NOT.sub(" not", text[:MOST_READ])):
        found = words(part, language)
        if found:
            yield found


def words(text: str, language: str) -> list[Word]:
    """Return the words of a text in a language of the registry."""
    written = re.findall(r"\w+", text)
    folded = [fold(token) for token in written]
    marks = _mark(folded, _lexicon(language))
    return [Word(*word) for word in zip(folded, written, map(frozenset, marks), strict=True)]


def languages(language: str | None) -> Sequence[str]:
    """Return the language of a ticket, or all of ours where it could not be told."""
    return (language,) if language is not None and language in LANGUAGES else tuple(LANGUAGES)


def _mark(found: Sequence[str], lexicon: _Lexicon) -> list[set[str]]:
    marks: list[set[str]] = [set() for _ in found]
    for start, word in enumerate(found):
        for phrase, group in lexicon.phrases.get(word, ()):
            if tuple(found[start : start + len(phrase)]) == phrase:
                for place in range(start, start + len(phrase)):
                    marks[place].add(group)
        for length in range(_SHORTEST_BEGINNING, min(len(word), _LONGEST_BEGINNING) + 1):
            marks[start] |= lexicon.beginnings.get(word[:length], frozenset())
    return marks


@cache
def _lexicon(language: str) -> _Lexicon:
    known = LANGUAGES[language].thread
    phrases: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    beginnings: dict[str, set[str]] = {}
    for group in (field.name for field in fields(ThreadWords)):
        entries: Words = getattr(known, group)
        for entry in entries:
            phrase = tuple(tokens(_NOT.sub(" not", entry.replace("_", " ").replace("n t ", "n't "))))
            if entry.endswith("*"):
                beginnings.setdefault(phrase[-1], set()).add(group)
            else:
                phrases.setdefault(phrase[0], set()).add((phrase, group))
    return _Lexicon(
        {first: sorted(found) for first, found in phrases.items()},
        {beginning: frozenset(groups) for beginning, groups in beginnings.items()},
    )

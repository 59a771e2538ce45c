"""This module says which groups of `ThreadWords` the words of a text belong to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache

from knowledge.languages.base import ThreadWords
from knowledge.languages.registry import LANGUAGES
from worker.mail.lexicon import Groups, Lexicon, fold, lexicon_of, tokens

MOST_READ = 4_000  # characters of a message
_NOT = re.compile(r"n['\u2019]t\b")
_PART_END = re.compile(r"[.!?\u2026](?=\s|$)|[;\n\r]")


@dataclass(frozen=True)
class Word:
    """A word is one of a text, with the groups that it belongs to, by itself and as a part of phrases."""

    text: str  # folded
    written: str
    groups: Groups


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
    marks = _lexicon(language).mark(folded)
    return [Word(*word) for word in zip(folded, written, map(frozenset, marks), strict=True)]


def languages(language: str | None) -> Sequence[str]:
    """Return the language of a ticket, or all of ours where it could not be told."""
    return (language,) if language is not None and language in LANGUAGES else tuple(LANGUAGES)


@cache
def _lexicon(language: str) -> Lexicon:
    known = LANGUAGES[language].thread
    return lexicon_of({field.name: getattr(known, field.name) for field in fields(ThreadWords)}, _read)


def _read(entry: str) -> list[str]:
    return tokens(_NOT.sub(" not", entry.replace("n t ", "n't ")))

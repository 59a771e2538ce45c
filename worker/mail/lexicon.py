"""This module looks up the words of a text in groups of words and phrases.

Nothing is matched by a pattern that could go back, so the time grows with the length of the text whatever its writer
chooses. In a group `_` stands between the words of a phrase, and `*` ends the beginning of a word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.languages.base import Words

Groups = frozenset[str]  # names of groups

_NONE: Groups = frozenset()
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 2, 16  # characters before a "*"
_WORD = re.compile(r"\w+")  # E_NO_CONTACT is one word
_UMLAUT = re.compile(r"([aou])e")


def fold(text: str) -> str:
    """Return a text in lower case without accents; "ü" and "ue" become the same, because people type both."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _UMLAUT.sub(r"\1", lowered)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Lexicon:
    """A lexicon knows which groups a word or a phrase belongs to."""

    phrases: Mapping[str, Sequence[tuple[list[str], Groups]]]  # by the first word
    beginnings: Mapping[str, Groups]

    def starting(self, words: Sequence[str], start: int = 0) -> Groups:
        """Return the groups of the phrases that begin at one place."""
        return _NONE.union(*(groups for _, groups in self._found(words, start)))

    def mark(self, words: Sequence[str]) -> list[set[str]]:
        """Return the groups of each word, by itself and as a part of phrases."""
        marks: list[set[str]] = [set() for _ in words]
        for start, word in enumerate(words):
            for length, groups in self._found(words, start):
                for place in range(start, start + length):
                    marks[place] |= groups
            for length in range(_SHORTEST_BEGINNING, min(len(word), _LONGEST_BEGINNING) + 1):
                marks[start] |= self.beginnings.get(word[:length], _NONE)
        return marks

    def _found(self, words: Sequence[str], start: int) -> Iterable[tuple[int, Groups]]:
        known = self.phrases.get(words[start], ()) if start < len(words) else ()
        return ((len(phrase), groups) for phrase, groups in known if list(words[start : start + len(phrase)]) == phrase)


def lexicon_of(groups: Mapping[str, Iterable[str] | Words], read: Callable[[str], list[str]] = tokens) -> Lexicon:
    """Return the lexicon of groups of words, by their names. `read`: how the texts that are looked up are cut into words."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for group, entries in groups.items():
        for entry in entries:
            phrase = tuple(read(entry.replace("_", " ")))
            if entry.endswith("*"):
                beginnings.setdefault(phrase[-1], set()).add(group)
            elif phrase:
                phrases.setdefault(phrase, set()).add(group)
    return Lexicon(_by_first(phrases), {beginning: frozenset(names) for beginning, names in beginnings.items()})


def phrases_of(groups: Mapping[str, Iterable[str]]) -> Lexicon:
    """Return the lexicon of phrases as people write them: whole words, in which no sign has a meaning."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    for group, entries in groups.items():
        for entry in entries:
            if phrase := tuple(tokens(entry)):
                phrases.setdefault(phrase, set()).add(group)
    return Lexicon(_by_first(phrases), {})


def _by_first(phrases: Mapping[tuple[str, ...], Iterable[str]]) -> dict[str, list[tuple[list[str], Groups]]]:
    found: dict[str, list[tuple[list[str], Groups]]] = {}
    for phrase, names in phrases.items():
        found.setdefault(phrase[0], []).append((list(phrase), frozenset(names)))
    return found

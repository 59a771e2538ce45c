"""This module looks up `AskingWords` in folded words, one by one, so the time grows with the length of the text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.languages.base import Words
from knowledge.languages.registry import LANGUAGES
from worker.mail.clauses import fold

Groups = frozenset[str]  # names of fields of `AskingWords`

PHRASES = ("interrogatives", "inverted", "requests", "imperatives", "problems", "adding", "several", "referring")
_NEGATED = re.compile(r"n['’]t\b")  # noqa: RUF001 - an apostrophe that people type
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Lexicon:
    """A lexicon holds the words of one language, or of all."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # by the first word
    small: frozenset[str]  # words that mean little by themselves
    empty: frozenset[str]  # these and the vague ones

    def groups(self, words: Sequence[str], start: int = 0) -> Groups:
        """Return the groups of the phrases that begin at one place."""
        if start >= len(words):
            return frozenset()
        known = self.phrases.get(words[start], ())
        return frozenset(group for phrase, group in known if tuple(words[start : start + len(phrase)]) == phrase)

    def content(self, words: Sequence[str]) -> list[str]:
        """Return the words that say what a sentence is about."""
        return [w for w in words if (len(w) > 2 or w.isdigit()) and w not in self.empty]


def tokens(text: str) -> list[str]:
    """Return the folded words of a text; "can't" is one word, "l'appli" and "s'il" are two."""
    return _WORD.findall(fold(_NEGATED.sub("nt", text)))


@cache
def lexicon(language: str | None) -> Lexicon:
    """Return the words of a language, or those of all of ours if it is none of them."""
    own = LANGUAGES.get(language or "")
    known = [own] if own else list(LANGUAGES.values())
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words in (each.asking for each in known):
        for group in PHRASES:
            for phrase in _folded(getattr(words, group)):
                phrases.setdefault(phrase[0], []).append((phrase, group))
    small = {w for each in known for phrase in _folded(each.small_words) for w in phrase}
    vague = {w for each in known for phrase in _folded(each.asking.vague) for w in phrase}
    telling = {w for each in known for phrase in _folded(each.asking.telling) for w in phrase}
    return Lexicon(
        {first: tuple(found) for first, found in phrases.items()},
        frozenset(small - telling),
        frozenset((small | vague) - telling),
    )


def _folded(words: Words) -> list[tuple[str, ...]]:
    """Return the phrases as folded words; "_" stands between them, and an apostrophe parts them as it does in a text."""
    return [tuple(found) for entry in sorted(words) if (found := tokens(entry.replace("_", " ")))]

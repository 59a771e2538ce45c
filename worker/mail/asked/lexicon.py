"""This module says which groups of `AskingWords` the words of a text belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.languages.base import Words
from knowledge.languages.registry import LANGUAGES
from worker.mail.lexicon import Groups, Lexicon, fold, lexicon_of

PHRASES = ("interrogatives", "inverted", "requests", "imperatives", "problems", "adding", "several", "referring")
_NEGATED = re.compile(r"n['’]t\b")  # noqa: RUF001 - an apostrophe that people type
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class AskingLexicon:
    """A lexicon holds the words of one language, or of all."""

    phrases: Lexicon
    small: frozenset[str]  # words that mean little by themselves
    empty: frozenset[str]  # these and the vague ones

    def groups(self, words: Sequence[str], start: int = 0) -> Groups:
        """Return the groups of the phrases that begin at one place."""
        return self.phrases.starting(words, start)

    def content(self, words: Sequence[str]) -> list[str]:
        """Return the words that say what a sentence is about."""
        return [w for w in words if (len(w) > 2 or w.isdigit()) and w not in self.empty]


def tokens(text: str) -> list[str]:
    """Return the folded words of a text; "can't" is one word, "l'appli" and "s'il" are two."""
    return _WORD.findall(fold(_NEGATED.sub("nt", text)))


@cache
def lexicon(language: str | None) -> AskingLexicon:
    """Return the words of a language, or those of all of ours if it is none of them."""
    own = LANGUAGES.get(language or "")
    known = [own] if own else list(LANGUAGES.values())
    groups = {group: [entry for each in known for entry in getattr(each.asking, group)] for group in PHRASES}
    small = {w for each in known for phrase in _folded(each.small_words) for w in phrase}
    vague = {w for each in known for phrase in _folded(each.asking.vague) for w in phrase}
    telling = {w for each in known for phrase in _folded(each.asking.telling) for w in phrase}
    return AskingLexicon(
        lexicon_of(groups, tokens),
        frozenset(small - telling),
        frozenset((small | vague) - telling),
    )


def _folded(words: Words) -> list[tuple[str, ...]]:
    """Return the phrases as folded words; "_" stands between them, and an apostrophe parts them as it does in a text."""
    return [tuple(found) for entry in sorted(words) if (found := tokens(entry.replace("_", " ")))]

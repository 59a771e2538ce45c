"""This module looks up what words mean to the check: a state, a modal word, a bound, a unit (`ClaimWords`)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from knowledge.languages.base import Language
from knowledge.languages.registry import LANGUAGES
from worker.mail.lexicon import fold as mail_fold
from worker.mail.number_words import value_of

DENYING, LACKING = "denying", "denying.lacking"
_GROUPS = ("states", "modals", "bounds", "order", "extents", "units", "rows", "same")
_ONLY_BEFORE_DATES = {"order.from_date": "order.since", "order.to_date": "order.until"}
_SHORTEST = 4  # letters that are left of a word without its ending
_LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]++|[%€$]")


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary holds the words of one language, or of all of ours where the language is not known."""

    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], frozenset[str]]]]  # by the first word, longest first
    neutral: frozenset[str]  # words that add nothing
    before_dates: Mapping[str, str]  # word -> what it means before a date
    joining: frozenset[str]
    ones: frozenset[str]
    months: Mapping[str, int]
    numbers: Mapping[
        str, str
    ]  # "five" -> "5"; none where the language is not known: "once" is a number in Spanish only
    endings: tuple[str, ...]
    denied_before: bool
    contractions: tuple[tuple[str, str], ...]

    def longest(self, words: Sequence[str], start: int) -> tuple[int, frozenset[str]]:
        """Return how many words the longest phrase at a place has, and what it means; 1 and nothing if there is none."""
        for phrase, meanings in self.phrases.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return len(phrase), meanings
        return 1, frozenset()

    def stem(self, word: str) -> str:
        """Return the part of a folded word that its forms share."""
        word = word[:_LONGEST_WORD]
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: -len(ending)]
                break
        return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word


def fold(text: str) -> str:
    """Return a text in lower case without accents."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@cache
def vocabulary(language: str | None) -> Vocabulary:
    """Return the words of a language, or those of all of ours if it is none of them."""
    own = LANGUAGES.get(language or "")
    known = [own] if own else list(LANGUAGES.values())
    meanings: dict[tuple[str, ...], set[str]] = {}
    for each in known:
        for meaning, phrase in _entries(each):
            meanings.setdefault(phrase, set()).add(meaning)
    before_dates = {
        phrase[0]: _ONLY_BEFORE_DATES[meaning]
        for phrase, found in meanings.items()
        for meaning in found
        if meaning in _ONLY_BEFORE_DATES
    }
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, found in sorted(meanings.items(), key=lambda item: -len(item[0])):
        if kept := frozenset(found - set(_ONLY_BEFORE_DATES)):
            phrases.setdefault(phrase[0], []).append((phrase, kept))
    small = {w for each in known for w in _words(each.small_words)} - {
        w for e in known for w in _words(e.claims.telling)
    }
    return Vocabulary(
        phrases=phrases,
        neutral=frozenset(small | {w for each in known for w in _words(each.claims.neutral)}),
        before_dates=before_dates,
        joining=frozenset(w for each in known for w in _words(each.claims.joining)),
        ones=frozenset(w for each in known for w in _words(each.claims.ones)),
        months={w: n for each in known for n, names in enumerate(each.claims.months, 1) for w in _words(names)},
        numbers={fold(w): str(n) for w in own.number_words if (n := value_of([mail_fold(w)])) is not None}
        if own
        else {},
        endings=tuple(sorted({fold(e) for each in known for e in each.claims.endings}, key=lambda e: (-len(e), e))),
        denied_before=any(each.claims.denied_before for each in known),
        contractions=tuple(pair for each in known for pair in each.contractions),
    )


def _entries(language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what each phrase of a language means, with its folded words."""
    claims = language.claims
    for name in _GROUPS:
        group: Any = getattr(claims, name)
        for field in fields(group):
            for entry in getattr(group, field.name):
                yield f"{name}.{field.name}", _phrase(entry)
    for entry in claims.lacking:
        yield LACKING, _phrase(entry)
    for entry in (claims.denying | language.negations) - claims.lacking:
        yield DENYING, _phrase(entry)


def _phrase(entry: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(entry.replace("_", " "))))


def _words(entries: frozenset[str]) -> set[str]:
    return {word for entry in entries for word in _phrase(entry)}

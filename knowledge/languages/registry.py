"""This module lists the languages that we answer in, and joins what they know into one list or one pattern."""

from collections.abc import Callable, Iterable, Mapping

from knowledge.languages import de, en, es, fr
from knowledge.languages.base import Language, Patterns, Words

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (en.LANGUAGE, de.LANGUAGE, fr.LANGUAGE, es.LANGUAGE)
}
"""By ISO 639-1 code. The order is that of the reply's grammar, and of two guesses that are equally good."""


def all_words(field: Callable[[Language], Words]) -> Words:
    """Return the words that `field` has in any of the languages."""
    return frozenset[str]().union(*map(field, LANGUAGES.values()))


def any_of(field: Callable[[Language], Patterns]) -> str:
    """Return one pattern that matches what any pattern of `field` matches, in any of the languages."""
    return either(pattern for language in LANGUAGES.values() for pattern in field(language))


def either(patterns: Iterable[str]) -> str:
    """Return one pattern, a group that captures nothing, in place of several."""
    return f"(?:{'|'.join(dict.fromkeys(patterns))})"

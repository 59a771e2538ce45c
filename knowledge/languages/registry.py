"""This module lists the languages that we answer in, and combines their words and their patterns."""

from collections.abc import Callable, Iterable, Mapping

from knowledge.languages import de, en, es, fr
from knowledge.languages.base import Language, Words
from knowledge.languages.layout import Layout, Patterns
from knowledge.languages.layouts import it, nl, pt

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (en.LANGUAGE, de.LANGUAGE, fr.LANGUAGE, es.LANGUAGE)
}
"""The key is the ISO 639-1 code. The order is that of the reply's grammar, and decides between two equally good guesses."""

FURTHER_LAYOUTS: Mapping[str, Layout] = {"nl": nl.LAYOUT, "it": it.LAYOUT, "pt": pt.LAYOUT}
"""These languages are not ours, but our customers' mail programs speak them."""


def all_words(field: Callable[[Language], Words]) -> Words:
    """Return the words that `field` has in any of the languages."""
    return frozenset[str]().union(*map(field, LANGUAGES.values()))


def any_of(field: Callable[[Language], Patterns]) -> str:
    """Return one pattern that matches what any pattern of `field` matches, in any of the languages."""
    return either(pattern for language in LANGUAGES.values() for pattern in field(language))


def in_any_layout(field: Callable[[Layout], Patterns]) -> str:
    """Return one pattern that matches what any pattern of `field` matches, in any language that mail programs speak to us."""
    layouts = [*(language.layout for language in LANGUAGES.values()), *FURTHER_LAYOUTS.values()]
    return either(pattern for layout in layouts for pattern in field(layout))


def either(patterns: Iterable[str]) -> str:
    """Return one pattern, a group without capture, in place of several."""
    return f"(?:{'|'.join(dict.fromkeys(patterns))})"

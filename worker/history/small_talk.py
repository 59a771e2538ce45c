"""This module tells a sentence of an answer that says nothing which a page could carry: politeness, a question to the
customer, or what we did or shall do about the ticket ("I have looked into it"). Nothing is missing where no page says that.

Besides a phrase that tells, nearly every word must be one that such sentences have: "sorry, the export is limited to 500 rows"
states something.
"""

from functools import cache

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.mail.asked import lexicon as asking
from worker.mail.lexicon import Lexicon, lexicon_of, tokens

_MOST_OTHER = 2  # words: a name, or what the ticket is about
_MOST_WORDS = 40
_GROUPS = ("thanks", "kindness", "closing", "contrast")


def is_small_talk(sentence: str) -> bool:
    """Return whether a sentence says nothing that a page could carry."""
    if is_question(sentence):
        return True
    said = tokens(sentence)
    if len(said) > _MOST_WORDS or any(character.isdigit() for character in sentence):
        return False
    told = guess(sentence)
    return any(_is_small_talk(said, code) for code in LANGUAGES if code == told or told not in LANGUAGES)


def is_question(sentence: str) -> bool:
    return sentence.rstrip().endswith("?")


def _is_small_talk(said: list[str], language: str) -> bool:
    known, small = _words(language), asking.lexicon(language).small
    marks = known.mark(said)
    found = frozenset[str]().union(*marks)
    if "telling" not in found or "contrast" in found:
        return False
    other = [
        word for word, groups in zip(said, marks, strict=True) if not groups and word not in small and len(word) > 1
    ]
    return len(other) <= _MOST_OTHER


@cache
def _words(language: str) -> Lexicon:
    own = LANGUAGES[language]
    friendly = {name: getattr(own.thread, name) for name in _GROUPS}
    groups = {"telling": own.small_talk.telling, "beside": own.small_talk.beside, **friendly}
    return lexicon_of(groups, tokens)

"""This module tells whether a message rejects the answer before it, and whether it says enough by itself to be searched for."""

from knowledge.languages.registry import LANGUAGES
from worker.mail.thread.lexicon import Word, languages, parts, words

FEW = 3  # content words; a message with fewer asks nothing that can be found
_NEAR = 7  # words between a denial and what is denied
_SHORTEST_TOPIC = 5  # characters of a word in a subject
_VAGUE = frozenset({"vague", "outcomes"})
_NOTHING = frozenset(
    {"thanks", "kindness", "approving", "contrast", "asking", "denying", "refusing", "complaining", "pointing"}
)


def rejects(text: str, language: str | None) -> bool:
    """Return whether a message says that an answer was wrong or did not help. `language`: ISO 639-1, or None."""
    return any(_rejects(text, one) for one in languages(language))


def leans(text: str, language: str | None) -> bool:
    """Return whether a message needs what was said before it: it points back, or names next to nothing of its own."""
    return rejects(text, language) or all(_leans(text, one) for one in languages(language))


def names_topic(subject: str, language: str | None) -> bool:
    """Return whether a subject names what the ticket is about. "Urgent problem" does not."""
    return all(any(_names(word) for word in words(subject, one)) for one in languages(language))


def _names(word: Word) -> bool:
    return len(word.text) >= _SHORTEST_TOPIC and not word.groups & (_NOTHING | _VAGUE)


def asks(text: str, language: str | None) -> bool:
    """Return whether a message asks for something: with a question mark, or with a word for it."""
    return "?" in text or any(
        "asking" in word.groups for one in languages(language) for part in parts(text, one) for word in part
    )


def content(text: str, language: str | None) -> frozenset[str]:
    """Return the words of a text that have a meaning of their own, folded."""
    found = (_content(text, one) for one in languages(language))
    return min(found, key=len)


def _rejects(text: str, language: str) -> bool:
    said = list(parts(text, language))
    if said and "refusing" in said[0][0].groups:
        return True
    return any(_is_rejection(part) for part in said)


def _is_rejection(part: list[Word]) -> bool:
    if any("complaining" in word.groups for word in part):
        return True
    denied = [place for place, word in enumerate(part) if "denying" in word.groups]
    achieved = [place for place, word in enumerate(part) if "outcomes" in word.groups]
    return any(abs(one - other) <= _NEAR and one != other for one in denied for other in achieved)


def _leans(text: str, language: str) -> bool:
    said = list(parts(text, language))
    points = any("pointing" in word.groups for part in said for word in part)
    return points or len(_content(text, language)) < FEW


def _content(text: str, language: str) -> frozenset[str]:
    small = LANGUAGES[language].small_words
    return frozenset(
        word.text
        for part in parts(text, language)
        for word in part
        if (len(word.text) > 2 or word.text.isdigit())
        and not word.groups & _NOTHING
        and word.written.lower() not in small
    )

"""This module tells whether a ticket says nothing about what it wants: "I need help", "it does not work"."""

from knowledge.languages.registry import LANGUAGES
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.subject import without_marks
from worker.mail.view import MOST_CHARACTERS

_MOST_WORDS = 60  # who writes more tells something, if only between the lines


def is_vague(subject: str, body: str) -> bool:
    """Return whether nothing is left of a ticket without the greetings, small words, complaints and names of the whole
    product of one language. A number, and every other word, says something."""
    text = f"{without_marks(subject)}\n{body}"[:MOST_CHARACTERS]
    words = tokens(text)
    if not words or len(words) > _MOST_WORDS:
        return False
    telling = [word for word in words if len(word) > 1 or word.isdigit()]
    return any(lexicon(code).empty.issuperset(telling) for code in LANGUAGES)

"""This module tells a message that only says thanks, or that all is well: nothing is left to do.

Every word must be one of thanks, kindness or success, in one language. A name may stand beside them, and what works may be
named. A question, a wish, a "but" or a "not" makes it a message like any other, and so does a word that nobody expects.
"""

from collections.abc import Sequence

from knowledge.languages.guess import OTHER, guess
from knowledge.languages.registry import LANGUAGES
from worker.mail.thread.lexicon import Word, parts

_MOST_CHARACTERS = 600
_MOST_NAMES = 3  # words of a name
_MOST_NAMED = 5  # words for what works
_SAYS = frozenset({"thanks", "solved", "closing", "approving"})
_FRIENDLY = _SAYS | {"kindness"}
_BLOCKING = frozenset({"contrast", "asking", "denying", "refusing", "complaining"})


def is_thanks(text: str) -> bool:
    """Return whether a message says thanks, or that all is well, and nothing else."""
    if len(text) > _MOST_CHARACTERS or "?" in text:
        return False
    told = guess(text)
    if told is not None and told in LANGUAGES:
        return _is_thanks(list(parts(text, told)), named=_MOST_NAMED)
    # Words of one language are something else in another: what works may be named only where the language is known.
    return told != OTHER and any(_is_thanks(list(parts(text, language)), named=0) for language in LANGUAGES)


def _is_thanks(said: Sequence[list[Word]], *, named: int) -> bool:
    if not any(word.groups & _SAYS for part in said for word in part):
        return False
    last = len(said) - 1
    return all(
        _is_friendly(part, named, is_last=place == last) or (place == last > 0 and _is_name(part))
        for place, part in enumerate(said)
    )


def _is_friendly(part: Sequence[Word], most_named: int, *, is_last: bool) -> bool:
    if any(_blocks(word) for word in part):
        return False
    strange = [place for place, word in enumerate(part) if not word.groups & _FRIENDLY]
    if not strange:
        return True
    if any("solved" in word.groups for word in part):
        return len(strange) <= most_named
    named = [part[place] for place in strange]
    return strange[0] > 0 and _is_name(named) and (is_last or any(word.groups & _SAYS for word in part))


def _blocks(word: Word) -> bool:
    """Return whether a word makes more of the message than thanks. In a phrase that ends a ticket it does not."""
    return any(c.isdigit() for c in word.text) or (bool(word.groups & _BLOCKING) and not word.groups & _FRIENDLY)


def _is_name(part: Sequence[Word]) -> bool:
    return len(part) <= _MOST_NAMES and all(word.written[:1].isupper() and not _blocks(word) for word in part)

"""This module tells our own words again when a helpdesk reports them. Helpdesks return HTML as text of their own making:
with or without the numbers of a list, the addresses of links, stars around what is strong, and blanks elsewhere."""

import re

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+", re.IGNORECASE)
_MARK = re.compile(r"^[ \t>]*(?:\d{1,2}[.)]|[-*•])[ \t]+", re.MULTILINE)


def is_same(said: str, reported: str) -> bool:
    """Return whether a helpdesk reports what we said."""
    return bool((_forms(said) & _forms(reported)) - {""})


def has(reported: str, said: str) -> bool:
    """Return whether a helpdesk reports what we said, perhaps with a signature around it."""
    return any(ours and ours in theirs for ours in _forms(said) for theirs in _forms(reported))


def _forms(text: str) -> set[str]:
    """Return the letters and digits of a text without addresses, with the numbers of its lists and without them: a helpdesk
    that joins lines leaves numbers in the midst of them."""
    bare = _ADDRESS.sub(" ", text)
    return {_letters(bare), _letters(_MARK.sub("", bare))}


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())

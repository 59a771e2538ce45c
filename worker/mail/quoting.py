"""This module shortens the customer's words for an internal note, without addresses: a note that quotes one would pass on a
stranger's link."""

MOST_CHARACTERS = 120


def quoted(text: str) -> str:
    """Return the words of a text in one line, at most `MOST_CHARACTERS` of them."""
    line = " ".join("…" if _is_address(word) else word for word in text.split())
    return line if len(line) <= MOST_CHARACTERS else f"{line[:MOST_CHARACTERS]}…"


def _is_address(word: str) -> bool:
    return "://" in word or "@" in word or word.lower().startswith("www.")

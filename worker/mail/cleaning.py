"""This module extracts what a customer wrote from what a mail program sent: it drops markup, quoted thread, signature
and invisible characters, and keeps the words as they are.

    HTML ▶ text ▶ characters ▶ quoted thread ▶ signature ▶ one length

When in doubt a line stays, because a leftover signature costs a few tokens and a lost question costs the customer.
Every pattern is linear, because a stranger chooses the text it runs over.
"""

import re

from worker.mail.characters import visible
from worker.mail.markup import line_to_text, looks_like_html, to_text
from worker.mail.quotes import without_last_quote, without_thread
from worker.mail.signatures import without_signature

MOST_CHARACTERS = 20_000  # of a cleaned message; no model reads more, and a person has the original
_MOST_MARKUP = 400_000  # of an HTML mail: styles and images in it are long
_MOST_TEXT = 3 * MOST_CHARACTERS  # read before the thread is dropped
_SUBJECT_CHARACTERS = 300

_EMPTY_LINES = re.compile(r"\n{3,}")


def clean(body: str) -> str:
    """Return the customer's own words as plain text, at most `MOST_CHARACTERS`; empty where there are none."""
    text = to_text(body[:_MOST_MARKUP]) if looks_like_html(body) else body
    lines = [line.rstrip() for line in _EMPTY_LINES.sub("\n\n", visible(text[:_MOST_TEXT])).split("\n")]
    kept = without_signature(without_last_quote(without_thread(lines)))
    kept = without_last_quote(kept)
    return _shorten(_EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip())


def clean_subject(subject: str) -> str:
    """Return the subject as one line without tags and invisible characters."""
    text = visible(line_to_text(subject[: 10 * _SUBJECT_CHARACTERS]))
    return " ".join(text.split())[:_SUBJECT_CHARACTERS]


def _shorten(text: str) -> str:
    """Cut `text` to `MOST_CHARACTERS`, between words where there are words."""
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind(" ", MOST_CHARACTERS - 100, MOST_CHARACTERS)
    return text[: end if end > 0 else MOST_CHARACTERS]

"""This module tells whether a ticket asks or tells anything, because a model would answer an empty one too."""

import re

from knowledge.languages.registry import all_words, any_of
from worker.mail.subject import is_forward, is_reply, without_marks
from worker.mail.view import MOST_CHARACTERS, is_only_quote, told

_BY_PROGRAMS = "cid|inline"  # what mail programs write for a picture, in every language
PLACEHOLDER = re.compile(
    rf"\[(?:{_BY_PROGRAMS}|{any_of(lambda language: language.mail.placeholders)})\b[^\]\n]{{0,200}}\]", re.IGNORECASE
)
_FILE_ENDINGS = (
    ".png", ".jpg", ".jpeg", ".gif", ".heic", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".txt", ".log", ".zip",
    ".mp4", ".mov", ".eml", ".msg",
)  # fmt: skip
REMARKS = all_words(lambda language: language.mail.remarks)
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = 0x2E80  # from this code point on a letter can be a word


def is_answerable(text: str) -> bool:
    """Return whether the text of a message asks or tells anything. An empty text, emoji, a link, a remark that files are
    attached, or nothing but an earlier message and a signature does not."""
    tokens = PLACEHOLDER.sub(" ", told(text[:MOST_CHARACTERS])).split()
    said = " ".join(t for t in tokens if not _is_link(t) and not t.lower().rstrip(".,;:!?)").endswith(_FILE_ENDINGS))
    words = _WORD.findall(said.lower())
    letters = "".join(words)
    if len(letters) < 3 and not (len(letters) == 2 and all(ord(letter) >= _IDEOGRAPHS for letter in letters)):
        return False
    return not REMARKS.issuperset(words)


def says_something(subject: str, body: str) -> bool:
    """Return whether a ticket asks or tells anything. Its subject must where there is no body, or only a signature.

    An earlier message without a word of the sender's above it is a body that says nothing, if the subject says that this
    is an answer; without that mark the lines may be pasted, and the subject is the question. A
    subject is mostly written by a mail program, so a forwarding mark, a placeholder, a file's name or a single word in it
    is not a question.
    """
    if told(body) or (is_only_quote(body) and (is_reply(subject) or is_forward(subject))):
        return is_answerable(body)
    if body and is_forward(subject):
        return False  # what was to be read did not come along
    bare = without_marks(subject)
    words = {word.lower() for word in _WORD.findall(bare)} - REMARKS
    return is_answerable(bare) and len(words) > 1


def _is_link(token: str) -> bool:
    return "://" in token or "@" in token or token.lower().startswith("www.")

"""This module tells whether a ticket asks or tells anything, because a model would answer an empty one too."""

import re

from knowledge.languages.registry import all_words, any_of
from worker.mail.cleaning import MOST_CHARACTERS

_BY_PROGRAMS = "cid|inline"  # what mail programs write for a picture, in every language
_PLACEHOLDER = re.compile(
    rf"\[(?:{_BY_PROGRAMS}|{any_of(lambda language: language.mail.placeholders)})\b[^\]\n]{{0,200}}\]", re.IGNORECASE
)
_FILE_ENDINGS = (
    ".png", ".jpg", ".jpeg", ".gif", ".heic", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".txt", ".log", ".zip",
    ".mp4", ".mov", ".eml", ".msg",
)  # fmt: skip
_REMARKS = all_words(lambda language: language.mail.remarks)
# Re, AW, RE (fr), RV and the like, once or several times, and what a gateway puts before them.
_PREFIXES = re.compile(
    rf"^(?:\s*(?:{any_of(lambda language: language.mail.prefixes)}\s?(?:\[\d+\]|\(\d+\))?\s?:|\[[^\]]{{1,40}}\]))+",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(rf"\W*{any_of(lambda language: language.mail.no_subject)}\W*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = 0x2E80  # from this code point on a letter can be a word


def is_answerable(text: str) -> bool:
    """Return whether cleaned text asks or tells anything. An empty text, emoji, a link, or a remark that files are
    attached does not."""
    tokens = _PLACEHOLDER.sub(" ", text[:MOST_CHARACTERS]).split()
    told = " ".join(t for t in tokens if not _is_link(t) and not t.lower().rstrip(".,;:!?)").endswith(_FILE_ENDINGS))
    words = _WORD.findall(told.lower())
    letters = "".join(words)
    if len(letters) < 3 and not (len(letters) == 2 and all(ord(letter) >= _IDEOGRAPHS for letter in letters)):
        return False
    return not _REMARKS.issuperset(words)


def says_something(subject: str, body: str) -> bool:
    """Return whether a ticket asks or tells anything; without a body its subject must.

    A subject is mostly written by a mail program, so a forwarding mark, a placeholder, a file's name or a single word
    in it is not a question.
    """
    if body:
        return is_answerable(body)
    bare = without_prefixes(subject)
    words = {word.lower() for word in _WORD.findall(bare)} - _REMARKS
    return is_answerable(bare) and len(words) > 1 and not _NO_SUBJECT.fullmatch(bare)


def without_prefixes(subject: str) -> str:
    """Return a subject without the marks of a reply or a forwarded mail."""
    return _PREFIXES.sub("", subject)


def _is_link(token: str) -> bool:
    return "://" in token or "@" in token or token.lower().startswith("www.")

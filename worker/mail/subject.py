"""This module reads the subject of a message."""

import re

from knowledge.languages.registry import any_of, in_any_layout
from worker.mail.characters import visible
from worker.mail.tags import line_to_text

_SUBJECT_CHARACTERS = 300
# Marks of languages whose mail programs write nothing else that we read: Swedish, Danish, Finnish, Polish.
_FORWARDS = rf"(?:{in_any_layout(lambda layout: layout.forwards)}|vb|vs|vl|pd)"
_REPLIES = rf"(?:{in_any_layout(lambda layout: layout.replies)}|sv|odp|ynt)"
_COUNT = r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:\N{FULLWIDTH COLON}]"
_GATEWAY = r"\s*\[[^\]]{1,40}\]"  # "[EXTERNAL]"
_PREFIXES = re.compile(rf"^(?:\s*(?:{_REPLIES}|{_FORWARDS}){_COUNT}|{_GATEWAY})+", re.IGNORECASE)
_FORWARDED = re.compile(rf"^(?:{_GATEWAY})*\s*{_FORWARDS}{_COUNT}", re.IGNORECASE)
_REPLY = re.compile(rf"^(?:{_GATEWAY})*\s*{_REPLIES}{_COUNT}", re.IGNORECASE)
_NO_SUBJECT = re.compile(rf"\W*{any_of(lambda language: language.mail.no_subject)}\W*", re.IGNORECASE)


def clean_subject(subject: str) -> str:
    """Return the subject as one line without tags and invisible characters."""
    text = visible(line_to_text(subject[: 10 * _SUBJECT_CHARACTERS]))
    return " ".join(text.split())[:_SUBJECT_CHARACTERS]


def without_marks(subject: str) -> str:
    """Return a clean subject without `Re:`, `Fwd:` and what gateways put before them; empty if a mail program says that
    there is none."""
    bare = _PREFIXES.sub("", subject)
    return "" if _NO_SUBJECT.fullmatch(bare) else bare


def is_forward(subject: str) -> bool:
    """Return whether a clean subject says that the message passes another one on."""
    return _FORWARDED.match(subject) is not None


def is_reply(subject: str) -> bool:
    """Return whether a clean subject says that the message answers another one."""
    return _REPLY.match(subject) is not None

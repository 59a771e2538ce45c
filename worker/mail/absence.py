"""This module tells a message that is nothing but a note of absence, where no header and no subject says that a program sent it.

Every sentence must be one that such notes have (`knowledge.languages.absences`): a customer who mentions an absence says
something else too. And the note must say until when, or that it is automatic.
"""

import re

from knowledge.languages.absences.base import Absence
from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, either

_MOST_CHARACTERS, _MOST_SENTENCES = 800, 12
_MOST_NAMES = 3  # words of a name at the end
_ALL: tuple[Absence, ...] = tuple(language.absence for language in LANGUAGES.values())
_DATE = r"\d{1,4}(?:st|nd|rd|th|er|º)?(?:[./-]\d{1,4}){0,2}"
_OF_DATE = either(pattern for one in _ALL for pattern in (*one.days, *one.until))
_DAYS = rf"(?: (?:{_DATE}|{_OF_DATE})(?![^\W_])){{0,12}}"
_END = re.compile(r"[.!;]+(?:\s+|$)|\n+|(?<!\S)[/|](?!\S)|[-_=*]{3,}")
_LINE = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_ORDINAL = re.compile(
    r"(?<=\d)\.(?=\s+(?:[^\W_A-Z]|bis|und|jan|jän|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,()\u2013\u2014]+|\s-\s")  # a comma and a bracket say nothing between the words of a date


def _sentence(*patterns: Patterns) -> re.Pattern[str]:
    whole = either(pattern for group in patterns for pattern in group)
    return re.compile(whole.replace("<days>", _DAYS))


_ABSENT = _sentence(*(one.absent for one in _ALL))
_BACK = _sentence(*(one.back for one in _ALL))
_STATED = _sentence(*(one.stated for one in _ALL))
_BESIDE = _sentence(*(one.beside for one in _ALL))
_GREETING = re.compile(rf"\s*{either(p for one in _ALL for p in one.greetings)}(?:[,.!]\s*|\s*\n|$)", re.IGNORECASE)
_UNTIL = re.compile(rf"\b{either(p for one in _ALL for p in one.until)}(?![^\W_])", re.IGNORECASE)
_WHEN = re.compile(rf"(?<![^\W_])(?:{_DATE}|{either(one.days[0] for one in _ALL)})(?![^\W_])", re.IGNORECASE)


def is_absence_note(text: str) -> bool:
    """Return whether a text is a note of absence and nothing else."""
    said = text.strip()
    if not said or len(said) > _MOST_CHARACTERS or "?" in said:
        return False
    said = _ORDINAL.sub("", said[greeting.end() :] if (greeting := _GREETING.match(said)) else said)
    unbroken = _LINE.sub(" ", said)  # mail programs break lines inside sentences
    return _is_note(said) or (unbroken != said and _is_note(unbroken))


def _is_note(said: str) -> bool:
    sentences = [f" {' '.join(_BETWEEN.sub(' ', part).split())}" for part in _END.split(said) if part.strip()]
    if len(sentences) > 1 and _is_name(sentences[-1]):
        sentences.pop()
    sentences = [sentence.lower() for sentence in sentences]
    if len(sentences) > _MOST_SENTENCES:
        return False
    absent = [one for one in sentences if _ABSENT.fullmatch(one)]
    told = [one for one in sentences if _BACK.fullmatch(one)]
    stated = [one for one in sentences if _STATED.fullmatch(one)]
    known = {*absent, *told, *stated}
    ends = any(_UNTIL.search(one) and _WHEN.search(one) for one in (*absent, *told))
    return bool(absent) and (ends or bool(stated)) and all(one in known or _BESIDE.fullmatch(one) for one in sentences)


def _is_name(sentence: str) -> bool:
    words = sentence.split()
    return len(words) <= _MOST_NAMES and all(word[0].isupper() and word.replace("-", "").isalpha() for word in words)

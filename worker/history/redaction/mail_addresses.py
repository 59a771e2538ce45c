"""This module finds mail addresses, also those that somebody has written out: "anna at firma dot de"."""

import re
from collections.abc import Iterator

from knowledge.languages.registry import any_of
from worker.history.redaction.found import Kind, Span
from worker.mail.domains import TOP_LEVEL

_EMAIL = re.compile(
    r"(?:\"[^\"@\n]{1,64}\"|[^\s@<>()\[\]{},;:\"'|=/\\]{1,64}|(?<=')[^\s@<>()\[\]{},;:\"'|=/\\]{1,64})@"
    r"(?:\[[\d.]{7,15}\]|[^\s@<>()\[\]{},;:\"'|/\\?&=]{1,255})"
)
_AT = any_of(lambda language: language.contacts.at)
_ATS = rf"(?:{_AT}|at|arobase|arroba|chez|a commercial|affenschwanz|klammeraffe)"
_DOTS = rf"(?:{any_of(lambda language: language.contacts.dot)}|dot|punkt|point|punto|d0t)"
_OPEN, _CLOSE = r"[\[({<]", r"[\])}>]"
_STEP = rf"(?: ?{_OPEN} ?(?:{_DOTS}|\.) ?{_CLOSE} ?| {_DOTS} | (?:minus|bindestrich|dash|hyphen|tiret|gui[oó]n|underscore|unterstrich) |\.)"
_LOCAL = rf"[\w+-]{{1,40}}(?:{_STEP}[\w+-]{{1,40}}){{0,4}}"
_HOST = rf"[\w-]{{1,40}}(?:{_STEP}[\w-]{{1,40}}){{0,3}}"
# With brackets around the sign, or with a word for the point behind it, nothing else is meant.
_BRACKETS = re.compile(rf"(?<![\w.+-]){_LOCAL} ?{_OPEN} ?(?:{_ATS}|@|ät|a) ?{_CLOSE} ?{_HOST}(?!\w)", re.IGNORECASE)
_WORDS = re.compile(
    rf"(?<![\w.+-]){_LOCAL} (?:{_ATS}|@) {_HOST}(?: {_DOTS} | ?{_OPEN} ?(?:{_DOTS}|\.) ?{_CLOSE} ?)[a-z]{{2,10}}(?!\w)",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?: ?\. ?[\w-]{2,63}){1,4}(?!\w)")
# "anna.berger at firma.de": the point on both sides, or a digit, tells it from "look at firma.de".
_HALF = re.compile(
    rf"(?<![\w.+-])[\w-]{{1,40}}[._\d][\w.-]{{0,40}} (?:{_ATS}) (?:[\w-]{{1,40}}\.){{1,3}}[a-z]{{2,10}}(?!\w)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:e-?mail|mail|adresse|address|correo|courriel)\w{{0,4}}(?: (?:is|ist|lautet|est|es))?:? (?P<address>[\w.+-]{{1,64}} (?:{_ATS}) (?:[\w-]{{1,40}}\.){{1,3}}[a-z]{{2,10}})(?!\w)",
    re.IGNORECASE,
)


def mail_addresses(text: str) -> Iterator[Span]:
    """Yield where the mail addresses of a plain text stand."""
    for match in _EMAIL.finditer(text) if "@" in text else ():
        start = match.start() + _bullets(match[0])
        end = match.start() + len(match[0].rstrip(".!?*_'-"))
        if "." in text[start:end].rpartition("@")[2]:
            yield Span(start, end, Kind.EMAIL)
    for pattern in (_BRACKETS, _WORDS, _BLANKS, _HALF):
        for match in pattern.finditer(text):
            if re.split(r"[\W_]+", match[0])[-1].lower() in TOP_LEVEL:
                yield Span(match.start(), match.end(), Kind.EMAIL)
    for match in _NAMED.finditer(text):
        yield Span(match.start("address"), match.end("address"), Kind.EMAIL)


def _bullets(address: str) -> int:
    return len(address) - len(address.lstrip("*-_.•·>!?¿¡"))

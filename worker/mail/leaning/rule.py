"""This module is the rule: phrases that lean on a file or a picture, "See the screenshot", "This is what I get:".

The learned signal decides (worker/mail/leaning/signal.py) and knows what the rule says.

A message that is *about* files ("How do I attach a photo?") does not. Each sentence is compared with the phrases of every
language, and a sentence about files as a topic is passed over. Beside the phrases count: a text that ends with a colon, and
one that is little more than the name of a file or the mark that a mail program sets for a picture.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, either, in_any_layout
from worker.mail.answerable import PLACEHOLDER, REMARKS

MOST_CHARACTERS = 20_000
_SENTENCE_CHARACTERS = 400  # a longer one is read in parts, so that no pattern runs over more
_FEW_WORDS = 8  # beside a picture; with more of them a mail has a logo rather than a picture that is meant
_SHORT_CLAUSE = 5
_SHORT = 15  # words of a text that only points at what came with it
_ENDINGS = (
    "png|jpe?g|gif|hei[cf]|webp|bmp|tiff?|pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|log|zip|7z|rar|gz|mp4|mov|avi|webm|mkv|mp3|m4a|"
    "eml|msg|json|xml|har|dmp|trace"
)
FILE = re.compile(
    rf"(?<![\w/.-])[\w-][\w.()-]{{0,80}}(?: [\w-][\w.()-]{{0,40}}){{0,5}}?\.(?:{_ENDINGS})(?![\w/])", re.IGNORECASE
)
# What cameras, telephones and screenshot programs call a file: nobody writes such a name but for the file that is meant.
_CAMERA = re.compile(
    r"(?:img|dscn?|pxl|vid|mvi|dji|scan|screen ?shot|screen recording|bildschirmfoto|captura?(?: de pantalla| d.écran)?|"
    r"whats ?app (?:image|video|bild)|foto|photo|image|bild|imagen|unnamed|unbenannt|sin t[ií]tulo|sans titre)"
    r"[ _().-]{0,3}\d",
    re.IGNORECASE,
)
MARK = re.compile(r"<img\b[^>]{0,2000}>|\ufffc|<media omitted>|<(?:image|attachment)[^<>\n]{0,80}>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|[\n;]|(?<=[.!?])\s")
_WORD = re.compile(r"[^\W_]+")
_POINTERS = frozenset("this that here das dies hier ça esto".split())
_CLOSING = re.compile(rf"(?:{in_any_layout(lambda layout: layout.closings)})\b", re.IGNORECASE)
_OTHER_LETTERS = str.maketrans({"œ": "oe", "æ": "ae"})


def _folded(text: str) -> str:
    """Return text in small letters without accents: many customers write without them."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_OTHER_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _compiled(patterns: Patterns) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_folded_pattern(either(patterns))}(?!\w)")


def _folded_pattern(pattern: str) -> str:
    letters = unicodedata.normalize("NFKD", pattern.translate(_OTHER_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache  # compiled with the first message: it takes a quarter of a second, which most commands have no use for
def _phrases() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each language the phrases that point at a file, and those that have files as their topic."""
    return [(_compiled(each.leaning.pointing), _compiled(each.leaning.topics)) for each in LANGUAGES.values()]


_SHOWN = tuple(pattern for language in LANGUAGES.values() for pattern in language.leaning.showing)
_SHOWING = re.compile(rf"(?<!\w){_folded_pattern(either(_SHOWN))}$")

_BACK = re.compile(
    _folded_pattern(either(p for language in LANGUAGES.values() for p in language.leaning.pointing_back))
)
_CLAUSE_END = re.compile(r"((?:[.!?…,;:\u2013\u2014](?=\s|$)|\n)\s*)")


def matches(text: str) -> bool:
    """Return whether the phrases of a message or a subject lean on a file. HTML is understood as far as its pictures go."""
    text = text[:MOST_CHARACTERS]
    before_closing = without_closing(text)
    names = [found[0] for found in FILE.finditer(before_closing)]
    marked = bool(names or PLACEHOLDER.search(before_closing) or MARK.search(before_closing))
    words = PLACEHOLDER.sub(" ", MARK.sub(" ", FILE.sub(" ", before_closing)))
    sentences = list(_sentences(words))
    told = [word for sentence in sentences for word in sentence.split() if word not in REMARKS]
    phrases = _phrases()
    about = any(topic.search(sentence) for sentence in sentences for _, topic in phrases)
    if any(_CAMERA.match(name) for name in names) and not about:
        return True
    if marked and len(told) <= _FEW_WORDS and not about and not _asks(text):
        return True
    if any(
        pointing.search(part) and not topic.search(part)
        for part in (*sentences, *_last_clauses(words))
        for pointing, topic in phrases
    ):
        return True
    return ends_open(words) or (len(told) <= _SHORT and bool(sentences) and _only_shows(sentences))


def _asks(text: str) -> bool:
    """Return whether a text has a question of its own of more than three words."""
    return any(len(_WORD.findall(before.rpartition("\n")[2])) > 3 for before in text.split("?")[:-1])


def ends_open(words: str) -> bool:
    """Return whether the text ends with a colon, with a greeting at most below it: what was to follow is no text."""
    before, colon, after = words.rstrip().rpartition(":")
    line = before.rpartition("\n")[2]
    if not colon or len(_WORD.findall(line)) < 3 or any(sign.isdigit() for sign in after):
        return False
    below = [word for word in _WORD.findall(_folded(after)) if word not in REMARKS]
    return not below


def without_pointing_back(text: str) -> str:
    """Return the text without the clauses in which "that" means what was said before: "That did not work"."""
    parts = _CLAUSE_END.split(text[:MOST_CHARACTERS])
    kept = [
        part for part in parts if not _BACK.fullmatch(" ".join(_WORD.findall(_folded(part[:_SENTENCE_CHARACTERS]))))
    ]
    return text if len(kept) == len(parts) else "".join(kept)


def _only_shows(sentences: list[str]) -> bool:
    """Return whether one of the last sentences points at something at its end."""
    return any(_SHOWING.search(_without_remarks(sentence)) for sentence in sentences[-3:])


def _without_remarks(sentence: str) -> str:
    """Return a sentence without the "please" and "thanks" at its end."""
    words = sentence.split()
    while len(words) > 1 and words[-1] in REMARKS - _POINTERS:
        words.pop()
    return " ".join(words)


def without_closing(text: str) -> str:
    """Return the text above its closing words: below them are names and the logo of a company."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number and len(line) < 80 and _CLOSING.match(line.strip()):
            return "\n".join(lines[:number])
    return text


def _last_clauses(text: str) -> Iterator[str]:
    """Yield what stands behind the last comma of a sentence, if it is short: "Does your letter apply to us, see file"."""
    for part in _SENTENCE_END.split(text):
        _, comma, last = part.rpartition(",")
        words = _WORD.findall(_folded(last[:_SENTENCE_CHARACTERS])) if comma else []
        if 1 < len(words) <= _SHORT_CLAUSE:
            yield " ".join(words)


def _sentences(text: str) -> Iterator[str]:
    """Yield each sentence as small words with one blank between them."""
    for part in _SENTENCE_END.split(text):
        words = " ".join(_WORD.findall(_folded(part)))
        for start in range(0, len(words), _SENTENCE_CHARACTERS):
            yield words[start : start + _SENTENCE_CHARACTERS]

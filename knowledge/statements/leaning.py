"""This module tells which sentences cannot be understood alone, by the words with which they begin."""

import re
from functools import cache, lru_cache

from knowledge.languages.registry import LANGUAGES, either
from knowledge.languages.statement_words.base import StatementWords

_OPENING = r"^[\"“„«»‚‘'(\[¿¡\s]*"  # noqa: RUF001
_END = r"(?![\w-])"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001
_FEWEST_WORDS = 4  # "Old price.", "Click Save.": shorter sentences say nothing alone
_PLACE = re.compile(r"\w > \w|[\w-]\.[a-z]{2,}\b")  # "Settings > Users", an address
_QUOTES = "\"”“»')"


def leans(sentence: str, language: str | None) -> bool:
    """Return whether the sentence means nothing without the one before it."""
    if is_remark(sentence, language):
        return True
    patterns = _patterns(language)
    if patterns.leaning.match(sentence):
        return not patterns.standing.match(sentence)
    return any(_points_back(sentence, found) for found in patterns.within.finditer(sentence))


def is_remark(sentence: str, language: str | None) -> bool:
    """Return whether the sentence has no verb, and may limit what the one before it says: "Old price."."""
    if len(_WORD.findall(sentence)) < _FEWEST_WORDS and not sentence.endswith(":"):
        return True
    return bool(_patterns(language).remarks.match(sentence))


def _points_back(sentence: str, found: re.Match[str]) -> bool:
    """Return whether a word such as "this" points to what stands before the sentence, not to a noun at its beginning."""
    return _stem(found[0].split()[-1]) not in sentence[: found.start()].lower()


def is_step(sentence: str, language: str | None) -> bool:
    """Return whether the sentence tells to do something at a place that it does not name: "Click Save below the list"."""
    return bool(_patterns(language).steps.match(sentence)) and not names_place(sentence)


def names_place(text: str) -> bool:
    return bool(_PLACE.search(text))


def is_question(sentence: str) -> bool:
    return sentence.rstrip(_QUOTES).endswith(("?", "？"))  # noqa: RUF001


def without_speaker(sentence: str, language: str | None) -> str:
    """Return a sentence of questions and answers without the word that says which it is: "Q:", "Answer:"."""
    return _patterns(language).speakers.sub("", sentence)


def is_of_the_page(sentence: str, language: str | None) -> bool:
    """Return whether the sentence speaks of its page: it is true, and tells a customer nothing."""
    return bool(_patterns(language).of_the_page.search(sentence))


def needs_heading(sentence: str, heading: str, passage: str, language: str | None) -> bool:
    """Return whether the sentence is understood only with its heading: it says "the list", or the heading denies it, or has a
    condition that the sentence does not name: "On Windows", "Team"."""
    if _patterns(language).topical.match(sentence) or denies(heading, language):
        return True
    name = _scope(heading, passage, language)
    return bool(name) and not any(_stem(word) in sentence.lower() for word in _WORD.findall(name))


def denies(heading: str, language: str | None) -> bool:
    """Return whether the sentences below a heading say the opposite without it: "What it cannot do"."""
    return bool(_patterns(language).denying.match(heading))


@lru_cache(64)
def _scope(heading: str, passage: str, language: str | None) -> str:
    """Return the name in a heading under which its sentences hold, or "".

    It is what follows a preposition at the heading's end, if it is a name: a word with a capital, or a number. A heading
    of one word is one if the passage uses the word as a name.
    """
    said = _patterns(language).scope.search(heading)
    if said and (said[1][0].isupper() or said[1][0].isdigit() or said[1][1:2].isupper()):
        return said[1]
    words = heading.split()
    is_name = len(words) == 1 and re.search(rf"(?<=[\w,;] ){re.escape(words[0])}(?!\w)", passage)
    return heading if is_name and words[0][:1].isupper() and language != "de" else ""


def _stem(word: str) -> str:
    return word.lower()[: max(4, len(word) - 2)]


class _Patterns:
    def __init__(self, words: tuple[StatementWords, ...]) -> None:
        def begins(name: str) -> re.Pattern[str]:
            return re.compile(
                f"{_OPENING}{either(pattern for one in words for pattern in getattr(one, name))}{_END}", re.IGNORECASE
            )

        def stands(name: str) -> re.Pattern[str]:
            return re.compile(
                rf"(?<!\w){either(pattern for one in words for pattern in getattr(one, name))}{_END}", re.IGNORECASE
            )

        self.leaning, self.standing, self.steps, self.topical = map(begins, ("leaning", "standing", "steps", "topical"))
        self.denying, self.remarks = begins("denying"), begins("remarks")
        self.within, self.of_the_page = map(stands, ("within", "of_the_page"))
        speakers = either(pattern for one in words for pattern in one.speakers)
        self.speakers = re.compile(rf"^{speakers}\s?:\s+", re.IGNORECASE)
        scopes = either(pattern for one in words for pattern in one.scopes)
        # the last preposition of the heading, an article at most, and the name; its first letter is looked at by itself
        self.scope = re.compile(
            rf"(?:^|\s){scopes}\s(?:(?:the|an?|d(?:er|ie|as|em|en)|l[ea]s?|un[ea]?|el|los)\s)?(\S[^,;]{{0,40}})$", re.I
        )


@cache
def _patterns(language: str | None) -> _Patterns:
    """Return the patterns of a language; of all of ours where it is not known."""
    known = LANGUAGES.get(language or "")
    return _Patterns((known.statement,) if known else tuple(one.statement for one in LANGUAGES.values()))

"""This module finds what a question to the customer may not state.

A question needs no passage, so it could evade the check: "have we refunded your subscription?" states something. A
question may use the words of the ticket, of the passages, and those that people ask with. What it may not ask for
stands in secrets.py.
"""

import re
from collections.abc import Collection

from knowledge.languages.registry import all_words, any_of

MIN_KNOWN = 0.6  # share of the content words; benchmarks/check.py prints what it lets through
_WORD = re.compile(r"[^\W_]+")

# What we did, do or will do is a statement, whatever mark it ends with: a question is about the customer.
_OURSELVES = re.compile(rf"\b{any_of(lambda language: language.questions.ourselves)}\b", re.IGNORECASE)
_ASKING = all_words(lambda language: language.questions.asking)
_SMALL_WORDS = all_words(lambda language: language.small_words)


def is_about_us(sentence: str) -> bool:
    """Return whether the sentence says anything about ourselves."""
    return _OURSELVES.search(_plain(sentence)) is not None


def states_something(question: str, known: Collection[str]) -> str | None:
    """Return why this is not just a question, or None if it is. `known` are the words of ticket and passages, in lower
    case."""
    if is_about_us(question):
        return "a question about ourselves states something"
    content = [w for w in _WORD.findall(question.lower()) if (len(w) > 3 or w[0].isdigit()) and w not in _SMALL_WORDS]
    strange = [word for word in content if word not in known and word not in _ASKING]
    if len(strange) > (1 - MIN_KNOWN) * len(content):
        return f"a question with words of neither ticket nor passages: {', '.join(strange)}"
    return None


def _plain(sentence: str) -> str:
    return sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")

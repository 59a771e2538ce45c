"""This module finds what a reply may not ask for, and what a question may not state.

A question needs no passage, so it could evade the check: "have we refunded your subscription?" states something, and
"what is your password?" must never come from us. A question may use the words of the ticket, of the passages, and those
that people ask with.
"""

import re
from collections.abc import Collection, Iterator

from knowledge.languages.registry import LANGUAGES, all_words, any_of, either

MIN_KNOWN = 0.6  # share of the content words; benchmarks/check.py prints what it lets through
_WORD = re.compile(r"[^\W_]+")

# What we did, do or will do is a statement, whatever mark it ends with: a question is about the customer.
_OURSELVES = re.compile(rf"\b{any_of(lambda language: language.questions.ourselves)}\b", re.IGNORECASE)
_ASKING = all_words(lambda language: language.questions.asking)
_SMALL_WORDS = all_words(lambda language: language.small_words)


def _codes() -> Iterator[str]:
    """Yield a pattern per noun for "code". A noun that languages share is harmless beside the words of each
    language."""
    codes = [language.questions.code for language in LANGUAGES.values()]
    for noun in dict.fromkeys(code.noun for code in codes):
        same = [code for code in codes if code.noun == noun]
        before = "".join(f"(?<!{words})" for code in same for words in code.harmless_after)
        after = "".join(f"(?!{words})" for code in same for words in code.harmless_before)
        yield f"{before}{noun}{after}"


_SECRET = either((any_of(lambda language: language.questions.secrets), *_codes()))
_ARTICLE = any_of(lambda language: language.questions.articles)
_CHANGING = any_of(lambda language: language.questions.changing)
_DETERMINER = any_of(lambda language: language.questions.determiners)
_CHANGED = any_of(lambda language: language.questions.changed)
_MENTIONS = re.compile(rf"\b{_SECRET}\b", re.IGNORECASE)
# "a password or a magic link", "reset your password", "Mot de passe oublié ?": none of these asks for a secret.
_HARMLESS = re.compile(
    rf"\b{_ARTICLE}\s+{_SECRET}\b|\b{_CHANGING}\s+{_DETERMINER}?\s*{_SECRET}\b|\b{_SECRET}\s+{_CHANGED}\b",
    re.IGNORECASE,
)
_HAND_IT_TO_US = re.compile(rf"\b{any_of(lambda language: language.questions.handing_over)}\b", re.IGNORECASE)
_US = re.compile(rf"\b{any_of(lambda language: language.questions.us)}\b", re.IGNORECASE)


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


def asks_for_a_secret(sentence: str) -> bool:
    """Return whether the sentence asks for a password, a card number or a code, because the writer of a ticket may try
    to make us ask for one. "Do you use a password or a magic link?" is fine; "which password do you use?" is not."""
    sentence = _plain(sentence)
    if not _MENTIONS.search(sentence):
        return False
    to_us = bool(_HAND_IT_TO_US.search(sentence) and _US.search(sentence))
    if not sentence.rstrip().endswith("?"):
        return to_us
    return to_us or _MENTIONS.search(_HARMLESS.sub(" ", sentence)) is not None


def _plain(sentence: str) -> str:
    return sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")

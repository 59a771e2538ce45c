"""This module finds sentences that the customer was told before: an answer that did not help is not given twice."""

import re
from collections.abc import Iterable

from knowledge.sentences import sentences
from worker.domain import Finding, Thread

MIN_SHARED = 0.85  # of the words of both together, from which a sentence says the same as another
_FEWEST = 4  # words; shorter sentences are compared as they are
_SHORTEST = 2  # words; one alone is a greeting
_WORD = re.compile(r"[^\W_]+")


def repeated(said: Iterable[str], thread: Thread) -> list[Finding]:
    """Return a finding for each sentence that we or a colleague wrote in this thread before."""
    told = [_words(sentence) for text in thread.said() for line in text.split("\n") for sentence in sentences(line)]
    if not told:
        return []
    return [
        Finding("said_before", sentence, "the customer was told this before in this ticket")
        for item in said
        for sentence in sentences(item)
        if any(_is_same(_words(sentence), before) for before in told)
    ]


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence.casefold())


def _is_same(first: list[str], second: list[str]) -> bool:
    if min(len(first), len(second)) < _SHORTEST:
        return False
    if min(len(first), len(second)) < _FEWEST:
        return first == second
    one, other = set(first), set(second)
    if {word for word in one ^ other if word.isdigit()}:  # "valid for 60 minutes" is not "valid for 15 minutes"
        return False
    return len(one & other) >= MIN_SHARED * len(one | other)

"""This module compares two sentences: whether one says what the other says, and whether they state different facts of the
same thing.

Words are compared as stems; what decides are the facts: amounts, dates, versions, plans.
"""

from collections.abc import Collection, Sequence

from worker.learning.alignment import MIN_COVERED, align
from worker.learning.values import values
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.asked.questions import stem

_FEWEST = 3  # words that two sentences about the same thing have in common, besides their facts
_NEARLY = 0.5  # of the words of both, from which two sentences may be about the same


def says(claim: str, said: Sequence[str], names: Collection[str] = (), known: str = "") -> bool:
    """Return whether sentences say what a claim says, with its facts. `known`: what the customer wrote, whose facts nobody
    has to repeat."""
    links = align(claim, said, names=names)
    if sum(link.score for link in links) < MIN_COVERED:
        return False
    told = values(" ".join(said), names) | values(known, names)
    return values(claim, names) <= told


def differ(one: str, other: str, names: Collection[str] = (), *, nearly: bool = False) -> frozenset[str]:
    """Return the numbers of a sentence in whose place another sentence about the same thing has others; none if they agree,
    or are about different things. The words of one stand in the other: "the magic link" and "the reset link" are two
    things. `nearly`: half of the words are enough."""
    mine, theirs = values(one, names), values(other, names)
    only, others = _numbers(mine - theirs), _numbers(theirs - mine)
    if not only or not others or (mine - only) - theirs or (theirs - others) - mine:
        return frozenset()
    left, right = words(one, names), words(other, names)
    both = left & right
    if nearly:
        return only if len(both) >= max(_FEWEST, _NEARLY * len(left | right)) else frozenset()
    return only if len(both) >= _FEWEST and both in (left, right) else frozenset()


def words(text: str, names: Collection[str] = ()) -> frozenset[str]:
    """Return the stems of the words that say something and are no facts."""
    small, facts = lexicon(None).small, {word for fact in values(text, names) for word in tokens(fact)}
    return frozenset(
        stem(word) for word in tokens(text) if word not in small and word not in facts and not word[0].isdigit()
    )


def _numbers(facts: Collection[str]) -> frozenset[str]:
    return frozenset(fact for fact in facts if fact[:1].isdigit())

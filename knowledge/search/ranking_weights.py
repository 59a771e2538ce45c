"""This module sets how much each part of a search counts. Each value was tuned; the decisions have the measurements."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """These are the tuned values of a search, named as in `candidates.sql`.

    A score is a cosine, 0.5 to 0.9 for what answers, plus these weights times the other scores.
    """

    # Words (docs/decisions/0007 and 0008)
    lexical_weight: float = 0.004  # of BM25 of the passage and of its document beside the cosine (docs/decisions/0017)
    lexemes: int = 96  # of a query, its first ones, so that a pasted log costs no more than a long letter
    repeats: int = 3  # a word that a query repeats counts up to as often: a long letter says again what it is about
    lexical_budget: int = 3000  # scored passages, rarest words first: a passage that shares only "have" is left out
    first_words: int = 10  # the first ones of the lexical half stay candidates: a rare word may be a name
    named_weight: float = 5.0  # more than everything else together, so a passage whose number is named comes first

    # Meaning (docs/decisions/0010)
    window_weight: float = 0.7  # of the nearest window in a short query's dense score; the rest is the whole passage's
    per_kind: int = 5  # candidates of each smaller kind: prices and known issues would drown in documents

    # Precedents (docs/decisions/0009)
    precedent_weight: float = 1.0  # of a section that all precedents vote for; others get their share (decision 0017)
    precedents: int = 20  # handled tickets that vote
    least_votes: float = 0.2  # smallest sum that votes are a share of: distant tickets say little (decision 0017)
    tickets_that_agree: float = 100.0  # divided by the number of tickets, it is the smallest sum if that is below 0.2
    vote_sharpness: float = 8.0  # power of the cosine of a vote: a few near tickets outvote many distant ones

    # Languages (docs/decisions/0012)
    foreign_weight: float = 1.0  # subtracted if the customer cannot read the passage: as much as the best dense score
    as_near: float = 0.8  # share of its dense score that a readable passage must reach to come before it


WEIGHTS = Weights()

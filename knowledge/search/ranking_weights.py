"""What counts how much in a search. Each value was tuned by measurement; the decisions say on what and against which others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """The tuned values of a search, by the names that `candidates.sql` has for them.

    The scores of each way are divided by the query's best, so that its best candidate counts 1 before its weight.
    """

    # Words (docs/decisions/0007 and 0008)
    lexical_weight: float = 0.3  # of the best lexical score beside the best dense one, which counts 1: exact words help
    lexemes: int = 96  # of a query, its first ones, so that a pasted log costs no more than a long letter
    lexical_budget: int = (
        3000  # passages looked at, by the rarest words: what shares only words like "have" is left out
    )
    first_words: int = 10  # the first ones of the lexical half stay candidates: a rare word may be a name
    named_weight: float = 1.0  # brings a passage to the front whose number the query names

    # Meaning (docs/decisions/0010)
    window_weight: float = 0.7  # of the nearest window in a short query's dense score; the rest is the whole passage's
    per_kind: int = 5  # candidates of each smaller kind: prices and known issues would drown in documents
    least_best: float = 0.05  # cosine that counts 1 where nothing is nearer: a share of nothing would reverse the order

    # Long queries (docs/decisions/0012)
    parts_weight: float = 0.75  # of the passage that answers the parts best: a story asks for several things
    parts_sharpness: float = 4.0  # power of a part's dense score: one part answered well counts more than all a little

    # Precedents (docs/decisions/0009)
    precedent_weight: float = 2.0  # of a section that all precedents vote for; others get their share of the votes
    precedents: int = 20  # handled tickets that vote
    vote_sharpness: float = 8.0  # power of the cosine that a vote counts: near tickets outvote many distant ones

    # Languages (docs/decisions/0012)
    foreign_weight: float = 1.0  # taken off a passage that the customer cannot read: as much as the best meaning counts
    as_near: float = 0.8  # share of its dense score that a readable passage needs to come before it


WEIGHTS = Weights()

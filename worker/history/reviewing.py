"""This module says which labels a person should look at before anything learns from them, and how many were right.

    labels by rules ▶ a sample: some of each rule, and some without a label ▶ a person ▶ agreement per rule, corrections

A review stands as long as the rules still give the ticket the label that was shown. A correction stands in any case.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from models.evaluation.scores import Share
from worker.db.past_reviews import Review
from worker.history.example import Example

SAMPLE = 50  # labels that a person looks at
NO_RULE = "no rule"  # of a ticket that nobody had to take
BY_PERSON = "a person"  # the rule of a corrected label

Labelled = Mapping[int, Example]
"""The examples as the rules label them, by the past ticket's row."""


def rule_of(example: Example) -> str:
    """Return the rule that made a label."""
    return example.rules[0] if example.escalate and example.rules else NO_RULE


def reason_of(example: Example) -> str | None:
    return example.reasons[0] if example.escalate and example.reasons else None


def stands(example: Example, review: Review) -> bool:
    """Return whether a review is of the label that the rules give now."""
    return (reason_of(example), rule_of(example)) == (review.shown_reason, review.shown_rule or NO_RULE)


def corrected(example: Example, review: Review | None) -> Example:
    """Return an example with the label that a person gave it, if one did."""
    if review is None or review.reason == reason_of(example):
        return example
    if review.reason is None:
        return replace(example, escalate=False, reasons=(), rules=(BY_PERSON,))
    others = tuple(reason for reason in example.reasons if reason not in {review.reason, review.shown_reason})
    return replace(example, escalate=True, reasons=(review.reason, *others), rules=(BY_PERSON,))


def sample(labelled: Labelled, reviews: Mapping[int, Review], size: int = SAMPLE, seed: int = 7) -> list[int]:
    """Return the rows of the tickets that a person should look at next: as many of each rule as of another, as far as there
    are, beside those that were looked at. The same ones in every run."""
    source = random.Random(seed)
    strata: dict[str, list[int]] = defaultdict(list)
    for row in sorted(labelled):
        strata[rule_of(labelled[row])].append(row)
    for rows in strata.values():
        source.shuffle(rows)
    looked = {row for row in labelled if row in reviews and stands(labelled[row], reviews[row])}
    counts = {rule: sum(row in looked for row in rows) for rule, rows in strata.items()}
    left = {rule: [row for row in rows if row not in looked] for rule, rows in strata.items()}
    chosen: list[int] = []
    while len(looked) + len(chosen) < size and any(left.values()):
        rule = min((rule for rule in sorted(left) if left[rule]), key=lambda rule: counts[rule])
        chosen.append(left[rule].pop(0))
        counts[rule] += 1
    return chosen


def agreement(labelled: Labelled, reviews: Mapping[int, Review]) -> dict[str, Share]:
    """Return, per rule, how many of the labels that a person looked at were right."""
    found: dict[str, list[bool]] = defaultdict(list)
    for row, review in reviews.items():
        if row in labelled and stands(labelled[row], review):
            found[rule_of(labelled[row])].append(review.is_right)
    return {rule: Share.of(found[rule]) for rule in sorted(found, key=lambda rule: (rule == NO_RULE, rule))}


def left_to_do(labelled: Labelled, reviews: Mapping[int, Review]) -> int:
    """Return how many labels a person should still look at before anything learns from them."""
    return len(sample(labelled, reviews))

"""This module says what the learned confidence of a reply looks at: how near the passages are, how far the first one is
ahead, on which passages the reply stands, and how sure the model was.

The probability of the tokens alone says how sure the model was of its words, and hardly whether they answer the question.
How sure triage is adds nothing (docs/benchmarks.md), and would tie the confidence to heads that each sync may fit again.
"""

from dataclasses import replace
from math import log1p

from models.evaluation.confidence import Confidence
from models.evaluation.promise import TOKENS
from worker.domain import Action, CheckResult, Reply, Retrieved, Ticket
from worker.pipeline.retrieve import shown
from worker.pipeline.selection import BEST, LEAST

REPLY = "reply"  # the probability that `decide` compares with the send threshold
EVIDENCE = (
    "best cosine",
    "mean cosine",
    "best votes",
    "cosine of the first",
    "votes of the first",
    "score",
    "words shared",
)
FEATURES = (
    *EVIDENCE,
    "margin",
    "least support",
    "worst rank",
    "first passage only",
    TOKENS,
    BEST,
    LEAST,
    "words",
    "questions",
    "not English",
    "asks",
)


def features(ticket: Ticket, found: Retrieved, reply: Reply, check: CheckResult, questions: int) -> dict[str, float]:
    """Return what is known of a reply that passes the check, by the names in FEATURES. What is not known is left out.
    `questions`: how many the ticket asks."""
    passages = shown(found.passages)
    ranks = {passage.ref: rank for rank, passage in enumerate(passages, 1)}
    cited = [ranks.get(a.passage.ref, len(passages) + 1) for a in check.attributions if a.passage is not None]
    supports = [a.support for a in check.attributions]
    scores = [*(passage.score for passage in passages[:2]), 0.0, 0.0]
    words = sum(len(sentence.split()) for sentence in reply.sentences)
    known: dict[str, float | None] = {
        **dict(zip(EVIDENCE, found.evidence, strict=False)),
        "margin": scores[0] - scores[1],
        "least support": min(supports, default=0.0),
        "worst rank": float(max(cited, default=len(passages) + 1)),
        "first passage only": float(set(cited) == {1}),
        TOKENS: tokens(reply),
        **{name: reply.probabilities.get(name) for name in (BEST, LEAST)},  # of chosen replies
        "words": log1p(words),
        "questions": float(questions),
        "not English": float(ticket.language != "en"),
        "asks": float(reply.action is Action.ASK),
    }
    return {name: float(value) for name, value in known.items() if value is not None}


def tokens(reply: Reply) -> float | None:
    """Return the typical probability of a token, whichever confidence is used; None if the engine gives none."""
    return reply.probabilities.get(TOKENS, reply.probabilities.get(REPLY))


def judged(reply: Reply, confidence: Confidence, encoder: str, known: dict[str, float]) -> Reply:
    """Return the reply with the learned confidence in place of the tokens' probability. It has no confidence where something
    is not known, or where the search used another `encoder` than the one that the confidence was learned with: a threshold
    for one confidence says nothing about another."""
    held = {name: p for name, p in reply.probabilities.items() if name != REPLY}
    if (of_tokens := tokens(reply)) is not None:
        held[TOKENS] = of_tokens
    sure = confidence.of(known) if encoder == confidence.origin.encoder else None
    return replace(reply, probabilities=held if sure is None else {**held, REPLY: sure})

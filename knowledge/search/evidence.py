"""This module estimates the evidence that a candidate answers the query. Below the evidence threshold, nothing is found.

A logistic regression turns cosines, the votes of precedents, BM25 and the sum of all three into a probability. Neither
half is divided by the best of its query (docs/decisions/0017), so these can be compared across queries, and the sum of
the first candidate says most. "Nothing found" is a result: the ticket goes to a person.
`worker.learning.evidence_threshold` learns the regression and the threshold.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp, log1p
from pathlib import Path

from knowledge.errors import EvidenceError
from knowledge.search.candidates import Hit

FILE = "evidence.json"
_NEAREST = 5
FEATURES = 7  # what `features` returns


@dataclass(frozen=True)
class Evidence:
    """A fitted regression and its threshold."""

    encoder: str  # identity of the one whose cosines it was fitted on
    weights: tuple[float, ...]
    offset: float
    threshold: float  # the evidence threshold, 0 to 1
    company: str = ""  # the one whose questions it was learned on; it serves no other

    def of(self, hits: Sequence[Hit]) -> float:
        """Return the probability that one of the candidates answers, 0 to 1."""
        if not hits:
            return 0.0
        z = self.offset + sum(w * x for w, x in zip(self.weights, features(hits), strict=True))
        return 1 / (1 + exp(-z)) if z > -700 else 0.0


def features(hits: Sequence[Hit]) -> tuple[float, ...]:
    """Return what the regression reads of one query's candidates, which come best first.

    These are the best cosine, the mean of the five best, the votes of the candidate with most of them, cosine and votes
    of the first candidate, its score, and the best BM25 of the first five. They are zero without a candidate.
    """
    if not hits:
        return (0.0,) * FEATURES
    cosines = sorted((hit.cosine for hit in hits), reverse=True)[:_NEAREST]
    votes = max(hit.precedent_score or 0.0 for hit in hits)
    first = hits[0]
    return (
        cosines[0],
        sum(cosines) / len(cosines),
        _damped(votes),
        first.cosine,
        _damped(first.precedent_score or 0.0),
        first.score,
        log1p(max(0.0, *(hit.lexical_score or 0.0 for hit in hits[:_NEAREST]))),
    )


def _damped(votes: float) -> float:
    """Return the votes so that the tenth precedent of a kind says less than the first one."""
    return log1p(20 * votes)


def identity(encoder: str) -> str:
    """Return what an index's encoder is known by: its name may be a path and is left out."""
    return encoder.rpartition("@")[2]


def save(path: Path, evidence: Evidence) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(evidence), indent=2) + "\n")
    part.replace(path)


def load(path: Path) -> Evidence | None:
    """Return what the file holds, or None where there is no file. Raises `EvidenceError`."""
    try:
        row = json.loads(path.read_text())
        weights = tuple(map(float, row["weights"]))
        if len(weights) != FEATURES:
            raise ValueError(f"it has {len(weights)} weights, and this version reads {FEATURES}")
        return Evidence(
            str(row["encoder"]),
            weights,
            float(row["offset"]),
            float(row["threshold"]),
            str(row.get("company", "")),  # a file of before names none, and serves nobody
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(
            f"{path} cannot be read ({type(error).__name__}: {error}): run `deskhand knowledge threshold` again"
        ) from error

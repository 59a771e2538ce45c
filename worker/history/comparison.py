"""This module compares the sentences of an answer with the passages that may carry them: words, meaning, facts, what was
asked, and what the other sentences of the answer came from.

Agents reword freely, and write in another language than the page: then words say little, and how much nearer a passage is
than all others says more. Cosines are compared within a pool only, for each encoder has a scale of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.guess import guess
from knowledge.passages import Kind as Of
from worker.history.candidates import Pool
from worker.history.example import Example
from worker.history.reading import Read, Shelved, Value
from worker.learning.alignment import Rarity
from worker.pipeline.check.comparison import IMPLIED
from worker.pipeline.check.terms import Kind

FEATURES = (
    "covered",  # share of the sentence's weight in words that the best statement has
    "said",  # share of the best statement's weight that the sentence says
    "letters",  # share of the sentence's pieces of four letters that the passage has
    "letters_lead",  # above the best other passage of the pool; negative: behind it
    "unusual",  # cosine of the nearest statement, in standard deviations above what passages of all kinds have
    "cosine_lead",
    "beside",  # the highest `unusual` of the answer's other sentences
    "beside_lead",
    "asked_lead",  # of the cosine of what was asked
    "place_asked",  # one over the place in the search by what was asked; 0: not found
    "facts",  # of the sentence that the passage has
    "facts_missing",  # that neither the passage nor the customer has
    "facts_rare",  # that no other passage of the pool has
    "states_missing",  # it says another state
    "same_language",
)
LEADS = tuple(name for name in FEATURES if name.endswith("_lead"))
_PUT = {name: number for number, name in enumerate(FEATURES)}
Features = NDArray[np.float64]  # of sentences, passages and FEATURES
Matrix = NDArray[np.float64]
_WITH_STATES = frozenset({Of.ACCOUNT, Of.KNOWN_ISSUE})  # a page has the names of states too, and says none of its own


@dataclass(frozen=True)
class Compared:
    """The sentences of an answer were compared with the passages of its pool."""

    features: Features
    against: NDArray[np.bool_]  # the passage contradicts the sentence
    held: tuple[
        tuple[frozenset[Value], ...], ...
    ]  # per sentence and passage: the sentence's values that the passage has


def compare(
    example: Example, pool: Pool, shelved: Sequence[Shelved], rarity: Rarity, names: Collection[str]
) -> Compared:
    """Compare each sentence of an example with each passage of its pool. `names`: plans and products."""
    found = np.zeros((len(example.sentences), len(shelved), len(FEATURES)))
    against = np.zeros(found.shape[:2], bool)
    rows: list[tuple[frozenset[Value], ...]] = []
    if not found.size:
        return Compared(found, against, ((),) * len(example.sentences))
    asked = Read.of(f"{example.subject}\n{example.body}", example.language, names)
    for row, sentence in enumerate(example.sentences):
        language = guess(sentence.text) or example.language
        own = Read.of(sentence.text, language, names)
        weights = rarity.weigh(own.stems)
        holders = [each.whole.holding(own) for each in shelved]
        rows.append(tuple(holders))
        known = asked.holding(own)
        for column, each in enumerate(shelved):
            cells, held = found[row, column], holders[column]
            best, cells[_PUT["covered"]], cells[_PUT["said"]] = _nearest(own, each, weights, rarity)
            missing = own.values - held - known
            other_state = each.passage.kind in _WITH_STATES and _has_other_state(own, best, each.whole)
            cells[_PUT["letters"]] = len(own.pieces & each.whole.pieces) / max(len(own.pieces), 1)
            cells[_PUT["facts"]] = min(len(held), 3)
            cells[_PUT["facts_missing"]] = min(len(missing), 3)
            cells[_PUT["facts_rare"]] = min(sum(sum(v in other for other in holders) == 1 for v in held), 2)
            cells[_PUT["states_missing"]] = other_state
            cells[_PUT["same_language"]] = each.language == language
            against[row, column] = other_state or _contradicts(missing, held, best)
    _meanings(found, pool, shelved)
    for name in ("letters", "beside"):
        found[:, :, _PUT[f"{name}_lead"]] = _lead(found[:, :, _PUT[name]])
    return Compared(found, against, tuple(rows))


def without(compared: Compared, places: Collection[int]) -> Compared:
    """Return a comparison as it would be if some passages did not exist."""
    kept = [place for place in range(compared.against.shape[1]) if place not in places]
    left = compared.features[:, kept].copy()
    for name in LEADS:
        left[:, :, _PUT[name]] = _lead(np.minimum(left[:, :, _PUT[name]], 0.0))  # the best one is 0 behind itself
    return Compared(left, compared.against[:, kept], tuple(tuple(row[n] for n in kept) for row in compared.held))


def _has_other_state(own: Read, nearest: Read, whole: Read) -> bool:
    """Return whether a row says another state than the sentence: "open", where the sentence says "paid"."""
    may_say = own.states.union(*(IMPLIED.get(state, ()) for state in own.states))
    return bool(own.states and nearest.states and not may_say & whole.states)


def _contradicts(missing: Collection[Value], held: Collection[Value], nearest: Read) -> bool:
    """Return whether a passage says another value where the sentence has one that it lacks: another plan, or other numbers and
    none in common."""
    kinds = {kind for kind, _ in nearest.values}
    if any(kind is Kind.NAME for kind, _ in missing):
        return Kind.NAME in kinds and not any(kind is Kind.NAME for kind, _ in held)
    counted = {kind for kind, _ in missing}
    return bool(counted & kinds) and not any(kind in counted for kind, _ in held)


def _nearest(own: Read, each: Shelved, weights: Mapping[str, float], rarity: Rarity) -> tuple[Read, float, float]:
    """Return the statement that has most of a sentence's words, its share of them, and the share of it that is said."""
    if not each.said or not weights:
        return each.whole, 0.0, 0.0
    shares = [sum(weights[stem] for stem in own.stems & said.stems) for said in each.said]
    best = each.said[max(range(len(shares)), key=shares.__getitem__)]
    back = rarity.weigh(best.stems)
    both = sum(back[stem] for stem in own.stems & best.stems)
    return best, max(shares) / sum(weights.values()), both / (sum(back.values()) or 1.0)


def _meanings(found: Features, pool: Pool, shelved: Sequence[Shelved]) -> None:
    """Fill in what the vectors say."""
    cosines = _cosines(pool.said, shelved)
    usual = pool.said @ pool.background.T
    unusual = (cosines - usual.mean(axis=1, keepdims=True)) / (usual.std(axis=1, keepdims=True) + 1e-3)
    found[:, :, _PUT["unusual"]] = unusual
    found[:, :, _PUT["cosine_lead"]] = _lead(cosines)
    found[:, :, _PUT["asked_lead"]] = _lead(_cosines(pool.asked[None, :], shelved))
    found[:, :, _PUT["place_asked"]] = np.where(pool.places_asked > 0, 1 / np.maximum(pool.places_asked, 1), 0.0)
    for row in range(len(found) if len(found) > 1 else 0):
        found[row, :, _PUT["beside"]] = np.delete(unusual, row, axis=0).max(axis=0)


def _cosines(vectors: NDArray[np.float32], shelved: Sequence[Shelved]) -> Matrix:
    """Return the cosine of each vector and the nearest statement of each passage; 0 where the index has no vectors."""
    made = [each.passage.statement_vectors for each in shelved]
    parts = [(vectors @ own.T).max(axis=1) if own is not None and len(own) else np.zeros(len(vectors)) for own in made]
    return np.stack(parts, axis=1).astype(np.float64)


def _lead(scores: Matrix) -> Matrix:
    """Return by how much each score of a row is above the best of the others."""
    if scores.shape[1] < 2:
        return np.zeros_like(scores)
    ordered = np.sort(scores, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(scores == first, first - second, scores - first)

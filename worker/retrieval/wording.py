"""This module gives the passages of a search what agents wrote for them in the customer's language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from knowledge.passages import section_of
from knowledge.search.candidates import Hit
from knowledge.statements import Statement
from worker.db.wordings import Wording, approved, hash_of
from worker.domain import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

Wordings = Mapping[str, Sequence[Wording]]
"""Section -> its accepted wordings in the language of one customer."""


def wordings_of(session: "Session", hits: Sequence[Hit], language: str | None) -> Wordings:
    """Return the accepted wordings of the public passages among some hits."""
    found: dict[str, list[Wording]] = defaultdict(list)
    for wording in approved(session, {section_of(hit.ref) for hit in hits if hit.account is None}, language):
        found[wording.section].append(wording)
    return found


def with_wordings(passage: Passage, wordings: Wordings) -> Passage:
    """Return a passage with the wordings of its section that were approved against exactly this text. A wording says what
    its sources say, so its vector is theirs."""
    if passage.account is not None:
        return passage
    own = hash_of(passage.shown)
    valid = [w for w in wordings.get(section_of(passage.ref), ()) if w.content_sha256 == own]
    if not valid:
        return passage
    added = tuple(Statement(w.text, " ".join(w.sources), language=w.language) for w in valid)
    vectors = passage.statement_vectors
    if vectors is not None:
        vectors = np.vstack([vectors, *(_vector(passage, vectors, w) for w in valid)]).astype(np.float32)
    return replace(passage, statements=(*passage.statements, *added), statement_vectors=vectors)


def _vector(passage: Passage, vectors: "NDArray[np.float32]", wording: Wording) -> "NDArray[np.float32]":
    """Return the mean of the vectors of the statements that a wording says; of all, where none of them is there."""
    places = [n for n, own in enumerate(passage.statements) if {own.text, own.own, own.source} & set(wording.sources)]
    mean: NDArray[np.float32] = vectors[places or slice(None)].mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)

"""This module finds, for an example, the passages that may carry its answer: by each of its sentences, by what the customer
asked, and by both. An account's own rows are read as that account; other brands and less trusted sources are left out.

Handled tickets do not vote: what they were answered with may come from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.index.indexes import Index
from knowledge.search.candidates import Hit, find_candidates
from knowledge.search.details import find_details
from knowledge.search.query import query_text
from knowledge.search.ranking import Ranked
from knowledge.search.ranking_weights import WEIGHTS
from worker import bootstrap
from worker.company import Company, load_company
from worker.db.session import transaction
from worker.domain import Passage
from worker.history.example import Example
from worker.retrieval import finder
from worker.retrieval.finder import Finder
from worker.retrieval.trust import is_trusted, untrusted_sources
from worker.settings import Settings

FOUND = 10  # passages of one search
_WEIGHTS = replace(WEIGHTS, precedents=0, precedent_weight=0.0)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Pool:
    """A pool holds the passages that may carry an answer, in the order in which they were found."""

    passages: tuple[Passage, ...]
    said: Vector  # a row per sentence, of unit length
    asked: Vector  # what the customer asked, of unit length
    places: NDArray[np.int64]  # per sentence and passage: its place in the search by the sentence, from 1; 0: not found
    places_asked: NDArray[np.int64]  # per passage: the same of the search by the question


class Library:
    """A library searches today's knowledge for examples, many at once. It is not thread-safe."""

    def __init__(self, settings: Settings, database: Engine, *, index: Index | None = None) -> None:
        self.company: Company = load_company(settings.company)
        self._database = database
        self._brands = {brand.id: brand.sources for brand in self.company.brands}
        self._untrusted = untrusted_sources(settings.knowledge)
        self._finder: Finder = bootstrap.make_finder(settings, database, translate=list, rerank=False, index=index)
        self.index = self._finder.index()
        self._known: dict[int, Passage] = {}  # public ones

    def encode(self, texts: Sequence[str]) -> Vector:
        return self._finder.encoder_of(self.index).encode(texts)

    def pools(self, examples: Sequence[Example]) -> list[Pool]:
        """Return the pool of each example. All texts are encoded together."""
        texts = [question(one) for one in examples]
        for one in examples:
            texts += [sentence.text for sentence in one.sentences]
        vectors, at = self.encode(texts), len(examples)
        pools = []
        for number, one in enumerate(examples):
            end = at + len(one.sentences)
            pools.append(self._pool(one, vectors[number], vectors[at:end]))
            at = end
        return pools

    def _pool(self, example: Example, asked: Vector, said: Vector) -> Pool:
        text = question(example)
        with transaction(self._database, account=example.account) as session:
            by_question = self._hits(session, example, text, asked)
            by_sentence = [
                self._hits(session, example, one.text, vector)
                for one, vector in zip(example.sentences, said, strict=True)
            ]
            by_both = [
                self._hits(session, example, f"{one.text}\n{text}", _together(vector, asked))
                for one, vector in zip(example.sentences, said, strict=True)
            ]
            hits = {hit.id: hit for some in (*by_sentence, by_question, *by_both) for hit in some}
            passages = self._passages(session, list(hits.values()), example.account)
        place_of = {id_: number for number, id_ in enumerate(hits)}
        places = np.zeros((len(said), len(hits)), np.int64)
        for row, some in enumerate(by_sentence):
            for place, hit in enumerate(some, 1):
                places[row, place_of[hit.id]] = place
        places_asked = np.zeros(len(hits), np.int64)
        for place, hit in enumerate(by_question, 1):
            places_asked[place_of[hit.id]] = place
        return Pool(passages, said, asked, places, places_asked)

    def _hits(self, session: Session, example: Example, text: str, vector: Vector) -> list[Hit]:
        found = find_candidates(
            session,
            text,
            vector,
            index=self.index,
            account=example.account,
            today=bootstrap.today(),
            language=example.language or None,
            sources=self._brands.get(example.brand or "", ()),
            limit=FOUND,
            weights=_WEIGHTS,
        )
        return [hit for hit in found if is_trusted(hit.ref, self._untrusted)]

    def _passages(self, session: Session, hits: Sequence[Hit], account: str | None) -> tuple[Passage, ...]:
        """Return the hits with their statements. Public ones are read once, an account's own each time, as that account."""
        new = [hit for hit in hits if hit.id not in self._known]
        details = find_details(session, new, index=self.index, account=account)
        made: Mapping[int, Passage] = {
            hit.id: finder.passage(Ranked(hit, None, 1), details.get(hit.id)) for hit in new
        }
        self._known |= {id_: passage for id_, passage in made.items() if passage.account is None}
        return tuple(made.get(hit.id) or self._known[hit.id] for hit in hits)


def question(example: Example) -> str:
    """Return what is searched for when the customer asked this."""
    return query_text(example.body, subject=example.subject)


def _together(one: Vector, other: Vector) -> Vector:
    both = one + other
    return np.asarray(both / max(float(np.linalg.norm(both)), 1e-6), np.float32)

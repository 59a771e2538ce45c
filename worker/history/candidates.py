"""This module finds, for an example, the passages that may carry its answer: by each of its sentences, by what the customer
asked, and by all of it. An account's own rows are read as that account; other brands and less trusted sources are left out.

Handled tickets do not vote: what they were answered with may come from here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from knowledge.search.candidates import Hit, find_candidates
from knowledge.search.details import find_details
from knowledge.search.query import query_text
from knowledge.search.ranking import Ranked
from knowledge.search.ranking_weights import WEIGHTS
from knowledge.statements.base import Statement
from worker import bootstrap
from worker.company import Company, load_company
from worker.db.session import transaction
from worker.domain import Passage
from worker.history.example import Example
from worker.learning.alignment import compared
from worker.retrieval.finder import Finder
from worker.retrieval.passages import passage
from worker.retrieval.trust import is_trusted, untrusted_sources
from worker.settings import Settings

FOUND = 10  # passages of one search
_LOOKED_AT = 50  # of which an account's own rows are kept: they are few, and a search for words seldom finds a profile
MOST_KEPT = 10_000  # public passages that are kept in memory: with their vectors about 150 MB
_BACKGROUND = 256  # passages that say how near anything is
_SAMPLE = text(
    "select embedding from passages where index_id = :index and account is null order by md5(ref), id limit :count"
).columns(embedding=HALFVEC)
_STATEMENTS = text(
    "select statements from passages where index_id = :index and account is null and statements is not null "
    "order by md5(ref), id limit 5000"
)
_CONTENT = text(
    "select md5(coalesce(string_agg(id::text, ' ' order by id), '')) from passages where index_id = :index "
    "and account is not distinct from :account "
    "and (valid_from is null or valid_from <= :today) and (valid_until is null or valid_until >= :today)"
)
_WEIGHTS = replace(WEIGHTS, precedents=0, precedent_weight=0.0)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Pool:
    """A pool holds the passages that may carry an answer, in the order in which they were found."""

    passages: tuple[Passage, ...]
    said: Vector  # a row per sentence, of unit length
    asked: Vector  # what the customer asked, of unit length
    places_asked: NDArray[np.int64]  # per passage: its place in the search by what was asked, from 1; 0: not found
    background: Vector  # of passages of all kinds: how near each sentence is to what has nothing to do with it


class Library:
    """A library searches today's knowledge for examples, many at once. It is not thread-safe."""

    def __init__(
        self, database: Engine, finder: Finder, company: Company, untrusted: Collection[str], today: date
    ) -> None:
        self.company = company
        self._database, self._finder = database, finder
        self._untrusted, self._today = frozenset(untrusted), today
        self._brands = {key: one.sources for one in company.brands for key in (one.id, one.name)}  # a file has names
        self.index = finder.index()
        self._known: dict[int, Passage] = {}  # public ones
        with transaction(database) as session:
            sent = session.scalars(_SAMPLE, {"index": self.index.id, "count": _BACKGROUND}).all()
        self._background = np.array(sent, np.float32).reshape(-1, self.index.dimensions)

    @classmethod
    def of(cls, settings: Settings, database: Engine) -> "Library":
        """Return the company's library. Raises NotReady and CompanyError."""
        search = bootstrap.make_finder(settings, database, translate=list, rerank=False)
        untrusted = untrusted_sources(settings.knowledge_path)
        return cls(database, search, load_company(settings.company_path), untrusted, bootstrap.today())

    def statements(self) -> Iterator[str]:
        """Yield what public passages say, of many a sample: how rare a word is shows there."""
        with transaction(self._database) as session:
            for made in session.scalars(_STATEMENTS, {"index": self.index.id}).all():
                yield from dict.fromkeys(compared([Statement.from_json(one) for one in made]))

    def content(self, account: str | None) -> str:
        """Return a hash of today's public passages, or of an account's own. A passage that changes has another id."""
        with transaction(self._database, account=account) as session:
            told = {"index": self.index.id, "account": account, "today": self._today}
            return str(session.scalar(_CONTENT, told))

    def encode(self, texts: Sequence[str]) -> Vector:
        return self._finder.encoder_of(self.index).encode(texts)

    def search(self, example: Example, query: str) -> list[Hit]:
        """Return what a search for a text finds, best first, as an example's account and brand."""
        [vector] = self.encode([query])
        with transaction(self._database, account=example.account) as session:
            return self._hits(session, example, query, vector)

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
        query = question(example)
        with transaction(self._database, account=example.account) as session:
            by_question = self._hits(session, example, query, asked)
            by_sentence = [
                self._hits(session, example, one.text, vector)
                for one, vector in zip(example.sentences, said, strict=True)
            ]
            both = "\n".join([query, *(one.text for one in example.sentences)])
            by_both = self._hits(session, example, both, _together(asked, said))
            hits = {hit.id: hit for some in (*by_sentence, by_question, by_both) for hit in some}
            passages = self._passages(session, list(hits.values()), example.account)
        place_of = {id_: number for number, id_ in enumerate(hits)}
        places_asked = np.zeros(len(hits), np.int64)
        for place, hit in enumerate(by_question, 1):
            places_asked[place_of[hit.id]] = place
        return Pool(passages, said, asked, places_asked, self._background)

    def _hits(self, session: Session, example: Example, text: str, vector: Vector) -> list[Hit]:
        found = find_candidates(
            session,
            text,
            vector,
            index=self.index,
            account=example.account,
            today=self._today,
            language=example.language or None,
            sources=self._brands.get(example.brand or "", ()),
            limit=_LOOKED_AT,
            weights=_WEIGHTS,
        )
        kept = [hit for place, hit in enumerate(found) if place < FOUND or hit.account is not None]
        return [hit for hit in kept if is_trusted(hit.ref, self._untrusted)]

    def _passages(self, session: Session, hits: Sequence[Hit], account: str | None) -> tuple[Passage, ...]:
        """Return the hits with their statements. Public ones are read once, an account's own each time, as that account."""
        new = [hit for hit in hits if hit.id not in self._known]
        details = find_details(session, new, index=self.index, account=account)
        made: Mapping[int, Passage] = {hit.id: passage(Ranked(hit, None, 1), details.get(hit.id)) for hit in new}
        if len(self._known) > MOST_KEPT:
            kept = {hit.id for hit in hits}
            self._known = {id_: passage for id_, passage in self._known.items() if id_ in kept}
        self._known |= {id_: passage for id_, passage in made.items() if passage.account is None}
        return tuple(made.get(hit.id) or self._known[hit.id] for hit in hits)


def question(example: Example) -> str:
    """Return what is searched for when the customer asked this."""
    return query_text(example.body, subject=example.subject)


def _together(asked: Vector, said: Vector) -> Vector:
    """Return a vector of what was asked and of the whole answer."""
    both = asked + said.mean(axis=0) if len(said) else asked
    return np.asarray(both / max(float(np.linalg.norm(both)), 1e-6), np.float32)

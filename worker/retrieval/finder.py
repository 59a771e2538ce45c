"""This module finds passages for a batch of queries, which are translated and encoded together, searched one by one
under their own account, and reranked together.

The live index names the encoder that made its vectors, and that encoder encodes the queries. After a switch to an index
of another encoder, the next batch loads that one, so vectors of two encoders are never compared.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import IndexGoneError
from knowledge.index.indexes import Index
from knowledge.languages.guess import guess
from knowledge.search.candidates import Hit, find_candidates, live_index
from knowledge.search.details import Details, find_details
from knowledge.search.evidence import Evidence, features, identity
from knowledge.search.ranking import Ranked
from models.errors import ModelError
from worker.db.session import transaction
from worker.domain import Passage, Retrieved, Ticket
from worker.errors import NotReady
from worker.pipeline import retrieve
from worker.retrieval.passages import passage
from worker.retrieval.query import FOUND, Found, Query
from worker.retrieval.ranking import best
from worker.retrieval.reranking import CANDIDATES, Reranker, relevances
from worker.retrieval.trust import is_trusted
from worker.retrieval.wording import Wordings, with_wordings, wordings_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.encoding.encoder import Encoder

Translate = Callable[[Sequence[str]], Sequence[str]]
"""It returns what each text is searched for as. `worker.retrieval.translation` implements it."""
_ATTEMPTS = 3  # an index may be switched between reading which is live and searching it


class Finder:
    """A finder is not thread-safe, like the models it holds: use one per process."""

    def __init__(
        self,
        database: Engine,
        load_encoder: Callable[[str], "Encoder"],
        reranker: Reranker | None,
        *,
        today: Callable[[], date],
        translate: Translate = list,
        evidence: Evidence | None = None,
        index: Index | None = None,
        untrusted: Collection[str] = (),
        named: Collection[str] | None = None,
        brands: Mapping[str, tuple[str, ...]] | None = None,
        copies: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """`evidence` is used only for the vectors of its own encoder. `index` is searched instead of the live one, for
        example when an index is judged before it goes live. `untrusted`: the names of the less trusted sources. `named`: those
        of all sources that are searched; None: whatever the index has. `brands`: the id of a brand -> the sources that are
        searched for its tickets; for the others all are. `copies`: the id of a ticket -> others that say the same, which are no
        precedents for it: of past tickets, where the answer is known."""
        self._database, self._load, self._reranker, self._today = database, load_encoder, reranker, today
        self._translate, self._evidence, self._fixed = translate, evidence, index
        self._untrusted, self._named, self._brands = frozenset(untrusted), named, brands or {}
        self._copies = copies or {}
        self._encoder: Encoder | None = None

    def use(self, evidence: Evidence | None) -> None:
        """Use another evidence threshold from now on."""
        self._evidence = evidence

    def tickets(self, tickets: Sequence[Ticket], translate: Translate | None = None) -> list[Retrieved]:
        """Return what is found for each ticket, in the form of `worker.pipeline.retrieve.Find`. Without an index or its
        encoder every search has failed, which sends the tickets to a person and does not lose the batch. `translate` takes the
        place of the finder's own translation."""
        queries = [self.query(ticket) for ticket in tickets]
        try:
            results = self.find(queries, details=True, translate=translate)
        except (NotReady, ModelError, IndexGoneError) as error:
            return [Retrieved(error=error)] * len(tickets)
        return [
            Retrieved(
                tuple(with_wordings(self._passage(ranked, found.details), found.wordings) for ranked in found.ranked),
                found.vector,
                identity(found.encoder),
                self._evidence_of(found.candidates),
                found.text,
                found.error,
            )
            for found in results
        ]

    def query(self, ticket: Ticket) -> Query:
        """Return what is searched for when this ticket comes."""
        return Query(
            retrieve.query(ticket),
            ticket.history_account,
            ticket.external_id,
            ticket.language,
            self._brands.get(ticket.brand or "", ()),
            self._copies.get(ticket.external_id, ()),
        )

    def _evidence_of(self, hits: Sequence[Hit]) -> tuple[float, ...]:
        """Return how near the candidates are that the model may be shown; zeros where there are none."""
        return features([hit for hit in hits if is_trusted(hit.ref, self._untrusted)])

    def warm(self) -> None:
        """Load the live index's encoder now, not with the first ticket. Where there is no index yet, nothing is
        done."""
        with suppress(NotReady, ModelError):
            self.encoder_of(self.index())

    def find(
        self,
        queries: Sequence[Query],
        *,
        limit: int = FOUND,
        details: bool = False,
        translate: Translate | None = None,
    ) -> list[Found]:
        """Return one result per query, in order; with `details`, also what a reply needs of the passages. Raises NotReady
        where there is no index yet."""
        for _ in range(_ATTEMPTS):
            try:
                return self._find(queries, limit, details, translate or self._translate)
            except IndexGoneError as error:
                gone = error
        raise gone

    def _find(self, queries: Sequence[Query], limit: int, details: bool, into: Translate) -> list[Found]:
        clock = _Clock()
        index = self.index()
        encoder = self.encoder_of(index)
        texts = into([query.text for query in queries])
        translate = clock.lap(len(queries))
        vectors = encoder.encode(texts)
        encode = clock.lap(len(queries))
        results: list[tuple[list[Hit], Exception | None, float]] = []
        for query, asked, vector in zip(queries, texts, vectors, strict=True):
            hits, failure = self._candidates(query, asked, vector, index)
            results.append((hits, failure, clock.lap()))
        scored = relevances(self._reranker, texts, [hits for hits, _, _ in results])
        rerank = clock.lap(len(queries))
        judge = self._evidence_for(index)
        weakest = self._reranker.threshold if self._reranker else 0.0
        found = []
        for query, asked, vector, (hits, failure, search), scores in zip(
            queries, texts, vectors, results, scored, strict=True
        ):
            ranked, sure = best(hits, scores, judge, weakest, limit=limit, untrusted=self._untrusted)
            spent = {"translate": translate, "encode": encode, "search": search, "rerank": rerank}
            clock.lap()
            more: Mapping[int, Details] = {}
            wordings: Wordings = {}
            if details and ranked:
                try:
                    more, wordings = self._details(query, ranked, index)
                except SQLAlchemyError as error:
                    failure = error  # noqa: PLW2901
                spent["details"] = clock.lap()
            found.append(
                Found(
                    asked,
                    ranked,
                    tuple(hits),
                    scores is not None,
                    sure,
                    failure,
                    vector,
                    index.encoder,
                    more,
                    wordings,
                    spent,
                )
            )
        return found

    def _candidates(
        self, query: Query, asked: str, vector: "NDArray[np.float32]", index: Index
    ) -> tuple[list[Hit], Exception | None]:
        """Return the candidates of one query, or the error of its search: the others of the batch go on."""
        try:
            with transaction(self._database, account=query.account) as session:
                hits = find_candidates(
                    session,
                    asked,
                    vector,
                    index=index,
                    account=query.account,
                    today=self._today(),
                    ticket=query.ticket,
                    copies=query.copies,
                    language=query.language or guess(query.text),
                    sources=query.sources,
                    named=self._named,
                    limit=CANDIDATES,
                )
            return hits, None
        except SQLAlchemyError as error:
            return [], error

    def _details(self, query: Query, ranked: Sequence[Ranked], index: Index) -> tuple[Mapping[int, Details], Wordings]:
        hits = [one.hit for one in ranked]
        with transaction(self._database, account=query.account) as session:
            details = find_details(session, hits, index=index, account=query.account)
            return details, wordings_of(session, hits, query.language or guess(query.text))

    def _passage(self, ranked: Ranked, details: Mapping[int, Details]) -> Passage:
        return passage(ranked, details.get(ranked.hit.id), trusted=is_trusted(ranked.hit.ref, self._untrusted))

    def encoder_of(self, index: Index) -> "Encoder":
        """Return the encoder that made the index. Raises EncoderError or NotReady when it cannot be obtained."""
        if self._encoder is None or self._encoder.id != index.encoder:
            encoder = self._load(index.encoder.rpartition("@")[0])
            if encoder.id != index.encoder:
                raise NotReady(
                    f"the live index was made by {index.encoder}, but {encoder.id} now has that name: "
                    "run `deskhand knowledge reindex`"
                )
            self._encoder = encoder
        return self._encoder

    def _evidence_for(self, index: Index) -> Evidence | None:
        """Return the evidence threshold for this index, or None; a reranker has a threshold of its own."""
        known = self._evidence
        return known if known and self._reranker is None and known.encoder == identity(index.encoder) else None

    def index(self) -> Index:
        """Return the index that is searched now. Raises NotReady where there is none yet."""
        if self._fixed is not None:
            return self._fixed
        with transaction(self._database) as session:
            index = live_index(session)
        if index is None:
            raise NotReady("there is no knowledge yet: run `deskhand knowledge sync`")
        return index


class _Clock:
    def __init__(self) -> None:
        self._last = perf_counter()

    def lap(self, share: int = 1) -> float:
        """Return the milliseconds since the last lap, divided by `share`."""
        now = perf_counter()
        spent, self._last = (now - self._last) * 1000 / max(share, 1), now
        return round(spent, 2)

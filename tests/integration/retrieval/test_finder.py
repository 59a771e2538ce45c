"""The search as a worker process holds it: batches, accounts, a reranker, and indexes that are switched under it."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from knowledge.errors import IndexGoneError
from knowledge.index import indexes, rebuilding
from knowledge.passages import Kind
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf, WordHash
from tests.unit.worker.pipeline.builders import ticket
from worker.errors import NotReady
from worker.retrieval import finder as finding
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query
from worker.retrieval.reranking import Candidate

AMOUNT = 30


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    for n in range(AMOUNT):
        made.shelf.put(f"{n:02}", f"alpha{n} common", title=f"Doc {n}")
    accounts = Shelf("accounts", Kind.ACCOUNT)
    for name in ("a", "b"):
        accounts.put(name, f"oven of {name}", account=name)
    made.sync(made.shelf, accounts)
    return made


class Encoders:
    """Loads by name, and remembers."""

    def __init__(self, *known: WordHash) -> None:
        self.known = {encoder.name: encoder for encoder in known}
        self.loaded: list[str] = []

    def __call__(self, name: str) -> Any:
        self.loaded.append(name)
        return self.known[name]


class Likes:
    """A reranker: relevant is what holds the word."""

    def __init__(self, word: str, threshold: float = 0.5) -> None:
        self.word, self.threshold = word, threshold
        self.asked: list[tuple[str, int]] = []

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]:
        self.asked += [(query, len(found)) for query, found in zip(queries, passages, strict=True)]
        return [[0.9 if self.word in c.text else 0.1 for c in found] for found in passages]


def finder(knowledge: Knowledge, *encoders: WordHash, reranker: Any = None, **options: Any) -> tuple[Finder, Encoders]:
    loader = Encoders(*(encoders or (knowledge.encoder,)))
    return Finder(knowledge.app, loader, reranker, today=lambda: TODAY, **options), loader


def test_a_batch_is_encoded_together_and_searched_each_as_its_own_account(knowledge: Knowledge) -> None:
    calls: list[int] = []
    knowledge.encoder.before = lambda texts: calls.append(len(texts))
    search, loader = finder(knowledge)
    queries = [Query("oven", "a"), Query("oven", "b"), Query("oven"), Query("alpha7")]
    found = search.find(queries)
    accounts = [{hit.account for hit in one.candidates} for one in found]
    assert accounts == [{None, "a"}, {None, "b"}, {None}, {None}]
    assert found[0].ranked[0].hit.ref == "accounts/a"
    assert found[3].ranked[0].hit.ref == "docs/07"
    assert [len(one.ranked) for one in found] == [8] * 4
    assert set(found[0].milliseconds) == {"translate", "encode", "search", "rerank"}
    search.find(queries)
    assert (calls, loader.loaded) == ([4, 4], ["words"])


def test_warm_loads_the_encoder_before_the_first_query_and_forgives_an_empty_database(
    knowledge: Knowledge, database: Database
) -> None:
    search, loader = finder(knowledge)
    search.warm()
    search.find([Query("alpha7")])
    assert loader.loaded == ["words"]
    with database.owner.begin() as connection:
        connection.execute(text("delete from indexes"))
    finder(knowledge)[0].warm()


def test_a_ticket_is_searched_as_its_verified_account_and_becomes_passages(knowledge: Knowledge) -> None:
    search, _ = finder(knowledge)
    known, stranger = search.tickets(
        [
            ticket(account="a", subject="oven", body="oven"),
            ticket(account="a", verified=False, subject="oven", body="oven"),
        ]
    )
    first = known.passages[0]
    assert (first.ref, first.account, first.fused_rank) == ("accounts/a", "a", 1)
    assert {passage.account for passage in stranger.passages} == {None}
    assert [statement.source for statement in first.statements] == [first.text]
    assert first.statement_vectors is not None
    assert first.statement_vectors.shape == (1, knowledge.encoder.dimensions)
    assert not first.public


def test_a_reranker_orders_and_drops_and_nothing_found_is_a_result(knowledge: Knowledge) -> None:
    likes = Likes("alpha7 ")
    search, _ = finder(knowledge, reranker=likes)
    liked, nothing = search.find([Query("common alpha3 alpha7"), Query("oven")])
    assert [(r.hit.ref, r.relevance, r.rank) for r in liked.ranked] == [("docs/07", 0.9, 1)]
    assert len(liked.candidates) == AMOUNT
    likes.word = "zzz"
    [nothing] = search.find([Query("oven", "a")])
    assert (nothing.ranked, nothing.error) == ((), None)
    assert len(nothing.candidates) == AMOUNT + 1


def test_a_search_that_fails_fails_its_query_alone(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    real = finding.find_candidates

    def failing(session: Any, query: str, *rest: Any, **options: Any) -> Any:
        if query == "bad":
            raise OperationalError("select", {}, Exception("cancelled"))
        return real(session, query, *rest, **options)

    monkeypatch.setattr(finding, "find_candidates", failing)
    search, _ = finder(knowledge, reranker=Likes("alpha"))
    good, bad = search.find([Query("alpha7"), Query("bad")])
    assert good.ranked[0].hit.kind == Kind.DOCS
    assert isinstance(bad.error, OperationalError)
    assert bad.ranked == ()


def test_without_an_index_it_says_what_to_do(database: Database) -> None:
    search, _ = finder(Knowledge(database.owner, database.app))
    with pytest.raises(NotReady, match="deskhand knowledge sync"):
        search.find([Query("x")])


def test_after_a_switch_the_next_batch_loads_the_other_encoder(knowledge: Knowledge) -> None:
    other = WordHash("others", dimensions=32)
    search, loader = finder(knowledge, knowledge.encoder, other)
    search.find([Query("alpha7")])
    rebuilding.rebuild(knowledge.owner, other.maker)
    asked = len(knowledge.encoder.asked)
    [found] = search.find([Query("alpha7")])
    assert found.ranked[0].hit.ref == "docs/07"
    assert loader.loaded == ["words", "others"]
    assert len(knowledge.encoder.asked) == asked  # the old encoder is not asked any more


def test_an_index_that_vanished_during_a_search_is_searched_for_again(knowledge: Knowledge) -> None:
    other = WordHash("others", dimensions=32)
    search, loader = finder(knowledge, knowledge.encoder, other)
    switched: list[bool] = []

    def switch(_: Sequence[str]) -> None:
        """After it was read which index is live, and before that one is searched."""
        if not switched:
            switched.append(rebuilding.rebuild(knowledge.owner, other.maker).switched)

    knowledge.encoder.before = switch
    [first, second] = search.find([Query("alpha7"), Query("oven", "a")])
    assert switched == [True]
    assert loader.loaded == ["words", "others"]
    assert (first.ranked[0].hit.ref, second.ranked[0].hit.ref) == ("docs/07", "accounts/a")


def test_it_gives_up_when_the_index_vanishes_every_time(knowledge: Knowledge) -> None:
    with knowledge.owner.connect() as connection:
        index = indexes.find(connection, indexes.LIVE)
    assert index is not None
    indexes.drop(knowledge.owner, index.id)
    search, _ = finder(knowledge, index=index)
    with pytest.raises(IndexGoneError, match=f"index {index.id}"):
        search.find([Query("alpha7")])


def test_an_encoder_whose_weights_changed_is_refused_rather_than_compared(knowledge: Knowledge) -> None:
    class Moved(WordHash):
        @property
        def id(self) -> str:
            return "words@2"

    search, _ = finder(knowledge, Moved())
    with pytest.raises(NotReady, match=r"made by words@1, but words@2 .*deskhand knowledge reindex"):
        search.find([Query("x")])


def test_an_index_that_is_judged_is_searched_before_it_is_live(knowledge: Knowledge) -> None:
    other = WordHash("others", dimensions=32)
    places: list[int] = []

    def judge(index: indexes.Index) -> dict[str, Any]:
        judged, loader = finder(knowledge, other, index=index)
        [found] = judged.find([Query("alpha7")])
        assert loader.loaded == ["others"]
        places.extend(hit.id for hit in found.candidates)
        return {"accepted": False}

    rebuilding.rebuild(knowledge.owner, other.maker, judge=judge)
    assert places
    building = knowledge.rows("select p.id from passages p join indexes i on i.id = index_id where state = 'building'")
    assert set(places) <= set(building)


def test_no_search_fails_or_mixes_two_indexes_while_one_after_the_other_is_switched_to(knowledge: Knowledge) -> None:
    """The encoders have other dimensions, so a vector of one would not even be accepted by an index of the other."""
    knowledge.shelf.put("long", "One sentence of it says alpha7, the others nothing in common. " * 6)
    knowledge.sync()
    assert knowledge.rows("select count(windows) from passages") == [1]
    encoders = [knowledge.encoder] + [WordHash(f"e{n}", dimensions=32 + n) for n in range(6)]
    born: dict[int, int] = {}  # index -> its first passage
    done = threading.Event()
    problems: list[Any] = []
    answers: list[set[int]] = []

    def search(ask: Callable[[Sequence[Query]], Any]) -> None:
        while not done.is_set():
            try:
                for found in ask([Query("alpha7 common"), Query("oven", "a")]):
                    if found.error or not found.candidates:
                        problems.append(found)
                    answers.append({hit.id for hit in found.candidates})
            except Exception as error:
                problems.append(error)

    threads = [threading.Thread(target=search, args=[finder(knowledge, *encoders)[0].find]) for _ in range(2)]
    [first] = knowledge.rows("select min(id) from passages")
    born[0] = first
    for thread in threads:
        thread.start()
    try:
        for encoder in encoders[1:]:
            made = rebuilding.rebuild(knowledge.owner, encoder.maker).index.id
            [first] = knowledge.rows("select min(id) from passages where index_id = :id", id=made)
            born[made] = first
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert problems == []
    starts = sorted(born.values())
    used = [{sum(start <= place for start in starts) for place in places} for places in answers]
    assert all(len(indexes_of_one_answer) == 1 for indexes_of_one_answer in used)
    assert len(set().union(*used)) > 1


def test_each_query_of_a_batch_finds_what_it_finds_alone(knowledge: Knowledge) -> None:
    texts: list[str] = []
    knowledge.encoder.before = texts.extend
    search, _ = finder(
        knowledge, translate=lambda asked: [f"{text} oven" if text == "kurz" else text for text in asked]
    )
    batch = [Query("alpha7 common"), Query("The pump is loud. " * 20), Query("kurz"), Query("oven", "a")]
    together = search.find(batch)
    assert texts == ["alpha7 common", "The pump is loud. " * 20, "kurz oven", "oven"]
    for query, found in zip(batch, together, strict=True):
        [alone] = search.find([query])
        assert [(hit.ref, hit.score) for hit in alone.candidates] == [(hit.ref, hit.score) for hit in found.candidates]


@pytest.mark.parametrize(
    ("said", "asked", "first"),
    [
        ("de", "", "docs/de"),
        ("en", "", "docs/en"),
        (None, "was not that what you should have", "docs/en"),
        (None, "werden sie nicht so wie sie waren", "docs/de"),
    ],
)
def test_the_language_is_the_tickets_and_guessed_where_it_has_none(
    knowledge: Knowledge, said: str | None, asked: str, first: str
) -> None:
    both = "valve pump lid seal rotor stator flange gasket bolt nut washer nozzle"
    knowledge.shelf.put("de", f"{both} werden nicht mehr")
    knowledge.shelf.put("en", f"{both} should not have")
    knowledge.sync()
    search, _ = finder(knowledge)
    [found] = search.tickets([replace(ticket(), subject="", body=f"{both} {asked}", language=said)])
    assert next(p.ref for p in found.passages if p.ref in {"docs/de", "docs/en"}) == first

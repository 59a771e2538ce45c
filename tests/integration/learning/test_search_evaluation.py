"""Measuring the search that serves: on the live index, and on other people's documents in a database of their own."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import text

from knowledge.measure.dataset_folder import Dataset
from knowledge.measure.evaluation import Cause
from knowledge.measure.questions import Question
from knowledge.passages import Document, Kind, plain
from tests.conftest import Database, Stack
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from worker.db.scratch_database import scratch_database
from worker.errors import NotReady
from worker.learning import encoder, search_evaluation
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query
from worker.retrieval.reranking import Candidate


class Only:
    """A reranker that knows one word."""

    threshold = 0.5

    def __init__(self, word: str) -> None:
        self.word = word

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]:
        return [[float(self.word in c.text) for c in found] for found in passages]


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put(
        "login", "The intro.", ("Reset", "reset the password " * 300), ("Lost", "the phone is lost"), title="L"
    )
    made.shelf.put("seats", ("Add", "more seats for the team"), title="S")
    accounts = Shelf("accounts", Kind.ACCOUNT)
    accounts.put("a", ("invoice 7", "the invoice of a"), account="a")
    made.sync(made.shelf, accounts)
    return made


def finder(knowledge: Knowledge, reranker: Only | None = None) -> Finder:
    return Finder(knowledge.app, lambda _: knowledge.encoder, reranker, today=lambda: TODAY)  # type: ignore[arg-type,return-value]


def question(wanted: str, asked: str, **about: str) -> Question:
    return Question(wanted, asked, frozenset({wanted}), **about)  # type: ignore[arg-type]


QUESTIONS = [
    question("docs/login#Lost", "my phone is lost"),
    question("docs/login#Reset", "reset password"),
    question("docs/seats#Add", "seats for a team"),
    question("accounts/a#invoice 7", "my invoice", account="a"),
]


def test_every_stage_is_measured_on_every_question_each_as_its_account(knowledge: Knowledge) -> None:
    done: list[int] = []
    result = search_evaluation.evaluate_search(finder(knowledge), knowledge.owner, QUESTIONS, done.append)
    assert (result.questions, done) == (4, [4])
    assert list(result.figures) == ["lexical", "dense", "fused"]
    assert result.figures["fused"]["recall@5"].mean == 1.0
    stranger = search_evaluation.evaluate_search(
        finder(knowledge), knowledge.owner, [question("accounts/a#invoice 7", "my invoice")]
    )
    assert [miss.cause for miss in stranger.misses] == [Cause.NOT_A_CANDIDATE]


@pytest.mark.parametrize("word", ["phone", "seats"])
def test_a_reranker_that_finds_nothing_for_a_question_is_measured_all_the_same(knowledge: Knowledge, word: str) -> None:
    """Also when it is the first question, or the last, that it finds nothing for."""
    result = search_evaluation.evaluate_search(finder(knowledge, Only(word)), knowledge.owner, QUESTIONS)
    assert result.last_stage == "reranked"
    assert result.figures["reranked"]["recall@5"].mean == 0.25
    assert result.warning


def test_a_search_that_fails_is_never_swallowed(knowledge: Knowledge) -> None:
    with knowledge.owner.begin() as connection:
        connection.execute(text("alter function public_names rename to away"))
    try:
        with pytest.raises(Exception, match="public_names"):
            search_evaluation.answers(finder(knowledge), QUESTIONS)
    finally:
        with knowledge.owner.begin() as connection:
            connection.execute(text("alter function away rename to public_names"))


def test_it_is_known_into_how_many_passages_a_section_is_cut(knowledge: Knowledge) -> None:
    pieces = search_evaluation.pieces(knowledge.owner)
    assert pieces["docs/login#Reset"] > 3
    assert pieces["docs/login#Lost"] == 1
    assert pieces["docs/login"] == 1  # the section before the first heading, which has the document's reference
    assert pieces["docs/seats"] == 1  # a document alone
    assert "docs/none" not in pieces
    knowledge.shelf.put("whole", "The pump of the cellar is oiled in spring. " * 60)
    knowledge.shelf.put("Guide (2)", "The lid is blue.")
    knowledge.sync()
    pieces = search_evaluation.pieces(knowledge.owner)
    assert pieces["docs/whole"] > 1  # a document without headings is one section, cut like any other
    assert pieces["docs/Guide (2)"] == 1


def test_a_data_set_is_indexed_apart_and_leaves_nothing_behind(knowledge: Knowledge, stack: Stack) -> None:
    documents = tuple(Document(f"data/{n}", "data", Kind.DOCS, "T", (plain("A", f"zeppelin {n}"),)) for n in range(3))
    asked = (Question("1", "zeppelin 2", frozenset({"data/2"}), by_document=True),)
    before = knowledge.rows("select count(*) from passages")
    with search_evaluation.indexed(
        Dataset("set", documents, asked),
        stack.urls.database,
        stack.urls.admin_database,
        knowledge.encoder.maker,
        lambda app: Finder(app, lambda _: knowledge.encoder, None, today=lambda: TODAY),  # type: ignore[arg-type,return-value]
    ) as (search, owner):
        assert search_evaluation.evaluate_search(search, owner, asked).figures["fused"]["recall@1"].mean == 1.0
        assert {hit.ref for hit in search.find([Query("reset password")])[0].candidates} == {
            f"data/{n}#A" for n in range(3)
        }
    assert knowledge.rows("select count(*) from passages") == before
    assert databases(knowledge) == []


def test_a_scratch_database_is_dropped_after_an_error_too(knowledge: Knowledge, stack: Stack) -> None:
    with (
        pytest.raises(NotReady),
        scratch_database(stack.urls.database, stack.urls.admin_database) as scratch,
        scratch.owner.connect() as still_open,
    ):
        assert still_open.scalar(text("select current_database()")) in databases(knowledge)
        raise NotReady("…")
    assert databases(knowledge) == []


def databases(knowledge: Knowledge) -> list[str]:
    return knowledge.rows("select datname from pg_database where datname like 'deskhand_scratch_%'")


def test_training_examples_are_the_candidates_with_the_right_ones_marked(knowledge: Knowledge) -> None:
    [example, mine] = encoder.examples(finder(knowledge), [QUESTIONS[1], QUESTIONS[3]])
    right = [c.text for c in example.candidates if c.right]
    assert len(right) > 3
    assert all(text.startswith("L > Reset\n") for text in right)
    assert any(not c.right for c in example.candidates)
    assert sum(c.right for c in mine.candidates) == 1


@pytest.fixture(autouse=True)
def _no_scratch(database: Database) -> Iterator[None]:
    yield
    with database.owner.connect() as connection:
        left = connection.scalar(text("select count(*) from pg_database where datname like 'deskhand_scratch_%'"))
    assert left == 0

"""Several processes fill one index: each document once, none lost, none written old."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.index import filling, indexes, rows
from knowledge.index.indexes import Index
from knowledge.passages import Document, Kind, plain
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, WordHash

AMOUNT = 60


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    return Knowledge(database.owner, database.app)


@pytest.fixture
def building(knowledge: Knowledge) -> Index:
    """An empty index beside documents that are known."""
    for n in range(AMOUNT):
        put(knowledge, n, f"alpha{n}", f"beta{n}")
    with knowledge.owner.begin() as connection:
        return indexes.create(connection, state=indexes.BUILDING, encoder="words@1", splitter=2, dimensions=64)


def put(knowledge: Knowledge, number: int, *texts: str, **about: Any) -> Document:
    sections = tuple(plain(f"H{n}", text) for n, text in enumerate(texts))
    document = Document(f"docs/{number:03}", "docs", Kind.DOCS, "T", sections, **about)
    with knowledge.owner.begin() as connection:
        rows.write_document(connection, document, "f")
    return document


def passages(knowledge: Knowledge, path: str) -> list[str]:
    return knowledge.texts(path, "building")


def fillers(knowledge: Knowledge, building: Index, amount: int, batch: int) -> list[WordHash]:
    """That many at once, each with an encoder of its own, as on machines of their own."""
    encoders = [WordHash(before=lambda _: time.sleep(0.02)) for _ in range(amount)]
    errors: list[BaseException] = []

    def work(encoder: WordHash) -> None:
        try:
            filling.fill(knowledge.owner, building, encoder.maker, batch=batch)
        except BaseException as error:  # shown below
            errors.append(error)

    threads = [threading.Thread(target=work, args=[encoder]) for encoder in encoders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return encoders


def test_several_fillers_embed_each_document_once_and_share_the_work(knowledge: Knowledge, building: Index) -> None:
    encoders = fillers(knowledge, building, amount=3, batch=4)
    asked = Counter(text for encoder in encoders for text in encoder.asked)
    assert len(asked) == 2 * AMOUNT
    assert set(asked.values()) == {1}
    assert knowledge.rows("select count(*) from passages") == [2 * AMOUNT]
    assert filling.waiting(knowledge.owner, building) == 0
    assert sum(len(encoder.asked) > 0 for encoder in encoders) == 3


def test_claimers_at_the_same_moment_get_different_documents_and_none_goes_away_empty(
    knowledge: Knowledge, building: Index
) -> None:
    start = threading.Barrier(4)
    got: list[list[int]] = []

    def claim() -> None:
        start.wait()
        got.append([i for i, _ in filling.claim(knowledge.owner, building, documents=10)])

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [i for some in got for i in some]
    assert len(ids) == len(set(ids)) > 30
    assert all(got)


def test_what_is_claimed_is_not_given_again_until_the_claim_ran_out(knowledge: Knowledge, building: Index) -> None:
    first = filling.claim(knowledge.owner, building, documents=AMOUNT, seconds=1)
    assert len(first) == AMOUNT
    assert filling.claim(knowledge.owner, building, documents=AMOUNT) == []
    assert filling.fill(knowledge.owner, building, knowledge.encoder.maker) == 0
    time.sleep(1.1)
    again = filling.claim(knowledge.owner, building, documents=AMOUNT)
    assert again == first


def test_finish_waits_for_a_claim_and_takes_over_what_a_dead_process_held(
    knowledge: Knowledge, building: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "WAIT_SECONDS", 0.05)
    filling.claim(knowledge.owner, building, documents=5, seconds=1)
    start = time.monotonic()
    assert filling.finish(knowledge.owner, building, knowledge.encoder.maker) == 2 * AMOUNT
    assert time.monotonic() - start > 0.8
    assert Counter(knowledge.encoder.asked).most_common(1)[0][1] == 1


def test_a_slow_process_keeps_what_it_claimed(knowledge: Knowledge, building: Index) -> None:
    """Thirty calls of 0.1 s and more, and a claim of one second."""
    slow = WordHash(before=lambda _: time.sleep(0.1))
    work = threading.Thread(
        target=filling.fill, args=[knowledge.owner, building, slow.maker], kwargs={"batch": AMOUNT, "seconds": 1}
    )
    long = range(30)
    for n in long:  # so long that each is a batch of its own
        put(knowledge, n, *(f"word{n} {i}" for i in range(AMOUNT)))
    work.start()
    time.sleep(0.3)
    while work.is_alive():
        assert filling.fill(knowledge.owner, building, knowledge.encoder.maker) == 0
        time.sleep(0.1)
    work.join()
    assert len(slow.asked) == len(long) * AMOUNT + (AMOUNT - len(long)) * 2
    assert knowledge.encoder.asked == []


def test_a_document_without_a_passage_is_done_like_any_other(knowledge: Knowledge, building: Index) -> None:
    put(knowledge, AMOUNT)
    assert filling.finish(knowledge.owner, building, knowledge.encoder.maker) == 2 * AMOUNT
    assert filling.waiting(knowledge.owner, building) == 0


def test_what_an_interrupted_process_had_claimed_is_free_at_once(knowledge: Knowledge, building: Index) -> None:
    def interrupt(_: Sequence[str]) -> None:
        raise KeyboardInterrupt

    knowledge.encoder.before = interrupt
    with pytest.raises(KeyboardInterrupt):
        filling.fill(knowledge.owner, building, knowledge.encoder.maker)
    assert len(filling.claim(knowledge.owner, building, documents=AMOUNT)) == AMOUNT


def while_embedding(knowledge: Knowledge, building: Index, act: Callable[[], object]) -> None:
    """Fill; `act` happens once, between claiming and writing."""
    done: list[object] = []

    def before(_: Sequence[str]) -> None:
        if not done:
            done.append(act())

    knowledge.encoder.before = before
    filling.finish(knowledge.owner, building, knowledge.encoder.maker)


def test_a_document_that_changed_meanwhile_is_written_as_it_is_now(
    knowledge: Knowledge, building: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(filling, "time", SimpleNamespace(sleep=waits.append))
    while_embedding(knowledge, building, lambda: put(knowledge, 3, "new text"))
    assert passages(knowledge, "docs/003") == ["new text"]
    assert knowledge.rows("select count(*) from passages") == [2 * AMOUNT - 1]
    assert waits == []  # the claim of the old text was given back


def test_an_old_text_is_never_visible_not_even_for_a_moment(knowledge: Knowledge, building: Index) -> None:
    [(document_id, old), *_] = filling.claim(knowledge.owner, building, documents=1)
    put(knowledge, 0, "new text")
    filling.write(
        knowledge.owner, building, knowledge.encoder.maker, [(document_id, old, knowledge.encoder.maker.split(old))]
    )
    assert passages(knowledge, "docs/000") == []


@pytest.mark.parametrize("about", [{"account": "a"}, {"valid_until": date(2026, 1, 1)}, {"url": "https://x"}], ids=min)
def test_metadata_that_changed_meanwhile_is_not_written_old(
    knowledge: Knowledge, building: Index, about: dict[str, Any]
) -> None:
    """The text is the same, so its vectors are right; whose it is and how long it is valid must be those of now."""
    while_embedding(knowledge, building, lambda: put(knowledge, 3, "alpha3", "beta3", **about))
    column, value = next(iter(about.items()))
    stored = knowledge.rows(
        "select account, valid_until, url from passages where document_id = (select id from documents where path = :path)",
        path="docs/003",
    )
    place = ("account", "valid_until", "url").index(column)
    assert [row[place] for row in stored] == [value, value]


def test_a_document_that_vanished_meanwhile_stays_away(knowledge: Knowledge, building: Index) -> None:
    [gone] = knowledge.rows("select id from documents where path = 'docs/003'")
    while_embedding(knowledge, building, lambda: rows.delete(knowledge.owner, [gone]))
    assert knowledge.rows("select count(*) from passages") == [2 * AMOUNT - 2]
    assert knowledge.rows("select count(*) from passage_sets") == [AMOUNT - 1]


def test_helpers_of_an_index_that_is_abandoned_end_in_peace(knowledge: Knowledge, building: Index) -> None:
    while_embedding(knowledge, building, lambda: indexes.drop(knowledge.owner, building.id))
    for table in ("passages", "passage_sets", "indexes"):
        assert knowledge.table(table) == []


def test_documents_deleted_and_claimed_at_once_harm_nobody(knowledge: Knowledge, building: Index) -> None:
    ids = knowledge.rows("select id from documents order by id")
    deleting = threading.Thread(target=lambda: [rows.delete(knowledge.owner, [i]) for i in ids[::2]])
    deleting.start()
    fillers(knowledge, building, amount=2, batch=4)
    deleting.join()
    assert filling.waiting(knowledge.owner, building) == 0
    assert knowledge.rows("select count(*) from passages") == [AMOUNT]

"""What a sync does and what it leaves alone; interrupted anywhere, it leaves whole documents."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from knowledge.errors import BadDocumentError, BusyError, EncoderMismatchError, SourceError
from knowledge.index import filling, indexer, rebuilding
from knowledge.index.indexer import Progress
from knowledge.index.locks import Lock, alone
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, Shelf, WordHash


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("seats", ("Add", "An Admin adds seats."), ("Remove", "It stays paid."), title="Seats")
    made.shelf.put("login", ("Reset", "Use the link."), title="Login")
    return made


def test_the_first_sync_makes_the_live_index_and_counts_its_words(knowledge: Knowledge) -> None:
    report = knowledge.sync()
    assert knowledge.rows("select state, encoder, dimensions, passages from indexes") == [("live", "words@1", 64, 3)]
    assert (report.sources["docs"].added, report.sources["docs"].passages, report.embedded) == (2, 3, 3)
    assert knowledge.encoder.asked == [
        "Seats > Add\nAn Admin adds seats.",
        "Seats > Remove\nIt stays paid.",
        "Login > Reset\nUse the link.",
    ]
    assert knowledge.rows("select passages from term_counts where lexeme = 'seat'") == [2]
    assert knowledge.ask("how do I add seats")[0].ref == "docs/seats#Add"


def test_a_long_passage_is_embedded_whole_and_by_its_windows(knowledge: Knowledge) -> None:
    said = [f"Sentence number {n} of this section has some ten words in it." for n in range(5)]
    path = knowledge.shelf.put("long", ("Head", " ".join(said)), title="Long")
    knowledge.sync()
    whole, *parts = knowledge.encoder.asked[-4:]
    assert whole == f"Long > Head\n{' '.join(said)}"
    assert " ".join(parts) == " ".join(said)
    [windows] = knowledge.rows("select windows::text[] from passages where ref = :ref", ref=f"{path}#Head")
    stored = np.array([vector.strip("[]").split(",") for vector in windows], float)
    assert stored == pytest.approx(knowledge.encoder.encode(parts), abs=1e-3)
    assert knowledge.rows("select count(*) from passages where windows is null") == [3]


def test_an_unchanged_fingerprint_is_not_even_read(knowledge: Knowledge) -> None:
    knowledge.sync()
    knowledge.shelf.read.clear()
    report = knowledge.sync()
    assert (knowledge.shelf.read, knowledge.encoder.asked) == ([], [])
    assert (report.sources["docs"].unchanged, report.sources["docs"].passages) == (2, 3)


def test_the_same_text_under_another_fingerprint_is_read_once_and_not_embedded(knowledge: Knowledge) -> None:
    knowledge.sync()
    before = knowledge.rows("select id, ref from passages order by id")
    knowledge.shelf.marks["docs/login"] = "touched"
    knowledge.shelf.read.clear()
    assert knowledge.sync().sources["docs"].unchanged == 2
    assert knowledge.shelf.read == ["docs/login"]
    assert knowledge.encoder.asked == []
    knowledge.shelf.read.clear()
    knowledge.sync()
    assert knowledge.shelf.read == []  # the new fingerprint is known now
    assert knowledge.rows("select id, ref from passages order by id") == before


def test_metadata_alone_reaches_passages_and_body_and_keeps_the_vectors(knowledge: Knowledge) -> None:
    said = "Use the link. " * 20
    knowledge.shelf.put("login", ("Reset", said), title="Login")
    knowledge.sync()
    before = knowledge.rows("select id, embedding::text, windows::text from passages order by id")
    knowledge.shelf.put("login", ("Reset", said), title="Login", url="https://x", valid_until=date(2027, 1, 1))
    report = knowledge.sync()
    assert report.sources["docs"].metadata_only == 1
    assert knowledge.encoder.asked == []
    assert knowledge.rows("select id, embedding::text, windows::text from passages order by id") == before
    assert knowledge.rows("select count(windows) from passages") == [1]
    assert ("docs/login#Reset", "https://x", date(2027, 1, 1)) in knowledge.rows(
        "select ref, url, valid_until from passages"
    )
    [body] = knowledge.rows("select body from documents where path = 'docs/login'")
    assert Document.from_json(body).url == "https://x"


def test_a_document_that_becomes_an_accounts_is_that_accounts_alone_at_once(knowledge: Knowledge) -> None:
    knowledge.sync()
    knowledge.shelf.put("login", ("Reset", "Use the link."), title="Login", account="a")
    knowledge.sync()
    assert "docs/login#Reset" not in {hit.ref for hit in knowledge.ask("reset link")}
    assert "docs/login#Reset" not in {hit.ref for hit in knowledge.ask("reset link", account="b")}
    assert knowledge.ask("reset link", account="a")[0].ref == "docs/login#Reset"


def test_a_deleted_document_is_gone_from_every_table(knowledge: Knowledge) -> None:
    knowledge.sync()
    del knowledge.shelf.contents["docs/login"]
    report = knowledge.sync()
    assert (report.sources["docs"].deleted, report.sources["docs"].passages) == (1, 2)
    for table in ("documents", "passage_sets"):
        assert len(knowledge.table(table)) == 1
    assert {hit.ref for hit in knowledge.ask("link reset")} == {"docs/seats#Add", "docs/seats#Remove"}


@pytest.mark.parametrize("broken", [SourceError("no answer"), BadDocument("docs/row 3", "no id", identified=False)])
def test_a_source_that_fails_deletes_nothing(knowledge: Knowledge, broken: Any) -> None:
    other = Shelf("help", Kind.DOCS)
    gone = other.put("gone", "It will be deleted.")
    other.put("stays", "It stays.")
    knowledge.sync(knowledge.shelf, other)
    knowledge.shelf.contents = {"docs/x": broken}
    del other.contents[gone]
    report = knowledge.sync(knowledge.shelf, other)
    assert (report.sources["docs"].failed, report.sources["docs"].deleted, report.sources["help"].deleted) == (1, 0, 1)
    paths = knowledge.rows("select path from documents")
    assert {"docs/seats", "docs/login", "help/stays"} == set(paths)


def test_a_document_that_cannot_be_read_keeps_its_last_passages(knowledge: Knowledge) -> None:
    knowledge.sync()
    knowledge.shelf.contents["docs/login"] = BadDocument("docs/login", "is torn")
    report = knowledge.sync()
    assert dict(report.failures) == {"docs/login": "is torn"}
    assert knowledge.texts("docs/login") == ["Use the link."]
    assert knowledge.rows("select path, source, reason from sync_failures") == [("docs/login", "docs", "is torn")]


def test_sources_that_are_not_given_are_left_alone(knowledge: Knowledge) -> None:
    other = Shelf("help", Kind.DOCS)
    other.put("a", "Something else.")
    knowledge.sync(knowledge.shelf, other)
    report = knowledge.sync(other)
    assert set(report.sources) == {"help"}
    assert knowledge.rows("select count(*) from documents") == [3]


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(knowledge: Knowledge) -> None:
    knowledge.sync()
    tables = ("indexes", "documents", "passages", "passage_sets", "sync_failures", "term_counts")
    before = {table: knowledge.table(table) for table in tables}
    knowledge.shelf.put("seats", "All new.", title="Seats")
    knowledge.shelf.put("new", "New as well.")
    del knowledge.shelf.contents["docs/login"]
    knowledge.shelf.contents["docs/bad"] = BadDocument("docs/bad", "is torn")
    counts = knowledge.sync(dry_run=True).sources["docs"]
    assert (counts.added, counts.updated, counts.deleted, counts.failed, counts.passages) == (1, 1, 1, 1, 3)
    assert knowledge.encoder.asked == []
    assert {table: knowledge.table(table) for table in tables} == before


def test_a_dry_run_says_how_many_passages_would_be_embedded(knowledge: Knowledge) -> None:
    assert knowledge.sync(dry_run=True).embedded == 3
    assert knowledge.rows("select count(*) from indexes") == [0]


def test_only_one_sync_runs_and_the_lock_is_free_again_after_a_failure(knowledge: Knowledge) -> None:
    seen: list[BaseException] = []

    def meanwhile(_: Sequence[str]) -> None:
        with pytest.raises(BusyError, match="another knowledge sync is running") as raised:
            Knowledge(knowledge.owner, knowledge.app, WordHash()).sync(knowledge.shelf)
        seen.append(raised.value)
        raise ValueError("the encoder broke")

    knowledge.encoder.before = meanwhile
    with pytest.raises(ValueError, match="broke"):
        knowledge.sync()
    assert len(seen) == 1
    knowledge.encoder.before = lambda _: None
    assert knowledge.sync().sources["docs"].added == 2


def test_a_sync_and_a_rebuild_have_locks_of_their_own(knowledge: Knowledge) -> None:
    with alone(knowledge.owner, Lock.REBUILD):
        assert knowledge.sync().sources["docs"].added == 2
        with pytest.raises(BusyError, match="another reindex"), alone(knowledge.owner, Lock.REBUILD):
            pass


def test_no_transaction_is_open_while_the_encoder_runs(knowledge: Knowledge) -> None:
    open_ones: list[list[Any]] = []
    query = "select query from pg_stat_activity where xact_start is not null and datname = current_database()"
    knowledge.encoder.before = lambda _: open_ones.append(
        knowledge.rows(f"{query} and pid <> pg_backend_pid() and backend_type = 'client backend'")
    )
    knowledge.sync()
    assert open_ones == [[]]


def test_an_error_in_the_middle_of_a_batch_leaves_whole_documents_and_the_next_sync_does_the_rest(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 8)
    for n in range(20):
        knowledge.shelf.put(f"{n:02}", *((f"H{i}", f"text {n} {i}") for i in range(5)))
    calls: list[Sequence[str]] = []

    def break_the_third(texts: Sequence[str]) -> None:
        calls.append(texts)
        if len(calls) == 3:
            raise RuntimeError("power cut")

    knowledge.encoder.before = break_the_third
    with pytest.raises(RuntimeError, match="power cut"):
        knowledge.sync()
    written = knowledge.rows(
        "select d.path, count(p.id) from documents d left join passages p on p.document_id = d.id group by d.path"
    )
    assert {count for path, count in written if path[-1].isdigit()} == {5}
    already = len(knowledge.encoder.asked)
    assert sum(count for _, count in written) == already > 10
    knowledge.encoder.before = lambda _: None
    knowledge.sync()
    assert len(knowledge.encoder.asked) == 103 - already
    assert knowledge.rows("select count(*) from passages") == [103]


def test_batches_span_documents_and_stay_near_their_size(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "BATCH", 16)
    for n in range(50):
        knowledge.shelf.put(f"{n:02}", *((f"H{i}", f"text {n} {i}") for i in range(3)))
    sizes: list[int] = []
    steps: list[Progress] = []
    knowledge.encoder.before = lambda texts: sizes.append(len(texts))
    knowledge.sync(progress=steps.append)
    assert sum(sizes) == 153
    assert set(sizes[:-1]) <= set(range(16, 19))
    assert (steps[-1].done, steps[-1].total) == (52, 52)
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_a_document_is_found_the_moment_it_is_written_and_the_old_one_until_then(knowledge: Knowledge) -> None:
    knowledge.sync()
    seen: list[list[str]] = []
    knowledge.shelf.put("login", ("Reset", "Call the hotline."), title="Login")
    knowledge.encoder.before = lambda texts: (
        seen.append([h.text for h in knowledge.ask("login reset")]) if len(texts) > 1 else None
    )
    knowledge.shelf.put("seats", ("Add", "Sales adds seats."), ("Remove", "Gone."), title="Seats")
    knowledge.sync(progress=lambda _: seen.append([h.text for h in knowledge.ask("login reset")]))
    assert seen[0] and "Use the link." in seen[0] and "An Admin adds seats." in seen[0]
    assert set(seen[1]) == {"Call the hotline.", "Sales adds seats.", "Gone."}


def test_a_reader_sees_the_old_passages_or_the_new_ones_and_never_half(knowledge: Knowledge) -> None:
    def write(word: str, sections: int) -> None:
        knowledge.shelf.put("seats", *((f"{word} {n}", word) for n in range(sections)), title="Seats")

    write("old", 5)
    knowledge.sync()
    seen: set[tuple[int, int]] = set()
    done = threading.Event()

    def read() -> None:
        query = text("select count(*) filter (where text = 'old'), count(*) filter (where text = 'new') from passages")
        while not done.is_set():
            with knowledge.app.connect() as connection:
                old, new = connection.execute(query).one()
                seen.add((old, new))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for word, sections in (("new", 3), ("old", 5), ("new", 3)):
            write(word, sections)
            knowledge.sync()
    finally:
        done.set()
        reader.join()
    assert seen <= {(5, 0), (0, 3)}
    assert len(seen) == 2


def test_another_encoder_is_refused_and_told_what_to_do(knowledge: Knowledge) -> None:
    knowledge.sync()
    with pytest.raises(EncoderMismatchError, match=r"words@1.*others@1.*deskhand knowledge reindex"):
        indexer.sync(knowledge.owner, [knowledge.shelf], replace(knowledge.encoder.maker, encoder="others@1"))


def test_a_source_whose_read_fails_is_a_failure_of_that_document(knowledge: Knowledge) -> None:
    class Torn(Shelf):
        def _read(self, document: Document) -> Document:
            raise BadDocumentError("is torn")

    torn = Torn("help", Kind.DOCS)
    torn.put("a", "x")
    report = knowledge.sync(knowledge.shelf, torn)
    assert dict(report.failures) == {"help/a": "is torn"}
    assert report.sources["docs"].added == 2


def test_a_sync_says_that_the_index_was_split_by_an_earlier_version(knowledge: Knowledge) -> None:
    assert not knowledge.sync().old_splitter
    with knowledge.owner.begin() as connection:
        connection.execute(text("update indexes set splitter = splitter - 1"))
    assert knowledge.sync().old_splitter


def test_what_a_first_sync_has_done_can_be_searched_while_it_goes_on(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 20)
    for number in range(120):
        knowledge.shelf.put(
            f"n{number:03}", ("Head", f"The word{number} and the common thing."), title=f"Note {number}"
        )
    found: list[list[str]] = []
    counted: list[int] = []

    def look(texts: Sequence[str]) -> None:
        if any("word119" in said for said in texts):  # the last batch is just about to be embedded
            knowledge.encoder.before = lambda _: None
            found.append([hit.ref for hit in knowledge.ask("word3 of note 3")[:1]])
            counted.extend(knowledge.rows("select passages from term_counts where lexeme = 'common'"))

    knowledge.encoder.before = look
    knowledge.sync()
    assert found == [["docs/n003#Head"]]
    assert counted and counted[0] >= 50, "how rare words are is known meanwhile"


def test_a_large_sync_says_first_what_it_will_embed_and_then_the_share_of_it_that_is_done(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 20)
    for number in range(60):
        knowledge.shelf.put(f"n{number}", ("Head", f"Short {number}."), title=f"Note {number}")
    knowledge.shelf.put("long", *[(f"Part {n}", f"Sentence {n} of a long text. " * 40) for n in range(60)])
    told: list[indexer.Workload] = []
    steps: list[Progress] = []
    knowledge.sync(begins=told.append, progress=steps.append)
    [work] = told
    asked = knowledge.encoder.asked
    assert (work.texts, work.characters) == (len(asked), sum(map(len, asked)))
    assert steps[-1].share == 1.0
    assert [step.share for step in steps] == sorted(step.share for step in steps)
    short = next(step for step in steps if step.done < step.total)
    assert short.share < short.done / short.total, "documents that are short are a small share of the work"
    knowledge.shelf.put("one", ("Head", "One more."), title="One")
    knowledge.sync(begins=told.append)
    assert len(told) == 1, "a small sync is done sooner than reckoned"


def test_the_words_of_a_whole_document_follow_its_passages(knowledge: Knowledge) -> None:
    def kept() -> dict[str, str]:
        return dict(
            knowledge.rows("select path, weights::text from document_terms join documents d on d.id = document_id")
        )

    knowledge.shelf.put("pump", "The pump is red.", "The lid is blue.")
    knowledge.shelf.put("silent", "the of and")
    gone = knowledge.shelf.put("gone", "An oven.")
    knowledge.sync()
    first = kept()
    assert {"docs/pump", "docs/gone"} <= set(first)
    assert "docs/silent" not in first  # it has no word that counts
    knowledge.shelf.put("pump", "The pump is red.", "The lid is blue and round.")
    del knowledge.shelf.contents[gone]
    knowledge.sync()
    second = kept()
    assert set(first) - set(second) == {gone}
    assert [path for path in second if second[path] != first[path]] == ["docs/pump"]
    rebuilding.rebuild(knowledge.owner, replace(knowledge.encoder.maker, encoder="other@1"))
    assert kept() == second

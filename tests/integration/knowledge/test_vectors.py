"""No text is encoded twice, and no vector outlives the last document that has its text."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from pgvector import HalfVector
from sqlalchemy import text

from knowledge.errors import SourceError
from knowledge.index import filling, indexes, rebuilding, splitter, vectors
from knowledge.index.passage_maker import texts_of
from knowledge.index.vectors import key_of
from knowledge.passages import Kind
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, Shelf, WordHash

LONG = " ".join(f"Sentence number {n} of this section has some ten words in it." for n in range(5))


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    """Three passages, one of them with windows, and an account's."""
    made = Knowledge(database.owner, database.app)
    made.shelf.put("seats", ("Add", "An Admin adds seats."), ("Remove", LONG), title="Seats")
    made.shelf.put("login", ("Reset", "Use the link."), title="Login")
    made.shelf.put("acme", "Invoice F-1 is paid.", title="Acme", account="acme")
    made.sync()
    return made


def orphans(knowledge: Knowledge) -> list[bytes]:
    """Keys of vectors whose text no passage has, by the passages themselves."""
    needed = {
        key_of(said)
        for title, body in knowledge.rows("select title, text from passages")
        for said in (f"{title}\n{body}", *splitter.windows(body))
    }
    return [key for key in map(bytes, knowledge.rows("select key from vectors")) if key not in needed]


def kept(knowledge: Knowledge, *texts: str) -> list[bool]:
    there = set(map(bytes, knowledge.rows("select key from vectors")))
    return [key_of(said) in there for said in texts]


def test_every_text_that_was_encoded_is_kept_as_it_stands_in_the_index(knowledge: Knowledge) -> None:
    assert sorted(map(bytes, knowledge.rows("select key from vectors"))) == sorted(
        key_of(said) for said in knowledge.encoder.asked
    )
    found = vectors.find(knowledge.owner, "words", [key_of("Login > Reset\nUse the link.")])
    [stored] = knowledge.rows("select embedding::text from passages where ref = 'docs/login#Reset'")
    assert next(iter(found.values())).tolist() == [float(np.float32(n)) for n in stored.strip("[]").split(",")]


def test_a_rebuild_by_the_same_encoder_embeds_nothing_and_has_the_same_vectors(knowledge: Knowledge) -> None:
    query = "select ref, embedding::text, windows::text from passages order by ref"
    before = knowledge.rows(query)
    knowledge.encoder.asked.clear()
    rebuilt = rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert (knowledge.encoder.asked, rebuilt.embedded, rebuilt.switched) == ([], 0, True)
    assert knowledge.rows(query) == before
    assert orphans(knowledge) == []


def test_a_new_split_embeds_new_texts_only(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    before = splitter.windows(LONG)
    monkeypatch.setattr(splitter, "WINDOW", 100)
    new = set(splitter.windows(LONG)).difference(before)
    assert len(new) > 2
    knowledge.encoder.asked.clear()
    rebuilt = rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert sorted(knowledge.encoder.asked) == sorted(new)
    assert rebuilt.embedded == 1
    assert orphans(knowledge) == []


def test_vectors_of_the_old_split_leave_with_its_index_and_not_before(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = splitter.windows(LONG)
    monkeypatch.setattr(splitter, "WINDOW", 100)
    after = splitter.windows(LONG)
    old, new = set(before).difference(after), set(after).difference(before)
    seen: list[list[bool]] = []

    def judge(_: indexes.Index) -> dict[str, object]:
        knowledge.sync()  # it deletes what nobody needs
        seen.append(kept(knowledge, *old, *new))
        return {"accepted": False}

    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker, judge=judge)
    assert set(seen[0]) == {True}
    rebuilding.abandon(knowledge.owner)
    assert kept(knowledge, *old) == [True] * len(old)
    assert not any(kept(knowledge, *new))
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert not any(kept(knowledge, *old))
    assert kept(knowledge, *new) == [True] * len(new)


def test_a_moved_document_embeds_nothing(knowledge: Knowledge) -> None:
    moved = knowledge.shelf.contents.pop("docs/seats")
    knowledge.shelf.put("places", *((s.heading, s.text) for s in moved.sections), title="Seats")  # type: ignore[union-attr]
    report = knowledge.sync()
    counts = report.sources["docs"]
    assert (counts.added, counts.deleted, counts.embedded, counts.texts) == (1, 1, 0, 0)
    assert knowledge.encoder.asked == []
    assert knowledge.texts("docs/places") == ["An Admin adds seats.", LONG]


def test_an_edited_document_embeds_what_it_says_newly(knowledge: Knowledge) -> None:
    knowledge.shelf.put("seats", ("Add", "Sales adds seats."), ("Remove", LONG), title="Seats")
    report = knowledge.sync()
    assert knowledge.encoder.asked == ["Seats > Add\nSales adds seats."]
    assert (report.embedded, report.texts) == (1, 1)
    assert kept(knowledge, "Seats > Add\nAn Admin adds seats.", "Seats > Add\nSales adds seats.") == [False, True]


def test_a_text_of_two_documents_is_embedded_once_and_counted_once(knowledge: Knowledge) -> None:
    for name in ("a", "b"):
        knowledge.shelf.put(name, ("Same", "This stands in both."), title="Twins")
    assert knowledge.sync(dry_run=True).embedded == 1
    assert knowledge.sync().embedded == 1
    assert knowledge.encoder.asked == ["Twins > Same\nThis stands in both."]
    assert knowledge.texts("docs/a") == knowledge.texts("docs/b")


def test_a_vector_leaves_with_the_last_document_that_has_its_text(knowledge: Knowledge) -> None:
    said = "Twins > Same\nThis stands in both."
    for name in ("a", "b"):
        knowledge.shelf.put(name, ("Same", "This stands in both."), title="Twins")
    knowledge.sync()
    del knowledge.shelf.contents["docs/a"]
    knowledge.sync()
    assert kept(knowledge, said) == [True]
    knowledge.shelf.put("b", ("Same", "This stands in one."), title="Twins")
    knowledge.sync()
    assert kept(knowledge, said) == [False]
    assert orphans(knowledge) == []


def test_of_an_erased_customer_no_vector_is_left_in_any_index(knowledge: Knowledge) -> None:
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker, judge=lambda _: {"accepted": False})
    assert knowledge.rows("select count(*) from passages where account = 'acme'") == [2]
    assert kept(knowledge, "Acme\nInvoice F-1 is paid.") == [True]
    del knowledge.shelf.contents["docs/acme"]
    knowledge.sync()
    assert kept(knowledge, "Acme\nInvoice F-1 is paid.") == [False]


def test_a_sync_that_breaks_off_leaves_no_vector_of_what_it_deleted(knowledge: Knowledge) -> None:
    del knowledge.shelf.contents["docs/acme"]
    knowledge.shelf.put("new", "Something new.")

    def break_off(_: Sequence[str]) -> None:
        raise KeyboardInterrupt

    knowledge.encoder.before = break_off
    with pytest.raises(KeyboardInterrupt):
        knowledge.sync()
    assert kept(knowledge, "Acme\nInvoice F-1 is paid.") == [False]
    assert orphans(knowledge) == []


def test_what_a_killed_sync_left_the_next_one_deletes(knowledge: Knowledge) -> None:
    with knowledge.owner.begin() as connection:  # as a process leaves it that dies after deleting
        connection.execute(text("delete from documents where path = 'docs/acme'"))
    del knowledge.shelf.contents["docs/acme"]
    assert orphans(knowledge) != []
    knowledge.sync()
    assert orphans(knowledge) == []


def test_another_encoders_vectors_are_not_used_and_leave_with_its_index(knowledge: Knowledge) -> None:
    other = WordHash("others", dimensions=32)
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker)
    assert len(other.asked) == len(set(other.asked)) > rebuilt.embedded == 4
    assert set(knowledge.rows("select space from vectors")) == {"others"}


def test_metadata_that_changes_keeps_the_vectors(knowledge: Knowledge) -> None:
    before = knowledge.table("vectors")
    knowledge.shelf.put("login", ("Reset", "Use the link."), title="Login", valid_until=date(2027, 1, 1))
    assert knowledge.sync().sources["docs"].metadata_only == 1
    assert knowledge.table("vectors") == before


def test_a_dry_run_counts_what_would_be_embedded_and_deletes_nothing(knowledge: Knowledge) -> None:
    moved = knowledge.shelf.contents.pop("docs/login")
    knowledge.shelf.put("entry", *((s.heading, s.text) for s in moved.sections), title="Login")  # type: ignore[union-attr]
    knowledge.shelf.put("new", "Something new.")
    before = knowledge.table("vectors")
    assert knowledge.sync(dry_run=True).embedded == 1
    assert knowledge.table("vectors") == before
    assert knowledge.sync().embedded == 1


def test_a_document_that_changed_while_it_was_embedded_leaves_no_vector_of_what_it_said(knowledge: Knowledge) -> None:
    """A helper writes what it embedded only where the document still says it."""
    other = WordHash("others")

    def change(_: Sequence[str]) -> None:
        other.before = lambda _: None
        knowledge.shelf.put("login", ("Reset", "Call the hotline."), title="Login")
        knowledge.sync()

    other.before = change
    rebuilding.rebuild(knowledge.owner, other.maker)
    assert orphans(knowledge) == []
    assert kept(knowledge, "Login > Reset\nCall the hotline.", "Login > Reset\nUse the link.") == [True, False]


def take(knowledge: Knowledge, *texts: str, space: str = "words") -> None:
    """As an import does."""
    with knowledge.owner.begin() as connection:
        made = dict(zip(map(key_of, texts), knowledge.encoder.encode(texts), strict=True))
        vectors.keep(connection, space, made, imported=True)


def test_what_was_imported_stays_until_a_whole_sync_has_ended(knowledge: Knowledge) -> None:
    take(knowledge, "T\nWanted soon.", "T\nNever wanted.")
    knowledge.sync()  # of some sources
    broken = Shelf("help", Kind.DOCS, {"help/x": SourceError("no answer")})
    knowledge.sync(knowledge.shelf, broken, whole=True)  # that source may have it
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert kept(knowledge, "T\nWanted soon.", "T\nNever wanted.") == [True, True]
    knowledge.shelf.put("soon", "Wanted soon.")
    report = knowledge.sync(whole=True)
    assert (knowledge.encoder.asked, report.embedded) == ([], 0)
    assert kept(knowledge, "T\nWanted soon.", "T\nNever wanted.") == [True, False]
    assert orphans(knowledge) == []
    del knowledge.shelf.contents["docs/soon"]
    knowledge.sync()
    assert kept(knowledge, "T\nWanted soon.") == [False]


def test_what_was_imported_for_another_encoder_waits_for_its_rebuild(knowledge: Knowledge) -> None:
    other = WordHash("others")
    with knowledge.owner.begin() as connection:
        made = dict(
            zip([key_of(t) for t in knowledge.encoder.asked], other.encode(knowledge.encoder.asked), strict=True)
        )
        vectors.keep(connection, "others", made, imported=True)
    other.asked.clear()
    knowledge.sync(whole=True)
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker)
    assert (other.asked, rebuilt.embedded) == ([], 0)


def test_a_key_names_one_text() -> None:
    keys = [key_of(said) for said in ("abc", "abd", "abc ", "ABC", "", "\ud83d")]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {32}


def test_a_first_sync_that_is_interrupted_keeps_what_it_wrote(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 2)
    knowledge = Knowledge(database.owner, database.app)
    for n in range(10):
        knowledge.shelf.put(f"{n}", f"text {n}")
    calls: list[int] = []

    def break_the_third(texts: Sequence[str]) -> None:
        calls.append(len(texts))
        if len(calls) == 3:
            raise RuntimeError("power cut")

    knowledge.encoder.before = break_the_third
    with pytest.raises(RuntimeError, match="power cut"):
        knowledge.sync()
    assert knowledge.rows("select count(*) from vectors") == [4]
    knowledge.encoder.before = lambda _: None
    assert knowledge.sync().embedded == 6


def test_the_passages_and_their_keys_are_written_together(knowledge: Knowledge) -> None:
    maker = knowledge.encoder.maker
    for path, keys in knowledge.rows(
        "select d.path, s.keys from passage_sets s join documents d on d.id = s.document_id where s.space = 'words'"
    ):
        drafts = maker.split(knowledge.shelf.contents[path])  # type: ignore[arg-type]
        assert list(map(bytes, keys)) == [key for draft in drafts for key, _ in texts_of(draft)]


def test_a_vector_is_written_as_the_library_writes_it() -> None:
    made = np.array([*np.random.default_rng(7).standard_normal(5_000), 0, -0.0, 1e-7, 6e-8, 65504, -1 / 3], np.float32)
    ours = [float(number) for number in vectors.halfvec(made).strip("[]").split(",")]
    assert np.array(ours, np.float32).astype(np.float16).tolist() == HalfVector(made).to_numpy().tolist()

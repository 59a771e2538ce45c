"""A new index beside the live one: nobody notices until the switch, and then everybody at once."""

import threading
import time
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Connection, event, text

from knowledge.errors import BusyError, EncoderMismatchError
from knowledge.index import filling, indexes, rebuilding
from knowledge.index.indexes import BUILDING, LIVE, Index
from knowledge.index.locks import Lock, alone
from knowledge.index.rebuilding import Progress
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, WordHash

AMOUNT = 40


@pytest.fixture
def knowledge(database: Database, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    """Two passages a document, eight passages a batch, all of them live by the encoder `words`."""
    monkeypatch.setattr(filling, "WAIT_SECONDS", 0.05)
    made = Knowledge(database.owner, database.app)
    for n in range(AMOUNT):
        made.shelf.put(f"{n:02}", ("A", f"alpha{n}"), ("B", f"beta{n}"))
    made.sync()
    made.encoder.asked.clear()
    return made


@pytest.fixture
def other() -> WordHash:
    return WordHash("others", dimensions=32)


def found(knowledge: Knowledge, state: str) -> Index | None:
    with knowledge.owner.connect() as connection:
        return indexes.find(connection, state)


def live(knowledge: Knowledge) -> Index:
    index = found(knowledge, LIVE)
    assert index is not None
    return index


def test_a_rebuild_embeds_everything_switches_and_deletes_the_old_index(knowledge: Knowledge, other: WordHash) -> None:
    old = live(knowledge)
    steps: list[Progress] = []
    started: list[Index] = []
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker, started=started.append, progress=steps.append)
    assert (rebuilt.switched, rebuilt.embedded, len(other.asked)) == (True, 2 * AMOUNT, 2 * AMOUNT)
    assert started[0].state == BUILDING
    assert (steps[0], steps[-1]) == (Progress(0, AMOUNT), Progress(AMOUNT, AMOUNT))
    now = live(knowledge)
    assert (now.id, now.encoder, now.dimensions, now.passages) == (rebuilt.index.id, "others@1", 32, 2 * AMOUNT)
    assert now.live_since is not None
    assert knowledge.rows("select distinct index_id from passages") == [now.id]
    assert knowledge.rows("select distinct index_id from term_counts") == [now.id]
    assert knowledge.rows("select id from indexes") == [now.id]
    names = knowledge.rows("select relname from pg_class where relname like 'passages_dense_%'")
    assert names == [f"passages_dense_{now.id}"] != [f"passages_dense_{old.id}"]
    knowledge.encoder = other
    assert knowledge.ask("beta7")[0].ref == "docs/07#B"
    assert knowledge.sync().embedded == 0


def test_searches_during_a_rebuild_answer_from_the_live_index_alone(knowledge: Knowledge, other: WordHash) -> None:
    [newest] = knowledge.rows("select max(id) from passages")
    before = [(hit.id, hit.score) for hit in knowledge.ask("alpha3 beta9")]
    seen: list[list[tuple[int, float]]] = []
    other.before = lambda _: seen.append([(hit.id, hit.score) for hit in knowledge.ask("alpha3 beta9")])
    rebuilding.rebuild(knowledge.owner, other.maker, judge=lambda _: other.before([]) or {})
    assert len(seen) > 1
    assert all(hits == before for hits in seen)
    assert max(place for place, _ in before) <= newest


def test_there_is_one_live_index_at_every_moment(knowledge: Knowledge) -> None:
    done, seen, errors = threading.Event(), set(), []

    def watch() -> None:
        query = text(
            "select i.encoder, count(p.id) from indexes i left join passages p on p.index_id = i.id "
            "where i.state = 'live' group by i.id"
        )
        while not done.is_set():
            try:
                with knowledge.app.connect() as connection:
                    seen.add(tuple(tuple(row) for row in connection.execute(query)))
            except Exception as error:
                errors.append(error)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for name in ("b", "c", "d"):
            rebuilding.rebuild(knowledge.owner, WordHash(name).maker)
    finally:
        done.set()
        watcher.join()
    assert errors == []
    assert seen == {((f"{name}@1", 2 * AMOUNT),) for name in ("words", "b", "c", "d")}


def test_an_interrupted_rebuild_goes_on_without_embedding_again_what_was_done(
    knowledge: Knowledge, other: WordHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling.fill, "__kwdefaults__", {**filling.fill.__kwdefaults__, "batch": 8})
    calls: list[int] = []

    def break_the_fourth(texts: Sequence[str]) -> None:
        calls.append(len(texts))
        if len(calls) == 4:
            raise RuntimeError("power cut")

    other.before = break_the_fourth
    old = live(knowledge)
    with pytest.raises(RuntimeError, match="power cut"):
        rebuilding.rebuild(knowledge.owner, other.maker)
    half = found(knowledge, BUILDING)
    assert half is not None
    assert live(knowledge) == old
    already = len(other.asked)
    assert already == 24
    steps: list[Progress] = []
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker, progress=steps.append)
    assert rebuilt.index.id == half.id
    assert (rebuilt.embedded, len(other.asked)) == (2 * AMOUNT - already, 2 * AMOUNT)
    assert len(set(other.asked)) == 2 * AMOUNT
    assert steps[0] == Progress(12, AMOUNT)


def test_what_an_interrupted_rebuild_by_another_encoder_left_is_thrown_away(
    knowledge: Knowledge, other: WordHash
) -> None:
    rebuilding.rebuild(knowledge.owner, other.maker, judge=lambda _: {"accepted": False})
    half = found(knowledge, BUILDING)
    third = WordHash("third")
    rebuilt = rebuilding.rebuild(knowledge.owner, third.maker)
    assert half is not None and rebuilt.index.id != half.id
    assert knowledge.rows("select encoder from indexes") == ["third@1"]
    assert knowledge.rows("select count(*) from passages") == [2 * AMOUNT]


def test_a_judge_can_refuse_and_be_asked_again(knowledge: Knowledge, other: WordHash) -> None:
    old = live(knowledge)
    judged: list[Index] = []

    def judge(index: Index, accepted: bool) -> dict[str, object]:
        judged.append(index)
        assert filling.waiting(knowledge.owner, index) == 0
        return {"recall@5": 0.5, "accepted": accepted}

    refused = rebuilding.rebuild(knowledge.owner, other.maker, judge=lambda index: judge(index, False))
    assert (refused.switched, refused.scores["recall@5"]) == (False, 0.5)
    assert live(knowledge) == old
    assert found(knowledge, BUILDING) is not None
    with alone(knowledge.owner, Lock.REBUILD), alone(knowledge.owner, Lock.SYNC):
        pass  # nothing is held
    accepted = rebuilding.rebuild(knowledge.owner, other.maker, judge=lambda index: judge(index, True))
    assert (accepted.switched, accepted.embedded) == (True, 0)
    assert [index.id for index in judged] == [refused.index.id] * 2
    assert live(knowledge).scores == {"recall@5": 0.5, "accepted": True}


def test_what_is_being_built_can_be_abandoned_but_not_while_it_is_built(knowledge: Knowledge, other: WordHash) -> None:
    refusals: list[str] = []

    def try_to(_: Sequence[str]) -> None:
        for act in (
            lambda: rebuilding.abandon(knowledge.owner),
            lambda: rebuilding.rebuild(knowledge.owner, other.maker),
        ):
            with pytest.raises(BusyError) as raised:
                act()
            refusals.append(str(raised.value))

    other.before = try_to
    rebuilding.rebuild(knowledge.owner, other.maker, judge=lambda _: {"accepted": False})
    assert set(refusals) == {"another reindex is running: `deskhand knowledge status` shows how far it is"}
    old = live(knowledge)
    assert rebuilding.abandon(knowledge.owner) is True
    assert rebuilding.abandon(knowledge.owner) is False
    assert (found(knowledge, BUILDING), live(knowledge)) == (None, old)
    assert knowledge.rows("select distinct index_id from passages") == [old.id]
    assert knowledge.rows("select relname from pg_class where relname like 'passages_dense_%'") == [
        f"passages_dense_{old.id}"
    ]


def test_what_a_sync_changes_during_a_rebuild_is_in_the_new_index(knowledge: Knowledge, other: WordHash) -> None:
    synced: list[int] = []

    def sync_once(index: Index) -> dict[str, object]:
        """Between the build and the switch."""
        knowledge.shelf.put("03", ("A", "gamma"))
        knowledge.shelf.put("new", "delta")
        knowledge.shelf.put("05", ("A", "alpha5"), ("B", "beta5"), valid_until=date(2026, 1, 1))
        knowledge.shelf.put("06", ("A", "alpha6"), ("B", "beta6"), account="a")
        del knowledge.shelf.contents["docs/04"]
        synced.append(knowledge.sync().embedded)
        return {}

    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker, judge=sync_once)
    assert synced == [2]
    assert rebuilt.embedded == 2 * AMOUNT + 2
    texts = set(knowledge.rows("select text from passages where index_id = :id", id=rebuilt.index.id))
    assert {"gamma", "delta"} <= texts
    assert not texts & {"alpha3", "beta3", "alpha4", "beta4"}
    knowledge.encoder = other
    assert not {"docs/05#A", "docs/06#A"} & {hit.ref for hit in knowledge.ask("alpha5 alpha6")}
    assert "docs/06#A" in {hit.ref for hit in knowledge.ask("alpha6", account="a")}
    assert knowledge.sync().embedded == 0


def test_the_switch_waits_for_a_sync_that_is_under_way(knowledge: Knowledge, other: WordHash) -> None:
    """What it writes would otherwise be missing from the new index, or be written into the old one."""
    knowledge.shelf.put("late", "epsilon")
    inside, rebuilding_done = threading.Event(), threading.Event()

    def hold(_: Sequence[str]) -> None:
        inside.set()
        assert not rebuilding_done.wait(1)

    knowledge.encoder.before = hold
    syncing = threading.Thread(target=knowledge.sync)
    syncing.start()
    inside.wait()
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker)
    rebuilding_done.set()
    syncing.join()
    assert "epsilon" in knowledge.rows("select text from passages where index_id = :id", id=rebuilt.index.id)


def test_after_a_switch_a_sync_by_the_old_encoder_is_refused(knowledge: Knowledge, other: WordHash) -> None:
    rebuilding.rebuild(knowledge.owner, other.maker)
    with pytest.raises(EncoderMismatchError):
        knowledge.sync()


def test_a_first_index_may_be_made_by_a_rebuild(database: Database, other: WordHash) -> None:
    knowledge = Knowledge(database.owner, database.app, other)
    rebuilt = rebuilding.rebuild(knowledge.owner, other.maker)
    assert rebuilt.switched
    assert live(knowledge).id == rebuilt.index.id
    knowledge.shelf.put("a", "alpha")
    knowledge.sync()
    assert [hit.ref for hit in knowledge.ask("alpha")] == ["docs/a"]


def test_what_a_killed_rebuild_did_not_delete_the_next_sync_does(
    knowledge: Knowledge, other: WordHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(indexes, "drop_old", lambda _: None)
        rebuilding.rebuild(knowledge.owner, other.maker)
    assert knowledge.rows("select count(*) from indexes") == [2]
    knowledge.encoder = other
    knowledge.sync()
    assert knowledge.rows("select state from indexes") == ["live"]
    assert knowledge.rows("select count(*) from passages") == [2 * AMOUNT]


def waits_for_no_lock(connection: Connection) -> None:
    connection.exec_driver_sql("set local lock_timeout = '20ms'")


def test_searches_go_on_while_an_old_index_is_deleted_beside_one_that_still_reads_it(
    knowledge: Knowledge, other: WordHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = live(knowledge)
    with monkeypatch.context() as patch:
        patch.setattr(indexes, "drop_old", lambda _: None)
        rebuilding.rebuild(knowledge.owner, other.maker)
    words, knowledge.encoder = knowledge.encoder, other
    with knowledge.app.connect() as reader:
        query = text("select count(*) from passages where index_id = :id")
        assert reader.scalar(query, {"id": old.id}) == 2 * AMOUNT  # its transaction stays open
        dropping = threading.Thread(target=indexes.drop_old, args=[knowledge.owner])
        dropping.start()
        event.listen(knowledge.app, "begin", waits_for_no_lock)
        try:
            for _ in range(20):
                assert knowledge.ask("beta7")[0].ref == "docs/07#B"
                time.sleep(0.02)
        finally:
            event.remove(knowledge.app, "begin", waits_for_no_lock)
        assert dropping.is_alive()
    dropping.join()
    assert knowledge.rows("select id from indexes") == [live(knowledge).id]
    assert words.id != other.id

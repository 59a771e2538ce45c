"""Heads pass their own gate, which lets a refit serve that is as good, and go the way of all versions from there."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.heads import folder as heads
from models.weights import versions
from models.weights.pointer import Canary
from tests.support import small_heads
from tests.unit.worker.learning.gate.desk import Desk, first
from worker.erasure.learned import learned
from worker.errors import Refused
from worker.learning import handled, heads_refit, heads_training, serving_heads
from worker.learning import heads as learning
from worker.learning.gate import card, judging, ledger, promotion, pruning
from worker.learning.gate.inventory import inventory
from worker.learning.gate.ledger import Kind
from worker.learning.gate.promotion import Outcome, Wish
from worker.learning.gate.rollback import rollback

ORDERS = [
    ("access", "billing", "data"), ("billing", "access", "data"), ("data", "access", "billing"),
    ("access", "data", "billing"), ("billing", "data", "access"), ("data", "billing", "access"),
]  # fmt: skip


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return replace(desk, settings=desk.settings.model_copy(update={"triage": None}))


@pytest.fixture
def names(desk: Desk) -> list[str]:
    """Four versions, of which the first serves."""
    made = [small_heads.add(desk.settings.adapters_path, order) for order in ORDERS[:4]]
    desk.right |= dict.fromkeys(made, first(20))
    serving_heads.serve(desk.settings, heads.load(place(desk) / made[0]), "the first of its encoder")
    return made


def place(desk: Desk) -> Path:
    return desk.settings.adapters_path / "heads" / small_heads.ENCODER


def promote(desk: Desk, name: str, **wish: object) -> Outcome:
    chosen = {"data": desk.tickets, "by": "ana", **wish}
    return promotion.promote(desk.settings, promotion.candidate(desk.settings, name), Wish(**chosen))  # type: ignore[arg-type]


def test_heads_that_are_as_good_serve_and_worse_ones_do_not_but_by_force(desk: Desk, names: list[str]) -> None:
    one, same, worse, _ = names
    made = promote(desk, same)
    assert (made.promoted, made.was, made.skill, desk.asked) == (True, one, "heads", [[one, same]])
    assert made.verdict is not None
    assert "worse beyond chance in nothing" in made.verdict.tries()
    assert learning_serves(desk) == same
    desk.right[worse] = first(5)
    refused = promote(desk, worse)
    assert (refused.promoted, "worse than" in refused.why_not[0], learning_serves(desk)) == (False, True, same)
    assert promote(desk, worse, force="a trial").promoted
    change = versions.read(place(desk)).changes[-1]
    assert (change.id, change.was, change.by, change.reason, change.forced) == (worse, same, "ana", "a trial", True)
    compared = [(one.candidate, one.passed) for one in ledger.read(place(desk)) if one.kind is Kind.COMPARISON]
    assert compared == [(same, True), (worse, False), (worse, False)]


def learning_serves(desk: Desk) -> str | None:
    known = serving_heads.load(desk.settings, small_heads.ENCODER)
    return known.id if known else None


def test_a_canary_waits_beside_what_serves_and_a_rollback_reaches_whatever_served(desk: Desk, names: list[str]) -> None:
    one, two, three, four = names
    assert promote(desk, two, canary=0.1).promoted
    assert (learning_serves(desk), versions.read(place(desk)).canary) == (one, Canary(two, 0.1))
    assert promotion.candidate(desk.settings, "heads").name == two
    assert rollback(desk.settings, "heads").canary is None
    for name in (two, three):
        assert promote(desk, name).promoted
    assert rollback(desk.settings, "heads", one[:-1], "ana", "they were better").current == one
    with pytest.raises(Refused, match="has never served"):
        rollback(desk.settings, "heads", four)
    assert rollback(desk.settings, "heads").current is None
    assert learning_serves(desk) is None


def test_of_tickets_that_heads_learned_from_nobody_is_judged(desk: Desk, names: list[str]) -> None:
    known = handled.load(desk.settings, [desk.tickets])
    texts = [learning.step.text(learning.as_ticket(ticket)) for ticket in known[:3]]
    own = small_heads.add(desk.settings.adapters_path, texts=texts)
    with pytest.raises(Refused, match=f"3 of 40 tickets .* are among those that {own} has learned from"):
        promote(desk, own)
    with pytest.raises(Refused, match="no sealed set is opened for heads"):
        promote(desk, names[1], sealed=desk.tickets)


def test_heads_are_compared_with_each_other_and_with_adapters_and_both_are_remembered(
    desk: Desk, names: list[str]
) -> None:
    adapter = desk.add("triage")
    contestants = [judging.contestants.named(desk.settings, "triage", name) for name in (names[1], adapter, "heads")]
    assert contestants[2].name == names[0]
    judging.compare(desk.settings, "triage", contestants[0], contestants[1:], desk.tickets)
    looked = [[one.candidate for one in ledger.read(folder)] for folder in (place(desk), desk.folder)]
    assert looked == [[names[1]], [adapter]]
    assert judging.contestants.skill_of(desk.settings, [names[1]]) == "triage"


def test_pruned_heads_leave_their_card_and_what_has_work_stays(desk: Desk, names: list[str]) -> None:
    one, two, three, four = names
    adapters = desk.settings.adapters_path
    promote(desk, two)
    promote(desk, three, canary=0.5)
    assert [gone.id for gone in pruning.prune(adapters, 0)] == [four]
    assert {own.id: own.state for own in inventory(desk.settings)} == {
        one: "served before", two: "serves", three: "canary 50 %", four: "pruned",
    }  # fmt: skip
    told = card.card(adapters, four)
    assert (told["state"], told["skill"], told["config"]["tickets"]) == ("pruned", "heads", 60)
    assert card.card(adapters, "heads")["id"] == two
    with pytest.raises(Refused, match="has a part in the work"):
        pruning.delete(adapters, two)
    assert pruning.delete(adapters, one[:-1]).id == one


def test_every_version_of_heads_that_knows_an_erased_ticket_is_named(desk: Desk, names: list[str]) -> None:
    known = handled.load(desk.settings, [desk.tickets])[0]
    text = learning.step.text(learning.as_ticket(known))
    adapters = desk.settings.adapters_path
    knowing = [small_heads.add(adapters, order, [text]) for order in ORDERS[:2]]
    small_heads.make(place(desk) / ".half.pruned", ORDERS[2], [text])
    small_heads.make(adapters / "heads" / "def.previous", ORDERS[4], [text], encoder="def")
    found = [one for one in learned(desk.settings, [known.id], [known]) if one.what == "heads"]
    assert {(Path(one.path).name, one.tickets) for one in found} == {
        *((name, 1) for name in knowing), (".half.pruned", 1), ("def.previous", 1),
    }  # fmt: skip
    assert not {*names} & {one.id for one in found}
    command = next(one.command for one in found if one.id == knowing[0])
    assert command == (
        f"deskhand models heads --data FILE, then deskhand models promote heads and deskhand models prune {knowing[0]}"
    )
    serving_heads.serve(desk.settings, heads.load(place(desk) / knowing[0]), "a trial")
    assert pruning.delete(adapters, knowing[1]).id == knowing[1]
    assert knowing[1] not in {one.id for one in learned(desk.settings, [known.id], [known])}


def test_a_refit_serves_if_it_is_as_good_and_does_not_undo_what_a_person_did(
    desk: Desk, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    adapters, made = desk.settings.adapters_path, iter(ORDERS[4:])
    settings = desk.settings.model_copy(update={"gate": desk.tickets})
    data = desk.tickets.with_name("train.jsonl")
    hashes = {"now": "first"}

    class Trained:
        def __init__(self, own: heads.Heads) -> None:
            self.heads = own

    def train(*_: object, **__: object) -> Trained:
        name = small_heads.add(adapters, next(made), data=hashes["now"])
        desk.right[name] = first(20)
        return Trained(heads.load(place(desk) / name))

    monkeypatch.setattr(serving_heads, "live_encoder", lambda _: small_heads.ENCODER)
    monkeypatch.setattr(learning, "data_hash", lambda *_: hashes["now"])
    monkeypatch.setattr(heads_training, "prepare", lambda *_: None)
    monkeypatch.setattr(heads_training, "train", train)
    monkeypatch.setattr(heads_training, "without_gate", lambda _, tickets: tickets)
    data.write_text(desk.tickets.read_text())
    refitted = heads_refit.refit(settings, [data])
    assert refitted is not None
    assert (refitted.serves, learning_serves(desk)) == (True, refitted.candidate)
    change = versions.read(place(desk)).changes[-1]
    assert (change.by, change.reason) == ("deskhand", "worse beyond chance in nothing")
    assert heads_refit.refit(settings, [data]) is None  # nothing changed
    rollback(desk.settings, "heads")
    assert heads_refit.refit(settings, [data]) is None  # a person took these back
    hashes["now"] = "second"
    promote(desk, names[2], canary=0.1)
    waits = heads_refit.refit(settings, [data])
    assert waits is not None
    assert (waits.serves, f"while {names[2]} is a canary" in waits.told) == (False, True)

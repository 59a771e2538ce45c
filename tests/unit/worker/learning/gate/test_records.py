"""The card, the ledger, and what is left of versions that were pruned."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.weights import pointer, versions
from models.weights.pointer import Canary, Change
from tests.unit.worker.learning.gate.desk import Desk
from worker.cli.models import show
from worker.cli.models.prune import prune
from worker.errors import Refused
from worker.learning import lineage
from worker.learning.gate import card, ledger, pruning
from worker.learning.gate.inventory import inventory
from worker.learning.gate.ledger import Entry, Kind


def serve(desk: Desk, name: str, action: str = "promote") -> None:
    versions.update(desk.folder, lambda known: known.changed(Change(action, name, known.current, "ana"), current=name))


def test_pruning_keeps_what_is_needed_and_the_cards_of_the_rest(desk: Desk) -> None:
    root = desk.add("root")
    names = [desk.add(f"v{n}", config={"started_from": root}) for n in range(6)]
    for name in names[:2]:
        serve(desk, name)
    versions.update(
        desk.folder,
        lambda known: known.changed(
            Change("canary", names[2], known.current, "ana"),
            canary=Canary(names[2], 0.1),
            named={"brand:eu": names[3]},
        ),
    )
    adapters = desk.settings.adapters_path
    told = {one.id for one in pruning.prune(adapters, 0, dry_run=True)}
    assert told == {root, *names[4:]}
    assert len(versions.list_versions(desk.folder)) == 7

    gone = pruning.prune(adapters, 1)

    assert len(gone) == 2
    assert all(one.bytes > 0 for one in gone)
    left = {place.name for place in versions.list_versions(desk.folder)}
    assert left >= set(names[:4])
    pruning.prune(adapters, 0)
    assert {place.name for place in versions.list_versions(desk.folder)} == set(names[:4])
    assert card.card(adapters, root)["state"] == "pruned"
    line = card.card(adapters, names[0])["lineage"]
    assert [(one["id"], one["made"]) for one in line] == [
        (names[0], f"started from {root}"),
        (root, "trained on the base"),
    ]
    assert pruning.prune(adapters, 0) == []
    for name in names[1:4]:
        with pytest.raises(Refused, match="has a part in the work"):
            pruning.delete(adapters, name)
    states = {one.id: one.state for one in inventory(desk.settings)}
    assert (states[names[0]], states[names[1]]) == ("served before", "serves")
    assert pruning.delete(adapters, names[0]).id == names[0]
    assert (states[names[2]], states[names[3]], states[root]) == ("canary 10 %", "named", "pruned")


@pytest.mark.parametrize(("keep", "left"), [(0, 0), (1, 1), (2, 2), (3, 2), (9, 2)])
def test_no_more_is_pruned_than_is_beyond_what_shall_be_kept(desk: Desk, keep: int, left: int) -> None:
    names = [desk.add(f"v{n}") for n in range(3)]
    serve(desk, names[0])
    adapters = desk.settings.adapters_path
    assert len(pruning.prune(adapters, keep, dry_run=True)) == 2 - left
    assert len(pruning.prune(adapters, keep)) == 2 - left
    assert len(versions.list_versions(desk.folder)) == 1 + left


def test_what_an_interrupted_prune_left_goes_with_the_next_one(desk: Desk) -> None:
    name = desk.add("one")
    hidden = desk.folder / f".{name}.pruned"
    (desk.folder / name).rename(hidden)
    assert pruning.prune(desk.settings.adapters_path) == []
    assert not hidden.exists()
    (desk.folder / desk.add("one")).joinpath("shortlist.safetensors").touch()
    hidden.mkdir()
    (hidden / "weights").touch()
    assert pruning.delete(desk.settings.adapters_path, name).id == name
    assert not hidden.exists()


def test_a_version_that_comes_back_after_it_was_pruned_is_not_told_as_pruned(desk: Desk) -> None:
    name = desk.add("one")
    adapters = desk.settings.adapters_path
    pruning.delete(adapters, name)
    assert card.card(adapters, name)["state"] == "pruned"
    assert desk.add("one") == name
    assert card.card(adapters, name)["state"] == "candidate"
    assert [one.state for one in inventory(desk.settings)] == ["candidate"]


def test_a_ledger_survives_a_line_that_was_not_finished_and_a_forced_promotion_ends_no_count(desk: Desk) -> None:
    cases = {"text a", "text b"}
    look = Entry(Kind.COMPARISON, "one", keys=ledger.packed(cases), result={"x": 1})
    ledger.append(desk.folder, look)
    with (desk.folder / ledger.FILE).open("ab") as file:
        file.write(b'{"kind": "compar')
    other = Entry(Kind.COMPARISON, "other", keys=ledger.packed({"text b", "text c"}))
    ledger.append(desk.folder, other)
    assert ledger.read(desk.folder) == [look, other]
    assert ledger.tried(ledger.read(desk.folder), cases, {"other"}) == {"one", "other"}
    assert ledger.tried(ledger.read(desk.folder), {"text a"}, ()) == {"one"}
    ledger.append(desk.folder, Entry(Kind.EVALUATION, "third", keys=ledger.packed({"text a"})))
    assert ledger.tried(ledger.read(desk.folder), {"text a"}, ()) == {"one", "third"}
    assert ledger.tried(ledger.read(desk.folder), {"text a"}, {"third"}) == {"one"}  # it serves
    ledger.append(desk.folder, Entry(Kind.PROMOTION, "one", forced=True))
    assert ledger.tried(ledger.read(desk.folder), cases, {"other"}) == {"one", "other", "third"}
    ledger.append(desk.folder, Entry(Kind.PROMOTION, "other"))
    assert ledger.tried(ledger.read(desk.folder), cases, ()) == {"one", "other", "third"}  # it was taken back
    assert ledger.tried(ledger.read(desk.folder), cases, {"other"}) == set()


def test_a_ledger_of_a_newer_version_and_an_edited_one_forget_no_opening(desk: Desk) -> None:
    ledger.append(desk.folder, Entry(Kind.OPENING, "one", keys=ledger.packed({"a"})))
    file = desk.folder / ledger.FILE
    whole = file.read_text(encoding="utf-8")
    keys = ledger.read(desk.folder)[0].keys
    for text in (whole.replace('"kind"', '"weather": "fine", "kind"'), whole.replace(keys, "?" * 5), f"[]\n{whole}"):
        file.write_text(text, encoding="utf-8")
        known = ledger.read(desk.folder)
        assert [entry.candidate for entry in ledger.of(known, "one", Kind.OPENING)] == ["one"]
        assert ledger.tried(known, {"b"}, ()) == set()


def test_a_list_says_what_the_pointer_names_and_is_not_there_and_goes_on_without_one(desk: Desk) -> None:
    one, two = desk.add("one"), desk.add("two")
    serve(desk, one)
    versions.update(desk.folder, lambda known: replace(known, canary=Canary("triage-gone", 0.1)))
    shutil.rmtree(desk.folder / one)
    told = {item.id: item for item in inventory(desk.settings)}
    assert [(told[name].state, "any more" in told[name].fits) for name in (one, "triage-gone")] == [
        ("serves", True),
        ("canary 10 %", True),
    ]
    (desk.folder / pointer.POINTER).write_text("{", encoding="utf-8")
    told = {item.id: item for item in inventory(desk.settings)}
    assert told.keys() == {"triage/serving.json", two}
    assert "promote ID --force REASON" in told["triage/serving.json"].fits


def test_of_versions_that_are_named_all_are_pruned_or_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = desk.add("one"), desk.add("two")
    serve(desk, two)
    monkeypatch.setattr("worker.cli.models.prune.Settings", lambda: desk.settings)
    with pytest.raises(Refused, match=f"{two} has a part in the work"):
        prune([one, two])
    assert len(versions.list_versions(desk.folder)) == 2
    prune([one, one], keep=3, dry_run=False, as_json=True)
    assert [place.name for place in versions.list_versions(desk.folder)] == [two]


def test_the_beginning_of_the_id_of_a_pruned_version_finds_its_card(desk: Desk) -> None:
    names = [desk.add(f"v{n}") for n in range(3)]
    adapters = desk.settings.adapters_path
    pruning.delete(adapters, names[0])
    assert card.card(adapters, names[0][:-1])["id"] == names[0]
    with pytest.raises(AdapterError, match="several versions that begin with"):  # those that are there come first
        card.card(adapters, "triage-2")
    for name in names[1:]:
        pruning.delete(adapters, name)
    with pytest.raises(AdapterError, match="several pruned versions begin with 'triage-2'") as error:
        card.card(adapters, "triage-2")
    assert all(name in str(error.value) for name in names)
    with pytest.raises(AdapterError, match=r"no version in .* serves"):
        card.card(adapters, "triage")


def test_a_prune_says_why_nothing_goes_and_counts_one_version_as_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = desk.add("one")
    monkeypatch.setattr("worker.cli.models.prune.Settings", lambda: desk.settings)
    prune(None, keep=3, dry_run=True, as_json=False)
    assert "nothing to prune: the newest 3 of the versions" in capsys.readouterr().out
    prune([name], keep=3, dry_run=False, as_json=False)
    told = capsys.readouterr().out
    assert "1 version, " in told
    assert "still has its card" in told


def test_a_card_names_the_hash_of_the_examples_and_those_of_the_files(desk: Desk) -> None:
    name = desk.add("one")
    adapters = desk.settings.adapters_path
    assert card.card(adapters, name)["data"] == {"examples_sha256": "d", "files": [], "files_sha256": []}
    (desk.folder / name / "run.json").write_text('{"run": {"data_sha256": ["f"]}}', encoding="utf-8")
    known = card.card(adapters, name)
    assert known["data"]["files_sha256"] == ["f"]
    assert {"sha256 of the examples d", "sha256 of the files of data f"} <= set(show.lines(known))
    earlier = {**known, "data": {"sha256": "e", "files": []}}  # a card that was kept before
    assert "sha256 of the examples e" in set(show.lines(earlier))


def test_a_version_that_nobody_knows_has_no_card(desk: Desk) -> None:
    with pytest.raises(AdapterError):
        card.card(desk.settings.adapters_path, "triage-1")


def test_what_commands_that_end_at_once_have_learned_from_is_kept_of_each(tmp_path: Path) -> None:
    def keep(first: int) -> None:
        for number in range(first, first + 15):
            lineage.record(tmp_path, f"reply-{number}", {"T-1"})

    both = [threading.Thread(target=keep, args=(first,)) for first in (0, 100)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert all(lineage.keys(tmp_path, f"reply-{number}") for number in (*range(15), *range(100, 115)))


@pytest.mark.parametrize(
    ("steps", "before"),
    [
        (["promote a"], None),
        (["promote a", "promote b", "promote c"], "b"),
        (["promote a", "promote b", "rollback a"], None),
        (["promote a", "promote b", "rollback a", "promote c"], "a"),
        (["promote a", "promote b", "rollback a", "rollback b"], "a"),
        (["promote a", "promote b", "canary c", "end canary c"], "a"),
    ],
)
def test_a_rollback_goes_to_the_version_before(desk: Desk, steps: list[str], before: str | None) -> None:
    known = pointer.Serving()
    for step in steps:
        action, _, name = step.rpartition(" ")
        current = known.current if "canary" in action else name
        known = known.changed(Change(action, name, known.current, "ana"), current=current)
    assert pointer.served_before(known) == before

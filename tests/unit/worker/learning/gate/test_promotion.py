"""What the gate lets pass, what it refuses, and what is remembered of both."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataError
from models.errors import AdapterError
from models.weights import pointer, registry, versions
from tests.unit.worker.learning.gate.desk import Desk, first, write_tickets
from worker.cli.models.compare import in_words
from worker.cli.models.promote import told
from worker.errors import ForeignAsset, Refused
from worker.learning import lineage
from worker.learning.gate import ledger, promotion
from worker.learning.gate.ledger import Kind
from worker.learning.gate.measures import told_p
from worker.learning.gate.promotion import Outcome, Wish
from worker.learning.gate.rollback import rollback


def promote(desk: Desk, name: str, **wish: Any) -> Outcome:
    chosen = {"data": desk.tickets, "by": "ana", **wish}
    return promotion.promote(desk.settings, versions.find(desk.folder, name), Wish(**chosen))


@pytest.fixture
def serving(desk: Desk) -> str:
    """A version serves that is right for 20 of 40 tickets."""
    name = desk.add("old")
    desk.right |= {name: first(20), "base": first(2)}
    assert promote(desk, name).promoted
    return name


def test_a_better_version_serves_and_a_rollback_gives_the_one_before_back(desk: Desk, serving: str) -> None:
    better = desk.add("better")
    desk.right[better] = first(35)

    made = promote(desk, better, data=desk.tickets)

    assert (made.promoted, made.was) == (True, serving)
    assert desk.asked[-1] == [serving, "most frequent answer", better]
    known = versions.read(desk.folder)
    assert known.current == better
    assert [(change.by, change.reason, change.forced) for change in known.changes] == [
        ("ana", "passed the gate", False)
    ] * 2
    assert rollback(desk.settings, "triage", by="bo", reason="noise").current == serving
    assert rollback(desk.settings, "triage", better).current == better
    assert rollback(desk.settings, "triage").current == serving
    assert rollback(desk.settings, "triage").current is None
    with pytest.raises(Refused, match="no version of triage serves"):
        rollback(desk.settings, "triage")


@pytest.mark.parametrize(
    ("right", "why"),
    [
        (first(24), "not better than"),  # four more: by chance
        (first(5), "worse than"),
        ([place >= 15 for place in range(40)], "not better than"),  # 20 gained, 15 lost
    ],
)
def test_a_worse_and_a_lucky_version_are_refused_and_remembered(
    desk: Desk,
    serving: str,
    right: list[bool],
    why: str,
) -> None:
    name = desk.add("new")
    desk.right[name] = right
    made = promote(desk, name)
    assert not made.promoted
    assert why in made.why_not[0]
    assert versions.read(desk.folder).current == serving
    [entry] = ledger.of(ledger.read(desk.folder), name, Kind.COMPARISON)
    assert (entry.passed, entry.cases, entry.file) == (False, 40, "validation.jsonl")

    forced = promote(desk, name, force="the boss says so")
    assert forced.promoted
    assert versions.read(desk.folder).changes[-1].forced
    assert ledger.read(desk.folder)[-1].forced


def test_the_more_candidates_were_tried_on_the_same_tickets_the_more_one_must_gain(desk: Desk, serving: str) -> None:
    assert serving
    names = [desk.add(f"try {n}") for n in range(4)]
    desk.right |= dict.fromkeys(names, first(28))  # eight gained, none lost: p 0.008
    levels = []
    for name in names[:3]:
        found = promote(desk, name, dry_run=True).verdict
        assert found is not None
        levels.append((round(found.level, 5), found.passes))
    assert levels == [(0.01667, True), (0.00833, True), (0.00556, False)]
    again = promote(desk, names[0], dry_run=True).verdict  # no new look
    assert again is not None
    assert again.tried == 3

    renamed = write_tickets(desk.tickets.with_name("half.jsonl"), 40, first=20)  # half of the tickets are the same
    desk.right |= {serving: first(20), names[3]: first(28)}
    shared = promote(desk, names[3], data=renamed, dry_run=True).verdict
    fresh = promote(desk, names[3], data=write_tickets(renamed, 40, first=900), dry_run=True).verdict
    assert shared is not None
    assert fresh is not None
    assert (shared.tried, fresh.tried) == (4, 1)


def test_tickets_that_are_in_the_file_twice_count_once(desk: Desk, serving: str) -> None:
    name = desk.add("new")
    few = write_tickets(desk.tickets.with_name("few.jsonl"), 4)
    lines = few.read_text(encoding="utf-8").splitlines()
    many = [line.replace('"id": "V-', f'"id": "C{copy}-') for copy in range(10) for line in lines]
    few.write_text("\n".join(many), encoding="utf-8")
    desk.right |= {serving: first(0, 4), name: first(4, 4)}
    made = promote(desk, name, data=few)
    assert made.verdict is not None
    assert (made.promoted, made.verdict.cases) == (False, 4)
    assert "36 cases have the text of another one and are left out" in made.verdict.cautions
    few.write_text("", encoding="utf-8")
    with pytest.raises((Refused, DataError), match="few"):
        promote(desk, name, data=few)


def test_what_was_tried_counts_on_when_the_promotion_since_is_taken_back(desk: Desk, serving: str) -> None:
    names = [desk.add(f"try {n}") for n in range(3)]
    desk.right |= {names[0]: first(20), names[1]: first(36), names[2]: first(36)}
    assert not promote(desk, names[0]).promoted
    assert promote(desk, names[1]).promoted
    assert rollback(desk.settings, "triage").current == serving
    last = promote(desk, names[2], dry_run=True).verdict
    assert last is not None
    assert last.tried == 3


def test_tickets_that_a_candidate_or_its_ancestor_has_learned_from_are_refused(desk: Desk, serving: str) -> None:
    adapters = desk.settings.adapters_path
    child = desk.add("child", config={"started_from": serving})
    lineage.record(adapters, child, {"A-1"})
    lineage.record(adapters, serving, {"V-3"})
    with pytest.raises(Refused, match=rf"1 of 40 tickets .* are among those that {serving} has learned from"):
        promote(desk, child)
    renamed = desk.tickets.with_name("renamed.jsonl")
    renamed.write_text(desk.tickets.read_text(encoding="utf-8").replace('"V-', '"W-'), encoding="utf-8")
    lineage.record(adapters, child, lineage.keys_of([desk.tickets]))
    with pytest.raises(Refused, match="40 of 40"):  # the same texts under other ids
        promote(desk, child, data=renamed)
    assert len(desk.asked) == 1


def test_the_sealed_set_is_opened_once_per_candidate_after_validation(desk: Desk, serving: str) -> None:
    sealed = write_tickets(desk.tickets.with_name("sealed.jsonl"), 40, first=100)
    lucky, worse = desk.add("lucky"), desk.add("worse")
    desk.right |= {lucky: first(36), worse: first(10)}
    refused = promote(desk, worse, sealed=sealed)
    assert refused.sealed is None
    assert not ledger.of(ledger.read(desk.folder), worse, Kind.OPENING)

    with pytest.raises(Refused, match=r"validation\.jsonl is the sealed set"):
        promote(desk, lucky, sealed=desk.tickets)
    canary = promote(desk, lucky, sealed=sealed, canary=0.1)
    assert canary.sealed is not None
    assert canary.sealed.passed
    known = versions.read(desk.folder)
    assert (known.current, known.canary) == (serving, pointer.Canary(lucky, 0.1))
    whole = promote(desk, lucky, sealed=sealed)  # what the canary's promotion found holds
    assert whole.promoted
    assert len(ledger.of(ledger.read(desk.folder), lucky, Kind.OPENING)) == 1

    rollback(desk.settings, "triage")
    with pytest.raises(Refused, match=r"was opened for .* a second look proves nothing"):
        promote(desk, lucky, sealed=sealed)
    assert promote(desk, lucky, sealed=sealed, force="a holiday").promoted


def test_tickets_that_a_candidate_was_measured_on_are_not_sealed_for_it_under_any_name(
    desk: Desk, serving: str
) -> None:
    sealed = write_tickets(desk.tickets.with_name("sealed.jsonl"), 40, first=100)
    name, other = desk.add("new"), desk.add("other")
    desk.right |= {name: first(36), other: first(36)}
    promote(desk, name, data=sealed, dry_run=True)
    renamed = write_tickets(desk.tickets.with_name("fresh.jsonl"), 25, first=90)
    asked = len(desk.asked)
    with pytest.raises(Refused, match=rf"{name} was measured on tickets of .*fresh.jsonl .* \(sealed.jsonl\)"):
        promote(desk, name, sealed=renamed)
    assert len(desk.asked) == asked  # before any ticket was answered
    assert not ledger.of(ledger.read(desk.folder), name, Kind.OPENING)
    assert promote(desk, other, sealed=sealed, canary=0.1).promoted

    third = desk.add("third")  # an opening is a look as well
    desk.right[third] = first(36)
    looked = promote(desk, third, data=sealed, dry_run=True).verdict
    assert looked is not None
    assert looked.tried == 3
    assert serving


def test_a_path_is_that_of_a_version_however_it_is_written(desk: Desk, serving: str) -> None:
    name = desk.add("new")
    made = promotion.promote(desk.settings, Path(os.path.relpath(desk.folder / name)), Wish(force="by path"))
    assert (made.promoted, made.was) == (True, serving)


def test_what_is_refused_at_once_waits_for_no_library(
    desk: Desk, serving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = desk.add("new")
    read = list[Path]()
    monkeypatch.setattr("worker.learned_assets.require_known_settings", read.append)
    for wish in ({"canary": 2.0}, {"data": None}):
        with pytest.raises(Refused):
            promote(desk, name, **wish)
    assert read == []
    assert promote(desk, name, data=None, force="why not").promoted
    assert read == [desk.folder / name]
    assert serving


def test_a_version_that_the_sealed_set_shows_to_be_worse_is_refused(
    desk: Desk,
    serving: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = desk.add("new")
    desk.right[name] = first(36)
    sealed = write_tickets(desk.tickets.with_name("sealed.jsonl"), 40, first=100)
    monkeypatch.setattr(promotion.sealed, "compare", lambda skill, other, own: _swapped(skill, own, other))
    made = promote(desk, name, sealed=sealed)
    assert (made.promoted, made.why_not) == (False, ("worse beyond chance on the sealed set sealed.jsonl",))
    assert versions.read(desk.folder).current == serving


def _swapped(skill: str, other: Any, own: Any) -> Any:
    from worker.learning.gate import measures

    return measures.compare(skill, other, own)


def test_what_may_not_be_loaded_is_never_promoted_whatever_is_forced(desk: Desk, serving: str) -> None:
    tampered, foreign, other_base, odd, keys = (
        desk.add(name) for name in ("tampered", "foreign", "base", "odd", "keys")
    )
    (desk.folder / keys / "adapter_config.json").write_text('{"r": 4, "plugin": "x"}')
    registry.write_manifest(desk.folder / keys, registry.read_manifest(desk.folder / keys))
    (desk.folder / tampered / registry.WEIGHTS).write_text("other")
    for name, values in ((foreign, {"company": "else"}), (other_base, {"base_sha256": "0" * 64})):
        place = desk.folder / name
        registry.write_manifest(place, replace(registry.read_manifest(place), **values))
    manifest = desk.folder / odd / registry.MANIFEST
    manifest.write_text(manifest.read_text().replace('"skill"', '"surprise": 1, "skill"'))
    (desk.folder / odd / "weights.pkl").write_text("")
    for name, error in (
        (tampered, AdapterError),
        (foreign, ForeignAsset),
        (other_base, AdapterError),
        (odd, AdapterError),
        (keys, AdapterError),
    ):
        with pytest.raises(error):
            promotion.promote(desk.settings, desk.folder / name, Wish(force="please"))
    assert versions.read(desk.folder).current == serving


def test_what_no_comparison_could_allow_is_refused_in_words(desk: Desk, serving: str, tmp_path: Path) -> None:
    name = desk.add("new")
    for wish, said in (
        ({"data": None}, "was compared with nothing: name handled tickets"),
        ({"canary": 1.5}, "a canary gets a share above 0 and below 1"),
        ({"force": " "}, "say why"),
        ({"sealed": tmp_path / "sealed.jsonl"}, "there is no file"),
    ):
        with pytest.raises(Refused, match=said):
            promote(desk, name, **wish)
    with pytest.raises(Refused, match="serves already"):
        promote(desk, serving)
    with pytest.raises(Refused, match="has never served"):
        rollback(desk.settings, "triage", name)
    (desk.folder / name).rename(tmp_path / name)
    with pytest.raises(Refused, match="deskhand models import"):
        promotion.promote(desk.settings, tmp_path / name, Wish(desk.tickets))


def test_an_adapter_of_before_there_were_versions_serves_already(desk: Desk) -> None:
    (desk.folder / desk.add("old")).rename(desk.folder.with_name("flat"))
    shutil.rmtree(desk.folder)
    desk.folder.with_name("flat").rename(desk.folder)
    with pytest.raises(Refused, match="serves already"):
        promotion.promote(desk.settings, desk.folder, Wish(desk.tickets))


def test_a_rollback_to_a_version_that_was_deleted_says_which_are_left(desk: Desk, serving: str) -> None:
    names = [desk.add(name) for name in ("b", "c")]
    for name in names:
        promote(desk, name, data=None, force="try")
    shutil.rmtree(desk.folder / names[0])
    with pytest.raises(Refused, match=f"{names[0]}, which served before, is not there .* --to .*{serving}"):
        rollback(desk.settings, "triage")
    assert rollback(desk.settings, "triage", serving).current == serving


def test_a_bad_version_can_be_stopped_when_no_other_is_left(desk: Desk, serving: str) -> None:
    bad = desk.add("bad")
    promote(desk, bad, data=None, force="try")
    shutil.rmtree(desk.folder / serving)
    with pytest.raises(Refused, match=r"these are left: not one\), or let none serve with --to none"):
        rollback(desk.settings, "triage")
    assert rollback(desk.settings, "triage", "none").current is None
    assert rollback(desk.settings, "triage", bad).current == bad
    assert rollback(desk.settings, "triage").current is None


def test_a_dry_run_by_force_says_what_the_promotion_would_do(desk: Desk, serving: str) -> None:
    name = desk.add("new")
    desk.right[name] = first(5)
    for data, said in (
        (None, "would be promoted against the gate (nothing was compared now); nothing was promoted"),
        (desk.tickets, f"would be promoted against the gate (worse than {serving} in "),
        (None, "against the gate (nothing was compared now, but it failed 1 earlier comparison); nothing was promoted"),
    ):
        wish = Wish(data, force="the boss says so", dry_run=True)
        outcome = promotion.promote(desk.settings, desk.folder / name, wish)
        assert said in told(outcome, wish)[-1]
    assert versions.read(desk.folder).current == serving


def test_another_canary_is_told_that_it_ends(desk: Desk, serving: str) -> None:
    one, other = desk.add("one"), desk.add("other")
    desk.right |= {one: first(36), other: first(36)}
    assert not any(one in note for note in promote(desk, one, canary=0.1).notes)
    assert f"{one} is no canary any more once {other} is promoted" in promote(desk, other, canary=0.2).notes
    assert serving


@pytest.mark.parametrize(("share", "hint"), [(30, ": did you mean 0.3[?]$"), (1, "$"), (0, "$"), (300, "$")])
def test_a_share_in_percent_is_refused_with_the_share_that_was_meant(
    desk: Desk, serving: str, share: float, hint: str
) -> None:
    with pytest.raises(Refused, match=f"above 0 and below 1 of the tickets, not {share}{hint}"):
        promote(desk, desk.add("new"), canary=share)


def test_a_comparison_is_said_in_words_and_no_probability_is_zero(desk: Desk, serving: str) -> None:
    name = desk.add("new")
    desk.right[name] = first(38)
    verdict = promote(desk, name, dry_run=True).verdict
    assert verdict is not None
    said = in_words(verdict)
    assert said[0] == "queue right: B is better beyond chance"
    assert len(said) == len(verdict.against[0].compared)
    assert (told_p(0.00004), told_p(0.03125)) == ("< 0.0001", "0.0312")
    assert "p < 0.0001" in verdict.lines()[0]


def test_a_skill_stands_for_its_canary_or_its_newest_candidate(desk: Desk, serving: str) -> None:
    with pytest.raises(Refused, match="no candidate for triage waits"):
        promotion.candidate(desk.settings, "triage")
    one = desk.add("one")
    assert promotion.candidate(desk.settings, "triage").name == one
    promote(desk, one, data=None, force="a trial", canary=0.5)
    desk.add("newer")
    assert promotion.candidate(desk.settings, "triage").name == one
    assert promotion.candidate(desk.settings, serving).name == serving


def test_a_promotion_meanwhile_is_noticed(desk: Desk, serving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = desk.add("one"), desk.add("other")
    desk.right |= {one: first(38), other: first(38)}
    point = promotion._point

    def late(place: Path, outcome: Outcome, wish: Wish, *, forced: bool) -> None:
        monkeypatch.setattr(promotion, "_point", point)
        assert promote(desk, other).promoted
        point(place, outcome, wish, forced=forced)

    monkeypatch.setattr(promotion, "_point", late)
    with pytest.raises(Refused, match=f"meanwhile {other} serves"):
        promote(desk, one)
    assert versions.read(desk.folder).current == other
    assert serving

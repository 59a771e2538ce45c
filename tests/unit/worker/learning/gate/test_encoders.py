"""Tuned encoders lie beside each other: an index goes on with the one that made it, and nobody deletes that one."""

import json
import shutil
from pathlib import Path

import pytest

from models.encoding import encoder, versions
from models.errors import AdapterError
from models.weights import registry
from models.weights.base import BaseModel
from tests.unit.worker.learning.gate.desk import Desk
from worker import bootstrap
from worker.cli.models.rollback import rollback
from worker.errors import Refused
from worker.learning.gate import card, encoders
from worker.learning.gate.inventory import inventory

BASE = BaseModel("all-minilm-l6-v2", "all-minilm-l6-v2", "b" * 64)


def made(place: Path, weights: str) -> Path:
    """Make an encoder of a few bytes, which only its manifest knows."""
    place.mkdir(parents=True, exist_ok=True)
    (place / registry.WEIGHTS).write_text(weights)
    (place / "adapter_config.json").write_text("{}")
    registry.write_new_manifest(place, encoder.NAME, BASE, "d", {}, "ferrowick")
    return place


@pytest.fixture
def folder(desk: Desk) -> Path:
    """An encoder of before there were versions, and two later ones."""
    desk.settings = desk.settings.model_copy(update={"encoder": None})
    place = made(desk.settings.adapters_path / "encoder", "flat")
    for name in ("first", "second"):
        versions.add(place, made(place.with_name(f".{name}"), name))
    return place


def used(place: Path) -> set[str]:
    return {versions.identity(registry.read_manifest(place))}


def test_a_new_encoder_replaces_none_and_the_newest_makes_new_indexes(desk: Desk, folder: Path) -> None:
    there = versions.list_versions(folder)
    assert there[0] == folder, "an index names its path, so it stays where it lies"
    assert {(place / registry.WEIGHTS).read_text() for place in there} == {"flat", "first", "second"}
    assert bootstrap.encoder_name(desk.settings) == str(there[-1])
    assert bootstrap.encoder_name(desk.settings.model_copy(update={"encoder": str(folder)})) == str(folder)
    states = {one.id: one.state for one in inventory(desk.settings) if one.skill == "encoder"}
    ids = [registry.read_manifest(place).id for place in there]
    assert [states[name] for name in ids] == ["earlier", "earlier", "for new indexes"]
    assert {one.fits for one in inventory(desk.settings) if one.skill == "encoder"} == {"yes"}
    assert card.card(desk.settings.adapters_path, ids[1])["folder"] == str(there[1])
    again = versions.add(folder, made(folder.with_name(".again"), (there[1] / registry.WEIGHTS).read_text()))
    assert again == there[1]
    assert len(versions.list_versions(folder)) == 3


def test_what_made_an_index_is_not_pruned_wherever_it_lies(desk: Desk, folder: Path) -> None:
    flat, older, newest = versions.list_versions(folder)
    needed = used(flat) | used(older)
    assert encoders.prune(folder, needed, 1, dry_run=False) == []
    with pytest.raises(Refused, match=r"an index was made by .* cannot be searched without it"):
        encoders.delete(folder, older.name, needed, dry_run=False)
    told = encoders.prune(folder, used(older), 1, dry_run=True)
    assert [one.id for one in told] == [registry.read_manifest(flat).id]
    gone = registry.read_manifest(flat).id
    assert [one.id for one in encoders.prune(folder, used(older), 1, dry_run=False)] == [gone]
    assert versions.list_versions(folder) == [older, newest]
    assert not (folder / registry.WEIGHTS).exists()
    assert card.card(desk.settings.adapters_path, gone)["state"] == "pruned"
    assert encoders.delete(folder, newest.name, used(older), dry_run=False).id == newest.name
    assert bootstrap.encoder_name(desk.settings) == str(older)
    with pytest.raises(AdapterError, match="has no encoder"):
        encoders.delete(folder, newest.name, (), dry_run=False)


def test_an_encoder_that_cannot_be_read_stays_for_somebody_to_look_at(folder: Path) -> None:
    (folder / registry.MANIFEST).write_text("{")
    assert encoders.is_needed(folder, ())
    assert folder not in [folder / one.id for one in encoders.prune(folder, (), 0, dry_run=False)]
    assert (folder / registry.WEIGHTS).exists()


def test_an_altered_manifest_deletes_nothing_elsewhere(folder: Path) -> None:
    other = folder.parent / "other.txt"
    other.write_text("kept")
    manifest = folder / registry.MANIFEST
    values = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**values, "files": {**values["files"], "../other.txt": "0"}}))
    encoders.delete(folder, values["id"], (), dry_run=False)
    assert other.read_text() == "kept"
    assert not (folder / registry.WEIGHTS).exists()


def test_what_a_kill_left_of_a_later_one_keeps_no_index_from_its_encoder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = versions.list_versions(folder)[-1]

    def killed(place: Path) -> None:
        (place / registry.MANIFEST).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shutil, "rmtree", killed)
        versions.delete(folder, newest)
    assert registry.load_manifest(folder, base=BASE, files=encoder.FILES).id == registry.read_manifest(folder).id


def test_a_rollback_of_the_encoder_says_how_to_go_back() -> None:
    with pytest.raises(Refused, match=r"DESKHAND_ENCODER=FOLDER deskhand knowledge reindex"):
        rollback("encoder")

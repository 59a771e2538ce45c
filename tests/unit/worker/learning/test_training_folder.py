"""The hidden folder in which an adapter is made until it takes the place of the one that serves."""

from pathlib import Path

import pytest

from models.weights import registry
from models.weights.base import BaseModel
from worker.learning import training_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "adapters" / "reply"


def make(folder: Path, weights: bytes) -> registry.AdapterManifest:
    made = training_folder.begin(folder)
    (made / registry.WEIGHTS).write_bytes(weights)
    (made / "adapter_config.json").write_text('{"base_model_name_or_path": "/home/a/base"}')
    return registry.write_new_manifest(
        made, "reply", BaseModel("base", "/home/a/base", "b" * 64), "d", {"rank": 4}, "acme"
    )


def test_what_is_published_takes_the_place_of_what_served(folder: Path) -> None:
    first = make(folder, b"1")
    assert not folder.exists()
    assert training_folder.publish(folder).id == first.id
    second = make(folder, b"2")
    assert registry.read_manifest(folder).id == first.id
    assert training_folder.publish(folder).id == second.id != first.id
    assert (folder / registry.WEIGHTS).read_bytes() == b"2"
    assert [path.name for path in folder.parent.iterdir()] == ["reply"]


def test_what_was_made_and_not_published_is_made_again_and_the_checkpoint_stays(folder: Path) -> None:
    make(folder, b"1")
    training_folder.checkpoint(folder).mkdir()
    assert list(training_folder.begin(folder).iterdir()) == []
    assert training_folder.checkpoint(folder).exists()


def test_the_first_manifest_says_where_an_adapter_came_from(folder: Path) -> None:
    make(folder, b"1")
    manifest = training_folder.publish(folder)
    assert manifest.id.startswith("reply-")
    assert (manifest.base, manifest.base_sha256, manifest.data_sha256) == ("base", "b" * 64, "d")
    assert (manifest.config, manifest.scores, manifest.temperatures, manifest.promise) == (
        {"rank": 4},
        {},
        {},
        None,
    )
    assert set(manifest.files) == {"adapter_config.json", registry.WEIGHTS}
    assert '"base"' in (folder / "adapter_config.json").read_text()

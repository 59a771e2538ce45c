from pathlib import Path

import numpy as np
import pytest

from models.errors import AdapterError
from models.heads import folder
from models.heads.fit import BASELINES, Recipe, fit
from models.heads.folder import Heads
from tests.unit.models.heads.builders import anchors, tickets

EVERYTHING = Recipe(("vector", "votes", "anchors", "facts", "evidence"), 3.0)


def saved(path: Path, recipe: Recipe = EVERYTHING) -> Heads:
    seen, queues = tickets()
    fitted = fit(seen, {"queue": queues}, anchors(), recipes=(recipe,))
    thresholds = {"escalate": 0.4}
    return folder.save(path, fitted, encoder="abc", company="X", data_sha256="d", thresholds=thresholds)


@pytest.mark.parametrize("recipe", [EVERYTHING, *BASELINES.values()])
def test_what_was_saved_decides_as_before(tmp_path: Path, recipe: Recipe) -> None:
    made = saved(tmp_path / "abc", recipe)
    known = folder.load(tmp_path / "abc")
    new, _ = tickets(20, seed=5)
    before = made.heads["queue"].probabilities(made.layout.of(new))
    after = known.heads["queue"].probabilities(known.layout.of(new))
    assert np.allclose(before, after, atol=1e-4)
    assert known.manifest.encoder == "abc" and known.manifest.thresholds == {"escalate": 0.4}


def test_altered_or_missing_tensors_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    saved(tmp_path / "abc")
    path = tmp_path / "abc" / folder.TENSORS
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(AdapterError, match="does not match its hash"):
        folder.load(tmp_path / "abc")
    path.unlink()
    with pytest.raises(AdapterError, match="is missing"):
        folder.load(tmp_path / "abc")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1}', "no JSON"])
def test_a_manifest_that_cannot_be_read_is_a_clear_error(tmp_path: Path, text: str) -> None:
    saved(tmp_path / "abc")
    (tmp_path / "abc" / folder.MANIFEST).write_text(text)
    with pytest.raises(AdapterError, match="cannot be read"):
        folder.load(tmp_path / "abc")
    with pytest.raises(AdapterError, match="deskhand models heads"):
        folder.load(tmp_path / "nowhere")


def test_an_altered_manifest_is_refused(tmp_path: Path) -> None:
    saved(tmp_path / "abc")
    manifest = tmp_path / "abc" / folder.MANIFEST
    manifest.write_text(manifest.read_text().replace('"escalate": 0.4', '"escalate": 2.0'))
    with pytest.raises(AdapterError, match="was altered"):
        folder.load(tmp_path / "abc")

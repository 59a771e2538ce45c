"""A cross-encoder of sentence-transformers as the reranker: loaded by the settings, asked for scores, refused."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from models.encoding.encoder import SMALL, encoder_path
from models.encoding.reranker import WHAT_TO_SET, Reranker, load_reranker
from models.errors import RerankerError
from models.hardware import processor
from models.weights import registry
from tests.unit.models import tiny_bert
from worker.bootstrap import make_reranker
from worker.errors import NotReady
from worker.retrieval.reranking import Candidate
from worker.settings import Settings

QUERIES = ["my pump does not work", "refund of an invoice"]
SHOWN = [[Candidate("About\nThe pump."), Candidate("About\nThe seat, " * 90)], [Candidate("")]]


@pytest.fixture(scope="module")
def cross_encoder(one_thread: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bert.save_cross_encoder(tmp_path_factory.mktemp("cross") / "encoder")


@pytest.fixture(scope="module")
def reranker(cross_encoder: Path) -> Reranker:
    return load_reranker(str(cross_encoder))


def test_each_passage_gets_a_score_whatever_else_is_in_the_batch(reranker: Reranker) -> None:
    together = reranker.relevances(QUERIES, SHOWN)
    alone = [
        [reranker.relevances([query], [[c]])[0][0] for c in found] for query, found in zip(QUERIES, SHOWN, strict=True)
    ]
    assert [len(row) for row in together] == [2, 1]
    assert all(0 <= value <= 1 for row in together for value in row)
    assert abs(together[0][0] - together[0][1]) > 0.05
    assert together[0] == pytest.approx(alone[0], abs=2e-2)
    assert together[1] == pytest.approx(alone[1], abs=2e-2)
    assert reranker.relevances([], []) == []
    assert reranker.relevances(["x"], [[]]) == [[]]
    assert reranker.threshold == 0.0


@pytest.mark.parametrize("query", ["", "[SEP] [CLS] [PAD]", "\u0000\u200b", "x" * 5000, "日本語" * 500, "🙂" * 300])
def test_a_query_of_any_kind_gets_a_score(reranker: Reranker, query: str) -> None:
    [[value]] = reranker.relevances([query], [[Candidate("The pump.")]])
    assert 0 <= value <= 1


def test_it_computes_in_the_number_format_of_the_process(cross_encoder: Path) -> None:
    scores = {}
    for precision in ("float32", "bfloat16"):
        processor.set_precision(precision)  # type: ignore[arg-type]
        try:
            scores[precision] = load_reranker(str(cross_encoder)).relevances(QUERIES, SHOWN)[0]
        finally:
            processor.set_precision("auto")
    assert scores["float32"] == pytest.approx(scores["bfloat16"], abs=5e-2)
    assert scores["float32"] != scores["bfloat16"]


def test_the_settings_name_one_or_none(cross_encoder: Path, tmp_path: Path) -> None:
    made = make_reranker(Settings(reranker=str(cross_encoder)))
    assert isinstance(made, Reranker)
    assert made.relevances(QUERIES, SHOWN)
    assert make_reranker(Settings(reranker="none")) is None
    assert make_reranker(Settings(adapters=tmp_path)) is None


@pytest.mark.parametrize("mistyped", ["demo/rerankr", "/nowhere/reranker"])
def test_a_mistyped_folder_is_never_looked_up_on_the_hub(mistyped: str) -> None:
    with pytest.raises(NotReady, match=f"{mistyped} is not there: correct DESKHAND_RERANKER, or set it to none"):
        make_reranker(Settings(reranker=mistyped))


def refused(name: str) -> str:
    """What is said of this name; always what to set as well."""
    with pytest.raises(RerankerError) as raised:
        make_reranker(Settings(reranker=name))
    assert WHAT_TO_SET in str(raised.value)
    return str(raised.value)


def test_a_name_that_is_nowhere_and_a_folder_that_holds_no_model_are_refused(
    cross_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # the variable is read once, at the import
    assert "the reranker no-such/reranker cannot be loaded" in refused("no-such/reranker")
    assert f"the reranker {tmp_path} cannot be loaded" in refused(str(tmp_path))
    for file in cross_encoder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"cut short")
    assert "cannot be loaded" in refused(str(tmp_path))


def test_a_model_that_is_not_a_cross_encoder_with_one_score_is_refused(tmp_path: Path) -> None:
    assert "only the network of one" in refused(encoder_path(SMALL))
    assert "gives 3 scores per pair" in refused(str(tiny_bert.save_cross_encoder(tmp_path / "three", scores=3)))


def test_a_reranker_that_an_earlier_version_trained_is_refused_by_name_and_ignored_without_a_setting(
    tmp_path: Path,
) -> None:
    old = trained(tmp_path / "reranker", "reranker")
    assert f"{old} holds a reranker that an earlier version of Deskhand trained" in refused(str(old))
    with pytest.raises(RerankerError, match=r"no longer supported.*set DESKHAND_RERANKER to .*, or to none"):
        make_reranker(Settings(adapters=tmp_path, reranker=str(old)))
    for unset in (Settings(adapters=tmp_path), Settings(adapters=tmp_path, reranker="none")):
        assert make_reranker(unset) is None
    assert "trained for encoder, which is not a reranker" in refused(str(trained(tmp_path / "encoder", "encoder")))


def trained(folder: Path, skill: str) -> Path:
    """A folder with the manifest of something that Deskhand trained."""
    folder.mkdir()
    manifest = registry.AdapterManifest(f"{skill}-1", skill, "base", "", "", {}, {}, {}, "1", "2026-11-29")
    (folder / registry.MANIFEST).write_text(json.dumps(asdict(manifest)))
    return folder

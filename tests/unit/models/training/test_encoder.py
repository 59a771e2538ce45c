"""A sentence encoder tuned on questions and their passages: trained, saved, loaded, refused."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

from models.encoding.encoder import base_of, load_encoder, load_identified
from models.errors import AdapterError, EncoderError, TrainingError
from models.training.encoder import EncoderExample, Judged, batches, train_encoder
from models.training.encoder_network import embed
from models.training.run import EncoderRun, Progress
from models.weights import registry
from tests.unit.models import tiny_bert
from worker.bootstrap import make_encoder
from worker.errors import NotReady
from worker.learning import encoder as learning
from worker.learning import training_folder
from worker.settings import Settings

RUN = EncoderRun(rank=8, learning_rate=5e-3, epochs=6, queries=8)


@pytest.fixture(scope="module")
def bert(one_thread: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bert.save(tmp_path_factory.mktemp("bert"))


def test_the_loss_falls_and_the_same_seed_gives_the_same_weights(bert: Path) -> None:
    steps: list[Progress] = []
    train_encoder(*tiny_bert.load(str(bert)), tiny_bert.examples(60), RUN, steps.append)
    assert steps[-1].step == steps[-1].steps == 45
    assert sum(step.loss for step in steps[-5:]) < 0.9 * sum(step.loss for step in steps[:5])
    short = replace(RUN, epochs=0.5)
    first, again, other = (
        tiny_bert.state(train_encoder(*tiny_bert.load(str(bert)), tiny_bert.examples(40), run))
        for run in (short, short, replace(short, seed=8))
    )
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


def test_vectors_have_length_one_and_stand_in_the_order_given(bert: Path) -> None:
    network, tokenizer = tiny_bert.load(str(bert))
    texts = [f"{'word ' * (n % 7)}{n}" for n in range(40)]
    with torch.inference_mode():
        vectors = embed(network.eval(), tokenizer, texts)
        alone = torch.stack([embed(network, tokenizer, [text])[0] for text in texts])
    assert torch.allclose(vectors.norm(dim=1), torch.ones(40), atol=1e-4)
    assert torch.allclose(vectors, alone, atol=2e-2)  # bf16 where the processor has it


def test_a_passage_that_answers_two_queries_of_a_batch_does_not_break_it(bert: Path) -> None:
    same = [EncoderExample(f"query {n}", (Judged("The pump.", True), Judged("A seat.", n == 1))) for n in range(4)]
    steps: list[Progress] = []
    train_encoder(*tiny_bert.load(str(bert)), same, replace(RUN, queries=4, epochs=2), steps.append)
    assert all(torch.isfinite(torch.tensor(step.loss)) for step in steps)


def test_too_few_examples_are_refused(bert: Path) -> None:
    with pytest.raises(TrainingError, match="at least two questions"):
        train_encoder(*tiny_bert.load(str(bert)), [EncoderExample("q", (Judged("a", True),))], RUN)
    with pytest.raises(TrainingError, match="queries must be above one"):
        EncoderRun(queries=1)
    lost = [EncoderExample("q", (Judged("a", False),))]
    with pytest.raises(TrainingError, match="no question of the validation"):
        train_encoder(*tiny_bert.load(str(bert)), tiny_bert.examples(4), RUN, validation=lost)


@pytest.fixture(scope="module")
def whole(bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny network as sentence-transformers keeps an encoder."""
    folder = tmp_path_factory.mktemp("whole") / "encoder"
    network = Transformer(str(bert), max_seq_length=128)
    SentenceTransformer(modules=[network, Pooling(32, "mean")]).save_pretrained(str(folder), safe_serialization=True)
    return folder


@pytest.fixture(scope="module")
def tuned(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tuned") / "encoder"
    learning.train(tiny_bert.examples(60), str(whole), RUN, folder, "acme")
    training_folder.publish(folder)
    return folder


def test_a_tuned_one_finds_what_its_base_did_not(whole: Path, tuned: Path) -> None:
    unseen = tiny_bert.examples(40, seed=9)
    hits = []
    for name in (whole, tuned):
        encoder = load_encoder(str(name))
        right = 0
        for example in unseen:
            [query] = encoder.encode([example.query])
            best = int(np.argmax(encoder.encode([c.text for c in example.candidates]) @ query))
            right += example.candidates[best].right
        hits.append(right)
    assert hits[1] > hits[0] + 5


def test_its_identity_is_that_of_its_files_and_it_is_tuned_again_from_its_base(
    whole: Path, tuned: Path, tmp_path: Path
) -> None:
    encoder = load_encoder(str(tuned))
    network, _, identity = load_identified(str(tuned))
    assert encoder.id.rpartition("@")[0] == str(tuned)
    assert (base_of(str(tuned)), base_of(str(whole))) == (str(whole), str(whole))
    assert not torch.equal(
        network.state_dict()["encoder.layer.0.attention.self.query.weight"],
        tiny_bert.load(str(whole))[0].state_dict()["encoder.layer.0.attention.self.query.weight"],
    )
    learning.train(tiny_bert.examples(60), str(tuned), RUN, tmp_path / "again", "acme")
    again = training_folder.publish(tmp_path / "again")
    assert again.base == str(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    assert load_identified(str(tmp_path / "again"))[2] == identity  # the same data and seed: the same file


def test_its_manifest_says_where_it_came_from(whole: Path, tuned: Path) -> None:
    manifest = registry.read_manifest(tuned)
    assert (manifest.skill, manifest.base, manifest.config["examples"]) == ("encoder", str(whole), 60)
    assert manifest.id.startswith("encoder-")
    assert str(whole) in json.loads((tuned / "adapter_config.json").read_text())["base_model_name_or_path"]


def test_one_that_was_altered_or_is_missing_is_refused(tuned: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for file in tuned.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    data = bytearray((folder / "adapter_model.safetensors").read_bytes())
    data[-2] ^= 1
    (folder / "adapter_model.safetensors").write_bytes(data)
    for load in (load_encoder, load_identified):
        with pytest.raises(AdapterError, match="does not match its hash"):
            load(str(folder))
    with pytest.raises(NotReady, match=r"mistyped is not there: correct DESKHAND_ENCODER"):
        make_encoder(Settings(), str(tmp_path / "mistyped"))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(tmp_path))


def test_batches_take_every_example_before_any_comes_again() -> None:
    import random

    taken = [n for batch in batches(range(10), 4, 5, random.Random(1)) for n in batch]
    assert sorted(taken[:10]) == sorted(taken[10:]) == list(range(10))
    assert [len(batch) for batch in batches([1], 3, 2, random.Random(1))] == [3, 3]


def test_a_run_that_had_ended_early_learns_nothing_more_when_it_goes_on(
    bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.encoder.CHECKPOINT_EVERY", 1)
    run = replace(RUN, epochs=20, patience=1, queries=20, learning_rate=0.2)

    def train() -> list[Progress]:
        told: list[Progress] = []
        train_encoder(
            *tiny_bert.load(str(bert)), tiny_bert.examples(40), run, told.append,
            validation=tiny_bert.examples(16, seed=5), checkpoint=tmp_path / "run",
        )  # fmt: skip
        return told

    ended = train()
    assert ended[-1].step < ended[-1].steps
    assert train() == []


def test_a_killed_run_goes_on_to_the_same_weights_and_the_best_epoch_is_kept(bert: Path, tmp_path: Path) -> None:
    run = replace(RUN, epochs=6, patience=5)

    def train(place: Path, stop_at: int = 0) -> tuple[list[Progress], dict[str, torch.Tensor]]:
        told: list[Progress] = []

        def report(step: Progress) -> None:
            told.append(step)
            if step.step == stop_at:
                raise KeyboardInterrupt

        made = train_encoder(
            *tiny_bert.load(str(bert)), tiny_bert.examples(40), run, report,
            validation=tiny_bert.examples(16, seed=5), checkpoint=place, identity={"data": "d"}, say=said.append,
        )  # fmt: skip
        return told, tiny_bert.state(made)

    said: list[str] = []
    whole, first = train(tmp_path / "one")
    measured = list(dict.fromkeys(step.validation for step in whole if step.validation is not None))
    assert len(measured) == 6
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "two", stop_at=28)
    rest, second = train(tmp_path / "two")
    assert said == ["this run goes on after step 25"]
    assert rest == whole[25:]
    assert all(torch.equal(first[name], second[name]) for name in first)

"""Heads trained with a LoRA on an encoder's upper layers: the states below are shared, training learns, figures are counted."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.contenders import compare, outcomes
from benchmarks.lora_heads import Options, Upper, batches, split, train
from benchmarks.triage_lora import kept, serving_seconds
from models.training.encoder_network import embed
from tests.unit.models import tiny_bert

CLASSES = {"queue": ("pumps", "seats"), "reason": ("none", "person")}
TEXTS = [f"my {word} {'please ' * (n % 5)} number {n}" for n in range(24) for word in ("pump", "seat")]
LABELS = {name: np.asarray([n % 2 for n in range(len(TEXTS))], np.int32) for name in CLASSES}


@pytest.fixture(scope="module")
def bert(one_thread: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bert.save(tmp_path_factory.mktemp("bert"))


@pytest.mark.parametrize("layers", [1, 2])
def test_before_training_the_vectors_are_those_of_the_whole_encoder(bert: Path, layers: int) -> None:
    network, tokenizer = tiny_bert.load(str(bert))
    with torch.inference_mode():
        whole = embed(network.eval(), tokenizer, TEXTS).numpy()
    upper, states = split(network, tokenizer, TEXTS, layers, 128)
    assert len(upper.encoder.layer) == layers
    assert np.allclose(Upper(upper, 4).vectors(states), whole, atol=2e-2)  # bf16 where the processor has it


def test_a_long_text_is_read_to_the_limit(bert: Path) -> None:
    _, states = split(*tiny_bert.load(str(bert)), ["word " * 300, "word"], 1, 64)
    assert [len(own) for own in states] == [64, 3]


@pytest.mark.parametrize("fresh", [False, True])
def test_training_lowers_the_loss_and_leaves_the_given_network_as_it_was(bert: Path, *, fresh: bool) -> None:
    upper, states = split(*tiny_bert.load(str(bert)), TEXTS, 1, 128)
    before = tiny_bert.state(upper)
    losses: list[float] = []
    options = Options(rate=3e-2, epochs=8, rank=4, fresh=fresh)
    model = train(upper, states, LABELS, CLASSES, options, lambda _, loss, __: losses.append(loss))
    assert losses[-1] < 0.8 * losses[1]  # the first is told before training
    assert all(torch.equal(before[name], own) for name, own in upper.state_dict().items())
    scores = model.scores(model.vectors(states))
    assert (scores["queue"].argmax(axis=1) == LABELS["queue"]).mean() > 0.9
    assert serving_seconds(upper, states, CLASSES) > 0


def test_rare_classes_weigh_more_where_that_is_asked(bert: Path) -> None:
    upper, states = split(*tiny_bert.load(str(bert)), TEXTS, 1, 128)
    rare = {name: np.asarray([int(n == 0) for n in range(len(TEXTS))], np.int32) for name in CLASSES}

    def likely(balanced: bool) -> float:
        model = train(upper, states, rare, CLASSES, Options(1e-2, 2, 4, balanced))
        scores = model.scores(model.vectors(states))["queue"]
        return float((scores[:, 1] - scores[:, 0]).mean())

    assert likely(True) > likely(False)


def test_each_ticket_is_in_one_batch() -> None:
    source: Any = np.random.default_rng(1)
    made = list(batches([n % 7 + 1 for n in range(100)], source))
    assert sorted(place for batch in made for place in batch) == list(range(100))
    assert max(map(len, made)) <= 16


def test_contenders_are_compared_on_the_same_tickets() -> None:
    right = np.eye(2)[LABELS["queue"]] * 4
    wrong = right.copy()
    wrong[:10] = wrong[:10, ::-1]
    found = {
        name: {"queue": own, "reason": right}
        for name, own in {
            "frozen": wrong,
            "product": wrong,
            "LoRA": right,
            "LoRA + blocks": wrong,
            "words": wrong,
            "lower": wrong,
        }.items()
    }
    result = compare(found, LABELS, CLASSES)
    assert (result["right"]["LoRA"]["queue"].hits, result["right"]["product"]["queue"].hits) == (48, 38)
    assert result["pairs"]["product, LoRA"]["queue"].second == 10
    assert result["pairs"]["product, LoRA"]["queue"].is_better
    assert not result["pairs"]["frozen, LoRA + blocks"]["queue"].is_better
    assert result["ranking of hand-overs"]["LoRA"] == {"average precision": 1.0, "area under ROC": 1.0}


def test_hand_over_is_judged_at_its_operating_point() -> None:
    labels = {name: np.asarray([1, 1, 1, 1, 0, 0], np.int32) for name in CLASSES}
    handed = np.asarray([0.9, 0.8, 0.7, 0.2, 0.6, 0.3])
    probabilities = {name: np.stack([1 - handed, handed], axis=1) for name in CLASSES}
    assert outcomes(probabilities, labels, CLASSES)["escalated"].tolist() == [True, True, True, False]


def test_a_run_that_was_stopped_goes_on_from_what_it_kept(tmp_path: Path) -> None:
    made = [kept(tmp_path / "run", "fold-0", lambda number=number: {"LoRA": number}) for number in (1, 2)]
    assert made == [{"LoRA": 1}, {"LoRA": 1}]
    assert kept(None, "fold-0", lambda: 3) == 3

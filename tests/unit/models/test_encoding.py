"""A sentence encoder tuned on questions and their passages."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models.embedder import load_transformer
from models.training.encoding import EncoderRun, embed, train_encoder
from models.training.lora import Progress
from models.training.reranking import Judged, RankingExample
from tests.unit.models import tiny_bert

RUN = EncoderRun(rank=8, learning_rate=5e-3, epochs=6, queries=8)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bert.save(tmp_path_factory.mktemp("bert"))


def test_the_loss_falls_and_the_same_seed_gives_the_same_weights(bert: Path) -> None:
    steps: list[Progress] = []
    train_encoder(*load_transformer(str(bert)), tiny_bert.examples(60), RUN, steps.append)
    assert steps[-1].step == steps[-1].steps == 45
    assert sum(step.loss for step in steps[-5:]) < 0.9 * sum(step.loss for step in steps[:5])
    short = replace(RUN, epochs=0.5)
    first, again, other = (
        tiny_bert.state(train_encoder(*load_transformer(str(bert)), tiny_bert.examples(40), run))
        for run in (short, short, replace(short, seed=8))
    )
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


def test_vectors_have_length_one_and_stand_in_the_order_given(bert: Path) -> None:
    network, tokenizer = load_transformer(str(bert))
    texts = [f"{'word ' * (n % 7)}{n}" for n in range(40)]
    with torch.inference_mode():
        vectors = embed(network.eval(), tokenizer, texts)
        alone = torch.stack([embed(network, tokenizer, [text])[0] for text in texts])
    assert torch.allclose(vectors.norm(dim=1), torch.ones(40), atol=1e-4)
    assert torch.allclose(vectors, alone, atol=2e-2)  # bf16 where the processor has it


def test_a_passage_that_answers_two_queries_of_a_batch_does_not_break_it(bert: Path) -> None:
    same = [
        RankingExample(f"query {n}", (Judged("The pump.", 0.5, True), Judged("A seat.", 0.4, n == 1))) for n in range(4)
    ]
    steps: list[Progress] = []
    train_encoder(*load_transformer(str(bert)), same, replace(RUN, queries=4, epochs=2), steps.append)
    assert all(torch.isfinite(torch.tensor(step.loss)) for step in steps)


def test_too_few_examples_are_refused(bert: Path) -> None:
    with pytest.raises(ValueError, match="at least two training queries"):
        train_encoder(*load_transformer(str(bert)), [RankingExample("q", (Judged("a", 0.1, True),))], RUN)
    with pytest.raises(ValueError, match="queries above one"):
        EncoderRun(queries=1)

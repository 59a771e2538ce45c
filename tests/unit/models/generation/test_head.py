"""The scores of words are those of the network itself, whatever its layers are called and whatever it does to its scores."""

from typing import Any

import pytest
import torch
from transformers import (
    CohereConfig,
    CohereForCausalLM,
    Gemma2Config,
    Gemma2ForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    GraniteConfig,
    GraniteForCausalLM,
    PhiConfig,
    PhiForCausalLM,
    set_seed,
)

from models.generation.head import head_of
from models.generation.padded_batch import PaddedNetwork

pytestmark = pytest.mark.usefixtures("one_thread")
SIZES = {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
         "initializer_range": 0.3, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}  # fmt: skip
GEMMA = {"num_key_value_heads": 1, "head_dim": 16}
GPT2 = {"vocab_size": 64, "n_embd": 32, "n_layer": 2, "n_head": 2, "initializer_range": 0.3}
KINDS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "its scores are capped": (Gemma2Config, Gemma2ForCausalLM, {**SIZES, **GEMMA, "final_logit_softcapping": 3.0}),
    "its scores are multiplied": (CohereConfig, CohereForCausalLM, {**SIZES, "logit_scale": 0.2}),
    "its scores are divided": (GraniteConfig, GraniteForCausalLM, {**SIZES, "logits_scaling": 4.0}),
    "its output layer has a bias": (PhiConfig, PhiForCausalLM, SIZES),
    "its output layer has another name": (GPTNeoXConfig, GPTNeoXForCausalLM, SIZES),
    "its layers have other names": (GPT2Config, GPT2LMHeadModel, GPT2),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_scores_are_those_of_the_network(kind: str) -> None:
    config, model, options = KINDS[kind]
    set_seed(7)
    network = model(config(**options)).eval()
    if (head := network.get_output_embeddings()).bias is not None:
        torch.nn.init.normal_(head.bias)
    ids, kept = torch.tensor([[5, 9, 33, 12]]), torch.tensor([3, 8, 40, 63])
    with torch.inference_mode():
        wanted = network(ids).logits[0, -1]
        state = PaddedNetwork(network, None, "").read(ids.tolist(), 1).start()
        assert torch.allclose(head_of(network, None).logits(state)[0], wanted, rtol=1e-3, atol=1e-4)
        assert torch.allclose(head_of(network, kept).logits(state)[0], wanted[kept], rtol=1e-3, atol=1e-4)

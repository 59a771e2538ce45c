"""Our reading of Gemma 3 against transformers'."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch
from torch import Tensor
from transformers import DynamicCache, Gemma3ForCausalLM

from models.generation import gemma, gemma_batch
from models.generation.padded_batch import PaddedNetwork
from tests.unit.models.generation.small_gemma import PROMPTS, network, small

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def model() -> Gemma3ForCausalLM:
    return small()


def alone(model: Gemma3ForCausalLM, reads: Sequence[Sequence[int]]) -> Tensor:
    """The last hidden state of a row that transformers reads alone, in these pieces."""
    kept = DynamicCache(config=model.config)
    for tokens in reads:
        output = model.model(input_ids=torch.tensor([list(tokens)]), past_key_values=kept, use_cache=True)
    return output.last_hidden_state[0, -1]


@torch.inference_mode()
def test_every_row_gets_what_transformers_gives_it_alone(model: Gemma3ForCausalLM) -> None:
    """Prompts longer and shorter than the window, several tokens in one step, rows that leave."""
    batch = network(model).read(PROMPTS, 20)
    reads = [[prompt] for prompt in PROMPTS]
    torch.testing.assert_close(batch.start(), torch.stack([alone(model, read) for read in reads]), rtol=1e-4, atol=1e-4)
    for written in ([[1], [2, 3, 4], [5], [6, 7]], [[8], [9], [10], [11]]):
        for read, tokens in zip(reads, written, strict=True):
            read.append(tokens)
        wanted = torch.stack([alone(model, read) for read in reads])
        torch.testing.assert_close(batch.step(written), wanted, rtol=1e-4, atol=1e-4)
    batch.drop(1)
    reads[1] = reads.pop()
    for written in ([[12, 13], [14], [15]], *[[[16], [17], [18]]] * 9):
        for read, tokens in zip(reads, written, strict=True):
            read.append(tokens)
        wanted = torch.stack([alone(model, read) for read in reads])
        torch.testing.assert_close(batch.step(written), wanted, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_reserved_room_that_nobody_wrote_to_changes_nothing(model: Gemma3ForCausalLM) -> None:
    """Nought times what lies there by chance may be no number."""
    torch.use_deterministic_algorithms(True)  # memory that is not initialised holds NaN
    try:
        batch = network(model).read(PROMPTS, 4)
        batch.start()
        assert batch.step([[1]] * 4).isfinite().all()
    finally:
        torch.use_deterministic_algorithms(False)


@torch.inference_mode()
@pytest.mark.parametrize("common", [1, 7, 12])
def test_what_prompts_begin_with_together_is_read_once_and_changes_nothing(
    common: int, model: Gemma3ForCausalLM
) -> None:
    prompts = [PROMPTS[1][:common] + prompt for prompt in PROMPTS]
    batch = network(model).read(prompts, 4)
    wanted = torch.stack([alone(model, [prompt]) for prompt in prompts])
    torch.testing.assert_close(batch.start(), wanted, rtol=1e-4, atol=1e-4)
    wanted = torch.stack([alone(model, [prompt, [1, 2]]) for prompt in prompts])
    torch.testing.assert_close(batch.step([[1, 2]] * 4), wanted, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_prompts_that_do_not_fit_in_one_chunk_give_the_same(
    model: Gemma3ForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = network(model).read(PROMPTS, 4).start()
    monkeypatch.setattr(gemma_batch, "CHUNK", 10)
    torch.testing.assert_close(network(model).read(PROMPTS, 4).start(), whole, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_in_bf16_it_is_as_near_to_float32_as_transformers_is(model: Gemma3ForCausalLM) -> None:
    exact = torch.stack([alone(model, [prompt]) for prompt in PROMPTS])
    ours = network(model, torch.bfloat16).read(PROMPTS, 4).start().float()
    half = small().bfloat16()
    theirs = torch.stack([alone(half, [prompt]) for prompt in PROMPTS]).float()
    assert (ours - exact).square().mean() < 2 * (theirs - exact).square().mean()


@torch.inference_mode()
def test_the_padded_reading_of_any_model_gives_the_same(model: Gemma3ForCausalLM) -> None:
    """Within the window: beyond it, transformers counts the padding too."""
    short = [prompt[:4] for prompt in PROMPTS]
    ours, theirs = network(model).read(short, 4), PaddedNetwork(model, None, "").read(short, 4)
    torch.testing.assert_close(theirs.start(), ours.start(), rtol=1e-4, atol=1e-4)
    for row in (0, 2):
        ours.drop(row)
        theirs.drop(row)
    written = [[5, 6], [7]]
    torch.testing.assert_close(theirs.step(written), ours.step(written), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "changes",
    [
        {"attention_bias": True},
        {"final_logit_softcapping": 30.0},
        {"use_bidirectional_attention": True},
        {"hidden_activation": "silu"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_model_that_computes_otherwise_is_left_to_transformers(
    changes: dict[str, Any], model: Gemma3ForCausalLM
) -> None:
    assert gemma.is_supported(model.config)
    assert not gemma.is_supported(small(**changes).config)


@torch.inference_mode()
def test_the_states_of_all_tokens_are_those_that_transformers_gives(model: Gemma3ForCausalLM) -> None:
    batch = network(model).read(PROMPTS, 20)
    batch.start()
    written = [[1, 2, 3], [4], [5, 6], [7, 8, 9, 10]]
    for prompt, tokens, states in zip(PROMPTS, written, batch.every(written), strict=True):
        wanted = torch.stack([alone(model, [prompt, tokens[: n + 1]]) for n in range(len(tokens))])
        torch.testing.assert_close(states, wanted, rtol=1e-4, atol=1e-4)

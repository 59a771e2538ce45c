"""An adapter merged into the weights answers as it did beside them."""

from pathlib import Path

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model

from models.generation import gemma
from models.generation.gemma import Gemma3
from models.generation.gemma_batch import GemmaNetwork
from models.generation.merging import merged_weights
from models.generation.padded_batch import PaddedNetwork
from tests.unit.models.generation.small_gemma import PROMPTS, network, small

pytestmark = pytest.mark.usefixtures("one_thread")
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


@pytest.fixture(scope="module", params=["lora", "dora"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp(request.param)
    torch.manual_seed(3)
    config = LoraConfig(r=4, lora_alpha=8, target_modules=TARGETS, use_dora=request.param == "dora")
    peft = get_peft_model(small(), config)
    for name, weight in peft.named_parameters():
        if "lora_B" in name:  # they start at zero
            torch.nn.init.normal_(weight, std=0.3)
    peft.save_pretrained(str(made))
    return made


@torch.inference_mode()
def test_merged_weights_give_what_the_adapter_gives(folder: Path) -> None:
    beside = PeftModel.from_pretrained(small(), folder).eval()
    wanted = torch.stack(
        [beside.base_model.model.model(input_ids=torch.tensor([p])).last_hidden_state[0, -1] for p in PROMPTS]
    )
    model = small()
    weights = merged_weights(model, folder)
    assert len(weights) == len(TARGETS) * model.config.num_hidden_layers
    ours = GemmaNetwork(Gemma3(model, torch.float32), lambda: gemma.layers(model, weights, torch.float32))
    torch.testing.assert_close(ours.read(PROMPTS, 1).start(), wanted, rtol=1e-3, atol=1e-3)
    bare = network(model).read(PROMPTS, 1).start()
    assert (wanted - bare).abs().max() > 0.1  # the adapter says something else than the base


@torch.inference_mode()
def test_merging_leaves_the_base_as_it_is_to_the_bit(folder: Path) -> None:
    model, untouched = small().bfloat16(), small().bfloat16()
    merged_weights(model, folder)
    for (name, weight), (other, same) in zip(model.named_parameters(), untouched.named_parameters(), strict=True):
        assert name == other
        assert torch.equal(weight, same), name


@torch.inference_mode()
def test_skills_that_share_a_padded_model_do_not_change_each_other(folder: Path) -> None:
    model = small()
    peft = PeftModel.from_pretrained(model, folder, adapter_name="skill")
    skill, bare = PaddedNetwork(model, peft, "skill"), PaddedNetwork(model, peft, "")
    first = [network.read(PROMPTS, 1).start() for network in (bare, skill)]
    again = [network.read(PROMPTS, 1).start() for network in (bare, skill)]
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.allclose(first[0], first[1], atol=0.1)

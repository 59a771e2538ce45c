"""A merge is the model that it says: one adapter alone stays itself, a sum is the sum of what the adapters add, and TIES and DARE
are what their papers say. PEFT's own merges fail the first of these for DoRA, rank-stabilised LoRA and a LoRA bias."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, set_seed

from models.errors import AdapterError
from models.merging import methods
from models.merging.differences import read
from models.merging.merge import SHORTLIST, Merged, Plan, merge
from models.merging.methods import Method
from models.quiet import quiet_peft
from models.weights import foreign
from models.weights.base import BaseModel
from models.weights.layers import linear_layers, oriented_weights

KINDS: dict[str, dict[str, Any]] = {
    "lora": {},
    "rslora": {"use_rslora": True},
    "dora": {"use_dora": True},
    "lora_bias": {"lora_bias": True},
    "patterns": {"rank_pattern": {"q_proj": 2}, "alpha_pattern": {"up_proj": 32}},
    "a regular expression": {"target_modules": r".*\.(q_proj|up_proj)"},
    "some layers": {"layers_to_transform": [1]},
}
IDS = torch.arange(5, 45).view(2, 20)
CLOSE = 1e-4  # of the largest logit: PEFT's own identity merges are wrong by a third of it
FULL = 64  # above the smaller side of every matrix of the tiny model


@pytest.fixture(scope="module")
def made(tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """Return what makes an adapter of a kind, with random weights."""

    def make(kind: str, seed: int = 1) -> Path:
        torch.manual_seed(seed)
        options = {"target_modules": ["q_proj", "v_proj", "up_proj", "down_proj"]} | KINDS[kind]
        with quiet_peft():
            peft = get_peft_model(_network(tiny_base), LoraConfig(r=4, lora_alpha=8, task_type="CAUSAL_LM", **options))
        for name, weight in peft.named_parameters():
            if "lora_magnitude" in name:
                weight.data *= 1 + 0.3 * torch.rand_like(weight)
            elif "lora_" in name:
                weight.data = torch.randn_like(weight) * 0.1
        folder = tmp_path_factory.mktemp(f"{kind.replace(' ', '-')}-{seed}")
        peft.save_pretrained(str(folder))
        (folder / "README.md").unlink()
        save_file({"ids": torch.tensor([seed, 9]).int()}, folder / SHORTLIST)
        return folder

    return make


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("kind", list(KINDS))
def test_one_adapter_alone_stays_itself(
    kind: str, method: Method, made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path
) -> None:
    adapter = made(kind)
    full = None if method is Method.CAT and kind != "dora" else FULL
    if method is Method.CAT and full:
        pytest.skip("what DoRA adds has no small exact rank")
    merge([adapter], Plan(method, density=1.0, rank=full), _weight(tiny_base), tmp_path)
    assert _distance(_logits(tiny_base, tmp_path), _logits(tiny_base, adapter)) < CLOSE


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "dora"])
def test_a_concatenation_is_the_weighted_sum(
    kind: str, made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path
) -> None:
    one, other = made("lora", 1), made(kind, 2)
    known = merge([one, other], Plan(Method.CAT, (0.3, 0.9)), _weight(tiny_base), tmp_path)
    assert known == Merged(rank=8, lost=0.0, layers=len(read(tmp_path).layers), exact=True)
    expected = _sum(tiny_base, [(one, 0.3), (other, 0.9)])
    assert expected
    for layer, factors in read(tmp_path).layers.items():
        assert torch.allclose(factors.up @ factors.down, expected[layer], atol=1e-6), layer


def test_dora_is_in_the_sum_with_the_length_of_its_rows(
    made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path
) -> None:
    one, other = made("lora", 1), made("dora", 2)
    known = merge([one, other], Plan(Method.LINEAR, (0.5, 0.5), rank=FULL), _weight(tiny_base), tmp_path)
    assert known.lost < 1e-9
    expected = _sum(tiny_base, [(one, 0.5), (other, 0.5)])
    for layer, factors in read(tmp_path).layers.items():
        assert torch.allclose(factors.up @ factors.down, expected[layer], atol=1e-5), layer


def test_a_smaller_rank_says_what_is_lost(made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path) -> None:
    adapters = [made("lora", 1), made("lora", 2)]
    known = merge(adapters, Plan(Method.LINEAR, (1.0, 1.0), rank=4), _weight(tiny_base), tmp_path)
    expected = _sum(tiny_base, [(adapter, 1.0) for adapter in adapters])
    lost = sum(float(((f.up @ f.down) - expected[n]).square().sum()) for n, f in read(tmp_path).layers.items())
    energy = sum(float(difference.square().sum()) for difference in expected.values())
    assert 0.02 < known.lost < 0.9
    assert known.lost == pytest.approx(lost / energy, rel=1e-3)
    assert not known.exact


def test_the_same_seed_gives_the_same_weights_and_another_one_others(
    made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path
) -> None:
    adapters = [made("lora", 1), made("lora", 2)]

    def weights(name: str, seed: int) -> dict[str, Tensor]:
        merge(adapters, Plan(Method.DARE_TIES, density=0.5, rank=FULL, seed=seed), _weight(tiny_base), tmp_path / name)
        return load_file(tmp_path / name / "adapter_model.safetensors")

    first, again, other = weights("a", 1), weights("b", 1), weights("c", 2)
    assert all(torch.equal(first[key], again[key]) for key in first)
    assert not all(torch.equal(first[key], other[key]) for key in first)


def test_the_shortlist_has_the_tokens_of_all(made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path) -> None:
    merge([made("lora", 3), made("lora", 2)], Plan(), _weight(tiny_base), tmp_path)
    assert load_file(tmp_path / SHORTLIST)["ids"].tolist() == [2, 3, 9]


def test_ties_is_what_the_paper_says() -> None:
    one, other = torch.tensor([[4.0, -3.0, 0.1, 2.0]]), torch.tensor([[1.0, 5.0, -0.2, 3.0]])
    kept = [methods.trimmed(one, 0.75), methods.trimmed(other, 0.75)]
    assert kept[0].tolist() == [[4.0, -3.0, 0.0, 2.0]]
    assert kept[1].tolist() == [[1.0, 5.0, 0.0, 3.0]]
    merged = methods.combine([one, other], [0.5, 0.5], Method.TIES, 0.75, torch.Generator())
    assert merged.tolist() == [
        [2.5, 5.0, 0.0, 2.5]
    ]  # in the second column the larger sum wins, and the loser does not count


def test_ties_subtracts_what_has_a_negative_weight() -> None:
    one, other = torch.tensor([[4.0, -3.0, 1.0]]), torch.tensor([[1.0, 5.0, 2.0]])
    alone = methods.combine([one], [-1.0], Method.TIES, 1.0, torch.Generator())
    assert alone.tolist() == [[-4.0, 3.0, -1.0]]
    # 4 - 1 is positive, which only the first wants; -3 - 5 want both; 1 - 2 is negative, which only the second wants
    both = methods.combine([one, other], [1.0, -1.0], Method.TIES, 1.0, torch.Generator())
    assert both.tolist() == [[4.0, -4.0, -2.0]]


def test_dare_keeps_the_expected_sum() -> None:
    source, difference = torch.Generator().manual_seed(3), torch.ones(200, 200)
    kept = methods.dropped(difference, 0.2, source)
    assert set(kept.unique().tolist()) == {0.0, 5.0}
    assert float(kept.mean()) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"density": 0.0}, "density"),
        ({"density": 1.5}, "density"),
        ({"rank": 0}, "rank"),
        ({"weights": (float("nan"), 1.0)}, "finite"),
        ({"weights": (0.0, 0.0)}, "all weights are zero"),
        ({"method": Method.CAT, "rank": 2}, "cat is exact"),
    ],
)
def test_a_plan_that_means_nothing_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(AdapterError, match=why):
        Plan(**change)


@pytest.mark.parametrize("options", [{}, {"use_dora": True}], ids=["lora", "dora"])
def test_layers_whose_weights_lie_the_other_way_round_are_merged_and_imported(
    options: dict[str, Any], tmp_path: Path
) -> None:
    set_seed(7)
    config = GPT2Config(vocab_size=64, n_embd=32, n_layer=1, n_head=2, n_inner=48, initializer_range=0.3)
    GPT2LMHeadModel(config).save_pretrained(tmp_path / "base")
    model = BaseModel("gpt2", str(tmp_path / "base"), "")
    with quiet_peft():
        lora = LoraConfig(
            r=4, lora_alpha=8, target_modules=["c_attn", "c_proj", "c_fc"], fan_in_fan_out=True, **options
        )
        peft = get_peft_model(_network(model), lora)
    for name, weight in peft.named_parameters():
        if "lora_magnitude" in name:
            weight.data *= 1 + 0.3 * torch.rand_like(weight)
        elif "lora_" in name:
            weight.data = torch.randn_like(weight) * 0.1
    peft.save_pretrained(str(tmp_path / "adapter"))
    weights = oriented_weights(_network(model)).__getitem__
    merge([tmp_path / "adapter"] * 2, Plan(Method.LINEAR, rank=32), weights, tmp_path / "made")
    merged, alone = _logits(model, tmp_path / "made"), _logits(model, tmp_path / "adapter")
    assert _distance(merged, alone) < CLOSE
    assert _distance(_network(model)(IDS).logits.detach(), alone) > 0.01
    config_file = tmp_path / "adapter" / "adapter_config.json"
    config_file.write_text(json.dumps(json.loads(config_file.read_text()) | {"auto_mapping": None}))
    assert foreign.read(tmp_path / "adapter", linear_layers(model)).targets == ["c_attn", "c_fc", "c_proj"]


def test_as_many_weights_as_adapters(made: Callable[..., Path], tiny_base: BaseModel, tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match="1 adapters and 2 weights"):
        merge([made("lora")], Plan(weights=(1.0, 2.0)), _weight(tiny_base), tmp_path)


def _network(base: BaseModel) -> Any:
    return AutoModelForCausalLM.from_pretrained(base.path, dtype=torch.float32).eval()


def _weight(base: BaseModel) -> Callable[[str], Tensor]:
    return dict(_network(base).state_dict()).__getitem__


def _logits(base: BaseModel, adapter: Path) -> Tensor:
    with quiet_peft(), torch.inference_mode():
        return PeftModel.from_pretrained(_network(base), adapter)(IDS).logits


def _distance(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max() / other.abs().max())


def _sum(base: BaseModel, weighted: list[tuple[Path, float]]) -> dict[str, Tensor]:
    """Return the weighted sum of what PEFT itself adds to the weights, when it merges each adapter alone into the base."""
    before = _network(base).state_dict()
    total: dict[str, Tensor] = {}
    for adapter, share in weighted:
        with quiet_peft():
            merged = PeftModel.from_pretrained(_network(base), adapter)
            biased = any("lora_B.default.bias" in name for name, _ in merged.named_parameters())
            for name, weight in merged.named_parameters():
                if biased and "lora_B.default.bias" in name:
                    weight.data.zero_()  # the bias is compared by the identity above
            changed = {}
            for name, module in merged.base_model.model.named_modules():
                if hasattr(module, "get_delta_weight"):
                    base_weight = module.get_base_layer().weight
                    variant = module.lora_variant.get("default")
                    if variant is None:
                        changed[name] = module.get_delta_weight("default")
                    else:
                        changed[name] = (
                            variant.merge_safe(module, "default", base_weight.data.clone()) - before[f"{name}.weight"]
                        )
        for layer, difference in changed.items():
            total[layer] = total.get(layer, torch.zeros_like(difference)) + share * difference.detach()
    return total

"""Several adapters on one base by name: each says what it says alone, whatever came and went before."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM

from models.errors import AdapterError
from models.generation.by_name import NamedAdapters
from models.generation.local import TransformersEngine
from models.weights import base, registry
from models.weights.base import BaseModel
from tests.support import random_adapter

SCHEMA = {"type": "string", "enum": ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]}
PROMPTS = ["Which letter is it? ", "And which one comes next? "]


@pytest.fixture(scope="module", params=["gemma", "llama"])
def model(request: pytest.FixtureRequest, tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> BaseModel:
    if request.param == "gemma":
        return tiny_base
    folder = tmp_path_factory.mktemp("tiny-llama")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(Path(tiny_base.path) / name, folder)
    words = LlamaConfig.from_pretrained(tiny_base.path).vocab_size
    config = LlamaConfig(
        vocab_size=words, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=1, initializer_range=0.3,
    )  # fmt: skip
    torch.manual_seed(7)
    LlamaForCausalLM(config).save_pretrained(folder)
    return base.ensure(str(folder), folder)


def said(engine: TransformersEngine, name: str) -> list[tuple[str, float]]:
    made = NamedAdapters(engine, {"letters": name}).generate(PROMPTS, skill="letters", schema=SCHEMA, max_tokens=8)
    return [(one.text, round(sum(token.logprob for token in one.tokens), 3)) for one in made]


@pytest.mark.usefixtures("one_thread")
def test_adapters_come_and_go_and_each_says_what_it_says_alone(model: BaseModel, tmp_path: Path) -> None:
    folders = {name: random_adapter.make(model, tmp_path / name, "reply", seed) for seed, name in enumerate("ab")}
    alone = {
        name: said(TransformersEngine(model, {name: folder}, dtype=torch.float32), name)
        for name, folder in folders.items()
    }
    engine = TransformersEngine(model, {}, dtype=torch.float32, resident=1)
    bare = said(engine, "nobody")
    assert len({str(own) for own in (*alone.values(), bare)}) == 3
    for name, folder in folders.items():
        engine.load(name, folder)
    for name in "aba":  # with one kept copy each is made again
        assert said(engine, name) == alone[name]
    engine.drop("b")
    engine.drop("b")
    assert (said(engine, "b"), said(engine, "a"), engine.adapter_id("b")) == (bare, alone["a"], None)
    engine.drop("a")
    assert said(engine, "a") == bare
    engine.load("b", folders["b"])
    assert said(engine, "b") == alone["b"]


@pytest.mark.usefixtures("one_thread")
def test_an_adapter_of_another_shape_changes_nothing(model: BaseModel, tmp_path: Path) -> None:
    good, bad = (random_adapter.make(model, tmp_path / name, "reply", seed) for seed, name in enumerate(("a", "b")))
    weights = {
        name: own[:, :-1].contiguous() if "lora_A" in name else own
        for name, own in load_file(bad / registry.WEIGHTS).items()
    }
    save_file(weights, bad / registry.WEIGHTS)
    registry.write_manifest(bad, replace(registry.read_manifest(bad), files={}))
    engine = TransformersEngine(model, {"a": good}, dtype=torch.float32)
    before = said(engine, "a"), said(engine, "nobody")
    with pytest.raises(AdapterError, match="fit"):
        engine.load("b", bad)
    assert (said(engine, "a"), said(engine, "nobody")) == before
    with pytest.raises(AdapterError, match="there already"):
        engine.load("a", good)

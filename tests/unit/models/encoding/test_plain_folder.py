"""A BERT or MPNet that is read without sentence-transformers is the one that sentence-transformers reads."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel, MPNetConfig, MPNetModel

from models.encoding import plain_folder
from models.encoding.encoder import (
    LARGE,
    SMALL,
    encoder_path,
    hash_of,
    load_encoder,
    merged,
    save_lora,
    weights_hash,
)
from tests.support.paths import ROOT

SIZES = {"hidden_size": 32, "num_hidden_layers": 11, "num_attention_heads": 4, "intermediate_size": 64}
TEXTS = [
    "", " ", "Where is my invoice F-2026-04417?", "Wie kündige ich? ÄÖÜ ß", "word " * 900, "the end\n" * 9,
    "🙂🙂 \u202e x\u200b\ufffc", "日本語のテキスト", "NUL \0 inside", "[SEP] [CLS] <s> </s> [MASK] <mask> <unk>", "ﬁ ½ Ⅳ",
]  # fmt: skip
PADDED = "[PAD] <pad>"  # transformers gives what is written so the place of padding; in a packed batch it is a word
KINDS = {"bert": (BertModel, BertConfig, SMALL), "mpnet": (MPNetModel, MPNetConfig, LARGE)}


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], Path]:
    def folder(kind: str) -> Path:
        """A network of a few weights with the files of an encoder that is known by name."""
        network, config, name = KINDS[kind]
        known, made = Path(encoder_path(name)), tmp_path / kind
        torch.manual_seed(3)
        shutil.copytree(known, made, ignore=shutil.ignore_patterns("*.safetensors", "config.json"))
        shutil.copytree(known / "1_Pooling", made / "1_Pooling", dirs_exist_ok=True)
        words = json.loads((known / "config.json").read_text())["vocab_size"]
        network(config(**SIZES, vocab_size=words, max_position_embeddings=514)).save_pretrained(made)
        return made

    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_the_weights_the_hash_and_the_vectors_of_the_same_model(make: Callable[[str], Path], kind: str) -> None:
    folder = make(kind)
    theirs = SentenceTransformer(str(folder))
    ours = plain_folder.read(folder)
    assert ours is not None
    assert list(ours.state_dict()) == sorted(ours.state_dict())
    assert sorted(ours.state_dict()) == sorted(theirs.state_dict())
    assert weights_hash(ours) == weights_hash(theirs)
    assert (ours.max_seq_length, ours.get_embedding_dimension()) == (theirs.max_seq_length, 32)
    wanted = theirs.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    encoder = load_encoder(str(folder))
    assert encoder.space == f"{weights_hash(theirs)}, format 1, mean, unit length, {theirs.max_seq_length} tokens"
    assert np.sum(encoder.encode(TEXTS) * wanted, axis=1).min() > 0.9995


@pytest.mark.parametrize("name", [SMALL, LARGE])
def test_the_tokens_are_those_of_transformers(name: str) -> None:
    folder = Path(encoder_path(name))
    theirs, ours = AutoTokenizer.from_pretrained(folder), plain_folder.Tokenizer(folder / "tokenizer.json")
    cut: dict[str, Any] = {"truncation": True, "max_length": 256, "padding": False}
    texts = [*TEXTS, PADDED]
    assert ours(texts, **cut)["input_ids"] == theirs(texts, **cut)["input_ids"]
    whole: dict[str, Any] = {"add_special_tokens": False, "truncation": False, "padding": False, "verbose": False}
    for text in texts:
        assert ours(text, **whole)["input_ids"] == theirs(text, **whole)["input_ids"]


@pytest.fixture
def lora(tmp_path: Path) -> Callable[..., Path]:
    def folder(network: Any, **settings: Any) -> Path:
        """A LoRA with random weights for all layers but the first."""
        layers = [
            name for name, one in network.named_modules() if isinstance(one, torch.nn.Linear) and ".layer." in name
        ]
        torch.manual_seed(5)
        peft = get_peft_model(
            network, LoraConfig(r=4, lora_alpha=12, target_modules=layers[6:], init_lora_weights=False, **settings)
        )
        save_lora(tmp_path / "lora", peft)
        return tmp_path / "lora"

    return folder


@pytest.mark.parametrize("settings", [{}, {"use_rslora": True}, {"use_dora": True}], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_what_lora_adds_is_what_peft_merges(
    make: Callable[[str], Path], lora: Callable[..., Path], kind: str, settings: dict[str, Any]
) -> None:
    folder = make(kind)
    plain = plain_folder.read(folder)
    assert plain is not None
    assert hash_of(plain.weights) == weights_hash(AutoModel.from_pretrained(folder))
    adapter = lora(AutoModel.from_pretrained(folder), **settings)
    ours = plain_folder.tuned(plain, adapter)
    assert ours is not None
    theirs = merged(AutoModel.from_pretrained(folder), adapter).state_dict()
    assert ours.weights.keys() == theirs.keys()
    assert all(torch.allclose(ours.weights[name], theirs[name], atol=1e-6) for name in theirs)
    assert sum(not torch.equal(ours.weights[name], plain.weights[name]) for name in theirs) > 50


def test_an_adapter_of_another_network_is_left_to_peft(make: Callable[[str], Path], lora: Callable[..., Path]) -> None:
    plain = plain_folder.read(make("bert"))
    assert plain is not None
    assert plain_folder.tuned(plain, lora(AutoModel.from_pretrained(make("mpnet")))) is None
    assert plain_folder.tuned(plain, Path("nowhere")) is None


def changed(name: str, **values: Any) -> Callable[[Path], object]:
    def change(folder: Path) -> object:
        file = folder / name
        before = json.loads(file.read_text()) if file.exists() else {}
        return file.write_text(json.dumps({**before, **values}))

    return change


def without_a_weight(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["pooler.dense.bias"]
    save_file(weights, folder / "model.safetensors")


def with_a_weight(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file({**weights, "classifier.weight": torch.zeros(2)}, folder / "model.safetensors")


@pytest.mark.parametrize(
    "change",
    [
        changed("config.json", model_type="roberta"),
        changed("config.json", hidden_act="relu"),
        changed("sentence_bert_config.json", do_lower_case=True),
        changed("sentence_bert_config.json", modality_config={}),
        changed("config_sentence_transformers.json", default_prompt_name="query"),
        changed("1_Pooling/config.json", pooling_mode_mean_tokens=False, pooling_mode_cls_token=True),
        changed("1_Pooling/config.json", pooling_mode_max_tokens=True),
        lambda folder: (folder / "modules.json").write_text("[]"),
        lambda folder: (folder / "modules.json").unlink(),
        lambda folder: (folder / "config.json").write_bytes(b"\xff"),
        lambda folder: (folder / "tokenizer.json").write_text("{"),
        lambda folder: (folder / "model.safetensors").write_bytes(b"torn"),
        without_a_weight,
        with_a_weight,
    ],
)
def test_what_is_not_exactly_that_is_left_to_sentence_transformers(
    make: Callable[[str], Path], change: Callable[[Path], object]
) -> None:
    folder = make("bert")
    assert plain_folder.read(folder) is not None
    change(folder)
    assert plain_folder.read(folder) is None


@pytest.mark.parametrize(("name", "width"), [(SMALL, 384), ("demo/adapters/encoder", 768)])
def test_a_question_is_embedded_without_the_libraries_that_take_seconds_to_import(name: str, width: int) -> None:
    code = f"""
import sys
from models.encoding.encoder import load_encoder
assert load_encoder({name!r}).encode(["Where is my invoice?"]).shape == (1, {width})
print(sorted({{"transformers", "sentence_transformers", "sklearn", "peft"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

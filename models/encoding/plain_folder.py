"""This module reads a BERT or MPNet with mean pooling out of its folder, with torch and tokenizers alone.

sentence-transformers would read the same, but importing it and transformers takes several times as long as all the rest that
a command does to embed a question. Names and order of the weights are those of sentence-transformers, so that the hash of an
encoder is the same whoever read it. Whatever is not exactly such a folder is left to sentence-transformers.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from models.errors import AdapterError
from models.merging import differences

MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_PREFIX = "0.model."  # of the first module of sentence-transformers
_DERIVED = "embeddings.position_ids"  # old files hold these numbers; they are no weights
_EMBEDDINGS = {"bert": ("word", "position", "token_type"), "mpnet": ("word", "position")}
_ATTENTION = {
    "bert": ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm"),
    "mpnet": ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm"),
}
_NEEDED = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "layer_norm_eps",
    "pad_token_id",
)


class Tokenizer:
    """A tokenizer is called as one of transformers is, as far as `Encoder` does it."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer as Fast

        try:
            self._fast = Fast.from_file(str(file))
        except Exception as error:  # tokenizers raises nothing more particular
            raise ValueError(f"{file} is no tokenizer: {error}") from error
        self._fast.no_truncation()
        self._fast.no_padding()

    def __call__(
        self, text: str | list[str], *, max_length: int = 0, add_special_tokens: bool = True, **_: object
    ) -> dict[str, Any]:
        """Return the ids of a text, or of each text. Beyond `max_length` all but the last one, which ends a text, is cut
        off; 0 cuts nothing."""
        texts = [text] if isinstance(text, str) else text
        ids = [one.ids for one in self._fast.encode_batch(texts, add_special_tokens=add_special_tokens)]
        if max_length:
            ids = [own if len(own) <= max_length else [*own[: max_length - 1], own[-1]] for own in ids]
        return {"input_ids": ids[0] if isinstance(text, str) else ids}


@dataclass
class PlainModel:
    """A plain model has what `Encoder` asks of a model of sentence-transformers."""

    tokenizer: Tokenizer
    max_seq_length: int
    config: SimpleNamespace
    weights: Mapping[str, torch.Tensor]
    pooling_mode: str = field(default="mean", init=False)

    def get_embedding_dimension(self) -> int:
        return int(self.config.hidden_size)

    def state_dict(self) -> dict[str, torch.Tensor]:
        return {_PREFIX + name: tensor for name, tensor in self.weights.items()}

    def __iter__(self) -> Iterator["PlainModel"]:
        """Yield the modules, of which one pools."""
        yield self

    def network(self) -> SimpleNamespace:
        """Return the weights by attribute, as the modules of transformers are."""
        network = _tree(self.weights)
        network.encoder.layer = list(vars(network.encoder.layer).values())
        network.config = self.config
        return network


def read(folder: Path) -> PlainModel | None:
    """Return the model of a folder, or None where sentence-transformers must read it, or say what is wrong with it."""
    try:
        config = SimpleNamespace(**_json(folder / "config.json"))
        own = _json(folder / "sentence_bert_config.json")
        if not _is_plain(folder, config, own) or torch.accelerator.is_available():
            return None
        loaded = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        loaded.pop(_DERIVED, None)
        if loaded.keys() != set(_names(config)):
            return None
        weights = dict(sorted(loaded.items()))
        return PlainModel(Tokenizer(folder / "tokenizer.json"), int(own["max_seq_length"]), config, weights)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, SafetensorError):
        return None


def tuned(base: PlainModel, folder: Path) -> PlainModel | None:
    """Return a base with what the LoRA in a folder adds to its weights, or None where PEFT must merge it, or say what is wrong
    with it. The caller has checked the folder's hashes."""
    try:
        added = differences.read(folder).layers
    except (OSError, ValueError, LookupError, AdapterError, SafetensorError):
        return None
    weights = dict(base.weights)
    for layer, factors in added.items():
        weight = weights.get(name := f"{layer}.weight")
        if weight is None or factors.bias is not None or weight.shape != (len(factors.up), factors.down.shape[1]):
            return None
        weights[name] = weight + factors.difference(weight)
    return replace(base, weights=weights)


def _is_plain(folder: Path, config: SimpleNamespace, own: Mapping[str, Any]) -> bool:
    """Return whether the folder's files name nothing that is not done here: another network, pooling, prompt or casing."""
    modules = _json(folder / "modules.json")
    pooling = _json(folder / str(modules[1]["path"]) / "config.json")
    modes = [name.removeprefix("pooling_mode_") for name, on in pooling.items() if on is True and "_mode_" in name]
    whole = folder / "config_sentence_transformers.json"
    prompt = _json(whole).get("default_prompt_name") if whole.exists() else None
    return (
        [str(one["type"]).rpartition(".")[2] for one in modules] in MODULES
        and modules[0]["path"] == ""
        and modes == ["mean_tokens"]
        and own.keys() <= {"max_seq_length", "do_lower_case"}
        and not (own.get("do_lower_case") or prompt)
        and config.model_type in _ATTENTION
        and config.hidden_act == "gelu"
        and all(hasattr(config, name) for name in _NEEDED)
    )


def _names(config: SimpleNamespace) -> Iterator[str]:
    """Yield the names of all weights of the network."""
    for name in _EMBEDDINGS[config.model_type]:
        yield f"embeddings.{name}_embeddings.weight"
    layers = [f"encoder.layer.{number}" for number in range(config.num_hidden_layers)]
    parts = (
        *(f"attention.{part}" for part in _ATTENTION[config.model_type]),
        "intermediate.dense", "output.dense", "output.LayerNorm",
    )  # fmt: skip
    for part in ("embeddings.LayerNorm", "pooler.dense", *(f"{layer}.{part}" for layer in layers for part in parts)):
        yield f"{part}.weight"
        yield f"{part}.bias"
    if config.model_type == "mpnet":
        yield "encoder.relative_attention_bias.weight"


def _tree(weights: Mapping[str, torch.Tensor]) -> SimpleNamespace:
    root = SimpleNamespace()
    for name, tensor in sorted(weights.items(), key=lambda one: _place(one[0].split("."))):
        *parts, last = name.split(".")
        place = root
        for part in parts:
            if not hasattr(place, part):
                setattr(place, part, SimpleNamespace())
            place = getattr(place, part)
        setattr(place, last, tensor)
    return root


def _place(parts: Sequence[str]) -> list[tuple[int, str]]:
    """Return what sorts the tenth layer behind the second."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))

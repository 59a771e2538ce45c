"""This module is the in-process engine: transformers, one base model, and its weights with each skill's LoRA adapter
merged in."""

import ctypes
import gc
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from models.generation import gemma
from models.generation.decoding import Network, decode
from models.generation.engine import Generation, Schema, per_prompt
from models.generation.gemma_batch import GemmaNetwork
from models.generation.grammar import Grammar
from models.generation.likelihood import likelihoods
from models.generation.merging import merged_weights
from models.generation.padded_batch import PaddedNetwork, with_adapters
from models.generation.turns import has_turns
from models.hardware.processor import best_dtype
from models.weights.base import BaseModel
from models.weights.registry import load_manifest

_BASE = ""  # the network of a skill without an adapter


def load_base(base: BaseModel, dtype: torch.dtype | None = None, quantisation: Any = None) -> tuple[Any, Any]:
    """Return model and tokenizer of a base, ready for inference. Only safetensors are read, and no code from the
    model's folder is run. `quantisation`: how transformers shall keep its weights (`models.training.network.quantised`)."""
    return _load(base, dtype or best_dtype(), quantisation)


def _load(base: BaseModel, dtype: "torch.dtype | str", quantisation: Any = None) -> tuple[Any, Any]:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(base.path, trust_remote_code=False)
    options = {"quantization_config": quantisation} if quantisation is not None else {}
    model = AutoModelForCausalLM.from_pretrained(
        base.path, dtype=dtype, use_safetensors=True, trust_remote_code=False, **options
    )
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    network: Any = model
    return (network if quantisation is not None else network.to(device)).eval(), tokenizer


class TransformersEngine:
    """This engine loads in the constructor, which takes about three seconds from a converted base. It is not
    thread-safe: use one engine per process."""

    def __init__(self, base: BaseModel, adapters: Mapping[str, Path], *, dtype: torch.dtype | None = None) -> None:
        """`dtype` is the number format of the computation; without it, `best_dtype` chooses."""
        self._base = base
        self._adapters = {skill: load_manifest(folder, base=base) for skill, folder in adapters.items()}
        self._shortlists = {
            skill: load_file(folder / "shortlist.safetensors")["ids"].long() for skill, folder in adapters.items()
        }
        self._tokenizer, self._networks = load_networks(base, adapters, dtype or best_dtype())
        chats = has_turns(self._tokenizer)  # an adapter of before there were turns was trained without them
        self._turns = {skill: chats and bool(known.config.get("turns")) for skill, known in self._adapters.items()}
        self._turns[_BASE] = chats
        self._grammar = Grammar(self._tokenizer, self._networks[_BASE].vocabulary_size)
        config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
        self._context: int | None = getattr(config.get_text_config(), "max_position_embeddings", None)
        gc.collect()  # frees what merging the adapters needed
        _give_memory_back()
        gc.freeze()  # the model is never freed; keep it out of every collection

    @property
    def base_id(self) -> str:
        return self._base.id

    @property
    def context(self) -> int | None:
        """Return how many tokens a prompt and its answer may have together; None where the base does not say."""
        return self._context

    def adapter_id(self, skill: str) -> str | None:
        manifest = self._adapters.get(skill)
        return manifest.id if manifest else None

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        if not prompts:
            return []
        # What fails here (memory, a tensor) fails because of these prompts: the caller gets it as it is and tries each alone.
        own = skill if skill in self._adapters else _BASE
        return decode(
            self._networks[own],
            self._tokenizer,
            self._grammar,
            prompts,
            schemas=per_prompt(schema, prompts),
            max_tokens=max_tokens,
            shortlist=self._shortlists.get(skill),
            turns=self._turns[own],
        )

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        """Return the logarithm of the probability of each text after the prompt and what is `begun` of the answer, in one
        pass for all of them; None for a base that is not Gemma 3 on a processor."""
        network = self._networks[skill if skill in self._adapters else _BASE]
        if not isinstance(network, GemmaNetwork):
            return None
        shortlist = self._shortlists.get(skill)
        return likelihoods(network, self._tokenizer, prompt, texts, begun=begun, shortlist=shortlist)


def _give_memory_back() -> None:
    """Give back the memory that merging needed, 700 MB for three adapters in float32; otherwise glibc keeps it for
    later."""
    with suppress(OSError, AttributeError):  # a C library without malloc_trim
        ctypes.CDLL(None).malloc_trim(0)


def load_networks(base: BaseModel, adapters: Mapping[str, Path], dtype: torch.dtype) -> tuple[Any, dict[str, Network]]:
    """Return the tokenizer, and by skill the network with its adapter merged in; the one without an adapter has the
    empty name.

    Gemma 3 on a processor stays as it is stored and computes in `dtype`; any other model is loaded in `dtype`.
    """
    config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
    is_ours = gemma.is_supported(config) and not torch.cuda.is_available()
    model, tokenizer = _load(base, "auto" if is_ours else dtype)
    return tokenizer, _gemmas(model, adapters, dtype) if is_ours else _padded(model, adapters)


def _gemmas(model: Any, adapters: Mapping[str, Path], dtype: torch.dtype) -> dict[str, Network]:
    shared = gemma.Gemma3(model, dtype)
    made: dict[str, Network] = {_BASE: GemmaNetwork(shared, lambda: gemma.layers(model, {}, dtype))}
    for skill, folder in adapters.items():
        layers = gemma.layers(model, merged_weights(model, folder), dtype)
        made[skill] = GemmaNetwork(shared, partial(list, layers))
    return made


def _padded(model: Any, adapters: Mapping[str, Path]) -> dict[str, Network]:
    peft = with_adapters(model, adapters)
    return {skill: PaddedNetwork(model, peft, skill) for skill in (_BASE, *adapters)}

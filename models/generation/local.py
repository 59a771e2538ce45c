"""This module is the in-process engine: transformers, one base model, and LoRA adapters by name."""

import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from models.errors import AdapterError, BaseModelError
from models.generation import gemma
from models.generation.decoding import decode
from models.generation.engine import Generation, Schema, per_prompt
from models.generation.gemma_batch import GemmaNetwork
from models.generation.grammar import Grammar
from models.generation.likelihood import likelihoods
from models.generation.resident import BASE, AdaptersBeside, MergedAdapters, Resident, give_memory_back
from models.generation.turns import has_turns
from models.hardware.processor import best_dtype
from models.weights.base import BaseModel, require_there
from models.weights.registry import AdapterManifest, load_manifest


def load_base(base: BaseModel, dtype: torch.dtype | None = None, quantisation: Any = None) -> tuple[Any, Any]:
    """Return model and tokenizer of a base, ready for inference. Only safetensors are read, and no code from the
    model's folder is run. `quantisation`: how transformers shall keep its weights (`models.training.network.quantised`)."""
    return _load(base, dtype or best_dtype(), quantisation)


def _load(base: BaseModel, dtype: "torch.dtype | str", quantisation: Any = None) -> tuple[Any, Any]:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(base.path, trust_remote_code=False)
    options = {"quantization_config": quantisation} if quantisation is not None else {}
    model = load_network(base, dtype, **options)
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return (model if quantisation is not None else model.to(device)).eval(), tokenizer


def load_network(base: BaseModel, dtype: "torch.dtype | str", **options: Any) -> Any:
    """Return the network of a base; with the type "auto" in the number format in which it is stored. Raises `BaseModelError`."""
    try:
        return AutoModelForCausalLM.from_pretrained(
            base.path, dtype=dtype, use_safetensors=True, trust_remote_code=False, **options
        )
    except (OSError, ValueError) as error:
        raise BaseModelError(f"the base {base.name} cannot be loaded: {' '.join(str(error).split())}") from error


class TransformersEngine:
    """This engine loads in the constructor, which takes about three seconds from a converted base. Adapters come and go by name
    while it works. It is not thread-safe: use one engine per process."""

    def __init__(
        self,
        base: BaseModel,
        adapters: Mapping[str, Path],
        *,
        dtype: torch.dtype | None = None,
        resident: int | None = None,
    ) -> None:
        """`dtype` is the number format of the computation; without it, `best_dtype` chooses. `resident`: as `load_resident`
        has it."""
        self._base = base
        self._tokenizer, self._resident = load_resident(base, dtype or best_dtype(), resident)
        config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
        self._context: int | None = getattr(config.get_text_config(), "max_position_embeddings", None)
        self._adapters: dict[str, AdapterManifest] = {}
        self._shortlists: dict[str, Tensor] = {}
        chats = has_turns(self._tokenizer)
        self._turns = {BASE: chats}
        self._grammar = Grammar(self._tokenizer, self._resident.network(BASE).vocabulary_size)
        for name, folder in adapters.items():
            self.load(name, folder)
        give_memory_back()  # what merging the adapters needed
        gc.freeze()  # the base is never freed; keep it out of every collection

    def load(self, name: str, folder: Path) -> None:
        """Take in an adapter under a name, beside those that are there. Raises `AdapterError`, and `EngineError` for one that
        changes what is not served; then nothing has changed."""
        if name in self._adapters:
            raise AdapterError(f"an adapter {name} is there already")
        manifest = load_manifest(folder, base=self._base)
        try:
            shortlist = load_file(folder / "shortlist.safetensors")["ids"].long()
            self._resident.load(name, folder)
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise AdapterError(f"{folder} cannot be read: {type(error).__name__}") from error
        # An adapter of before there were turns was trained without them.
        self._turns[name] = self._turns[BASE] and bool(manifest.config.get("turns"))
        self._shortlists[name] = shortlist
        self._adapters[name] = manifest

    def drop(self, name: str) -> None:
        """Let go of an adapter. One that is not there is gone already."""
        if self._adapters.pop(name, None) is not None:
            self._shortlists.pop(name), self._turns.pop(name)
            self._resident.drop(name)

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
        own = skill if skill in self._adapters else BASE
        return decode(
            self._resident.network(own),
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
        own = skill if skill in self._adapters else BASE
        network = self._resident.network(own)
        if not isinstance(network, GemmaNetwork):
            return None
        shortlist = self._shortlists.get(skill)
        turns = self._turns[own]
        return likelihoods(network, self._tokenizer, prompt, texts, begun=begun, shortlist=shortlist, turns=turns)


def load_resident(base: BaseModel, dtype: torch.dtype, most: int | None = None) -> tuple[Any, Resident]:
    """Return the tokenizer, and the base with no adapter yet. Gemma 3 on a processor stays as it is stored and computes in
    `dtype`; any other model is loaded in `dtype`. `most`: copies of the layers with an adapter merged in that are kept at once,
    of Gemma 3; None: of each adapter one. Raises `BaseModelError`."""
    require_there(base)
    config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
    is_ours = gemma.is_supported(config) and not torch.cuda.is_available()
    model, tokenizer = _load(base, "auto" if is_ours else dtype)
    return tokenizer, MergedAdapters(model, dtype, most or sys.maxsize) if is_ours else AdaptersBeside(model)

"""The in-process engine: transformers, one base model, one LoRA adapter per skill, swapped per batch."""

import gc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.base import BaseModel
from models.decoding import Grammar, decode
from models.engine import EngineError, Generation
from models.processor import best_dtype
from models.quiet import quiet_peft
from models.registry import AdapterManifest, load_manifest


def load_base(base: BaseModel, dtype: torch.dtype | None = None) -> tuple[Any, Any]:
    """Model and tokenizer of a base, ready for inference. safetensors only, no code from the model's folder."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(base.path, trust_remote_code=False)
    model = AutoModelForCausalLM.from_pretrained(
        base.path, dtype=dtype or best_dtype(), use_safetensors=True, trust_remote_code=False
    )
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    network: Any = model
    return network.to(device).eval(), tokenizer


class TransformersEngine:
    """Loads in the constructor, about two seconds from a converted base. Not thread-safe: one engine per process."""

    def __init__(
        self,
        base: BaseModel,
        adapters: Mapping[str, Path],
        *,
        threads: int | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        """`dtype`: of the computation; without it `best_dtype`."""
        if threads:
            torch.set_num_threads(threads)
        self._base = base
        self._model, self._tokenizer = load_base(base, dtype)
        self._grammar = Grammar(self._tokenizer, self._model.config.vocab_size)
        self._adapters: dict[str, AdapterManifest] = {}
        self._shortlists: dict[str, torch.Tensor] = {}
        self._peft: Any = None
        for skill, folder in adapters.items():
            self._load_adapter(skill, folder)
        gc.freeze()  # the model never goes away; keep it out of every collection

    @property
    def base_id(self) -> str:
        return f"{self._base.name}@{self._base.sha256[:12]}" if self._base.sha256 else self._base.name

    def adapter_id(self, skill: str) -> str | None:
        manifest = self._adapters.get(skill)
        return manifest.id if manifest else None

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any] | None, max_tokens: int
    ) -> list[Generation]:
        if not prompts:
            return []
        if schema is None:
            raise EngineError("this engine decodes under a schema only; the free loop is in benchmarks/")
        self._select(skill)
        # What fails in here (memory, a tensor) fails by these prompts: it goes up as it is, and they are tried singly.
        return decode(
            self._model,
            self._tokenizer,
            self._grammar,
            prompts,
            schema=schema,
            max_tokens=max_tokens,
            shortlist=self._shortlists.get(skill),
        )

    def _load_adapter(self, skill: str, folder: Path) -> None:
        manifest = load_manifest(folder, base=self._base)
        with quiet_peft():
            if self._peft is None:
                self._peft = PeftModel.from_pretrained(self._model, folder, adapter_name=skill)
            else:
                self._peft.load_adapter(folder, adapter_name=skill)
        self._peft.eval()
        self._adapters[skill] = manifest
        self._shortlists[skill] = load_file(folder / "shortlist.safetensors")["ids"].long()

    def _select(self, skill: str) -> None:
        if self._peft is None:
            return
        if skill in self._adapters:
            self._peft.base_model.enable_adapter_layers()
            self._peft.set_adapter(skill)
        else:
            self._peft.base_model.disable_adapter_layers()

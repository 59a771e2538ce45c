"""This module keeps the adapters of one base in memory by name, so that they come and go while the base stays.

Of Gemma 3 on a processor an adapter is merged into a copy of the layers, which is fast to compute with and large (200 MB in
bf16), so only some copies are kept, those that were used last. The adapter itself is small (15 MB) and stays in memory: a copy is
made again from it, never from a file that may have changed since its hash was checked. Of any other model the adapters lie
beside the weights, as PEFT has them.
"""

import ctypes
import gc
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import torch
from peft import PeftModel
from torch import Tensor

from models.errors import AdapterError
from models.generation import gemma
from models.generation.decoding import Network
from models.generation.gemma_batch import GemmaNetwork
from models.generation.padded_batch import PaddedNetwork
from models.merging.differences import Adapter, read
from models.quiet import quiet_peft

BASE = ""  # the name of the base without an adapter


class Resident(Protocol):
    """These are the adapters that are in memory."""

    def load(self, name: str, folder: Path) -> None:
        """Take in an adapter whose hashes the caller has checked. Raises `AdapterError` for one that does not fit."""
        ...

    def drop(self, name: str) -> None: ...

    def network(self, name: str) -> Network:
        """Return the base with the adapter `name`; `BASE` is without any."""
        ...


class MergedAdapters:
    """These adapters are merged into copies of the layers of a Gemma 3."""

    def __init__(self, model: Any, dtype: torch.dtype, most: int) -> None:
        """`most`: copies of the layers that are kept, that of the bare base among them."""
        self._model, self._dtype, self._most = model, dtype, most
        self._shared = gemma.Gemma3(model, dtype)
        self._known: dict[str, Adapter] = {}
        self._copies: dict[str, Sequence[gemma.Layer]] = {}  # the least recently used first

    def load(self, name: str, folder: Path) -> None:
        adapter = read(folder)
        for layer, factors in adapter.layers.items():
            gemma.require_product(f"{layer}.weight")
            wanted = (len(factors.up), factors.down.shape[1])
            if factors.bias is not None or tuple(self._weight(layer).shape) != wanted:
                raise AdapterError(f"{folder}: {layer} does not fit the base, whose weight is another one")
        self._known[name] = adapter
        if len(self._copies) < self._most:
            self._layers(name)

    def drop(self, name: str) -> None:
        del self._known[name]
        self._copies.pop(name, None)
        give_memory_back()

    def network(self, name: str) -> Network:
        return GemmaNetwork(self._shared, lambda: self._layers(name))

    def _layers(self, name: str) -> Sequence[gemma.Layer]:
        made = self._copies.pop(name, None)
        if made is None:
            while len(self._copies) >= self._most:
                del self._copies[next(iter(self._copies))]
            made = gemma.layers(self._model, self._changed(name), self._dtype)
            give_memory_back()
        self._copies[name] = made
        return made

    def _changed(self, name: str) -> Mapping[str, Tensor]:
        """Return the weights that an adapter changes, in float32, so that they are rounded once, where they are used."""
        if name == BASE:
            return {}
        return {
            f"{layer}.weight": (weight := self._weight(layer)).to(torch.float32) + factors.difference(weight)
            for layer, factors in self._known[name].layers.items()
        }

    def _weight(self, layer: str) -> Tensor:
        try:
            return self._model.get_parameter(f"{layer}.weight").detach()  # type: ignore[no-any-return]
        except AttributeError as error:
            raise AdapterError(f"the base has no layer {layer}") from error


class AdaptersBeside:
    """These adapters stay beside the weights of a model."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._peft: Any = None
        self._own: dict[str, str] = {}  # name -> that for PEFT, which takes no dots
        self._number = count()

    def load(self, name: str, folder: Path) -> None:
        own = f"adapter{next(self._number)}"
        try:
            with quiet_peft():
                self._add(own, folder)
        except (RuntimeError, ValueError, KeyError) as error:  # such as weights of another shape
            self._remove(own)
            raise AdapterError(f"{folder} does not fit the base: {str(error).splitlines()[0]}") from error
        self._own[name] = own

    def _add(self, own: str, folder: Path) -> None:
        if self._peft is None:
            self._peft = PeftModel.from_pretrained(self._model, folder, adapter_name=own)
        else:
            self._peft.load_adapter(folder, adapter_name=own)
        self._peft.eval()

    def drop(self, name: str) -> None:
        self._remove(self._own.pop(name))
        give_memory_back()

    def _remove(self, own: str) -> None:
        peft = self._peft
        if peft is None or own not in peft.peft_config:
            return
        if len(peft.peft_config) == 1:
            peft.unload()
            self._peft = None
            return
        peft.set_adapter(next(other for other in peft.peft_config if other != own))
        peft.delete_adapter(own)

    def network(self, name: str) -> Network:
        return PaddedNetwork(self._model, self._peft, self._own[name] if name != BASE else BASE)


def give_memory_back() -> None:
    """Give back the memory that merging needed, 700 MB for three adapters in float32; otherwise glibc keeps it for later."""
    gc.collect()
    with suppress(OSError, AttributeError):  # a C library without malloc_trim
        ctypes.CDLL(None).malloc_trim(0)

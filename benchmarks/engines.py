"""This module runs the same prompts through the engine as it ships and without each of its optimisations, and measures
the speed of a bare matrix product for comparison."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from torch import Tensor
from torch.nn.functional import linear

from models.generation import gemma_batch
from models.generation.decoding import Network, Reading
from models.generation.engine import Generation
from models.generation.local import TransformersEngine, load_base, load_resident
from models.generation.padded_batch import PaddedNetwork
from models.hardware.processor import best_dtype
from models.quiet import quiet_peft
from models.weights.base import BaseModel


@dataclass(frozen=True)
class Call:
    """These are the arguments of one `generate`."""

    prompts: tuple[str, ...]
    skill: str
    schema: Mapping[str, Any]
    max_tokens: int


@dataclass
class Replay:
    """A replay is one engine's run over the calls; times are in seconds."""

    total: float = 0.0
    prefill: float = 0.0
    texts: tuple[str, ...] = ()


class Staying:
    """This network keeps rows in the batch until the last one is done."""

    def __init__(self, network: Network) -> None:
        self._network, self.vocabulary_size = network, network.vocabulary_size

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> Reading:
        return _StayingReading(self._network.read(prompts, room), len(prompts))

    def head(self, ids: Tensor | None) -> Tensor:
        return self._network.head(ids)


class _StayingReading:
    def __init__(self, reading: Reading, rows: int) -> None:
        self._reading, self._going, self._rows = reading, list(range(rows)), rows

    def start(self) -> Tensor:
        return self._reading.start()

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        all_rows: list[Sequence[int]] = [[0]] * self._rows
        for row, tokens in zip(self._going, written, strict=True):
            all_rows[row] = tokens
        return self._reading.step(all_rows)[self._going]

    def drop(self, row: int) -> None:
        self._going[row] = self._going[-1]
        self._going.pop()


class Plain:
    """This engine is the simplest: float32, adapters beside the layers, transformers' `generate`, one prompt at a time."""

    def __init__(self, base: BaseModel, adapters: Mapping[str, Path]) -> None:
        self._model, self._tokenizer = load_base(base, torch.float32)
        self._peft = with_adapters(self._model, adapters)

    def generate(self, skill: str, prompt: str, limit: int) -> str:
        self._peft.set_adapter(skill)
        ids = self._tokenizer(prompt, return_tensors="pt")
        with torch.inference_mode():
            output = self._model.generate(**ids, max_new_tokens=limit, do_sample=False, pad_token_id=0)
        return str(self._tokenizer.decode(output[0, ids.input_ids.shape[1] :], skip_special_tokens=True))


def with_adapters(model: Any, adapters: Mapping[str, Path]) -> Any:
    """Return the PEFT model around `model` with an adapter per skill; None where there is no adapter."""
    peft: Any = None
    with quiet_peft():
        for skill, folder in adapters.items():
            if peft is None:
                peft = PeftModel.from_pretrained(model, folder, adapter_name=skill)
            else:
                peft.load_adapter(folder, adapter_name=skill)
    return None if peft is None else peft.eval()


def variants(base: BaseModel, adapters: Mapping[str, Path]) -> Iterator[tuple[str, dict[str, Network]]]:
    """Yield a name and the networks to use in the engine; one at a time, because each holds its own weights."""
    skills = list(adapters)
    beside = partial(_beside, base, adapters)
    yield "as before: adapters beside, padded, rows stay", {s: Staying(n) for s, n in beside().items()}
    yield "rows that are done leave", beside()
    padded = _merged(base, adapters)
    yield "merged instead", {s: Staying(padded[s]) for s in skills}
    yield "merged, rows leave", padded
    resident = load_resident(base, best_dtype())[1]
    for skill, folder in adapters.items():
        resident.load(skill, folder)
    shipped = {skill: resident.network(skill) for skill in skills}
    yield "without padding, rows stay", {s: Staying(shipped[s]) for s in skills}
    with _changed(gemma_batch, "begun_together", lambda _: 0):
        yield "without padding, rows leave", shipped
    yield "and what prompts begin with read once: ships", shipped


def replay(engine: TransformersEngine, networks: Mapping[str, Network], calls: Sequence[Call]) -> Replay:
    """Run the calls once through these networks."""
    made, shipped = Replay(), engine._resident
    engine._resident = _Given({skill: _Timed(network, made) for skill, network in networks.items()})
    texts: list[Generation] = []
    try:
        for warm in (True, False):
            start = time.perf_counter()
            made.prefill = 0.0
            for call in calls[:1] if warm else calls:
                prompts = call.prompts[:2] if warm else call.prompts
                texts += engine.generate(prompts, skill=call.skill, schema=call.schema, max_tokens=call.max_tokens)
            made.total = time.perf_counter() - start
            texts = [] if warm else texts
    finally:
        engine._resident = shipped
    made.texts = tuple(one.text for one in texts)
    return made


class _Given:
    """These networks stand in place of the engine's own."""

    def __init__(self, networks: Mapping[str, Network]) -> None:
        self.network = networks.__getitem__


class _Timed:
    def __init__(self, network: Network, spent: Replay) -> None:
        self._network, self._spent, self.vocabulary_size = network, spent, network.vocabulary_size

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> Reading:
        made = self._network.read(prompts, room)
        start = made.start

        def timed() -> Tensor:
            begun = time.perf_counter()
            states = start()
            self._spent.prefill += time.perf_counter() - begun
            return states

        made.start = timed  # type: ignore[method-assign]
        return made

    def head(self, ids: Tensor | None) -> Tensor:
        return self._network.head(ids)


def peak(seconds: float = 2.0) -> float:
    """Return the operations per second of a matrix product of the model's largest shape, the best of many."""
    states, weight = (torch.randn(1024, 640, dtype=best_dtype()), torch.randn(4096, 640, dtype=best_dtype()))
    best, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(4):
            linear(states, weight)
        best = max(best, 4 * 2 * states.numel() * len(weight) / (time.perf_counter() - start))
    return best


def arithmetic(base: BaseModel, tokens: int) -> float:
    """Return the operations to read so many tokens: two per token and weight of the layers."""
    model, _ = load_base(base)
    return 2.0 * tokens * sum(weight.numel() for weight in model.model.layers.parameters())


def _beside(base: BaseModel, adapters: Mapping[str, Path]) -> dict[str, Network]:
    model, _ = load_base(base)
    peft = with_adapters(model, adapters)
    return {skill: PaddedNetwork(model, peft, skill) for skill in adapters}


def _merged(base: BaseModel, adapters: Mapping[str, Path]) -> dict[str, Network]:
    """Return a model per skill, with its adapter merged, read by transformers."""
    made: dict[str, Network] = {}
    for skill, folder in adapters.items():
        model, _ = load_base(base)
        with quiet_peft():
            merged: Any = PeftModel.from_pretrained(model, folder).merge_and_unload()
        made[skill] = PaddedNetwork(merged.eval(), None, "")
    return made


@contextmanager
def _changed(module: Any, name: str, value: Callable[..., Any]) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)

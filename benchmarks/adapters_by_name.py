"""This benchmark measures what it costs to have 2 and 10 adapters on one base in one process: memory, the cost of going from one
to another, and the speed of the work, for adapters that are merged into a copy of the layers (kept, or made again on demand)
and for adapters that stay beside the weights. Times are processor time of one thread.

    python -m benchmarks.adapters_by_name            about a minute; the demo's reply adapter and copies of it with noise
"""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import torch
from torch import Tensor

from benchmarks import machine
from benchmarks.perturbed import perturbed
from models.generation import resident as residents
from models.generation.local import TransformersEngine
from models.generation.resident import give_memory_back
from models.hardware import processor
from models.merging.differences import Factors
from models.skills import triage
from models.weights import base, versions
from worker.settings import Settings

PROMPTS = [
    triage.render(triage.TriageInput("Reset", text, "unknown"), {"billing": "money", "access": "log in"})
    for text in (
        "The password reset mail never arrives.",
        "Where is my invoice?",
        "I cannot log in.",
        "Refund, please.",
    )
]
SCHEMA = triage.schema(["billing", "access"])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--adapters", type=int, nargs="*", default=[2, 10])
    options.add_argument("--kept", type=int, help="Merged copies that are kept; 0: adapters beside the weights.")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.kept is not None:
        print(json.dumps(measured(given.adapters[0], given.kept)))
        return
    rows = []
    for count in given.adapters:
        for kept in sorted({0, min(4, count), count}):
            command = [
                sys.executable,
                "-m",
                "benchmarks.adapters_by_name",
                "--kept",
                str(kept),
                "--adapters",
                str(count),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # a process each, for its memory
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            if not given.json:
                print(told(rows[-1]), flush=True)
    if given.json:
        print(json.dumps(rows, indent=2))
    else:
        torch.set_num_threads(1)
        print(machine.named())


def told(row: dict[str, Any]) -> str:
    how = "beside the weights" if not row["kept"] else f"{row['kept']} merged copies kept"
    return (
        f"{row['adapters']:2} adapters, {how:22}: {row['memory_mb']:5.0f} MB above the bare base, load {row['load_ms']:4.0f} ms "
        f"each, to another {row['switch_ms']:5.0f} ms, then {row['batch_ms']:5.0f} ms per batch of {len(PROMPTS)}"
    )


def measured(count: int, kept: int) -> dict[str, Any]:
    """Measure one way in this process. `kept` of 0: beside the weights."""
    settings = Settings()
    processor.set_precision(settings.precision)
    processor.use_threads(1)
    source = versions.serving_folder(Path("demo/adapters/triage"))
    if source is None:
        raise SystemExit("demo/adapters/triage has no version that serves")
    with tempfile.TemporaryDirectory() as place:
        folders = [perturbed(source, Path(place) / "triage", seed) for seed in range(count)]
        engine = TransformersEngine(base.ensure(settings.base_model, settings.home_path), {}, resident=kept or 1)
        if not kept:
            _keep_beside(engine)
        bare = _memory()
        load = [_milliseconds(lambda one=one: engine.load(one.name, one)) for one in folders]  # type: ignore[misc]
        for one in folders:
            _ask(engine, one.name)
        memory = _memory() - bare
        # Around, so that with fewer copies than adapters each one is the least recently used.
        first = [_milliseconds(lambda one=one: _ask(engine, one.name)) for one in folders * 2]  # type: ignore[misc]
        again = [_milliseconds(lambda: _ask(engine, folders[-1].name)) for _ in range(6)]
    return {
        "adapters": count,
        "kept": kept,
        "memory_mb": memory,
        "load_ms": median(load),
        "switch_ms": max(0.0, median(first) - median(again)),
        "batch_ms": median(again),
    }


def _ask(engine: TransformersEngine, name: str) -> None:
    engine.generate(PROMPTS, skill=name, schema=SCHEMA, max_tokens=triage.MAX_TOKENS)


def _milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time, so that other work on the machine matters less."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _memory() -> float:
    gc.collect()
    give_memory_back()
    return psutil.Process().memory_info().rss / 1e6


class _Beside:
    """This product adds an adapter's two smaller products to those of the base."""

    def __init__(self, own: Any, factors: list[Factors | None], sizes: list[int], dtype: torch.dtype) -> None:
        self._own, self._sizes = own, sizes
        self._parts = [
            None if f is None else (f.down.to(dtype).T.contiguous(), f.up.to(dtype).T.contiguous()) for f in factors
        ]

    def __call__(self, states: Tensor) -> Tensor:
        made: Tensor = self._own(states)
        begin = 0
        for part, size in zip(self._parts, self._sizes, strict=True):
            if part is not None:
                made[:, begin : begin + size] += (states @ part[0]) @ part[1]
            begin += size
        return made


def _keep_beside(engine: TransformersEngine) -> None:
    """Let the engine's adapters share the layers of the base, which the product does not: it is measured here only."""
    merged: Any = engine._resident
    shared = list(merged._layers(residents.BASE))
    names = {
        "qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        "out": ["self_attn.o_proj"],
        "gate_up": ["mlp.gate_proj", "mlp.up_proj"],
        "down": ["mlp.down_proj"],
    }
    made: dict[str, Any] = {}

    def layers(name: str) -> Any:
        if name not in made:
            known = merged._known[name].layers
            rows = []
            for index, layer in enumerate(shared):
                changed = {}
                for field, parts in names.items():
                    full = [f"model.layers.{index}.{part}" for part in parts]
                    sizes = [len(merged._weight(one)) for one in full]
                    changed[field] = _Beside(
                        getattr(layer, field), [known.get(one) for one in full], sizes, merged._dtype
                    )
                rows.append(type(layer)(**{**layer.__dict__, **changed}))
            made[name] = rows
        return made[name]

    merged._most = 0
    merged._layers = layers


if __name__ == "__main__":
    main()

"""This module defines the options of a training run, as values that need no heavy import."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from math import inf, isfinite
from pathlib import Path
from typing import Any

from models.errors import TrainingError

LORA, DORA, QLORA = METHODS = ("lora", "dora", "qlora")
EXTRA = "pip install 'deskhand[qlora]'"
PRECISIONS = ("auto", "float32", "bfloat16")
_CHOICES: Mapping[str, tuple[str, ...]] = {"method": METHODS, "precision": PRECISIONS}
_POSITIVE = ("rank", "alpha", "batch", "epochs", "learning_rate", "max_tokens", "temperature")
_ZERO_OR_MORE = ("batch_tokens", "patience")
_SHARES = ("dropout", "warmup")
_MOST: Mapping[str, float] = {"epochs": 10_000}  # the plan of all steps lies in memory
_MOST_OF_OTHERS = 1e9
_NOT_MADE = (
    "use_rslora",
    "rank_pattern",
    "alpha_pattern",
    "lora_bias",
)  # settings of PEFT that change what weights mean
_SEEDS = 2**32  # what numpy takes as well, with which other trainers draw


@dataclass(frozen=True)
class LoraRun:
    """These options decide how a language model's adapter turns out, apart from data, base and start."""

    method: str = LORA  # of METHODS; qlora: the base is kept in four bits while it is trained on
    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    learning_rate: float = 4e-4
    epochs: float = 3.0
    batch: int = 8  # examples per optimiser step
    max_tokens: int = 1024
    warmup: float = 0.06  # share of all steps
    seed: int = 7
    targets: tuple[str, ...] = ()  # names of the layers; none: the projections of attention and feed-forward
    batch_tokens: int = 0  # tokens per optimiser step, in place of examples; 0: `batch` counts
    patience: int = 0  # epochs without a better validation loss until the run ends; 0: it runs to its end
    precision: str = "auto"  # of PRECISIONS: the number format of the base

    def __post_init__(self) -> None:
        _refuse_mistakes(asdict(self))


@dataclass(frozen=True)
class EncoderRun:
    """These options decide how a sentence encoder's adapter turns out, apart from data and base."""

    rank: int = 16
    learning_rate: float = 5e-4
    epochs: float = 6.0
    queries: int = 64  # per optimiser step: each adds a negative for all others
    temperature: float = 0.05
    seed: int = 7
    patience: int = 0  # epochs without a better validation loss until the run ends; 0: it runs to its end

    def __post_init__(self) -> None:
        _refuse_mistakes(asdict(self))


@dataclass(frozen=True)
class Progress:
    """A progress report describes one optimiser step that was made."""

    step: int  # from 1
    steps: int
    loss: float  # mean, in nats: per answer token of a language model, per query of an encoder
    tokens: int = 0  # that went through the network since the run began
    validation: float | None = None  # the last mean loss on the validation examples
    seconds: float = field(default=0.0, compare=False)  # since this process began to train
    memory: int = field(default=0, compare=False)  # the most bytes that were used so far


def mistakes(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the options of a run: its name, and a sentence. Those that are not given are right."""
    for name, value in options.items():
        plain = name.replace("_", " ")
        if name in _CHOICES and value not in _CHOICES[name]:
            yield name, f"there is no {plain} {value!r}: choose one of {', '.join(_CHOICES[name])}"
        elif name in _POSITIVE and not (value > 0 and value != inf):
            yield name, f"{plain} must be above zero, not {value}"
        elif name in _ZERO_OR_MORE and value < 0:
            yield name, f"{plain} must be zero or more, not {value}"
        elif name in (*_POSITIVE, *_ZERO_OR_MORE) and value > (most := _MOST.get(name, _MOST_OF_OTHERS)):
            yield name, f"{plain} must be at most {most:,.0f}"
        elif name == "seed" and not 0 <= value < _SEEDS:
            yield name, f"seed must be from 0 to {_SEEDS - 1:,}"
        elif name in _SHARES and not 0 <= value < 1:
            yield name, f"{plain} is a share, from 0 to below 1, not {value}"
        elif name == "queries" and value < 2:
            yield name, f"queries must be above one, not {value}: each is compared with the passages of the others"


def _refuse_mistakes(options: Mapping[str, Any]) -> None:
    if found := [said for _, said in mistakes(options)]:
        raise TrainingError("; ".join(found))


def require_finite(loss: float, step: int) -> None:
    """Raise `TrainingError` if a loss is no number any more: no later step brings it back."""
    if not isfinite(loss):
        raise TrainingError(
            f"the training diverged in step {step + 1}: its loss is {loss}. Begin anew with a lower learning rate"
        )


def require_package(method: str) -> None:
    """Raise `TrainingError` if a method needs a package that is not installed."""
    if method == QLORA and find_spec("bitsandbytes") is None:
        raise TrainingError(f"QLoRA needs the package bitsandbytes, which is not installed: run `{EXTRA}`")


def require_shape(start: Path, run: LoraRun) -> None:
    """Raise `TrainingError` if `run` cannot continue from the adapter in `start`. In how many bits its base lay decides
    nothing."""
    config = json.loads((start / "adapter_config.json").read_text())
    theirs = (DORA if config.get("use_dora") else LORA, config["r"], config["lora_alpha"])
    ours = (DORA if run.method == DORA else LORA, run.rank, run.alpha)
    if theirs != ours:
        told = [f"{method} of rank {rank} and alpha {alpha}" for method, rank, alpha in (theirs, ours)]
        raise TrainingError(f"{start} is {told[0]}, this run makes {told[1]}: they must be the same")
    if others := [name for name in _NOT_MADE if config.get(name)]:
        raise TrainingError(
            f"{start} has {', '.join(others)}, which no run here makes, so none can continue from it: leave start_from out"
        )
    trained = config.get("target_modules")
    if run.targets and isinstance(trained, list) and {one.rpartition(".")[2] for one in trained} != set(run.targets):
        raise TrainingError(
            f"{start} changes the layers {', '.join(sorted(trained))}, this run {', '.join(sorted(run.targets))}: "
            "they must be the same"
        )

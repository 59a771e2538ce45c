"""This module defines the options of a training run, as values that need no heavy import."""

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from models.errors import TrainingError

LORA, DORA, QLORA = METHODS = ("lora", "dora", "qlora")


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

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise TrainingError(f"there is no method {self.method!r}: choose one of {', '.join(METHODS)}")
        for name in ("rank", "alpha", "batch", "epochs", "learning_rate", "max_tokens"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise TrainingError(f"{name.replace('_', ' ')} must be above zero, not {value}")
        if min(self.batch_tokens, self.patience) < 0:
            raise TrainingError("batch tokens and patience are zero or more")
        if not (0 <= self.dropout < 1 and 0 <= self.warmup < 1):
            raise TrainingError("dropout and warmup are shares, from 0 to below 1")


@dataclass(frozen=True)
class EncoderRun:
    """These options decide how a sentence encoder's adapter turns out, apart from data and base."""

    rank: int = 16
    learning_rate: float = 5e-4
    epochs: float = 6.0
    queries: int = 64  # per optimiser step: each adds a negative for all others
    temperature: float = 0.05
    seed: int = 7

    def __post_init__(self) -> None:
        if min(self.rank, self.learning_rate, self.epochs, self.queries - 1, self.temperature) <= 0:
            raise TrainingError("rank, learning rate, epochs and temperature must be above zero, queries above one")


@dataclass(frozen=True)
class Progress:
    """A progress report describes one optimiser step that was made."""

    step: int  # from 1
    steps: int
    loss: float  # mean, in nats: per answer token of a language model, per query of an encoder
    tokens: int = 0  # that went through the network since the run began
    validation: float | None = None  # the last mean loss on the validation examples


def require_shape(start: Path, run: LoraRun) -> None:
    """Raise `TrainingError` if `run` cannot continue from the adapter in `start`."""
    config = json.loads((start / "adapter_config.json").read_text())
    theirs = (DORA if config.get("use_dora") else LORA, config["r"], config["lora_alpha"])
    ours = (run.method, run.rank, run.alpha)
    if theirs != ours:
        told = [f"{method} of rank {rank} and alpha {alpha}" for method, rank, alpha in (theirs, ours)]
        raise TrainingError(f"{start} is {told[0]}, this run makes {told[1]}: they must be the same")

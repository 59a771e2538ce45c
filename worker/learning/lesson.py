"""A lesson is what a language model is taught in one run. Where several processes train, the first one hands it to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import TrainingError
from models.training.examples import Example
from models.training.run import QLORA, LoraRun, Progress
from models.weights import base


@dataclass(frozen=True)
class Lesson:
    """A lesson is all that a process needs to train with the others."""

    model: base.BaseModel
    examples: Sequence[Example]
    run: LoraRun
    made: Path
    checkpoint: Path
    start: Path | None
    origin: str
    common: int
    validation: Sequence[Example]


def teach(lesson: Lesson | None, report: Callable[[Progress], None], say: Callable[[str], None]) -> tuple[str, bool]:
    """Train, and return the hash of the data, and whether the base has turns."""
    from models.generation.local import load_base
    from models.generation.turns import has_turns
    from models.hardware.processor import dtype_of
    from models.training import lora
    from models.training.network import quantised
    from models.training.processes import Group

    group = Group()
    own = group.shared(lesson)
    if own is None:
        raise TrainingError("the first process gave nothing to learn")
    dtype = dtype_of(own.run.precision)
    quantisation = quantised(dtype) if own.run.method == QLORA else None
    network, tokenizer = load_base(own.model, dtype, quantisation=quantisation)
    data_sha256 = lora.train(
        network,
        tokenizer,
        own.examples,
        own.run,
        own.made,
        checkpoint=own.checkpoint,
        report=report,
        say=say,
        start=own.start,
        origin=own.origin,
        common=own.common,
        validation=own.validation,
        group=group,
    )
    group.leave()
    return data_sha256, has_turns(tokenizer)


def help_train() -> None:
    """Train with the first process, which gives the lesson and alone writes anything."""
    teach(None, lambda _: None, lambda _: None)

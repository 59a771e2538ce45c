"""Several processes train the adapter that one would train."""

import multiprocessing
import os
import socket
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from models.generation.local import load_base
from models.skills import triage
from models.training import lora
from models.training.examples import Example
from models.training.processes import Group
from models.training.run import LoraRun, Progress
from models.weights.base import BaseModel

pytestmark = pytest.mark.usefixtures("one_thread")
QUEUES = {"billing": "money", "access": "log in"}
EXAMPLES = [
    Example(
        triage.render(triage.TriageInput(f"Case {n}", f"word number {n}", "unknown"), QUEUES),
        triage.answer("billing", "normal", False, None),
    )
    for n in range(5)
]
RUN = LoraRun(rank=2, epochs=2, batch=3, learning_rate=1e-2)


def train(loaded: tuple[Any, Any], folder: Path, told: Any) -> None:
    network, tokenizer = deepcopy(loaded[0]), loaded[1]
    (folder / "made").mkdir(parents=True, exist_ok=True)
    group = Group()
    examples = group.shared(EXAMPLES if group.is_first else None)
    lora.train(
        network, tokenizer, examples, RUN, folder / "made", checkpoint=folder / "checkpoint", group=group,
        validation=examples[:1], report=told,
    )  # fmt: skip
    group.leave()


def one_of_two(rank: int, port: int, loaded: tuple[Any, Any], folder: Path, told: Any) -> None:
    os.environ.update(
        RANK=str(rank), WORLD_SIZE="2", LOCAL_RANK=str(rank), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port)
    )
    train(loaded, folder / str(rank), told.put if rank == 0 else lambda _: None)


def test_two_processes_make_what_one_makes(tiny_base: BaseModel, tmp_path: Path) -> None:
    loaded = load_base(tiny_base, torch.float32)
    alone: list[Progress] = []
    train(loaded, tmp_path / "alone", alone.append)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    both = [context.Process(target=one_of_two, args=(rank, port, loaded, tmp_path, told)) for rank in (0, 1)]
    for process in both:
        process.start()
    together = [told.get(timeout=120) for _ in alone]
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert [one.loss for one in together] == pytest.approx([one.loss for one in alone], rel=1e-5)
    assert together[-1].validation == pytest.approx(alone[-1].validation, rel=1e-4)
    first, second = (load_file(tmp_path / name / "made" / "adapter_model.safetensors") for name in ("alone", "0"))
    assert all(torch.allclose(first[name].float(), second[name].float(), atol=1e-3) for name in first)
    assert list((tmp_path / "1" / "made").iterdir()) == []  # the second one writes nothing
    assert not (tmp_path / "1" / "checkpoint").exists()

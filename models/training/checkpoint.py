"""This module keeps the state of a training run on disk, so that the same command goes on where a killed one stopped."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import get_peft_model_state_dict, set_peft_model_state_dict
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from models.weights.folders import replace_folder

_MOMENTS = ("exp_avg", "exp_avg_sq", "step")


@dataclass
class Best:
    """Best is the state with the lowest validation loss so far, and for how many epochs there was no better one."""

    loss: float = float("inf")
    waited: int = 0
    last: float | None = None  # the loss that was measured last
    weights: dict[str, Tensor] | None = None

    def take(self, loss: float, peft: Any) -> None:
        self.last = loss
        if loss < self.loss:
            state = get_peft_model_state_dict(peft)
            self.loss, self.waited = loss, 0
            self.weights = {name: tensor.detach().clone() for name, tensor in state.items()}
        else:
            self.waited += 1


def save(
    folder: Path,
    identity: dict[str, Any],
    step: int,
    peft: Any,
    optimiser: torch.optim.Optimizer,
    weights: list[Any],
    best: Best,
) -> None:
    """Save adapter and optimiser as safetensors beside the last checkpoint, and replace it when they are complete,
    because a process that is killed in between must not lose the steps that were saved."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    save_file(get_peft_model_state_dict(peft), part / "adapter.safetensors")
    moments: dict[str, Tensor] = {}
    for index, weight in enumerate(weights):
        state = optimiser.state[weight]
        moments |= {f"{index}.{key}": state[key].clone().contiguous() for key in _MOMENTS}
    save_file(moments, part / "optimiser.safetensors")
    known: dict[str, Any] = {"step": step, "identity": identity}
    if best.weights is not None:
        save_file(best.weights, part / "best.safetensors")
        known |= {"best": best.loss, "waited": best.waited, "last": best.last}
    (part / "state.json").write_text(json.dumps(known))
    replace_folder(folder, part)


def resume(
    folder: Path,
    identity: dict[str, Any],
    peft: Any,
    optimiser: torch.optim.Optimizer,
    weights: list[Any],
    best: Best,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Load the checkpoint of an interrupted run with the same data, configuration and origin, and return the number of
    steps it has done; 0 without one. `say` is told what is done with the one that is there."""
    if not (folder / "state.json").exists():
        return 0
    try:  # all of it, before anything is changed
        state = json.loads((folder / "state.json").read_text())
        adapter, moments = load_file(folder / "adapter.safetensors"), load_file(folder / "optimiser.safetensors")
        kept_best = load_file(folder / "best.safetensors") if "best" in state else None
        done = int(state["step"])
    except (OSError, ValueError, TypeError, KeyError, SafetensorError):
        say("what an interrupted run left cannot be read: this one begins anew")
        return 0
    if other := _differing(state.get("identity", {}), json.loads(json.dumps(identity))):
        say(f"the run that was interrupted after step {done} had another {', '.join(other)}: this one begins anew")
        return 0
    say(f"this run goes on after step {done}")
    set_peft_model_state_dict(peft, adapter)
    for index, weight in enumerate(weights):
        kept = {key: moments[f"{index}.{key}"] for key in _MOMENTS}
        optimiser.state[weight] = {k: kept[k] if k == "step" else kept[k].to(weight.device) for k in _MOMENTS}
    if kept_best is not None:
        best.loss, best.waited, best.last = state["best"], state["waited"], state.get("last")
        best.weights = kept_best
    return done


def _differing(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return in which options two runs differ, as a person calls them."""
    return sorted(
        name.replace("_", " ") for name in {*kept, *wanted} if kept.get(name, wanted) != wanted.get(name, kept)
    )

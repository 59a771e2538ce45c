"""This module gets a base ready to be trained on: which of its layers learn, and how it lies in memory."""

from typing import Any

import torch
from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
from torch import Tensor
from transformers.pytorch_utils import Conv1D

from models.errors import TrainingError
from models.quiet import quiet_peft
from models.training.run import DORA, QLORA, LoraRun, require_package

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def adapted(model: Any, run: LoraRun) -> Any:
    """Return the PEFT model around `model`, ready for training. Raises `TrainingError` for layers that it does not have."""
    config = LoraConfig(
        r=run.rank,
        lora_alpha=run.alpha,
        lora_dropout=run.dropout,
        target_modules=targets(model, run),
        use_dora=run.method == DORA,
        task_type="CAUSAL_LM",
    )
    with quiet_peft():
        if run.method == QLORA:
            prepare: Any = prepare_model_for_kbit_training
            model = prepare(model, use_gradient_checkpointing=False)
        return get_peft_model(model, config).train()


def targets(model: Any, run: LoraRun) -> list[str]:
    """Return the names of the layers that learn. Raises `TrainingError` for layers that the base does not have."""
    found = [name for name, module in model.named_modules() if isinstance(module, (torch.nn.Linear, Conv1D))]
    head = model.get_output_embeddings()
    linear = {name.rpartition(".")[2] for name in found if model.get_submodule(name) is not head}
    missing = sorted(set(run.targets) - linear)
    if missing:
        raise TrainingError(f"the base has no layers called {', '.join(missing)}; it has {', '.join(sorted(linear))}")
    return list(run.targets) or (list(PROJECTIONS) if linear.issuperset(PROJECTIONS) else sorted(linear))


def quantised(dtype: torch.dtype) -> Any:
    """Return the options with which transformers keeps a base in four bits (NF4 with double quantisation; Dettmers et al.
    2023) and computes in `dtype`. Raises `TrainingError` where bitsandbytes is missing."""
    require_package(QLORA)
    from transformers import BitsAndBytesConfig

    options: Any = BitsAndBytesConfig
    return options(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )


def hidden_states(model: Any, ids: Tensor) -> Tensor:
    """Return the last hidden state of each token, (tokens, hidden size), before the output layer."""
    states: Tensor = model.base_model(input_ids=ids, use_cache=False).last_hidden_state[0]
    return states

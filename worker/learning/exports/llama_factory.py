"""This module writes for LLaMA-Factory. Its template `empty` tokenises system, instruction and output alone and adds nothing.

A prompt of two texts is a system's and an instruction. The tool puts a number in place of the first "{{idx}}" of an
instruction, but not of a system's text.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from models.training.run import DORA, QLORA
from models.training.spelling import Spelled
from worker.learning.exports.trainer import OUT, TRAIN, VALIDATION, Wanted

NAME, VERSION = "llama-factory", "0.9.5"
COMMAND = "HF_DATASETS_CACHE=cache llamafactory-cli train run.yaml"
NOTES = (
    "LLaMA-Factory prints the first example, with its words, into its log.",
    "It cuts the end of an answer where a row is longer than `cutoff_len`: do not make it smaller.",
)
DATA_SETS = "dataset_info.json"
_REPLACED = "{{idx}}"
_NAMES = {TRAIN: "deskhand_train", VALIDATION: "deskhand_validation"}


def row(example: Spelled) -> dict[str, Any] | None:
    *before, last = example.prompt
    if _REPLACED in last and not before:
        before, last = [last], ""
    if len(before) > 1 or _REPLACED in last:
        return None
    first = {"system": before[0]} if before else {}
    return {**first, "instruction": last, "output": example.answer}


def run_file(wanted: Wanted) -> dict[str, Any]:
    run = wanted.run
    options: dict[str, Any] = {
        "model_name_or_path": wanted.base,
        "trust_remote_code": False,
        "stage": "sft",
        "do_train": True,
        "dataset": _NAMES[TRAIN],
        "dataset_dir": ".",
        "template": "empty",
        "cutoff_len": wanted.longest + 1,  # a row of just so many tokens can lose its last one
        "train_on_prompt": False,
        "mask_history": False,
        "packing": False,
        "finetuning_type": "lora",
        "lora_rank": run.rank,
        "lora_alpha": run.alpha,
        "lora_dropout": run.dropout,
        "lora_target": ",".join(wanted.targets),
        "use_dora": run.method == DORA,
        "per_device_train_batch_size": 1,
        "gradient_accumulation_steps": wanted.batch,
        "num_train_epochs": run.epochs,
        "optim": "adamw_torch",
        "learning_rate": run.learning_rate,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "lr_scheduler_type": "cosine_with_min_lr",
        "lr_scheduler_kwargs": {"min_lr_rate": 0.1},
        "warmup_steps": wanted.warmup_steps,
        "seed": run.seed,
        "bf16": run.precision != "float32",
        "logging_steps": 1,
        "save_strategy": "epoch",
        "report_to": "none",
        "output_dir": OUT,
    }
    if run.method == QLORA:
        options |= {
            "quantization_method": "bnb",
            "quantization_bit": 4,
            "quantization_type": "nf4",
            "double_quantization": True,
        }
    if wanted.validated:
        options |= {
            "eval_dataset": _NAMES[VALIDATION],
            "eval_strategy": "epoch",
            "per_device_eval_batch_size": 1,
            "load_best_model_at_end": True,
            "metric_for_best_model": "eval_loss",
            "greater_is_better": False,
        }
        if run.patience:
            options["early_stopping_steps"] = run.patience
    return options


def other_files(keys: Mapping[str, Collection[str]]) -> Mapping[str, str]:
    columns = {"prompt": "instruction", "response": "output"}
    known = {
        _NAMES[name]: {
            "file_name": name,
            "formatting": "alpaca",
            "columns": columns | ({"system": "system"} if "system" in own else {}),
        }
        for name, own in keys.items()
    }
    return {DATA_SETS: json.dumps(known, indent=2) + "\n"}


def differences(wanted: Wanted) -> Sequence[str]:
    if not wanted.chosen:
        return ()
    return (
        "Where an answer is one of those that a schema names, all of its tokens count, also those that the schema forces, and "
        "each is compared with all words.",
    )

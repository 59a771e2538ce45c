"""This module writes for Axolotl. Its strategy `input_output` tokenises each segment of a row alone and adds nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from models.training.run import DORA, QLORA
from models.training.spelling import Spelled
from worker.learning.exports.trainer import OUT, TRAIN, VALIDATION, Wanted

NAME, VERSION = "axolotl", "0.19.0"
COMMAND = "AXOLOTL_DO_NOT_TRACK=1 HF_DATASETS_CACHE=cache axolotl train run.yaml"
NOTES = (
    "Axolotl reports its use to its makers. `AXOLOTL_DO_NOT_TRACK=1` switches that off.",
    "An unknown option of a run file is ignored in silence: check the spelling of what you add.",
)
_PRECISIONS: Mapping[str, str | bool] = {"auto": "auto", "float32": False, "bfloat16": True}


def row(example: Spelled) -> dict[str, Any] | None:
    prompt = [{"label": False, "text": text} for text in example.prompt]
    return {"segments": [*prompt, *({"label": part.counted, "text": part.text} for part in example.parts)]}


def run_file(wanted: Wanted) -> dict[str, Any]:
    run = wanted.run
    options: dict[str, Any] = {
        "base_model": wanted.base,
        "trust_remote_code": False,
        "datasets": [_data_set(TRAIN)],
        "val_set_size": 0.0,
        # It names what it prepared by the path of the data, not by what is in it.
        "dataset_prepared_path": f"prepared-{wanted.data}",
        "train_on_inputs": False,
        "sequence_len": wanted.longest,
        "excess_length_strategy": "raise",  # otherwise a longer row is left out without a word
        "sample_packing": False,
        "adapter": "qlora" if run.method == QLORA else "lora",
        "load_in_4bit": run.method == QLORA,
        "lora_r": run.rank,
        "lora_alpha": run.alpha,
        "lora_dropout": run.dropout,
        "lora_target_modules": list(wanted.targets),
        "peft_use_dora": run.method == DORA,
        "micro_batch_size": 1,
        "gradient_accumulation_steps": wanted.batch,
        "num_epochs": run.epochs,
        "optimizer": "adamw_torch",
        "learning_rate": run.learning_rate,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "lr_scheduler": "cosine",
        "cosine_min_lr_ratio": 0.1,
        "warmup_steps": wanted.warmup_steps,
        "seed": run.seed,
        "bf16": _PRECISIONS[run.precision],
        "tf32": False,
        "logging_steps": 1,
        "save_strategy": "epoch",
        "output_dir": OUT,
    }
    if wanted.validated:
        options |= {
            "test_datasets": [_data_set(VALIDATION)],
            "eval_strategy": "epoch",
            "load_best_model_at_end": True,
            "metric_for_best_model": "eval_loss",
            "greater_is_better": False,
        }
        if run.patience:  # it waits for steps and not for epochs
            del options["eval_strategy"], options["save_strategy"]
            options |= {"eval_steps": wanted.epoch_steps, "save_steps": wanted.epoch_steps}
            options["early_stopping_patience"] = run.patience
    return options


def other_files(keys: Mapping[str, Collection[str]]) -> Mapping[str, str]:
    del keys
    return {}


def differences(wanted: Wanted) -> Sequence[str]:
    if not wanted.chosen:
        return ()
    return (
        "Where an answer is one of those that a schema names, the same tokens count, but each is compared with all words and "
        "not only with those that the schema allows there.",
    )


def _data_set(name: str) -> dict[str, str]:
    return {"path": name, "ds_type": "json", "split": "train", "type": "input_output"}

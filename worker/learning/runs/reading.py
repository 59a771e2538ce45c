"""This module reads a run file, lays the flags of the command over it, and finds all mistakes at once, each with its place."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from worker.company.mistakes import complaints_of
from worker.company.toml_lines import Place, line_of, lines_of
from worker.errors import Refused
from worker.learning.runs.schema import RunFile, complaints

_AT_LINE = re.compile(r"\(at line (\d+),")
_LIST = re.compile(r"(; allowed: |\. \w+ has ).*")  # at the end of a mistake
_FILES = ("data", "validation", "base", "start_from", "out")  # entries that name files or folders
_ELSEWHERE: Mapping[str, str] = {  # what other tools call them
    "lr": "learning_rate", "r": "rank", "lora_r": "rank", "lora_rank": "rank", "lora_alpha": "alpha", "lora_dropout": "dropout",
    "target_modules": "targets", "lora_target_modules": "targets", "num_epochs": "epochs", "num_train_epochs": "epochs",
    "base_model": "base", "model": "base", "model_name_or_path": "base", "sequence_len": "max_tokens", "cutoff_len": "max_tokens",
    "micro_batch_size": "batch", "batch_size": "batch", "per_device_train_batch_size": "batch", "warmup_ratio": "warmup",
    "output_dir": "out", "dataset": "data", "datasets": "data", "dtype": "precision", "start": "start_from",
    "gradient_accumulation_steps": "batch", "early_stopping_patience": "patience", "warmup_steps": "warmup",
    "max_length": "max_tokens", "max_seq_length": "max_tokens", "lora_target": "targets", "bf16": "precision",
    "fp16": "precision", "adapter": "method", "finetuning_type": "method", "load_in_4bit": "method", "use_dora": "method",
    "peft_use_dora": "method", "eval_dataset": "validation", "test_datasets": "validation",
    "resume_from_checkpoint": "resume",
}  # fmt: skip


_INSTEAD: Mapping[str, str] = {"batch": "batch_tokens", "batch_tokens": "batch"}
_FLAGS: Mapping[str, str] = {"resume": "restart"}  # flags that are not called as their entry


@dataclass(frozen=True)
class _Said:
    """This is what a run file says, with the line of each entry."""

    path: Path | None
    entries: Mapping[str, Any]
    lines: dict[Place, int]

    def without(self, flags: Mapping[str, Any]) -> "_Said":
        """Return the file without the entries in whose place a flag stands under another name."""
        left = {name: value for name, value in self.entries.items() if not flags.get(_INSTEAD.get(name, ""))}
        return replace(self, entries=left)


def read(skill: str, path: Path | None, flags: Mapping[str, Any]) -> RunFile:
    """Return what the file at `path` says about a run of `skill`, and over it the flags that are given. Raises `Refused` with
    every mistake, and OSError."""
    file = _read(path).without(flags)
    said = {**file.entries, **flags}
    found: list[tuple[str, str]] = []
    right = set(said)
    try:
        RunFile.model_validate(said)
    except ValidationError as error:
        for complaint in complaints_of(error, {"": RunFile.model_fields}):
            name = str(complaint.place[0])
            right.discard(name)
            found.append((name, _also_called(name, complaint.says)))
    found += complaints(skill, {name: value for name, value in _with_lists(said).items() if name in right})
    if found:
        raise Refused(_told(file, flags, found))
    beside = path.parent if path else None
    named = {name: _located(value, beside) for name, value in file.entries.items() if name in _FILES}
    return RunFile.model_validate({**file.entries, **named, **flags})


def _read(path: Path | None) -> _Said:
    if path is None:
        return _Said(None, {}, {})
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":  # that a version keeps of its run
            return _Said(path, {**json.loads(text)["run"]}, {})
        return _Said(path, tomllib.loads(text), lines_of(text))
    except UnicodeDecodeError as error:
        raise Refused(f"{path} cannot be used: it is not UTF-8") from error
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise Refused(f"{path} is no run.json of a version, and no TOML file by its name") from error
    except (ValueError, RecursionError) as error:
        line = _AT_LINE.search(str(error))
        last = text.rstrip().count("\n") + 1  # where it ends, the parser names no line
        raise Refused(f"{path} cannot be used:\n  line {line[1] if line else last}: it is not TOML: {error}") from error


def _with_lists(said: Mapping[str, Any]) -> dict[str, Any]:
    lists = ("data", "data_sha256", "validation", "validation_sha256", "targets")
    return {name: [value] if name in lists and isinstance(value, str) else value for name, value in said.items()}


def _also_called(name: str, says: str) -> str:
    return f"has no entry {name!r}: did you mean {_ELSEWHERE[name]}?" if name in _ELSEWHERE else says


def _told(file: _Said, flags: Mapping[str, Any], found: list[tuple[str, str]]) -> str:
    """Return all mistakes as one message: those of the file by line, then those of flags."""
    of_file = sorted({(line_of((name,), file.lines), says) for name, says in found if name not in flags})
    lines = [f"{file.path} cannot be used:", *(f"  line {line}: {says}" for line, says in of_file)] if of_file else []
    lines += [
        f"--{_FLAGS.get(name, name).replace('_', '-')}: {says}" for name, says in dict.fromkeys(found) if name in flags
    ]
    return "\n".join(_listed_once(lines))


def _listed_once(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, of which only the first lists what is allowed."""
    told: set[str] = set()
    for line in lines:
        listed = _LIST.search(line)
        yield line[: listed.start()] if listed and listed[0] in told else line
        told |= {listed[0]} if listed else set()


def _located(value: Any, beside: Path | None) -> Any:
    """Return names of files as they are found from here: beside the run file first."""
    if isinstance(value, list):
        return [_located(one, beside) for one in value]
    there = beside / Path(value).expanduser() if beside else None
    return str(there) if there is not None and there.exists() else value

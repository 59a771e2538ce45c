"""This module decides what a run file leaves open, from the settings and from what usually works, and compares the files with
their hashes. What comes of it is a run file as well, with which the run can be repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.encoding.encoder import NAME as ENCODER
from models.skills import reply
from models.training.run import EncoderRun, LoraRun, require_package
from models.weights.base import sha256_of
from worker import bootstrap
from worker.errors import Refused
from worker.learning.runs.schema import APPLIES, HEADS, RunFile
from worker.settings import Settings


def decide(skill: str, file: RunFile, settings: Settings) -> RunFile:
    """Return the run with everything decided. Raises `Refused` where a file is not the one with the given hash, and OSError."""
    if not file.data:
        raise Refused("nothing to learn from is named: give --data FILE, or data in the run file")
    said = file.model_dump(exclude_none=True)
    known: dict[str, Any] = {"skill": skill, "data_sha256": _hashes("data", file.data, file.data_sha256)}
    if file.validation:
        known["validation_sha256"] = _hashes("validation", file.validation, file.validation_sha256)
    if skill == HEADS:
        return RunFile.model_validate({**said, **known})
    usual = asdict(EncoderRun()) if skill == ENCODER else asdict(LoraRun())
    known |= {"resume": True, "out": str(settings.adapters_path), "precision": settings.precision}
    known["base"] = bootstrap.encoder_name(settings) if skill == ENCODER else settings.base_model
    if skill == reply.NAME:
        known["form"] = str(_form(file.form, settings.reply))
    decided = {**usual, **known, **said, **{name: known[name] for name in known if name.endswith("sha256")}}
    if skill != ENCODER:
        decided |= {"alpha": file.alpha or 2 * decided["rank"], "targets": list(decided["targets"])}
        require_package(decided["method"])
    decided["out"] = str(Path(decided["out"]).expanduser())
    if decided.get("batch_tokens"):
        decided.pop("batch")
    return RunFile.model_validate({name: value for name, value in decided.items() if name in APPLIES[skill]})


def lora_run(run: RunFile) -> LoraRun:
    return LoraRun(**{**_own(run, LoraRun.__dataclass_fields__), "targets": tuple(run.targets or ())})


def encoder_run(run: RunFile) -> EncoderRun:
    return EncoderRun(**_own(run, EncoderRun.__dataclass_fields__))


def require(name: str, given: str | None, found: str, what: str) -> None:
    """Raise `Refused` if a hash was given and another was found."""
    if given is not None and given.lower() != found:
        raise Refused(f"{name} is {given[:12]}… in the run file, and {what} has {found[:12]}…: {_ADVICE[name]}")


_ADVICE: Mapping[str, str] = {
    "data_sha256": "it is another file than the one of that run; take the hash out to train on this one",
    "validation_sha256": "it is another file than the one of that run; take the hash out to use this one",
    "base_sha256": "it is another base; correct base, or take the hash out to train on this one",
    "examples_sha256": "the knowledge, the search or the company file changed since that run, or its options did; take the hash "
    "out to train on what is made of them now",
}


def _hashes(name: str, files: Sequence[str], given: Sequence[str] | None) -> list[str]:
    found = [sha256_of(Path(file)) for file in files]
    for file, wanted, own in zip(files, given or found, found, strict=True):
        require(f"{name}_sha256", wanted, own, file)
    return found


def _own(run: RunFile, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(run, name)) is not None}


def _form(given: str | None, setting: str) -> reply.Form:
    """Return the form of the replies to learn. Raises `Refused` for one that would not serve with the settings."""
    known = [str(form) for form in reply.Form]
    if given is not None and given not in known:
        raise Refused(f"there is no form {given!r}: choose one of {', '.join(known)}")
    wanted = reply.Form(given or (setting if setting in known else reply.Form.FREE))
    if setting == "free" and wanted is reply.Form.GRAMMAR:
        raise Refused("DESKHAND_REPLY is free, and what is trained to choose sentences cannot write them: unset it")
    return wanted

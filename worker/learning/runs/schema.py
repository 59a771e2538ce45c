"""This module is the schema of a run file: what a person may say about a training run, and to which skill it applies.

An entry that is missing is decided by the settings and by what usually works (`complete`). Every mistake is told at once.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from models.encoding.encoder import NAME as ENCODER
from models.skills import reply, translation, triage
from models.training.run import EncoderRun, LoraRun, mistakes

HEADS = "heads"
LANGUAGE = (triage.NAME, reply.NAME, translation.NAME)
SKILLS = (*LANGUAGE, HEADS, ENCODER)


def _listed(value: Any) -> Any:
    """Return one text as a list of it: most runs have one file."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed)]


class RunFile(BaseModel):
    """A run file. The descriptions are written into the file that `--write-config` makes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    skill: str | None = Field(None, description="what is trained")
    base: str | None = Field(None, description="the packaged model, a folder, or a hub name; of an encoder its name")
    base_sha256: str | None = Field(None, description="the hash of its weights; another base is refused")
    data: Texts | None = Field(None, description="handled tickets or questions, JSON Lines")
    data_sha256: Texts | None = Field(None, description="the hash of each of these files; others are refused")
    examples_sha256: str | None = Field(None, description="the hash of what was made of them; others are refused")
    validation: Texts | None = Field(None, description="files that choose the epoch that is kept")
    validation_sha256: Texts | None = Field(None, description="the hash of each of these files; others are refused")
    method: str | None = Field(None, description="lora, dora, or qlora (the base in four bits)")
    rank: int | None = Field(None, description="of the matrices that are trained")
    alpha: int | None = Field(None, description="how strong they are; twice the rank, unless you say otherwise")
    dropout: float | None = Field(None, description="share of their inputs that is left out at random")
    targets: Texts | None = Field(
        None, description="names of the layers; none: the projections of attention and feed-forward"
    )
    learning_rate: float | None = Field(None, description="at its peak")
    seed: int | None = Field(None, description="of the order of the data and of the first weights")
    epochs: float | None = Field(None, description="passes over the data")
    warmup: float | None = Field(None, description="share of the steps in which the learning rate rises")
    patience: int | None = Field(None, description="epochs without a better validation loss until it ends; 0: never")
    batch: int | None = Field(None, description="examples per step")
    batch_tokens: int | None = Field(None, description="tokens per step, in place of examples; 0: batch counts")
    max_tokens: int | None = Field(None, description="of an example; a longer prompt loses its middle")
    precision: str | None = Field(None, description="of the base: auto, float32 or bfloat16")
    start_from: str | None = Field(None, description="folder of an adapter to train further")
    form: str | None = Field(None, description="of replies: free, or grammar (statements of the passages)")
    queries: int | None = Field(None, description="questions per step: each is compared with the others' passages")
    temperature: float | None = Field(None, description="how sharply they are told apart")
    baseline: str | None = Field(None, description="a baseline in place of the heads")
    resume: bool | None = Field(None, description="go on where an interrupted run stopped")
    out: str | None = Field(None, description="folder of the adapters")


_FILES = frozenset({"skill", "data", "data_sha256"})
_ANY = _FILES | {"base", "base_sha256", "examples_sha256", "validation", "validation_sha256", "resume", "out"}
_LORA = frozenset(LoraRun.__dataclass_fields__)
_ENCODER = frozenset(EncoderRun.__dataclass_fields__)
_OF_TEXT = _ANY | _LORA | {"start_from"}
APPLIES: Mapping[str, frozenset[str]] = {
    triage.NAME: _OF_TEXT,
    translation.NAME: _OF_TEXT,
    reply.NAME: _OF_TEXT | {"form"},
    ENCODER: _ANY | _ENCODER | {"precision"},
    HEADS: _FILES | {"baseline"},
}


def complaints(skill: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with entries of the right kind: the entry, and a sentence that begins with what it is about."""
    if said.get("skill", skill) != skill:
        yield "skill", f"skill is {said['skill']}, but the command trains {skill}"
    for name in said:
        if name not in APPLIES[skill]:
            known = ", ".join(one for one in RunFile.model_fields if one in APPLIES[skill])
            yield name, f"{name} says nothing about {skill}: leave it out. {skill} has {known}"
    yield from mistakes({name: value for name, value in said.items() if name in APPLIES[skill]})
    yield from _contradictions(said)


def _contradictions(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if said.get("batch") and said.get("batch_tokens"):
        yield "batch_tokens", "batch_tokens and batch are both given: a step has so many tokens or so many examples"
    if said.get("patience", 0) > 0 and not said.get("validation"):
        yield "patience", "patience waits for a better validation loss: name a file of validation, or leave it out"
    for files in ("data", "validation"):
        hashes = said.get(f"{files}_sha256")
        if hashes is not None and len(hashes) != len(said.get(files) or ()):
            yield f"{files}_sha256", f"{files}_sha256 has {len(hashes)} hashes for {len(said.get(files) or ())} files"
    if "data" in said and not said["data"]:
        yield "data", "data names no file"
    if shared := set(said.get("data") or ()) & set(said.get("validation") or ()):
        yield (
            "validation",
            f"validation has {', '.join(sorted(shared))}, which is in data as well: it would say nothing",
        )
    for name in ("data", "validation", "base", "out", "start_from"):
        named = said.get(name, ())
        for one in [named] if isinstance(named, str) else named:
            if not one.strip():
                yield name, f"{name} is empty"
            elif "\0" in one:
                yield name, f"{name} has a sign of code zero, which no name of a file has"

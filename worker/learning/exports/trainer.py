"""This module says what an export asks of a tool that trains: its format of a row, its run file, and what it does otherwise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.training.run import LoraRun
from models.training.spelling import Spelled

TRAIN, VALIDATION = "train.jsonl", "validation.jsonl"
RUN = "run.yaml"
CACHES = (
    "cache",
    "prepared-*",
)  # folders in it with what a tool made of the rows, as its command and its run file name them
OUT = "out"  # where the tool writes the adapter, in the folder of the export


@dataclass(frozen=True)
class Wanted:
    """This is what shall be trained."""

    run: LoraRun
    base: str  # a folder or a hub name
    targets: Sequence[str]  # names of the layers that learn
    batch: int  # examples per step
    epoch_steps: int  # steps in which the tool sees each example once
    warmup_steps: int
    longest: int  # tokens of the longest example
    data: str  # the first digits of the data's hash
    validated: bool  # there are examples for validation
    chosen: bool = False  # some answers were chosen among those that a schema names


class Trainer(Protocol):
    """A trainer is a tool that trains adapters. `axolotl` and `llama_factory` are modules with these names."""

    NAME: str
    VERSION: str  # with which its rows and its run file were compared
    COMMAND: str  # that trains, in the folder of the export
    NOTES: Sequence[str]  # what its user should know, in sentences

    def row(self, example: Spelled) -> dict[str, Any] | None:
        """Return the line of an example; None where the tool would read other tokens."""
        ...

    def run_file(self, wanted: Wanted) -> dict[str, Any]:
        """Return the options of the run."""
        ...

    def other_files(self, keys: Mapping[str, Collection[str]]) -> Mapping[str, str]:
        """Return other files by their names. `keys`: those that the rows of each file have."""
        ...

    def differences(self, wanted: Wanted) -> Sequence[str]:
        """Return in sentences what the tool does otherwise than we do, beyond what all do."""
        ...

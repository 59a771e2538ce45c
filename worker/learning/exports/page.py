"""This module writes the page in the folder of an export, for whoever trains there."""

from collections.abc import Sequence

from worker.learning.exports.record import Export
from worker.learning.exports.trainer import OUT, RUN, TRAIN, Trainer

FILE = "README.md"


def page(export: Export, trainer: Trainer, differs: Sequence[str]) -> str:
    counts = export.counts
    told = "".join(f"- {sentence}\n" for sentence in differs)
    return f"""# Training data for the skill {export.skill}, for {trainer.NAME}

**These files hold the words of customers.** Only their owner may read them. Delete the folder, its `cache` and what the tool
prepared when the adapter has come back.

`{TRAIN}` has {counts["examples"]:,} examples, and `{RUN}` trains the adapter that `deskhand models train {export.skill}` would
train on the base {export.base}: the same tokens, the same of them in the loss, the same layers, rank and rates. Rows and
options were compared with {trainer.NAME} {trainer.VERSION}. Install it in an environment of its own, because it needs other
versions of torch and transformers.

    cd {"FOLDER"}
    {trainer.COMMAND}

{_telemetry(trainer)}On another machine `{RUN}` must name the folder that the base has there. It must be the same base, whose weights have
the SHA-256 `{export.base_sha256 or "(of the hub's copy)"}`.

Then, on the machine that has the company file:

    deskhand models import FOLDER/{OUT}

## What is not the same

{told}"""


def _telemetry(trainer: Trainer) -> str:
    if "DO_NOT_TRACK" not in trainer.COMMAND:
        return ""
    return (
        f"{trainer.NAME} reports its use to its makers unless `AXOLOTL_DO_NOT_TRACK=1` is set. "
        "`HF_DATASETS_CACHE` keeps its\ncopies of the data in this folder. "
    )

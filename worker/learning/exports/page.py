"""This module writes the page in the folder of an export, for whoever trains there."""

from collections.abc import Sequence

from worker.learning.exports import tickets
from worker.learning.exports.record import Export
from worker.learning.exports.trainer import OUT, RUN, TRAIN, Trainer

FILE = "README.md"


def page(export: Export, trainer: Trainer, differs: Sequence[str]) -> str:
    """Return the page as Markdown. `differs`: what the tool does otherwise, in sentences."""
    sentences = "\n".join(f"- {sentence}" for sentence in differs)
    notes = "\n".join(f"- {sentence}" for sentence in (*_NOTES, *trainer.NOTES))
    return f"""# To train {export.skill} with {trainer.NAME}

**These files hold the words of customers.** Only their owner may read them.

{_count(export.counts["examples"])} `{RUN}` trains on them the adapter that
`deskhand models train {export.skill}` would train on the base {export.base}: the same tokens, the same of
them in the loss, the same layers, rank and learning rate.

    cd THIS_FOLDER
    {trainer.COMMAND}

Then, where the company file is:

    deskhand models import THIS_FOLDER/{OUT}

## Before you begin

- Rows and options were compared with {trainer.NAME} {trainer.VERSION}. Install it in an environment of its own, because it
  needs other versions of torch and transformers than Deskhand.
- The base must be the same. `{RUN}` names its place on the machine that made this folder; write another place there if you train
  on another machine. SHA-256 of its weights: `{export.base_sha256 or "unknown, it comes from a hub"}`
- `{tickets.FILE}` says which ticket each row is of: `deskhand erase` takes whole rows out by it. {trainer.NAME} does not read it.
{notes}

## What is not the same

{sentences}
"""


def with_count(text: str, before: int, now: int) -> str:
    """Return a page with another number of examples."""
    return text.replace(_count(before), _count(now))


def _count(examples: int) -> str:
    return f"`{TRAIN}` has {examples:,} examples."


_NOTES = (
    "`HF_DATASETS_CACHE=cache` keeps the tool's copies of the data here. Delete the folder when the adapter has come back.",
    "On several graphics processors, divide `gradient_accumulation_steps` by their number.",
    "Without a graphics processor that computes bf16, write `bf16: false`.",
)

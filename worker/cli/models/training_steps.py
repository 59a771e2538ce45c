"""This module shows how far a training run is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from models.training.run import Progress
from worker.cli import progress
from worker.cli.progress import Step


@dataclass
class Shown:
    """This keeps what was shown last of a run. It is called with each step that was made."""

    step: Step
    told: list[Progress] = field(default_factory=list)  # the first step that was made here, and the last one

    def __call__(self, told: Progress) -> None:
        if told.validation is not None and (not self.told or told.validation != self.told[-1].validation):
            self.step.note(f"validation loss {told.validation:.3f} after step {told.step:,}")
        self.told = [self.told[0] if self.told else told, told]
        self.step.update(told.step, told.steps, self._doing(told))

    def ended_early(self) -> str | None:
        """Return why the run ended before its last step."""
        if not self.told or self.told[-1].step == self.told[-1].steps:
            return None
        last = self.told[-1]
        return (
            f"ended after step {last.step:,} of {last.steps:,}, as patience says: the validation loss no longer falls"
        )

    @contextmanager
    def saying_what_is_kept(self, checkpoint: Path, *, resumes: bool) -> Iterator[None]:
        """Say after a Ctrl-C what is kept of the run. `checkpoint`: its folder; not `resumes`: the command says --restart."""
        try:
            yield
        except KeyboardInterrupt:
            if self.told:
                progress.say(self._kept(checkpoint / "state.json", resumes=resumes))
            raise

    def _kept(self, state: Path, *, resumes: bool) -> str:
        last = self.told[-1]
        saved = int(json.loads(state.read_text())["step"]) if state.exists() else 0
        how = f"step {last.step:,} of {last.steps:,}"
        if not 0 < saved <= last.step:  # one of a later step is another run's
            return f"{how}, before the first checkpoint: the same command begins anew"
        return f"{how}; the same command{'' if resumes else ' without --restart'} goes on after step {saved:,}"

    def _doing(self, told: Progress) -> str:
        parts = [f"loss {told.loss:.3f}"]
        if told.validation is not None:
            parts.append(f"validation {told.validation:.3f}")
        first = self.told[0]
        if told.seconds > first.seconds:
            rate = (told.tokens - first.tokens) / (told.seconds - first.seconds)
            parts.append(f"{rate:,.0f} tokens/s")
        if told.memory:
            parts.append(f"{told.memory / 1e9:.1f} GB")
        return ", ".join(parts)

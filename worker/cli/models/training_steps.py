"""This module shows how far a training run is."""

from dataclasses import dataclass, field

from models.training.run import Progress
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

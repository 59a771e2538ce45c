"""This module holds the prompt of a base model that no adapter was trained for: an instruction, and handled tickets as examples.

The examples of a ticket are fixed, or those handled tickets whose vectors are nearest to its own. What they say is data: each
field of a ticket is one line of the prompt, and the answer is held to the same schema with examples as without.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.skills.reply import Form, ReplyInput
from models.skills.triage import TriageInput
from worker.domain import Retrieved

Input = TypeVar("Input", TriageInput, ReplyInput)
NOTHING = Retrieved()


class Choice(StrEnum):
    FIXED = "fixed"
    NEAREST = "nearest"


@dataclass(frozen=True)
class Shot(Generic[Input]):
    """A shot is a handled ticket with what should have been answered."""

    ticket: str  # id
    shown: Input
    answer: str
    vector: NDArray[np.float32] | None = field(default=None, compare=False)  # of what is searched for, unit length

    @property
    def pair(self) -> tuple[Input, str]:
        return self.shown, self.answer


@dataclass(frozen=True)
class Prompt(Generic[Input]):
    id: str
    instruction: str  # one line
    count: int  # of the examples that a prompt has
    choice: Choice
    shots: tuple[Shot[Input], ...] = ()  # to choose from; the first ones cover what can be answered
    encoder: str = ""  # hash of the weights of that which made the vectors
    most_characters: int | None = None  # of a whole prompt, so that it fits the model; None: not known
    temperatures: Mapping[str, float] = field(default_factory=dict)  # calibration of each field of triage
    form: Form | None = None  # of replies: what may be written

    def render(
        self,
        write: Callable[[str, Input, Sequence[tuple[Input, str]]], str],
        shown: Input,
        found: Retrieved = NOTHING,
        ticket: str = "",
    ) -> str:
        """Return what the model is asked. Examples that do not fit are left out, the farthest first. `ticket`: its id, because no
        handled ticket is an example of itself."""
        chosen = [shot.pair for shot in self._chosen(shown, found, ticket)]
        text = write(self.instruction, shown, chosen)
        while chosen and self.most_characters is not None and len(text) > self.most_characters:
            chosen = chosen[1:]
            text = write(self.instruction, shown, chosen)
        return text

    def _chosen(self, shown: Input, found: Retrieved, ticket: str) -> list[Shot[Input]]:
        """Return the examples of a ticket, the nearest last: a model heeds most what stands nearest to the question. Vectors of
        another encoder mean nothing, and then the fixed examples are taken."""
        if not self.count:
            return []
        others = [one for one in self.shots if one.ticket != ticket and _said(one.shown) != _said(shown)]
        if self.choice is Choice.FIXED or found.vector is None or found.encoder != self.encoder:
            return others[: self.count][::-1]
        vector = found.vector
        near = [(-1.0 if one.vector is None else float(one.vector @ vector), one) for one in others]
        nearest = sorted(near, key=lambda pair: -pair[0])[: self.count]
        return [one for _, one in reversed(nearest)]


@dataclass(frozen=True)
class Prompts:
    """These are the prompts that serve, where a base without an adapter does the work."""

    triage: Prompt[TriageInput] | None = None
    reply: Prompt[ReplyInput] | None = None


def _said(shown: TriageInput | ReplyInput) -> str:
    return " ".join(f"{shown.subject} {shown.body}".split())
